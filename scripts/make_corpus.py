#!/usr/bin/env python3
"""Makes exifscrub's own corpus of test files.

    make_corpus.py             write corpus/ anew
    make_corpus.py --check     build it in a temporary folder and compare the bytes (status 1)
    make_corpus.py --verify    let djpeg and exiftool confirm what files.tsv claims (status 1)

Python 3.11 and libjpeg-turbo's cjpeg are needed; --verify also wants djpeg and exiftool.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from corpus import (
    bad,
    canary,
    canary_exif,
    canary_lists,
    canary_makernotes,
    canary_segments,
    canary_trailers,
    canary_xmp,
    demo,
    further_images,
    gps_matrix,
    structures,
    verify,
)
from corpus.shelf import Shelf

HOME = Path(__file__).resolve().parent.parent / "corpus"
HAND_WRITTEN = {"README.md", ".gitattributes"}


def build() -> Shelf:
    shelf = Shelf()
    for part in (demo, structures, gps_matrix, further_images, bad):
        part.build(shelf)
    canary.build(
        shelf,
        [
            *canary_exif.CARRIERS,
            *canary_makernotes.CARRIERS,
            *canary_xmp.CARRIERS,
            *canary_segments.CARRIERS,
            *canary_trailers.CARRIERS,
            *canary_lists.CARRIERS,
        ],
    )
    return shelf


def files_below(folder: Path) -> dict[str, bytes]:
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {path: data for path, data in found.items() if path not in HAND_WRITTEN}


def check() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        build().write(Path(scratch))
        made, committed = files_below(Path(scratch)), files_below(HOME)
    differences = [
        path
        for path in sorted(made.keys() | committed.keys())
        if made.get(path) != committed.get(path)
    ]
    for path in differences:
        state = "missing" if path not in committed else "unknown" if path not in made else "differs"
        print(f"{state:8} {path}")
    print(f"{len(made)} files, {len(differences)} differences")
    return 1 if differences else 0


def write() -> int:
    shelf = build()
    for path in files_below(HOME).keys() - shelf.contents().keys():
        (HOME / path).unlink()
    shelf.write(HOME)
    print(f"{len(shelf.files)} files, {sum(len(data) for data in shelf.contents().values())} bytes")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Make exifscrub's own corpus of test files.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="compare with the committed files")
    what.add_argument("--verify", action="store_true", help="confirm files.tsv by other programs")
    arguments = parser.parse_args()
    if arguments.check:
        return check()
    if arguments.verify:
        return verify.verify(HOME, build())
    return write()


if __name__ == "__main__":
    sys.exit(main())
