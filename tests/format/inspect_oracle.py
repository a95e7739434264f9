#!/usr/bin/env python3
"""Compares what `inspect` says with what ExifTool says, over a folder of images.

Usage: inspect_oracle.py PROGRAM FOLDER|samples [--list]

tags: every tag of Exif, GPS, IPTC and XMP that both know must have the same value (`exiftool -n`), and `inspect` must
name every one that ExifTool names. Differences that are known stand in known-inspect-differences.tsv with the reason
and who is right. parts: thumbnails, previews, ICC profiles and XMP packets must be equal to the byte. notes: the value of
every entry of a maker note must stand where ExifTool finds it.
Exit status 77: a tool or the samples are missing.
"""
import base64
import collections
import concurrent.futures
import fnmatch
import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
# ExifTool's family 1 groups of the standard directories; maker notes are not compared.
GROUPS = re.compile(r"^(IFD\d|ExifIFD|GPS|InteropIFD|IPTC|XMP-.*)$")
BATCH = 40


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)


def exiftool_tags(paths):
    """By path: list of (group:tag, value)."""
    done = run("exiftool", "-n", "-G1", "-j", "-a", "-struct-", "-api", "LimitLongValues=100000", "-api", "NoMandatory=1",
               "-XMP:all", "-EXIF:all", "-IPTC:all", "-GPS:all", *map(str, paths))
    found = {}
    for record in json.loads(done.stdout or b"[]", object_pairs_hook=lambda pairs: pairs):
        path = next(value for name, value in record if name == "SourceFile")
        found[path] = [(name, value) for name, value in record if name != "SourceFile"]
    return found


def inspect_tags(program, path):
    done = run(program, "inspect", "--tags", str(path))
    tags = collections.OrderedDict()
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition("=")
        value = re.sub(r"\\(\\|n|x[0-9a-f]{2})", lambda m: {"\\": "\\", "n": "\n"}.get(m[1]) or chr(int(m[1][1:], 16)), value)
        tags.setdefault(name, []).append(value)
    return tags


def words(value):
    if isinstance(value, list):
        return ", ".join(words(item) for item in value)
    if isinstance(value, bool):
        return "True" if value else "False"
    return str(value)


def same_number(a, b):
    try:
        return math.isclose(float(a), float(b), rel_tol=1e-8, abs_tol=1e-9)
    except ValueError:
        return False


def same(ours, theirs):
    """`ours`: the values of all tags of that name."""
    theirs = words(theirs)
    if any(re.search(r" \.\.\. \(\d+ (bytes|numbers)\)$", mine) for mine in ours):
        return theirs.startswith(ours[0][:ours[0].rindex(" ... (")])
    ours = [mine for mine in ours if mine] or [""]
    for mine in ours + [", ".join(ours), " ".join(ours)]:
        a, b = mine.strip().replace("\r", ""), theirs.strip().replace("\r", "")
        if a == b or a.lower() == b.lower() or same_number(a, b):
            return True
        parts, others = a.split(), b.split()
        if len(parts) == len(others) > 1 and all(x == y or same_number(x, y) for x, y in zip(parts, others)):
            return True
    return False


def known_differences():
    rows = []
    for line in (HERE / "known-inspect-differences.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            name, path, right, reason = line.split("\t")
            rows.append([name, path, right, reason, 0])
    return rows


def compare(program, path, theirs):
    ours = inspect_tags(program, path)
    differences = []
    compared = 0
    for name, value in theirs:
        group = name.partition(":")[0]
        if not GROUPS.match(group):
            continue
        text = words(value)
        if text.startswith("(Binary data") or text.startswith("(large array") or text.startswith("base64:"):
            continue
        compared += 1
        if name not in ours:
            differences.append((name, None, text))
        elif not same(ours[name], value):
            differences.append((name, ", ".join(ours[name])[:200], text[:200]))
    return compared, differences


PARTS = {"thumbnail": "-ThumbnailImage", "preview": "-PreviewImage", "icc": "-ICC_Profile", "xmp": "-XMP"}


def exiftool_parts(paths):
    """By path: the bytes of each part that ExifTool finds, by tag."""
    done = run("exiftool", "-j", "-b", *PARTS.values(), *map(str, paths))
    found = {}
    for record in json.loads(done.stdout or b"[]"):
        parts = {}
        for part, option in PARTS.items():
            value = record.get(option[1:])
            if isinstance(value, str):
                parts[part] = base64.b64decode(value[7:]) if value.startswith("base64:") else value.encode()
        found[record["SourceFile"]] = parts
    return found


def compare_parts(program, path, theirs):
    wrong, checked = [], 0
    for part, expected in theirs.items():
        ours = run(program, "inspect", "--extract", f"{part}=-", str(path))
        if ours.returncode != 0:
            wrong.append((part, None, len(expected)))
            continue
        checked += 1
        if ours.stdout != expected:
            wrong.append((part, len(ours.stdout), len(expected)))
    return checked, wrong


def exiftool_places(paths):
    """By path: where the values of tags stand, by tag and length. ExifTool tells in its dumps alone."""
    done = run("exiftool", "-v3", "-n", *map(str, paths))
    found, of_file, tag = {}, {}, None
    for line in done.stdout.decode("latin-1").splitlines():
        if line.startswith("======== "):
            of_file = found.setdefault(line[9:], {})
        named = re.match(r"[ |]*- Tag 0x([0-9a-f]{4}) \((\d+) bytes", line)
        dump = re.match(r"[ |]*([0-9a-f]{4,}): (?:[0-9a-f]{2} )+", line)
        if dump and tag:
            of_file.setdefault(tag, set()).add(int(dump[1], 16))
        tag = (int(named[1], 16), int(named[2])) if named else None
    return found


def note_entries(tree):
    """Tag, length and place of each value that a maker note's entry leads to."""
    def walk(field, in_note):
        in_note = in_note or (field["name"] == "MakerNote" and "type" not in field)
        if in_note and "type" in field and len(field["where"]) == 2:
            tag = next(part["value"] for part in field["fields"] if part["name"] == "tag")
            yield int(tag[2:6], 16), field["where"][1]["length"], field["where"][1]["offset"]
        for inside in field.get("fields", []):
            yield from walk(inside, in_note)
    return [entry for field in tree["fields"] for entry in walk(field, False)]


def our_places(program, path):
    return note_entries(json.loads(run(program, "inspect", "--format", "json", str(path)).stdout))


def compare_places(ours, theirs):
    """Only what both know; ExifTool counts those in further images from the image's start."""
    return [(tag, length, place, theirs[tag, length]) for tag, length, place in ours
            if (tag, length) in theirs and place not in theirs[tag, length]]


def all_differences(paths, results, parts, with_notes, their_places):
    for path, (_, differences) in zip(paths, results):
        for name, ours, other in differences:
            yield path, name, ours, other
    for path, (_, wrong) in zip(paths, parts):
        for part, ours, other in wrong:
            yield path, "part:" + part, ours, other
    for path, own in with_notes:
        for tag, _, ours, other in compare_places(own, their_places.get(str(path), {})):
            yield path, f"note:0x{tag:04X}", hex(ours), ", ".join(map(hex, sorted(other)))


def main():
    program, folder = sys.argv[1], sys.argv[2]
    listing = "--list" in sys.argv
    if not shutil.which("exiftool"):
        skip("exiftool is not installed")
    if folder == "samples":
        folder = os.environ.get("EXIFSCRUB_SAMPLES") or skip("EXIFSCRUB_SAMPLES is not set")
        folder = pathlib.Path(folder) / "jpeg"
    paths = sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file() and p.read_bytes()[:2] == b"\xff\xd8")
    if not paths:
        print("no images")
        return 1
    batches = [paths[i:i + BATCH] for i in range(0, len(paths), BATCH)]
    theirs, their_parts = {}, {}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for found in pool.map(exiftool_tags, batches):
            theirs.update(found)
        for found in pool.map(exiftool_parts, batches):
            their_parts.update(found)
        results = list(pool.map(lambda p: compare(program, p, theirs.get(str(p), [])), paths))
        places = list(pool.map(lambda p: our_places(program, p), paths))
        with_notes = [(p, own) for p, own in zip(paths, places) if own]
        their_places = {}
        for found in pool.map(exiftool_places, [[p for p, _ in with_notes[i:i + BATCH]] + [HERE / "none"]
                                                for i in range(0, len(with_notes), BATCH)]):
            their_places.update(found)
        parts = list(pool.map(lambda p: compare_parts(program, p, their_parts.get(str(p), {})), paths))
    known = known_differences()
    failures = 0
    for path, name, ours, other in all_differences(paths, results, parts, with_notes, their_places):
        row = next((r for r in known if fnmatch.fnmatch(name, r[0]) and fnmatch.fnmatch(path.name, r[1])), None)
        if row:
            row[4] += 1
            continue
        failures += 1
        print(f"{path.name}\t{name}\t{ours!r}\t{other!r}")
    if listing:
        for name, path, right, reason, count in known:
            print(f"known: {count:5} {name} {path}: right: {right}: {reason}")
    compared = sum(count for count, _ in results)
    print(f"{len(paths)} files, {compared} tags compared, {sum(count for count, _ in parts)} parts compared, "
          f"{sum(len(own) for _, own in with_notes)} values of maker notes, "
          f"{sum(row[4] for row in known)} known differences, {failures} unknown")
    return 1 if failures or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
