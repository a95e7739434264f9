"""Lets djpeg and exiftool say whether the files are what files.tsv calls them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .shelf import CorpusFile, Shelf

VERDICTS = {0: "yes", 2: "warnings"}


def decodes(path: Path) -> str:
    run = subprocess.run(
        ["djpeg", "-outfile", "/dev/null", str(path)], capture_output=True, check=False
    )
    return VERDICTS.get(run.returncode, "no")


def exiftool_tags(folder: Path) -> dict[str, dict]:
    command = [
        "exiftool",
        "-r",
        "-ext",
        "*",
        "-j",
        "-n",
        "-a",
        "-u",
        "-G4:1",
        "-ee3",
        "-api",
        "Duplicates=1",
        ".",
    ]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return {str(Path(record["SourceFile"])): record for record in json.loads(run.stdout)}


def has_number(tags: dict, name: str, value: float) -> bool:
    found = [tag for key, tag in tags.items() if key.endswith(f":{name}")]
    return any(isinstance(tag, (int, float)) and abs(abs(tag) - abs(value)) < 1e-6 for tag in found)


def disagreements(file: CorpusFile, path: Path, tags: dict) -> list[str]:
    found = []
    verdict = decodes(path)
    if verdict != file.decodes:
        found.append(f"djpeg says {verdict}, files.tsv says {file.decodes}")
    if file.orientation is not None and not has_number(tags, "Orientation", file.orientation):
        found.append(f"exiftool sees no orientation {file.orientation}")
    return found


def verify(folder: Path, shelf: Shelf) -> int:
    tags = exiftool_tags(folder)
    wrong = unseen = 0
    for name, file in sorted(shelf.files.items()):
        known = tags.get(name, {})
        for text in disagreements(file, folder / name, known):
            print(f"wrong   {name}: {text}")
            wrong += 1
        if file.lat is not None and not has_number(known, "GPSLatitude", file.lat):
            print(f"unseen  {name}: exiftool does not find the latitude")
            unseen += 1
    print(f"{len(shelf.files)} files, {wrong} wrong claims, {unseen} positions unseen by exiftool")
    return 1 if wrong else 0
