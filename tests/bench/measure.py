"""Runs one command and tells what it cost."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import time
from pathlib import Path

from candidates import OURS, Build, Candidate


def fresh(master: Path, place: Path, keep: bool) -> Path:
    """A copy of the tree, on the disk and in the cache; the same one again for those who only read."""
    if keep:
        warm(master)
        return master
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(("cp", "-a", "--reflink=never", str(master), str(place)), check=True)
    subprocess.run(("sync", "-f", str(place)), check=True)
    return place


def list_replaced(job: str, build: Build, master: Path, scratch: Path) -> Path | None:
    """A list of the files that exifscrub gives a new inode in a job that keeps sizes: half of their change would be worse
    than none of it."""
    if job not in ("in-place", "gps-only"):
        return None
    place = scratch / "replaced"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(master, place, symlinks=True)
    before = {path: path.stat().st_ino for path in place.glob("d*/*.jpg")}
    subprocess.run(
        (str(build.program), *OURS[job].split(), "--durability", "none", "-r", str(place)),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    found = scratch / f"{master.name}-{job}.replaced"
    found.write_text("".join(f"{path.name}\n" for path, inode in before.items() if path.stat().st_ino != inode))
    shutil.rmtree(place)
    return found


def warm(folder: Path) -> None:
    subprocess.run(f"cat {folder}/d*/*.jpg >/dev/null", shell=True, check=True)


def run(runner: Path, candidate: Candidate, folder: Path) -> dict:
    """The figures of one candidate, and for one that writes what a sync costs afterwards."""
    found = figures(runner, candidate.command(folder))
    if candidate.reads_only:
        return found | {"flush": 0.0}
    began = time.perf_counter()
    subprocess.run(("sync", "-f", str(folder)), check=True)
    return found | {"flush": time.perf_counter() - began}


def figures(runner: Path, command: list[str]) -> dict:
    """Wall and processor time, peak memory of one process, bytes written."""
    made = subprocess.run(
        (str(runner), *command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return json.loads(made.stdout.splitlines()[-1])


def machine(folder: Path) -> dict:
    device, system = subprocess.run(
        ("df", "--output=source,fstype", str(folder)), capture_output=True, text=True, check=True
    ).stdout.split()[-2:]
    return {
        "kernel": platform.release(), "cores": os.cpu_count(), "load": os.getloadavg()[0],
        "file_system": system, "journal": has_journal(device, system),
    }


def has_journal(device: str, system: str) -> bool:
    """Without one ext4 looks at each inode freed a while ago before it takes another."""
    journals = Path("/proc/fs/jbd2")
    return system != "ext4" or not journals.is_dir() or any(journals.glob(Path(device).name + "-*"))
