"""The files of the corpus with the facts that tests may hold against the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass
class CorpusFile:
    """`decodes` is what libjpeg-turbo's djpeg makes of it: yes, warnings or no."""

    path: str
    data: bytes
    what: str
    decodes: str = "yes"
    lat: float | None = None
    lon: float | None = None
    orientation: int | None = None

    def row(self) -> str:
        def number(value: float | None) -> str:
            return "" if value is None else f"{value:.6f}"

        cells = (
            self.path,
            str(len(self.data)),
            self.decodes,
            number(self.lat),
            number(self.lon),
            "" if self.orientation is None else str(self.orientation),
            self.what,
        )
        return "\t".join(cells)


HEADER = "\t".join(("path", "bytes", "decodes", "lat", "lon", "orientation", "what"))


class Shelf:
    def __init__(self) -> None:
        self.files: dict[str, CorpusFile] = {}
        self.tables: dict[str, str] = {}

    def add(self, path: str, data: bytes, what: str, **facts) -> None:
        assert path not in self.files, path
        self.files[path] = CorpusFile(path, data, what, **facts)

    def contents(self) -> dict[str, bytes]:
        """Every file to be written, the tables included, by its path below corpus/."""
        everything = {path: file.data for path, file in self.files.items()}
        rows = [HEADER, *(self.files[path].row() for path in sorted(self.files))]
        everything["files.tsv"] = ("\n".join(rows) + "\n").encode()
        everything.update({path: text.encode() for path, text in self.tables.items()})
        return everything

    def write(self, folder: Path) -> None:
        for path, data in self.contents().items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
