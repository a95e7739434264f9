#!/usr/bin/env python3
"""--keep CLASS over the corpus: every file that can be scrubbed can be with each class kept. Of the canary files nothing of
another class is left then, and what the class names stays wherever it can be parted from the rest.

keep_classes.py PROGRAM CORPUS CANARIES
"""

import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

CLASSES = ("location", "time", "device", "software", "text", "person", "copyright", "thumbnail", "history", "motion",
           "credentials", "makernote", "unknown")
# What a viewer needs stays in any case.
VIEWER = {"icc", "gainmap", "orientation", "panorama"}
# These stay unread, so that nobody can say whether a location is in them: the file may be `kept`.
UNREAD = {"makernote", "unknown"}
# Carriers that a kept class must not lose: their languages take all else away from around a finding.
PARTED = {"exif_ifd0_be": {"text", "software", "copyright"}, "exif_times_le": {"time"}, "exif_gps_be": {"location"},
          "xmp_attribute": {"location"}, "xmp_struct": {"location"}, "iptc": {"location", "text"},
          "photoshop_texts": {"copyright"}, "samsung": {"location", "time", "history"}, "motion_photo": {"motion"},
          "samsung_motion": {"motion"}}


def load(path):
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    header = lines[0].lstrip("# ").split("\t")
    found = collections.defaultdict(list)
    for line in lines[1:]:
        row = dict(zip(header, line.split("\t")))
        found[pathlib.Path(row["file"]).name].append((row["carrier"], row["class"], bytes.fromhex(row["token"])))
    return found


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=600)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines() if line.strip()]
    return {pathlib.Path(row["path"]).name: row for row in rows if "path" in row}


def is_done(row, kept, *done):
    unread = kept in UNREAD and row["status"] == "kept" and row.get("reason", "").startswith("nobody can read ")
    return unread or row["status"] in done


def main():
    program, corpus, canaries = sys.argv[1], pathlib.Path(sys.argv[2]), load(sys.argv[3])
    files = sorted(corpus.glob("canary_*.jpg"))
    others = sorted(set(corpus.glob("*.jpg")) - set(files))
    failures = []
    with tempfile.TemporaryDirectory() as scratch:
        for path in others:
            shutil.copyfile(path, pathlib.Path(scratch) / path.name)
        rows = run(program, "-n", "-r", "--format", "ndjson", scratch)
        scrubbable = {name for name, row in rows.items() if row["status"] in ("would-scrub", "clean")}
        for kept in CLASSES:
            rows = run(program, "-n", "-r", "--format", "ndjson", "--keep", kept, scratch)
            failures += [f"--keep {kept}: {name}: {rows[name].get('reason')}" for name in sorted(scrubbable)
                         if not is_done(rows[name], kept, "would-scrub", "clean")]
    for kept in CLASSES:
        with tempfile.TemporaryDirectory() as scratch:
            for path in files:
                shutil.copyfile(path, pathlib.Path(scratch) / path.name)
            rows = run(program, "-r", "--format", "ndjson", "--keep", kept, scratch)
            for path in files:
                row, data = rows[path.name], (pathlib.Path(scratch) / path.name).read_bytes()
                if not is_done(row, kept, "scrubbed", "clean"):
                    failures.append(f"--keep {kept}: {path.name}: {row['status']}: {row.get('reason')}")
                    continue
                stays = PARTED.get(path.stem.removeprefix("canary_"), set())
                for carrier, leak_class, token in canaries[path.name]:
                    # A picture inside the Samsung trailer is history, and goes with what it says.
                    inside = "EmbeddedImage" in carrier
                    if leak_class == kept and kept in stays and not inside and token not in data:
                        failures.append(f"--keep {kept}: {path.name}: {carrier} is lost")
                    if leak_class not in VIEWER | {kept} and token in data:
                        failures.append(f"--keep {kept}: {path.name}: {carrier} ({leak_class}) is still there")
    print("\n".join(failures[:100]))
    print(f"{len(files)} canary files and {len(scrubbable)} others, {len(CLASSES)} classes, {len(failures)} failures")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main())
