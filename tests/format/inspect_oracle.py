#!/usr/bin/env python3
"""Compares what `inspect` says with what ExifTool says, over a folder of images.

Usage: inspect_oracle.py PROGRAM FOLDER|samples [--list]

tags: every tag of Exif, GPS, IPTC and XMP that both know must have the same value (`exiftool -n`), and `inspect` must
name every one that ExifTool names. Differences that are known stand in known-inspect-differences.tsv with the reason
and who is right. parts: thumbnails, ICC profiles, XMP packets and IPTC data must be equal to the byte.
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


PARTS = {"thumbnail": "-ThumbnailImage", "icc": "-ICC_Profile", "xmp": "-XMP"}


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
        parts = list(pool.map(lambda p: compare_parts(program, p, their_parts.get(str(p), {})), paths))
    known = known_differences()
    failures = 0
    for path, (_, differences) in zip(paths, results):
        for name, ours, other in differences:
            row = next((r for r in known if fnmatch.fnmatch(name, r[0]) and fnmatch.fnmatch(path.name, r[1])), None)
            if row:
                row[4] += 1
                continue
            failures += 1
            print(f"{path.name}\t{name}\t{ours!r}\t{other!r}")
    for path, (_, wrong) in zip(paths, parts):
        for part, ours, other in wrong:
            row = next((r for r in known if r[0] == f"part:{part}" and fnmatch.fnmatch(path.name, r[1])), None)
            if row:
                row[4] += 1
                continue
            failures += 1
            print(f"{path.name}\tpart {part}\t{ours}\t{other}")
    if listing:
        for name, path, right, reason, count in known:
            print(f"known: {count:5} {name} {path}: right: {right}: {reason}")
    compared = sum(count for count, _ in results)
    print(f"{len(paths)} files, {compared} tags compared, {sum(count for count, _ in parts)} parts compared, "
          f"{sum(row[4] for row in known)} known differences, {failures} unknown")
    return 1 if failures or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
