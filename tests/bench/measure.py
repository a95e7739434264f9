"""Runs one command and tells what it cost."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import time
from pathlib import Path


def fresh(master: Path, place: Path, keep: bool) -> Path:
    """A copy of the tree, on the disk and in the cache; the same one again for those who only read."""
    if keep:
        warm(master)
        return master
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(("cp", "-a", "--reflink=never", str(master), str(place)), check=True)
    subprocess.run(("sync", "-f", str(place)), check=True)
    return place


def warm(folder: Path) -> None:
    subprocess.run(f"cat {folder}/d*/*.jpg >/dev/null", shell=True, check=True)


def run(runner: Path, command: list[str], folder: Path) -> dict:
    """Wall and processor time, peak memory of one process, bytes written, and what a sync costs afterwards."""
    made = subprocess.run(
        (str(runner), *command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    figures = json.loads(made.stdout.splitlines()[-1])
    began = time.perf_counter()
    subprocess.run(("sync", "-f", str(folder)), check=True)
    return figures | {"flush": time.perf_counter() - began}


def machine(folder: Path) -> dict:
    system = subprocess.run(
        ("df", "--output=fstype", str(folder)), capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    return {"kernel": platform.release(), "cores": os.cpu_count(), "file_system": system, "load": os.getloadavg()[0]}
