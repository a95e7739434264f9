"""What one more file costs, without noise: instructions in user space, and system calls."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import candidates
import measure
import tree

SMALL, LARGE = 40, 120


def of_all(jobs: list[str], build: candidates.Build, profile: str, scratch: Path) -> list[dict]:
    profile = "listing" if profile == "camera" else profile
    masters = {}
    for count in (SMALL, LARGE):
        masters[count] = scratch / f"count-{count}"
        masters[count].mkdir()
        tree.make(masters[count], profile, count)
    rows = []
    for job in jobs:
        replaced = measure.list_replaced(job, build, masters[LARGE], scratch)
        for each in candidates.of_job(job, build, True, replaced):
            if each.slow or "-j1" not in each.name and not each.is_peer or not each.is_present():
                continue
            row = {"job": job, "name": each.name}
            row |= per_file("instructions", instructions, each, masters, scratch)
            row |= per_file("calls", system_calls, each, masters, scratch)
            rows.append(row)
    return rows


def per_file(what: str, count, each: candidates.Candidate, masters: dict[int, Path], scratch: Path) -> dict:
    found = {}
    for files, master in masters.items():
        place = scratch / "counted"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(master, place, symlinks=True)
        found[files] = count(each, place)
    if None in found.values():
        return {what: None, f"{what}_at_start": None}
    one = (found[LARGE] - found[SMALL]) / (LARGE - SMALL)
    return {what: one, f"{what}_at_start": found[SMALL] - one * SMALL}


def in_one_process(each: candidates.Candidate, place: Path) -> str:
    return each.command(place)[2].replace("xargs -0 -P 2", "xargs -0 -P 1").replace(">/dev/null", "")


def instructions(each: candidates.Candidate, place: Path) -> int | None:
    if shutil.which("valgrind") is None:
        return None
    tool = "valgrind --trace-children=yes --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null"
    line = in_one_process(each, place)
    made = subprocess.run(
        ("sh", "-c", line.replace("xargs ", f"{tool} xargs ", 1) if "xargs " in line else f"{tool} {line}"),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
    )
    found = re.findall(r"I\s+refs:\s+([\d,]+)", made.stderr)
    return sum(int(number.replace(",", "")) for number in found) or None


def system_calls(each: candidates.Candidate, place: Path) -> int | None:
    if shutil.which("strace") is None:
        return None
    log = place.parent / "calls"
    subprocess.run(
        ("strace", "-f", "-c", "-o", str(log), "sh", "-c", in_one_process(each, place)),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    total = re.search(r"^100\.00\s+\S+\s+\S*\s*?(\d+)\s+(?:\d+\s+)?total$", log.read_text(), re.MULTILINE)
    return int(total[1]) if total else None
