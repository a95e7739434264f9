#!/usr/bin/env python3
"""Fuzzes for a while, and tells all that was ever fuzzed: a part of the trust programme.

    fuzz_hours.py SOURCE SECONDS TABLE         SECONDS of the clock, on all cores; 0: only tells
"""
import os
import pathlib
import subprocess
import sys

from table import Table

SKIPPED = 77


def fuzz(source, seconds):
    cores = os.cpu_count() or 1
    return subprocess.run([source / "scripts/fuzz", "--seconds", "300", "--jobs", str(cores), "--hours",
                           str(seconds * cores / 3600)], check=False).returncode


def main():
    source, seconds, table = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    status = fuzz(source, seconds) if seconds else 0
    if status == 2:
        return SKIPPED
    lines = (source / "tests/fuzz/HOURS.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    run = {row[0] for row in rows}
    rows += [[path.stem, "0", "0", "0", "-", "0"] for path in sorted((source / "tests/fuzz").glob("*_fuzz.cpp"))
             if path.stem not in run]
    made = Table("CPU hours", "executions", "edges", "CPU hours since a new edge", "runs that broke")
    for target, spent, executions, broken, edges, quiet in rows:
        made.add(target, int(spent) / 3600, executions, edges, int(quiet) / 3600, broken)
    together = [sum(int(row[column]) for row in rows) for column in range(1, 4)]
    made.add("together", together[0] / 3600, together[1], "", "", together[2])
    made.write(table)
    return status


if __name__ == "__main__":
    sys.exit(main())
