"""The manual pages as they are built say neither less nor more than the program has.

Usage: manual.py EXIFSCRUB SOURCE_DIR BUILD_DIR
"""
import json
import os
import re
import sys

from scene import main

SOURCE, BUILD = (os.path.abspath(argument) for argument in sys.argv[2:4])
PAGES = {"scrub": "exifscrub.1", "audit": "exifscrub-audit.1", "inspect": "exifscrub-inspect.1"}


def page(verb):
    with open(os.path.join(BUILD, "man", "man1", PAGES[verb]), encoding="utf-8") as file:
        return file.read()


def options_of(scene, verb):
    return set(re.findall(r"^ +(?:-., )?--([a-z-]+)", scene.run(verb, "--help").out.decode(), re.M))


def test_each_option_has_its_line(scene):
    for verb in PAGES:
        named = set(re.findall(r"^\.It .*?Fl Fl ([a-z-]+)", page(verb), re.M))
        assert named == options_of(scene, verb), f"{verb}: {named ^ options_of(scene, verb)}"


def test_no_page_speaks_of_an_option_that_is_not_there(scene):
    all_options = set().union(*(options_of(scene, verb) for verb in PAGES))
    for verb in PAGES:
        spoken_of = set(re.findall(r"Fl Fl ([a-z-]+)", page(verb)))
        assert spoken_of <= all_options, spoken_of - all_options


def schema():
    with open(os.path.join(SOURCE, "src", "report", "schema", "exifscrub-report-1.schema.json"), encoding="utf-8") as file:
        return json.load(file)["$defs"]


def test_each_status_has_its_line(scene):
    statuses = page("scrub").split(".Sh STATUSES")[1].split(".Sh")[0]
    listed = re.findall(r"[a-z-]+", " ".join(re.findall(r"^\.It Cm (.*)", statuses, re.M)))
    assert listed == schema()["record"]["properties"]["status"]["enum"], listed


def test_each_field_of_a_report_is_told(scene):
    told = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"(?:Ql|It Cm) (.*)", page("audit")))))
    statuses = set(schema()["record"]["properties"]["status"]["enum"])
    for part in ("record", "location", "finding", "summary"):
        fields = set(schema()[part]["properties"]) - statuses
        assert fields <= told, f"{part}: {fields - told}"


if __name__ == "__main__":
    main(globals())
