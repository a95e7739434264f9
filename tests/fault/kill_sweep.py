#!/usr/bin/env python3
"""Interrupts the program at every system call and judges what it leaves.

    kill_sweep.py --input a.jpg --input b.jpg -- exifscrub --gps-only {}

Each run gets a fresh folder with copies of the inputs (and a hard link to each with --twins), which replaces
the {} in the command, and meets exactly one fault, injected by strace:

    kill, int, term   the signal at the k-th call of a name, for k = 1, 2, ... until no run meets it
    error             each errno of --errors there
    lie               a write that says it moved one byte and moved none, a read that says the file ended

Afterwards each name must hold its old bytes or its new ones, complete. A change in place may also leave
bytes in between: the same size, each byte old or new, the same picture, and a file that is not called clean. No
fault may leave bytes that are neither, a missing name, a leftover that holds what was removed, or a success that did
not happen; and the next run must finish the work: make the same bytes, or bytes that --proof, a command, accepts (a
digest of half-changed bytes may stay stale).
"""
import argparse
import collections
import shlex
import shutil
import sys

from sweep import BAD, ERRORS, Scene, Sweep, heed_interrupts

COLUMNS = ["runs", "old", "new", "between", "leftover", "otherwise done", *BAD]


def report(sweep):
    """Prints the table; how much of it is bad."""
    print(f"{'':24}" + "".join(f"{column.replace(' ', '-'):>22}" for column in COLUMNS))
    total = collections.Counter()
    for row, counts in sweep.table.items():
        print(f"{row:24}" + "".join(f"{counts[column]:>22}" for column in COLUMNS))
        total.update(counts)
    print(f"{'all':24}" + "".join(f"{total[column]:>22}" for column in COLUMNS))
    for example in sweep.examples:
        print(example)
    if not total["runs"]:
        print("no run met a fault: the sweep is blind")
        return 1
    return sum(total[column] for column in BAD)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", action="append", required=True, help="a file to work on; repeatable")
    parser.add_argument("--copies", type=int, default=1, help="of each input")
    parser.add_argument("--call", action="append", help="interrupt only this system call; repeatable")
    parser.add_argument("--mode", action="append", choices=["kill", "int", "term", "error", "lie"], help="default: kill")
    parser.add_argument("--errors", type=lambda text: text.split(","), default=ERRORS, help="for the mode error")
    parser.add_argument("--in-place", action="store_true", help="the command may leave bytes in between")
    parser.add_argument("--twins", action="store_true", help="give every input a second name")
    parser.add_argument("--backup", default="", help="suffix of the backups that must stand beside what is new")
    parser.add_argument("--output", action="store_true", help="the command writes to the folder {out}")
    parser.add_argument("--check", help="a command that fails for a file {} that is not clean")
    parser.add_argument("--proof", help="a command that accepts a finished folder {} by its status")
    parser.add_argument("--most", type=int, default=2000, help="highest k")
    parser.add_argument("--place", help="where to work; the system's place for temporary files by default")
    parser.add_argument("command", nargs="+", help="the program and its arguments, {} for the folder")
    options = parser.parse_args()
    if shutil.which("strace") is None:
        print("SKIP: strace is not installed")
        sys.exit(77)
    scene = Scene(command=options.command, inputs=options.input, copies=options.copies, twins=options.twins,
                  in_place=options.in_place, backup=options.backup, output=options.output,
                  check=shlex.split(options.check or ""), proof=shlex.split(options.proof or ""))
    heed_interrupts()
    sweep = Sweep(scene, options.place, options.most)
    try:
        sweep.all(options.mode or ["kill"], options.call, options.errors)
        bad = report(sweep)
    finally:
        sweep.clean_up()
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
