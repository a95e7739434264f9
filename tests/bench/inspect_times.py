#!/usr/bin/env python3
"""Times of each form of inspect for one file of 10 MB. Usage: inspect_times.py EXIFSCRUB PICTURE [RUNS]

PICTURE's last scan is made longer, so that its metadata are those of a camera and the file has the size. A row a form:
median and least wall clock, processor time, bytes printed."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

SIZE = 10_000_000
FORMS = {"tree": [], "tree -v": ["-v"], "--hex": ["--hex"], "--hex -v": ["--hex", "-v"], "--tags": ["--tags"],
         "--format json": ["--format", "json"], "--format html": ["--format", "html"], "--raw-map": ["--raw-map"],
         "--plan --gps-only": ["--plan", "--gps-only"], "--extract thumbnail": ["--extract", "thumbnail=-"]}


def longer(picture):
    """Bytes that decode to more of the same in front of the last EOI; nobody here decodes them."""
    end = picture.rindex(b"\xff\xd9")
    return picture[:end] + b"\x5a" * (SIZE - len(picture)) + picture[end:]


def run(command):
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    printed = len(child.stdout.read())
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, command
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, printed


def main():
    program, picture = sys.argv[1], pathlib.Path(sys.argv[2])
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "big.jpg"
        path.write_bytes(longer(picture.read_bytes()))
        print("| form | median ms | least ms | CPU ms | printed kB |\n|---|---|---|---|---|")
        for name, options in FORMS.items():
            results = [run([program, "inspect", *options, str(path)]) for _ in range(runs)]
            wall, cpu = [r[0] * 1000 for r in results], [r[1] * 1000 for r in results]
            print(f"| `{name}` | {statistics.median(wall):.1f} | {min(wall):.1f} | {statistics.median(cpu):.1f} "
                  f"| {results[0][2] / 1000:.0f} |")


if __name__ == "__main__":
    main()
