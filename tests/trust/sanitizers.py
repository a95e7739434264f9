#!/usr/bin/env python3
"""The suite under the address and undefined-behaviour sanitizers, and trees of files under the thread sanitizer.

    sanitizers.py SOURCE TABLE [--files N]

Builds build-sanitize and build-thread in SOURCE where they are not up to date (an hour, at first). N: how many files the
threads share (10,000).
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from table import Table

# Thousands of processes, each ten times as slow to start; a program of somebody else's without sanitizers.
LEFT_OUT = ["^sweep_", "^inspect_forms_corpus$", "^installed$"]

TREES = [["--jobs=8"], ["--jobs=8", "--in-place"], ["--jobs=8", "--gps-only"], ["--jobs=3", "--keep=device", "--backup"],
         ["audit", "--jobs=8"], ["audit", "--jobs=8", "--format=json"], ["audit", "--jobs=8", "--format=html"],
         ["audit", "--jobs=8", "--group-by=cluster"], ["-o", "{out}", "--jobs=8"], ["--jobs=8", "--dry-run", "--format=ndjson"]]


def build(source, preset, *targets):
    quiet = {"cwd": source, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["cmake", "--preset", preset, "-DEXIFSCRUB_TESTS=ON"], **quiet)
    subprocess.run(["ninja", "-C", f"build-{preset}", *targets], **quiet)


def suite(source, figures):
    """The tests of the suite, but for a few; those of the packages and of timing-free builds leave themselves out."""
    build(source, "sanitize")
    said = ""
    # Leaks are looked for by ptrace, which the program's sandbox forbids: tests inside one process have a point in their name.
    for leaks, choice in (("1", ("-R", "[.]")), ("0", ("-E", "|".join(["[.]", *LEFT_OUT])))):
        environment = os.environ | {"ASAN_OPTIONS": f"detect_leaks={leaks}:strict_string_checks=1", "SANITIZE": "1",
                                    "UBSAN_OPTIONS": "print_stacktrace=1", "EXIFSCRUB_CASES": "2000"}
        said += subprocess.run(["ctest", "--preset", "sanitize", "-j", str(os.cpu_count()), "--timeout", "3600", *choice],
                               cwd=source, env=environment, capture_output=True, text=True, check=False).stdout
    (source / "build-sanitize/suite.log").write_text(said, encoding="utf-8")
    ran = re.findall(r"(\d+) tests? failed out of (\d+)", said)
    skipped = len(re.findall(r"\*\*\*Skipped|\(Skipped\)", said)) // 2
    findings = len(re.findall(r"ERROR: \w+Sanitizer|runtime error:", said))
    failed, tests = (sum(int(run[column]) for run in ran) for column in (0, 1)) if len(ran) == 2 else (1, 0)
    figures.add("whole suite, address + undefined", tests, skipped, failed, findings)
    return failed + findings


def make_tree(corpus, folder, count):
    pictures = sorted(path for path in corpus.rglob("*") if path.is_file() and path.stat().st_size < 100_000)
    for i in range(count):
        place = folder / f"{i % 97}" / f"{i}.jpg"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pictures[i % len(pictures)], place)


def threads(source, files, figures):
    build(source, "thread", "exifscrub_program")
    program = source / "build-thread/src/exifscrub"
    environment = os.environ | {"TSAN_OPTIONS": f"exitcode=66:suppressions={source}/tests/trust/thread_suppressions"}
    broken = 0
    for options in TREES:
        with tempfile.TemporaryDirectory() as scratch:
            folder, out = pathlib.Path(scratch) / "in", pathlib.Path(scratch) / "out"
            make_tree(source / "corpus", folder, files)
            words = [option.format(out=out) for option in options]
            done = subprocess.run([program, *words, "-q", "-r", folder], env=environment, capture_output=True, text=True,
                                  errors="replace", check=False)
        races = done.stderr.count("WARNING: ThreadSanitizer")
        failed = int(done.returncode not in (0, 1, 2))
        if races:
            print(done.stderr[:4000], file=sys.stderr)
        figures.add(f"{files} files, thread: {' '.join(options)}", files, 0, failed, races)
        broken += failed + races
    return broken


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("table")
    parser.add_argument("--files", type=int, default=10_000)
    options = parser.parse_args()
    figures = Table("tests or files", "skipped", "failed", "reports")
    broken = suite(options.source, figures) + threads(options.source, options.files, figures)
    figures.write(options.table)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
