#!/usr/bin/env python3
"""Compares the location that an audit finds with what the samples' MANIFEST says, file by file and group by group.

Usage: manifest.py EXIFSCRUB            the samples lie below $EXIFSCRUB_SAMPLES; exit status 77 without them
For each JPEG:
  - has_gps_ifd and other_location_groups name the groups in which ExifTool saw a location; the audit must find one in
    each of them. Contact addresses, gps-other and GPS directories without position, altitude, heading or place do
    not count.
  - the position of the picture must be lat and lon within 1e-6 degrees
  - its bytes must be those of the MANIFEST: a sample that somebody wrote over says nothing
A disagreement is a failure unless manifest-differences.tsv says who is right and why; a line there that no file needs
any more is a failure too. What the audit finds beyond the MANIFEST is counted, not judged.
"""
import collections
import csv
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

TABLE = pathlib.Path(__file__).with_name("manifest-differences.tsv")
COUNTED_KINDS = {"coord", "place", "tzcity", "geotiff", "cell"}
DEGREES = 1e-6


def decisions():
    """(file, what) -> (who is right, why) of the table."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")]
    return {(file, what): (right, why) for file, what, right, why in rows}


def expected_groups(row):
    """The groups of findings that the MANIFEST asks for: "GPS", "XMP-photoshop", "Canon", "FLIR"."""
    groups = ["GPS"] if row["has_gps_ifd"] == "yes" else []
    for entry in re.findall(r"([^\s,;|]+)\(([^)]*)\)", row["other_location_groups"]):
        group, kinds = entry
        if COUNTED_KINDS & set(kinds.split("+")):
            groups.append(re.sub(r"^(embedded-doc-|MakerNotes-|APP\d+-)+", "", group))
    return groups


def found_groups(record):
    names = [f["name"] for f in record["findings"] if f["class"] == "location"]
    return {name.split(":")[0] for name in names}


def disagreements(row, record):
    """What the audit of a file does not say as the MANIFEST does, as short texts."""
    found = found_groups(record)
    for group in expected_groups(row):
        # ExifTool's second and further groups of a kind (IPTC2) are the same carrier to an audit.
        plain = group.split("-")[-1].rstrip("23") if group.startswith("IPTC") else group
        if not any(name == plain or name.startswith(plain) for name in found):
            yield f"no location in {group}"
    if row["lat"] and row["lon"]:
        position = record["location"]
        if position is None:
            yield "no position"
        elif abs(position["lat"] - float(row["lat"])) > DEGREES or abs(position["lon"] - float(row["lon"])) > DEGREES:
            yield "another position"


def audit(program, folder):
    run = subprocess.run([program, "audit", "-r", "--format", "ndjson", str(folder)], capture_output=True, timeout=600)
    records = [json.loads(line) for line in run.stdout.decode().splitlines()]
    return {os.path.relpath(r["path"], folder.parent): r for r in records if "path" in r}


def main():
    samples = os.environ.get("EXIFSCRUB_SAMPLES")
    if not samples:
        print("SKIP: EXIFSCRUB_SAMPLES is not set")
        return 77
    samples = pathlib.Path(samples)
    with open(samples / "MANIFEST.tsv", encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
                if row["path"].startswith("jpeg/")]
    records = audit(os.path.abspath(sys.argv[1]), samples / "jpeg")
    known = decisions()
    tally = collections.Counter()
    failures = []
    for row in rows:
        record = records.get(row["path"])
        if record is None:
            failures.append(f"{row['path']}\tnot in the report")
            continue
        tally[f"with location by {'both' if expected_groups(row) and found_groups(record) else 'the MANIFEST alone' if expected_groups(row) else 'the audit alone' if found_groups(record) else 'neither'}"] += 1
        if hashlib.sha256((samples / row["path"]).read_bytes()).hexdigest() != row["sha256"]:
            failures.append(f"{row['path']}\tother bytes than the MANIFEST's")
        for what in disagreements(row, record):
            right, why = known.pop((row["path"], what), (None, None))
            if right is None:
                failures.append(f"{row['path']}\t{what}\t(status {record['status']}: {record['reason']})")
            else:
                tally[f"decided: {right} right"] += 1
    failures += [f"{file}\t{what}\tno disagreement any more: take the line out" for file, what in known]
    print(f"{len(rows)} JPEG files of the MANIFEST")
    for what, count in sorted(tally.items()):
        print(f"  {count} {what}")
    print("\n".join(failures))
    print(f"{len(failures)} failures")
    return 1 if failures or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
