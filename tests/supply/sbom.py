#!/usr/bin/env python3
"""Does the bill of materials name what the program loads, all of it and nothing else?

    sbom.py SOURCE PROGRAM

Exit status 77 where there is no package database to compare with.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def made(source, program, folder, name):
    output = pathlib.Path(folder) / name
    subprocess.run([sys.executable, source / "scripts/make_sbom", program, "1.2.3", output], check=True,
                   env=os.environ | {"SOURCE_DATE_EPOCH": "1700000000"})
    return output.read_bytes()


def packages_loaded(program):
    """Owners of the libraries that the program names, found by another way than the script's."""
    named = re.findall(r"\[(\S+)\]", "\n".join(line for line in subprocess.run(
        ["readelf", "-dW", program], check=True, capture_output=True, text=True).stdout.splitlines() if "NEEDED" in line))
    owners = set()
    for line in subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout.splitlines():
        name, _, path = line.strip().partition(" => ")
        if name in named and path and not name.startswith("ld-linux"):
            found = subprocess.run(["dpkg", "-S", "*" + path.removeprefix("/usr").split()[0]], check=True, capture_output=True, text=True).stdout
            owners.add(found.partition(":")[0])
    return owners


def main():
    source, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    if shutil.which("dpkg") is None or shutil.which("readelf") is None:
        print("skipped: no dpkg, or no readelf")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        text = made(source, program, folder, "one.json")
        assert text == made(source, program, folder, "other.json"), "two runs differ"
    document = json.loads(text)
    assert document["spdxVersion"] == "SPDX-2.3" and document["creationInfo"]["created"] == "2023-11-14T22:13:20Z"
    packages = {package["SPDXID"]: package for package in document["packages"]}
    assert len(packages) == len(document["packages"]), "an identifier used twice"
    related = {}
    for relation in document["relationships"]:
        related.setdefault(relation["relationshipType"], set()).add(packages[relation["relatedSpdxElement"]]["name"])
    assert related["DESCRIBES"] == {"exifscrub"}
    assert related["DYNAMIC_LINK"] == packages_loaded(program), (related["DYNAMIC_LINK"], packages_loaded(program))
    assert set(packages) == {relation["relatedSpdxElement"] for relation in document["relationships"]}
    unversioned = [name for name, package in packages.items() if "versionInfo" not in package]
    assert not unversioned, unversioned
    # Everything that THIRD_PARTY.md says is built in, with the version it says.
    third = (source / "THIRD_PARTY.md").read_text(encoding="utf-8")
    for package in document["packages"]:
        if package["name"] in related["CONTAINS"]:
            assert package["versionInfo"] in third, package["name"]
    assert len(related["CONTAINS"]) >= 4
    print(f"{len(packages) - 1} parts, {len(related['DYNAMIC_LINK'])} packages loaded at run time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
