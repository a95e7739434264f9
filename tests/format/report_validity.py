#!/usr/bin/env python3
"""Lets parsers that are not ours read every report format, and holds the formats against each other.

Usage: report_validity.py golden SOURCE_DIR
       report_validity.py hostile SOURCE_DIR REPORT_BENCH        random hostile names and values
       report_validity.py program SOURCE_DIR EXIFSCRUB           the corpus, audited and scrubbed (dry run)
       report_validity.py names SOURCE_DIR EXIFSCRUB             hostile names and values on a disk, audited and scrubbed
       report_validity.py sarif SOURCE_DIR REPORT_BENCH          the official schema
       report_validity.py gdal SOURCE_DIR REPORT_BENCH           geojson and kml as GDAL reads them
Exit status 77: a validator is not installed.
"""
import base64
import csv
import html.parser
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

SOURCE = pathlib.Path(sys.argv[2])
FORMATS = ["json", "ndjson", "csv", "sarif", "github", "gitlab", "junit", "geojson", "kml", "html"]
KML = "{http://www.opengis.net/kml/2.2}"
COLUMNS = ("path,path_b64,format,status,changed,accepted,reason,state,bytes_in,bytes_out,image_hash,lat,lon,altitude,"
           "place,distance_km,country,location_carriers,classes,findings,commits,notes").split(",")


def closed(schema):
    """The schema with every object closed: a field that is not described is an error here."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: closed(part) for key, part in schema.items()}
    if "properties" in schema and isinstance(schema.get("type"), str):
        schema["additionalProperties"] = False
    return schema


def report_validator(part=None):
    schema = closed(json.loads((SOURCE / "src/report/schema/exifscrub-report-1.schema.json").read_text()))
    jsonschema.Draft202012Validator.check_schema(schema)
    if part:
        schema = {"$schema": schema["$schema"], "$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    return jsonschema.Draft202012Validator(schema)


def strict_json(text):
    def refuse(constant):
        raise ValueError(f"{constant} is no JSON")

    def unique(pairs):
        assert len(dict(pairs)) == len(pairs), "a key stands there twice"
        return dict(pairs)
    return json.loads(text, parse_constant=refuse, object_pairs_hook=unique)


def no_controls(text):
    for line in text.split("\n"):
        assert not any(is_ours(character) for character in line.removesuffix("\r")), repr(line)


def is_ours(character):
    """Whether the character is one of those that reports promise to escape."""
    code = ord(character)
    ranges = [(0, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x2028, 0x202E), (0x2066, 0x206F),
              (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F)]
    return any(first <= code <= last for first, last in ranges)


def check_json(text):
    whole = strict_json(text)
    report_validator().validate(whole)
    return whole["files"]


def check_ndjson(text):
    lines = text.splitlines()
    records = [strict_json(line) for line in lines]
    line, last = report_validator("line"), report_validator("last_line")
    for record in records:
        line.validate(record)
    last.validate(records[-1])
    return records[:-1]


def check_csv(text):
    assert text.replace("\r\n", "").count("\n") == 0, "lines end in CR LF"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == COLUMNS, rows[0]
    for row in rows[1:]:
        assert len(row) == len(COLUMNS), row
        for name, field in zip(COLUMNS, row):
            if name not in ("lat", "lon", "altitude"):
                assert not re.match(r"[=+\-@\t\r＝＋－＠]", field), field
    return [dict(zip(COLUMNS, row)) for row in rows[1:]]


def check_sarif(text):
    whole = strict_json(text)
    schema = json.loads((SOURCE / "tests/format/sarif_subset.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(whole)
    results = whole["runs"][0]["results"]
    rules = {rule["id"] for rule in whole["runs"][0]["tool"]["driver"]["rules"]}
    for result in results:
        assert result["ruleId"] in rules, result
    return results


def check_github(text):
    lines = text.splitlines()
    for line in lines[:-1]:
        assert re.fullmatch(r"::(error|warning|notice) file=[^,:\n]*,title=exifscrub [a-z-]+::[^\n]+", line), line
    assert lines[-1].startswith("::notice title=exifscrub::"), lines[-1]
    return lines[:-1]


def check_gitlab(text):
    issues = strict_json(text)
    names = {"description", "check_name", "fingerprint", "severity", "location"}
    for issue in issues:
        assert set(issue) == names, issue
        assert re.fullmatch(r"[0-9a-f]{32}", issue["fingerprint"]), issue
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker"), issue
        assert issue["location"]["lines"] == {"begin": 1}, issue
    return issues


def check_junit(text):
    root = xml.fromstring(text.encode())
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        count = {"failures": 0, "errors": 0, "skipped": 0}
        for case in suite:
            assert case.tag == "testcase" and set(case.attrib) == {"classname", "name"}
            kinds = {child.tag for child in case}
            assert kinds <= {"failure", "error", "skipped", "system-out"} and len(kinds) <= 1, kinds
            for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
                count[name] += kind in kinds
        assert int(suite.get("tests")) == len(suite) <= 1000
        assert all(int(suite.get(name)) == number for name, number in count.items()), suite.attrib
    return [case for suite in root for case in suite]


def check_geojson(text):
    whole = strict_json(text)
    assert whole["type"] == "FeatureCollection" and "crs" not in whole
    for feature in whole["features"]:
        assert set(feature) == {"type", "geometry", "properties"} and feature["type"] == "Feature"
        if feature["geometry"] is None:
            continue
        assert feature["geometry"]["type"] == "Point"
        longitude, latitude, *altitude = feature["geometry"]["coordinates"]
        assert abs(longitude) <= 180 and abs(latitude) <= 90 and len(altitude) <= 1
    return whole["features"]


def check_kml(text):
    root = xml.fromstring(text.encode())
    assert root.tag == KML + "kml"
    placemarks = root.findall(f"{KML}Document/{KML}Placemark")
    for placemark in placemarks:
        for element in placemark.iter():
            assert element.tag.startswith(KML)
            assert "<" not in (element.text or "") and ">" not in (element.text or ""), element.text
    return placemarks


class Elements(html.parser.HTMLParser):
    """What a parser sees in a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attributes]


def check_html(text):
    """No element, attribute or comment comes out of the data; the data are one strict JSON text."""
    begin = text.index('<script type="application/json" id="data">')
    begin = text.index(">", begin) + 1
    data, rest = text[begin:text.index("</script>", begin)], text[text.index("</script>", begin):]
    assert not re.search("[<>&]", data), "the data could leave their element"
    around = Elements(text[:begin] + rest)
    whole = Elements(text)
    assert whole.tags == around.tags and whole.attributes == around.attributes
    assert not any(name == "style" or name.startswith("on") for name in whole.attributes), whole.attributes
    return strict_json(data)["files"]


CHECKS = {name: globals()["check_" + name] for name in FORMATS}


def check(name, raw):
    text = raw.decode("utf-8")
    if name not in ("github",):
        assert text.endswith("\n"), name
    no_controls(text)
    return CHECKS[name](text)


def bytes_of_csv_path(row):
    return base64.b64decode(row["path_b64"]) if row["path_b64"] else row["path"].encode()


def bytes_of_json_path(record):
    return base64.b64decode(record["path_b64"]) if "path_b64" in record else record["path"].encode()


def golden():
    for name in FORMATS:
        print(f"{name}: {len(check(name, (SOURCE / f'tests/golden/report/{name}.golden').read_bytes()))} entries")


def hostile():
    for seed in range(5):
        reports = {}
        for name in FORMATS:
            raw = subprocess.run([sys.argv[3], name, "300", str(seed)], capture_output=True, check=True).stdout
            reports[name] = check(name, raw)
        paths = [bytes_of_json_path(record) for record in reports["json"]]
        assert len(paths) == 300 and reports["json"] == reports["ndjson"]
        assert paths == [bytes_of_csv_path(row) for row in reports["csv"]], "CSV names the same files"
        leaking = sum(record["status"] == "leaks" for record in reports["json"])
        for name in ("sarif", "github", "gitlab", "geojson", "kml"):
            assert len(reports[name]) == leaking, name
        assert len(reports["junit"]) == len(reports["html"]) == 300
        uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in reports["sarif"]]
        assert all(re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri) for uri in uris)
    print("5 x 300 hostile files in 10 formats: every parser agrees")


def secrets():
    """Every token that the corpus hides in its files."""
    for line in (SOURCE / "corpus/canaries.tsv").read_text().splitlines()[1:]:
        yield bytes.fromhex(line.split("\t")[5])


def program():
    corpus = SOURCE / "corpus"
    with tempfile.TemporaryDirectory() as folder:
        for verb in (["audit"], ["scrub", "-n"]):
            out = pathlib.Path(folder) / verb[0]
            out.mkdir()
            arguments = [f"--report={name}={out / name}" for name in FORMATS]
            run = subprocess.run([sys.argv[3], *verb, "-r", *arguments, "."], cwd=corpus, capture_output=True)
            assert run.returncode in (0, 1, 2), run.stderr.decode()
            reports = {name: check(name, (out / name).read_bytes()) for name in FORMATS}
            for name in FORMATS:
                assert (out / name).stat().st_mode & 0o777 == 0o600, name
            assert len(reports["json"]) == len(reports["csv"]) == len(reports["junit"]) == len(reports["html"]) > 50
            quiet = {name: (out / name).read_bytes() for name in ("sarif", "github", "gitlab", "junit")}
            quiet["text"] = run.stdout
            for name, raw in quiet.items():
                for secret in secrets():
                    assert secret not in raw, f"{secret!r} in {verb[0]} {name}"
            positions = {f"{location[axis]:.4f}" for record in reports["json"] for location in record["locations"]
                         for axis in ("lat", "lon") if abs(location.get(axis, 0)) > 1}
            assert positions, "the corpus has positions"
            for name, raw in quiet.items():
                for position in positions:
                    assert position.encode() not in raw, f"{position} in {verb[0]} {name}"
            print(f"{verb[0]}: {len(reports['json'])} files in 10 formats, no value in the quiet ones")


def read_by_gdal(raw, name):
    """The features that GDAL sees, as GeoJSON of its own making."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / f"report.{name}"
        path.write_bytes(raw)
        run = subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", "/vsistdout/", str(path)],
                             capture_output=True)
    assert run.returncode == 0 and not run.stderr, run.stderr.decode("utf-8", "replace")
    return json.loads(run.stdout)["features"]


def gdal():
    """Every position and place of the json report is where it was for a reader that is not ours."""
    if not shutil.which("ogr2ogr"):
        print("skipped: GDAL (ogr2ogr) is not installed")
        sys.exit(77)
    for seed in ([], ["1"], ["2"]):
        made = {name: subprocess.run([sys.argv[3], name, "300", *seed], capture_output=True, check=True).stdout
                for name in ("json", "geojson", "kml")}
        wanted = [(location, record) for record in check_json(made["json"].decode()) for location in record["locations"]]
        assert len(wanted) > 100
        for name in ("geojson", "kml"):
            features = read_by_gdal(made[name], name)
            assert len(features) == len(wanted), (name, len(features))
            for feature, (location, record) in zip(features, wanted):
                longitude, latitude, altitude = feature["geometry"]["coordinates"]
                assert abs(longitude - location["lon"]) < 1e-6 and abs(latitude - location["lat"]) < 1e-6, (name, location)
                assert abs(altitude - location["altitude"]) < 1e-3, (name, location)
                told = feature["properties"]
                if not seed:  # of hostile text each format makes something else that is harmless
                    assert told.get("path", told.get("Name")) == record["path"], (name, told)
                    assert told["place"] == location["place"] and told["country"] == location["country"], (name, told)
                    assert float(told["distance_km"]) == location["distance_km"], (name, told)
    print("900 files: GDAL reads every position and place of the geojson and kml reports")


HOSTILE_NAMES = [b"=1+1.jpg", b"@SUM(A1).jpg", b"-r.jpg", b"<img src=x onerror=alert(1)>.jpg", b"<!--<![CDATA[.jpg", b"]]>.jpg",
                 b"new\nline\r\n::error::x.jpg", b"\x1b]0;x\x07\x9b31m.jpg", "\u202egpj.\u2066\u2028.jpg".encode(), b"\xff\xc0.jpg",
                 b"%0A,{0}[x](y)$(id)`id`.jpg", b"a\"b'c;d\\e\tf.jpg", b"&lt;b&gt;.jpg"]


def names():
    sys.path[:0] = [str(SOURCE / "tests/cli"), str(SOURCE / "scripts")]
    from corpus.exif import camera_tiff, gps_ifd  # pylint: disable=import-outside-toplevel
    from scene import jpeg, segment  # pylint: disable=import-outside-toplevel
    value = "=1+1</script>]]>\x1b[31m\r\n::error::%0A\"'{0}&amp;"
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder) / "tree"
        tree.mkdir()
        for number, name in enumerate(HOSTILE_NAMES):
            block = camera_tiff(make=value, model=value, software=value, artist=value, taken="2024:05:06 19:00:00",
                                gps=gps_ifd(">", 36 + number / 100, -115))
            path = os.path.join(os.fsencode(tree), name)
            with open(path, "wb") as file:
                file.write(jpeg(segment(0xE1, b"Exif\0\0" + block), segment(0xFE, value.encode())))
        for verb in (["audit"], ["scrub", "-n"], ["scrub"]):
            out = pathlib.Path(folder) / "-".join(verb)
            out.mkdir()
            arguments = [f"--report={name}={out / name}" for name in FORMATS]
            run = subprocess.run([sys.argv[3], *verb, "-vv", "-r", "--values=on", "--coordinates=exact", *arguments, "tree"],
                                 cwd=folder, capture_output=True)
            assert run.returncode == (verb == ["audit"]), run.stderr.decode()
            no_controls(run.stdout.decode())
            reports = {name: check(name, (out / name).read_bytes()) for name in FORMATS}
            paths = [b"tree/" + name for name in sorted(HOSTILE_NAMES)]
            assert sorted(map(bytes_of_json_path, reports["json"])) == paths
            assert sorted(map(bytes_of_csv_path, reports["csv"])) == paths
            for name in ("ndjson", "csv", "geojson", "kml", "junit", "html"):
                assert len(reports[name]) == len(paths), (verb, name, len(reports[name]))
    print(f"{len(HOSTILE_NAMES)} hostile names, audited and scrubbed, harmless in {len(FORMATS)} formats and text")


def sarif():
    schema = json.loads((SOURCE / "tests/format/sarif-2.1.0-rtm.5.schema.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    made = subprocess.run([sys.argv[3], "sarif", "300", "1"], capture_output=True, check=True).stdout
    for raw in ((SOURCE / "tests/golden/report/sarif.golden").read_bytes(), made):
        whole = strict_json(raw.decode())
        validator.validate(whole)
        del whole["runs"][0]["results"][0]["message"]
        assert not validator.is_valid(whole), "the schema has no teeth"
    print("the official SARIF schema agrees")


{"golden": golden, "hostile": hostile, "program": program, "sarif": sarif, "gdal": gdal, "names": names}[sys.argv[1]]()
