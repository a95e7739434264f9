#!/usr/bin/env python3
"""Builds the same source twice, as differently as two people might, and wants the same bytes.

    reproducible.py SOURCE TABLE [TARGET...]

The two copies lie at paths of different length and are built with another time zone, umask, language, user folder and number of
jobs, without a compiler cache. TARGET: what is built (the packages and all in them by default); objects are
compared when it is not the program.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "trust"))
from table import Table

WAYS = [{"TZ": "UTC", "LC_ALL": "C", "umask": 0o022, "jobs": "2", "folder": "one"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "umask": 0o077, "jobs": "1", "folder": "another/and/deeper/one"}]


def copy_of(source, folder):
    tracked = subprocess.run(["git", "-C", source, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             check=True, capture_output=True).stdout.split(b"\0")
    for name in filter(None, map(os.fsdecode, tracked)):
        if (source / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, folder / name)


def build(source, folder, way, targets):
    """Digests of what a build made, by name."""
    os.umask(way["umask"])
    copy_of(source, folder)
    environment = os.environ | {"TZ": way["TZ"], "LC_ALL": way["LC_ALL"], "HOME": str(folder), "CCACHE_DISABLE": "1",
                                "SOURCE_DATE_EPOCH": "1700000000"}
    quiet = {"check": True, "env": environment, "stdout": subprocess.DEVNULL}
    made = folder / "build"
    subprocess.run(["cmake", "-S", folder, "-B", made, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                    "-DEXIFSCRUB_TESTS=OFF"], **quiet)
    subprocess.run(["ninja", "-C", made, "-j", way["jobs"], *targets], **quiet)
    if targets:
        found = list(made.rglob("*.o"))
    else:
        subprocess.run(["cpack", "-B", made / "packages"], cwd=made, **quiet)
        found = [made / "src/exifscrub", *made.rglob("man/*.[17]"), *made.rglob("*.spdx.json"), *made.rglob("completions/*")]
        found += [path for path in (made / "packages").iterdir() if path.is_file()]
    return {str(path.relative_to(made)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found if path.is_file()}


def main():
    source, table, targets = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:]
    before = os.umask(0o022)
    with tempfile.TemporaryDirectory() as scratch:
        made = [build(source, pathlib.Path(scratch) / way["folder"], way, targets) for way in WAYS]
    os.umask(before)
    names = sorted(set(made[0]) | set(made[1]))
    figures = Table("sha256", "different")
    for name in names:
        one, other = (digests.get(name, "missing") for digests in made)
        figures.add(name, one[:16], int(one != other))
    figures.write(table)
    different = [row[0] for row in figures.rows if row[2] != "0"]
    print(f"{len(names)} files, {len(different)} differ {' '.join(different)}")
    return 1 if different or not names else 0


if __name__ == "__main__":
    sys.exit(main())
