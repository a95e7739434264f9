#!/usr/bin/env python3
"""Files beyond any memory and trees of a million entries: memory and the time for one must stay flat.

    scale.py PROGRAM TABLE [--entries N] [--gib N] [--gate]
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from hostile import EOI, PICTURE, entry, exif, ifd, jpeg
from limits import Run
from mounts import in_a_namespace, run
from table import Table

FIGURES = ("entries", "GiB", "seconds CPU", "us/entry", "s/GiB", "peak MiB", "growth MiB", "slower", "died")


def leaking():
    """A picture of 200 bytes that tells a place."""
    at = 8 + 18
    gps = ifd([entry(1, 2, 2, 0x4E), entry(2, 5, 3, at + 2 + 48 + 4), entry(3, 2, 2, 0x45), entry(4, 5, 3, at + 2 + 48 + 4)])
    place = b"".join(number.to_bytes(4, "little") for number in (36, 1, 10, 1, 12, 1))
    return jpeg(exif(ifd([entry(0x8825, 4, 1, at)]) + gps + place))


def sparse(path, size, where):
    """A picture with a hole of `size` bytes in its scan or behind its end."""
    picture = leaking()
    with open(path, "wb") as file:
        if where == "in the scan":
            file.write(picture[:-2])
            file.seek(size - 2)
            file.write(EOI)
        else:
            file.write(picture)
            file.truncate(size)


def huge_files(program, place, size, table):
    path = os.path.join(place, "a.jpg")
    modes = {"audit": [program, "audit", "-q", path], "gps-only": [program, "-q", "--gps-only", path],
             "in place": [program, "-q", "--in-place", path], "strip": [program, "-q", "--durability=none", path]}
    died = 0
    for where in ("in the scan", "behind the end"):
        for mode, command in modes.items():
            sparse(path, size, where)
            result = Run(command)
            died += result.status not in (0, 1)
            table.add(f"{size >> 30} GiB {where}: {mode}", 1, size >> 30, round(result.seconds, 1), "-",
                      round(result.seconds / (size >> 30), 2), round(result.mib), "-", "-", int(result.status not in (0, 1)))
            print(*table.rows[-1], flush=True)
    os.unlink(path)
    return died


def fill(tree, entries, flat):
    """So many pictures, in one folder or in folders of 200."""
    picture = leaking()
    for number in range(entries):
        if number % 200 == 0:
            folder = tree if flat else tree / f"{number // 20000}" / f"{number // 200}"
            folder.mkdir(parents=True, exist_ok=True)
        with open(folder / f"{number}.jpg", "wb", buffering=0) as file:
            file.write(picture)


def trees(program, place, entries, table):
    died = 0
    before = {}
    for count in (entries // 16, entries // 4, entries):
        for flat in (False, True):
            tree = pathlib.Path(place) / "tree"
            fill(tree, count, flat)
            shape = "in one folder" if flat else "in folders of 200"
            modes = {"audit, json report": [program, "audit", "-r", "-j2", "-q", "--report", f"json={place}/report.json", str(tree)],
                     "audit that looks for a home": [program, "audit", "-r", "-j2", str(tree)],
                     "strip": [program, "-r", "-j2", "-q", "--durability=none", str(tree)]}
            if flat:
                del modes["audit that looks for a home"]
            for mode, command in modes.items():
                result = Run(command)
                cost = 1e6 * result.seconds / count
                last = before.get((shape, mode))
                table.add(f"{count} entries {shape}: {mode}", count, "-", round(result.seconds, 1), round(cost, 1), "-",
                          round(result.mib), round(result.mib - last[1], 1) if last else "-",
                          round(cost / last[0], 2) if last else "-", int(result.status not in (0, 1)))
                print(*table.rows[-1], flush=True)
                before[shape, mode] = (cost, result.mib)
                died += result.status not in (0, 1)
                if os.path.exists(f"{place}/report.json"):
                    os.unlink(f"{place}/report.json")
            subprocess.run(["rm", "-rf", str(tree)], check=True)
    return died


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("table")
    parser.add_argument("--entries", type=int, default=1_000_000, help="of the largest tree (1,000,000)")
    parser.add_argument("--gib", type=int, default=6, help="of the largest file (6)")
    parser.add_argument("--gate", action="store_true", help="fail where memory grows")
    options = parser.parse_args()
    in_a_namespace()
    program, table, died = os.path.abspath(options.program), Table(*FIGURES), 0
    with tempfile.TemporaryDirectory(prefix="scale-") as place:
        run("mount", "-t", "tmpfs", "-o", "size=14g,nr_inodes=0", "tmpfs", place)
        try:
            died += huge_files(program, place, options.gib << 30, table)
            table.write(options.table)
            died += trees(program, place, options.entries, table)
            table.write(options.table)
        finally:
            shutil.rmtree(os.path.join(place, "tree"), ignore_errors=True)
            run("umount", place)
    grown = [row for row in table.rows if float(row[FIGURES.index("peak MiB") + 1]) > 64]
    return 1 if died or (options.gate and grown) else 0


if __name__ == "__main__":
    sys.exit(main())
