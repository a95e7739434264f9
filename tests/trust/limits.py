#!/usr/bin/env python3
"""Hostile files of growing size: processor time and memory must not grow faster than they do.

    limits.py PROGRAM TABLE [--largest MIB] [--family NAME]...
    limits.py PROGRAM TABLE --gate        three modes at 2 MiB; more only where that took long

Each family of hostile.py is made at growing sizes and given to the program in every mode. A child that waits for
each run tells its processor time and peak memory.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from table import Table

MIB = 1 << 20
MODES = {"audit": ["audit"], "strip": [], "in place": ["--in-place"], "gps-only": ["--gps-only"], "inspect": None}
WAITER = pathlib.Path(__file__).with_name("waiter.py")
MAKER = pathlib.Path(__file__).with_name("hostile_file.py")
STEADY = 0.05  # seconds below which a ratio says nothing
TIMEOUT_SECONDS = 300
WORKER_MIB, INSPECT_MIB = 64, 128  # as in parts/limits.ini


class Run:
    """Seconds of processor time, MiB of memory at the peak, exit status (negative: a signal)."""

    def __init__(self, command):
        words = [sys.executable, str(WAITER), str(TIMEOUT_SECONDS), *command]
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
        self.seconds, self.mib, self.status = float(said[0]), float(said[1]), int(said[2])


def command_of(program, mode, path, out):
    if mode == "inspect":
        return [program, "inspect", "--format", "json", path]
    words = [program, *MODES[mode], "-q", "-j1"]
    if mode != "audit":
        words.append("--durability=none")
    # What may be changed is written elsewhere; a change in place works on the file itself, which is made anew.
    return [*words, "-o", out, path] if mode == "strip" else [*words, path]


def gate(program, family, place):
    """What is wrong with a family at 2 MiB, or nothing."""
    path, out = os.path.join(place, family + ".jpg"), os.path.join(place, "out")
    for mode in ("audit", "gps-only", "inspect"):
        command = command_of(program, mode, path, out)
        run = Run(command)
        if run.status not in (0, 1, 2):
            return f"{mode}: status {run.status}"
        if run.mib > (INSPECT_MIB if mode == "inspect" else WORKER_MIB):
            return f"{mode}: {run.mib} MiB"
        if run.seconds < 8 * STEADY:
            continue
        best = {size: min(run_anew(command, family, size, path).seconds for _ in range(3)) for size in (MIB // 2, 2 * MIB)}
        if best[2 * MIB] > 9 * best[MIB // 2]:
            return f"{best[2 * MIB] / best[MIB // 2]:.1f} times the time for four times the size"
    return ""


def run_anew(command, family, size, path):
    """A run on a file that no earlier run has changed."""
    make(family, size, path)
    return Run(command)


def make(family, size, path):
    subprocess.run([sys.executable, str(MAKER), family, str(size), path], check=True)


def measure(program, family, sizes, place):
    """By mode: the runs at each size, as far as one more is worth its time."""
    runs = {mode: [] for mode in MODES}
    path, out = os.path.join(place, "a.jpg"), os.path.join(place, "out")
    real = []
    for size in sizes:
        for mode in MODES:
            if len(runs[mode]) < len(real) or (runs[mode] and runs[mode][-1].seconds > 30):
                continue
            runs[mode].append(min((run_anew(command_of(program, mode, path, out), family, size, path) for _ in range(2)),
                                  key=lambda run: run.seconds))
            subprocess.run(["rm", "-rf", out], check=True)
        make(family, size, path)
        real.append(os.path.getsize(path))
    return runs, real


def growth(runs):
    """The worst factor of time for twice the size, where the times are long enough to tell."""
    factors = [after.seconds / before.seconds for before, after in zip(runs, runs[1:]) if before.seconds >= STEADY]
    return max(factors, default=0.0)


def row(runs, sizes):
    costs = [1000 * runs[mode][-1].seconds / (sizes[len(runs[mode]) - 1] / MIB) for mode in MODES]
    scrubs = [run for mode in MODES if mode != "inspect" for run in runs[mode]]
    died = sum(run.status not in (0, 1, 2) for mode in MODES for run in runs[mode])
    return [round(sizes[-1] / MIB, 1), *(round(cost, 1) for cost in costs),
            round(max(growth(runs[mode]) for mode in MODES), 2), round(max(run.mib for run in scrubs)),
            round(max(run.mib for run in runs["inspect"])), died]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("table")
    parser.add_argument("--largest", type=int, default=64, help="MiB (64)")
    parser.add_argument("--smallest", type=int, default=1, help="MiB (1)")
    parser.add_argument("--gate", action="store_true", help="the short version")
    parser.add_argument("--family", action="append", help="only this; repeatable")
    options = parser.parse_args()
    names = subprocess.run([sys.executable, str(MAKER)], capture_output=True, text=True, check=True).stdout.split()
    sizes = []
    while not sizes or 2 * sizes[-1] <= options.largest * MIB:
        sizes.append(2 * sizes[-1] if sizes else options.smallest * MIB)
    table = Table("MiB", *(f"{mode} ms/MiB" for mode in MODES), "growth", "peak MiB", "inspect peak MiB", "died")
    bad = False
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory(prefix="limits-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:
        if options.gate:
            subprocess.run([sys.executable, str(MAKER), "--all", str(2 * MIB), place], check=True)
        for name in options.family or names:
            if options.gate:
                wrong = gate(program, name, place)
                print(f"{name}: {wrong or 'held'}", flush=True)
                bad = bad or bool(wrong)
                continue
            figures = row(*measure(program, name, sizes, place))
            table.add(name, *figures)
            table.write(options.table)
            print(name, *figures, flush=True)
            bad = bad or figures[-1] > 0
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
