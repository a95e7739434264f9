"""What a candidate leaves behind: a speed counts only beside what it was spent on."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import tree
from candidates import Candidate

SAMPLE = 40  # every variant once


def after(candidate: Candidate, master: Path, place: Path) -> dict:
    if candidate.reads_only:
        return {}
    shutil.rmtree(place, ignore_errors=True)
    below = place / "d00000"
    below.mkdir(parents=True)
    for path in sorted(master.glob("d00000/*.jpg"))[:SAMPLE]:
        shutil.copy2(path, below)
    before = {path.name: path.read_bytes() for path in below.iterdir()}
    tags_before = viewer_tags(below)
    subprocess.run(
        candidate.command(place), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    now = {path.name: path.read_bytes() for path in below.iterdir()}
    tags = viewer_tags(below)
    return {
        "tokens": {
            name: sum(token in data for data in now.values()) for name, token in tree.TOKENS.items()
        },
        "pixels_differ": sum(pixels(before[name]) != pixels(now.get(name, b"")) for name in sorted(before)[:8]),
        "orientation_lost": lost(tags_before, tags, 0),
        "icc_lost": lost(tags_before, tags, 1),
        "dangling_index": sum(has_dangling_index(data) for data in now.values()),
        "files": len(before),
        "files_after": len(now),
    }


def viewer_tags(folder: Path) -> dict[str, list[str]]:
    """Orientation (1 is the same as none) and whether there is a colour profile, by file."""
    if shutil.which("exiftool") is None:
        return {}
    lines = subprocess.run(
        ("exiftool", "-q", "-q", "-f", "-n", "-p", "$filename\t$IFD0:Orientation\t$ICC_Profile:ProfileClass", str(folder)),
        capture_output=True, text=True,
    ).stdout.splitlines()
    rows = (line.split("\t") for line in lines)
    return {name: ["1" if turn == "-" else turn, profile] for name, turn, profile in rows}


def lost(before: dict, now: dict, column: int) -> int:
    return sum(now.get(name, ["1", "-"])[column] != tags[column] for name, tags in before.items())


def pixels(data: bytes) -> str:
    if shutil.which("djpeg") is None:
        return ""
    return hashlib.sha256(subprocess.run(("djpeg",), input=data, capture_output=True).stdout).hexdigest()


def has_dangling_index(data: bytes) -> bool:
    at = data.find(b"MPF\0", 0, 65536)
    if at < 0:
        return False
    order = "little" if data[at + 4 : at + 6] == b"II" else "big"
    second = at + 4 + 8 + 2 + 3 * 12 + 4 + 16
    offset = int.from_bytes(data[second + 8 : second + 12], order)
    return offset != 0 and data[at + 4 + offset : at + 6 + offset] != b"\xff\xd8"


def in_words(left: dict) -> str:
    if not left:
        return ""
    found = [f"{name} {count}" for name, count in left["tokens"].items() if count]
    for key in ("pixels_differ", "orientation_lost", "icc_lost", "dangling_index"):
        if left[key]:
            found.append(f"{key.replace('_', ' ')} {left[key]}")
    return ", ".join(found) or "nothing"
