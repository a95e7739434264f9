"""Writes one file of a family: hostile_file.py FAMILY BYTES PATH; or FAMILY.jpg of each: hostile_file.py --all BYTES FOLDER.

Without arguments it prints the families. A process of its own, so that the one that measures stays small.
"""
import os
import sys

from hostile import FAMILIES


def write(family, size, path):
    with open(path, "wb") as file:
        file.write(FAMILIES[family](size))


if len(sys.argv) == 1:
    print(*FAMILIES, sep="\n")
elif sys.argv[1] == "--all":
    for name in FAMILIES:
        write(name, int(sys.argv[2]), os.path.join(sys.argv[3], name + ".jpg"))
else:
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3])
