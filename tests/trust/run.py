#!/usr/bin/env python3
"""Runs the parts of the trust programme and keeps their results; scripts/trust calls it.

    run.py BUILD [--hours N] [--only PART]... [--list]
"""
import argparse
import datetime
import os
import pathlib
import platform
import re
import shlex
import subprocess
import sys
import tempfile
import time

from result import SOURCE, Result, parts, result_path

SKIPPED = 77


def first_line(*command):
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except FileNotFoundError:
        return ""
    return (said.stdout or said.stderr).partition("\n")[0].strip()


def versions(program):
    """Of what the results depend on, in one line."""
    tools = {"strace": "strace -V", "ExifTool": "exiftool -ver", "exiv2": "exiv2 --version", "jhead": "jhead -V",
             "mkfs.ext4": "mkfs.ext4 -V", "mkfs.xfs": "mkfs.xfs -V", "mkfs.btrfs": "mkfs.btrfs -V"}
    found = [first_line(program, "--version"), f"Linux {platform.release()}", first_line("cc", "--version")]
    for name, command in tools.items():
        number = re.search(r"\d+\.[\w.]+", first_line(*command.split()))
        if number:
            found.append(f"{name} {number[0]}")
    return ", ".join(found)


def build_of(build):
    """How the program was built: times depend on it."""
    cache = (build / "CMakeCache.txt").read_text(encoding="utf-8")
    known = dict(re.findall(r"^(CMAKE_[A-Z_]+):[A-Z]+=(.*)$", cache, re.MULTILINE))
    kind = known.get("CMAKE_BUILD_TYPE", "")
    flags = f"{known.get('CMAKE_CXX_FLAGS', '')} {known.get(f'CMAKE_CXX_FLAGS_{kind.upper()}', '')}".split()
    return " ".join([kind or "no build type", *flags])


def commit():
    name = first_line("git", "-C", str(SOURCE), "rev-parse", "--short=10", "HEAD")
    return name + "+" * bool(first_line("git", "-C", str(SOURCE), "status", "--porcelain", "--untracked-files=no",
                                        "--", "src", "include", "cmake", "CMakeLists.txt"))


def run(part, build, hours):
    """One part; its exit status."""
    program = build / "src" / "exifscrub"
    if not program.exists():
        program = build / "exifscrub"
    with tempfile.TemporaryDirectory(prefix="trust-") as scratch:
        table = pathlib.Path(scratch) / "table.tsv"
        values = {"python": sys.executable, "source": SOURCE, "build": build, "program": program, "table": table,
                  "seconds": int(part.share * hours * 3600)}
        command = [word.format(**values) for word in shlex.split(part.command)]
        built, begun = commit(), time.monotonic()
        status = subprocess.run(command, cwd=SOURCE, check=False).returncode
        seconds = round(time.monotonic() - begun)
        if status not in (0, 1):
            return status
        text = table.read_text(encoding="utf-8")
        Result(text)  # is it one?
        header = {"part": part.name, "command": f"scripts/trust --only {part.name}",
                  "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(), "seconds": seconds,
                  "status": status, "commit": built, "versions": versions(program)}
        if "{program}" in part.command:
            header["build"] = build_of(build)
        lines = [f"# {key}: {value}\n" for key, value in header.items()]
        result_path(part).write_text("".join(lines) + text, encoding="utf-8")
        return status


def main():
    parser = argparse.ArgumentParser(prog="scripts/trust", description="Runs the long programmes of the trust page.")
    parser.add_argument("build", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--hours", type=float, default=2, help="shared by the parts that could go on for ever (2)")
    parser.add_argument("--only", action="append", metavar="PART", help="repeatable")
    parser.add_argument("--list", action="store_true", help="which parts there are")
    options = parser.parse_args()
    known = parts()
    unknown = set(options.only or []) - {part.name for part in known}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    chosen = [part for part in known if not options.only or part.name in options.only]
    if options.list:
        for part in chosen:
            print(f"{part.name:14} {part.title}")
        return 0
    broken = []
    for part in chosen:
        print(f"== {part.name}: {part.title}", flush=True)
        status = run(part, options.build.resolve(), options.hours)
        word = {0: "well", 1: "FAILED", SKIPPED: "SKIPPED: the old result stays"}
        print(f"== {part.name}: {word.get(status, f'BROKEN (status {status}): the old result stays')}", flush=True)
        if status not in (0, SKIPPED):
            broken.append(part.name)
    subprocess.run([sys.executable, os.fspath(SOURCE / "tests/trust/page.py")], check=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
