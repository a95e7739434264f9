#!/usr/bin/env python3
"""The sweep of tests/fault over everything exifscrub does, and over other tools.

    sweeps.py PROGRAM TABLE [--mode MODE]... [--scene NAME]...
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import shutil
import sys

from result import SOURCE
from table import Table

sys.path.insert(0, str(SOURCE / "tests/fault"))
from sweep import Scene, Sweep, heed_interrupts  # noqa: E402  pylint: disable=wrong-import-position

MODES = {"kill": "SIGKILL", "int": "SIGINT", "term": "SIGTERM", "error": "12 errors", "lie": "lying transfers"}
FIGURES = ("runs", "old", "new", "between", "neither", "missing", "leftover", "leaking", "leftover alive", "no backup",
           "picture changed", "called clean", "false success", "not recovered", "hang")
INPUTS = [str(SOURCE / "corpus/demo" / name) for name in ("phone/garden/IMG_0042.jpg", "camera/DSC_0107.jpg")]


def own_scenes(program):
    """What exifscrub does, by name."""
    def scene(*options, mode=(), **fields):
        words = [program, "-q", "-r", *mode, *options, "{}"]
        check = [program, "-q", "--check", *mode, "{}"]
        return Scene(command=words, inputs=INPUTS, check=check, proof=[program, "audit", "-r", "{}"], **fields)
    return {
        "replace": scene("-j1"),
        "in place, two names": scene("-j1", mode=["--in-place"], in_place=True, twins=True),
        "gps-only": scene("-j1", mode=["--gps-only"], in_place=True),
        "exif-only": scene("-j1", mode=["--exif-only"]),
        "batch of 12": scene("-j1", copies=6),
        "batch of 12, gps-only": scene("-j1", mode=["--gps-only"], copies=6, in_place=True),
        "backup": scene("-j1", "--backup", backup=".exifscrub-orig"),
        "-o DIR": scene("-j1", "-o", "{out}", output="out"),
        "report": scene("-j1", "--report", "json={out}.json", output="out"),
        "three threads": scene("-j3", copies=3),
        "three threads, in place": scene("-j3", mode=["--in-place"], copies=3, in_place=True),
    }


def peer_scenes():
    """The same pictures, each with a hard link beside it, given to tools that are installed."""
    commands = {"ExifTool": ["exiftool", "-q", "-all=", "-overwrite_original"],
                "ExifTool in place": ["exiftool", "-q", "-all=", "-overwrite_original_in_place"],
                "exiv2 rm": ["exiv2", "rm"], "jhead -purejpg": ["jhead", "-purejpg"]}
    # One name of each pair is given: these tools know nothing of further names.
    return {name: Scene(command=[*words, "{first}"], inputs=INPUTS[:1], twins=True, foreign=True)
            for name, words in commands.items() if shutil.which(words[0])}


def row_of(case, counts, keeps):
    return [case, *(counts[figure] for figure in FIGURES), keeps]


def swept(task):
    """The counts of one scene in one mode, and whether another name of a cleaned file keeps everything."""
    name, scene, mode = task
    sweep = Sweep(scene, "/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    try:
        # An error of the loader is met by one scene; a signal may come at any time.
        all_calls = not scene.foreign and (mode != "error" or name == "replace")
        sweep.all([mode], by_call=False, all_calls=all_calls)
    finally:
        sweep.clean_up()
    counts = sweep.table[mode]
    print(f"{name}: {MODES[mode]}: {dict(counts)}", *sweep.examples, sep="\n  ", flush=True)
    return counts, "yes" if sweep.judge.other_name_keeps_all() else "no" if scene.twins else "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("table")
    parser.add_argument("--scene", action="append", help="only this; repeatable")
    parser.add_argument("--mode", action="append", choices=list(MODES), help="only this; repeatable")
    options = parser.parse_args()
    if not shutil.which("strace"):
        print("SKIP: strace is not installed")
        return 77
    heed_interrupts()
    scenes = {**own_scenes(str(pathlib.Path(options.program).resolve())), **peer_scenes()}
    tasks = [(name, scene, mode) for name, scene in scenes.items() if not options.scene or name in options.scene
             for mode in options.mode or MODES]
    table, total, bad = Table(*FIGURES, "other name keeps all"), collections.Counter(), 0
    # The work is done by processes of the tools; these threads only wait.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as workers:
        for (name, scene, mode), (counts, keeps) in zip(tasks, workers.map(swept, tasks)):
            table.add(*row_of(f"{name}: {MODES[mode]}", counts, keeps))
            if not scene.foreign:
                total.update(counts)
                bad += not counts["runs"]
    table.add(*row_of("exifscrub, all of the above", total, "no"))
    table.write(options.table)
    return 1 if bad or any(total[figure] for figure in FIGURES[4:] if figure != "leftover") else 0


if __name__ == "__main__":
    sys.exit(main())
