"""Canaries: unique tokens in every carrier, to see what a run leaves behind.

A *sample* is one JPEG that carriers fill.  Each carrier plants tokens in it and notes for each one
where it stands, the class it belongs to and its bytes exactly as they are in the file.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from . import frames, jpeg, xmp
from .exif import EXIF_IFD, GPS_IFD, INTEROP_IFD
from .shelf import Shelf
from .tiff import BIG, LITTLE, Ifd, Item, reachable, tiff

COLUMNS = ("file", "carrier", "class", "is_location", "encoding", "token")

CLASSES = {
    "location",
    "time",
    "device",
    "software",
    "text",
    "person",
    "copyright",
    "thumbnail",
    "history",
    "motion",
    "credentials",
    "makernote",
    "unknown",
    "icc",
}


def digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def word(carrier: str, size: int = 12) -> str:
    """Letters and digits that stand for a carrier; short ones are unique in their context."""
    return ("Z" + base64.b32encode(digest(carrier)).decode().lower().rstrip("="))[:size]


def triple(carrier: str, degrees: int = 89) -> tuple[tuple[int, int], ...]:
    """A coordinate that is nobody's: degrees, minutes and 1/10000 seconds, none of them zero."""
    seed = digest(carrier)
    seconds = int.from_bytes(seed[2:5], "big") % 590000 + 10000
    return (seed[0] % degrees + 1, 1), (seed[1] % 59 + 1, 1), (seconds | 1, 10000)


def rationals(order: str, pairs: tuple[tuple[int, int], ...]) -> bytes:
    return b"".join(struct.pack(f"{order}II", *pair) for pair in pairs)


def decimal(carrier: str, limit: int = 89) -> float:
    """The same as decimal degrees, with at least 20 significant bits."""
    seed = int.from_bytes(digest(carrier)[:6], "big")
    return 1 + seed % ((limit - 2) * 10**6) / 10**6 + 1e-6


@dataclass(frozen=True)
class Token:
    """`gone` says that a GPS-only run removes it: location, or sealed together with location."""

    carrier: str
    category: str
    gone: bool
    encoding: str
    data: bytes

    def row(self, path: str) -> str:
        cells = (path, self.carrier, self.category, "yes" if self.gone else "no", self.encoding)
        return "\t".join((*cells, self.data.hex()))


Trailer = Callable[[int], bytes]


@dataclass
class Sample:
    """A JPEG in the making; `order` is the byte order of everything TIFF-like in it."""

    order: str = LITTLE
    tokens: list[Token] = field(default_factory=list)
    front: list[bytes] = field(default_factory=list)
    head: list[bytes] = field(default_factory=list)
    scan_tail: bytes = b""
    between: list[bytes] = field(default_factory=list)
    before_eoi: list[bytes] = field(default_factory=list)
    further: list[jpeg.MpImage] = field(default_factory=list)
    uids: list[bytes] | None = None
    trailers: list[Trailer] = field(default_factory=list)
    stray: list[Item] = field(default_factory=list)
    directories: dict[str, Ifd] = field(default_factory=dict)

    # Tokens

    def plant(
        self,
        carrier: str,
        category: str,
        data: bytes,
        encoding: str = "ascii",
        gone: bool | None = None,
    ) -> bytes:
        assert category in CLASSES, category
        removed = category == "location" if gone is None else gone
        self.tokens.append(Token(carrier, category, removed, encoding, data))
        return data

    def text(self, carrier: str, category: str, size: int = 12, gone: bool | None = None) -> str:
        token = word(carrier, size)
        self.plant(carrier, category, token.encode(), gone=gone)
        return token

    def utf16(self, carrier: str, category: str, order: str = LITTLE) -> bytes:
        name = "utf-16-le" if order == LITTLE else "utf-16-be"
        return self.plant(carrier, category, word(carrier).encode(name), name)

    def inline(self, carrier: str, category: str, ifd: Ifd) -> None:
        """The last entry of `ifd` from its type on: a value too short to be a token by itself."""
        entry = ifd.entries[-1]
        assert isinstance(entry.count, int) and isinstance(entry.field, bytes)
        data = struct.pack(f"{ifd.order}HI", entry.kind, entry.count) + entry.field
        self.plant(carrier, category, data, "entry")

    def coordinate(
        self, carrier: str, order: str | None = None, degrees: int = 89
    ) -> tuple[tuple[int, int], ...]:
        chosen = order or self.order
        pairs = triple(carrier, degrees)
        name = "rational-le" if chosen == LITTLE else "rational-be"
        self.plant(carrier, "location", rationals(chosen, pairs), name)
        return pairs

    def degrees(self, carrier: str, positive: str = "N", limit: int = 89) -> str:
        """A coordinate as XMP writes it."""
        text = xmp.degrees_and_minutes(decimal(carrier, limit), positive, positive)
        self.plant(carrier, "location", text.encode())
        return text

    # Directories of the Exif block, made when first asked for

    def directory(self, name: str) -> Ifd:
        if name not in self.directories:
            self.directories[name] = Ifd(self.order)
            if name != "ifd0":
                self.attach(name, self.directories[name])
        return self.directories[name]

    def attach(self, name: str, ifd: Ifd) -> None:
        links = {
            "exif": ("ifd0", EXIF_IFD),
            "gps": ("ifd0", GPS_IFD),
            "interop": ("exif", INTEROP_IFD),
        }
        chain = {"ifd1": "ifd0", "ifd2": "ifd1"}
        if name in links:
            parent, tag = links[name]
            self.directory(parent).link(tag, ifd)
        else:
            self.directory(chain[name]).next_ifd = ifd

    @property
    def ifd0(self) -> Ifd:
        return self.directory("ifd0")

    @property
    def exif(self) -> Ifd:
        return self.directory("exif")

    @property
    def gps(self) -> Ifd:
        return self.directory("gps")

    # Assembly

    def exif_segment(self) -> list[bytes]:
        if "ifd0" not in self.directories:
            return []
        return [jpeg.exif_segment(tiff(self.ifd0, reachable(self.ifd0) + self.stray))]

    def stream(self) -> bytes:
        picture = frames.separate_scans(*self.between)
        if self.scan_tail:
            picture = jpeg.lengthened(picture, jpeg.SOS, self.scan_tail, 1)
        picture = jpeg.after_soi(picture, *self.front, *self.exif_segment(), *self.head)
        if self.before_eoi:
            picture = jpeg.insert(picture, *self.before_eoi, before=jpeg.EOI)
        if self.further:
            picture = jpeg.multi_picture(
                picture, 0x030000, self.further, self.order, uids=self.uids
            )
        for trailer in self.trailers:
            picture += trailer(len(picture))
        return picture


def sort_entries(sample: Sample) -> None:
    """TIFF 6.0 section 2: entries stand in ascending order of their tags."""
    for ifd in sample.directories.values():
        ifd.entries.sort(key=lambda entry: entry.tag)


@dataclass
class Carrier:
    """`alone` carriers cannot share a file with the others."""

    name: str
    what: str
    fill: Callable[[Sample], None]
    both_orders: bool = False
    alone: bool = False


def finish(
    shelf: Shelf, rows: list[str], path: str, sample: Sample, what: str, decodes: str
) -> None:
    sort_entries(sample)
    data = sample.stream()
    for token in sample.tokens:
        assert token.data in data, f"{path}: {token.carrier} is not in the file"
        rows.append(token.row(path))
    shelf.add(path, data, what, decodes=decodes)


def build(shelf: Shelf, carriers: list[Carrier]) -> None:
    rows: list[str] = []
    for carrier in carriers:
        orders = {"_le": LITTLE, "_be": BIG} if carrier.both_orders else {"": LITTLE}
        for suffix, order in orders.items():
            sample = Sample(order)
            carrier.fill(sample)
            decodes = "no" if carrier.name in UNDECODABLE else "yes"
            finish(
                shelf,
                rows,
                f"jpeg/canary_{carrier.name}{suffix}.jpg",
                sample,
                f"canaries: {carrier.what}",
                decodes,
            )
    for suffix, order in {"_le": LITTLE, "_be": BIG}.items():
        sample = Sample(order)
        for carrier in carriers:
            if not carrier.alone:
                carrier.fill(sample)
        finish(
            shelf,
            rows,
            f"jpeg/canary_all{suffix}.jpg",
            sample,
            "canaries: every carrier that can share a file",
            "yes",
        )
    shelf.tables["canaries.tsv"] = "\n".join(("\t".join(COLUMNS), *rows)) + "\n"


# libjpeg-turbo wants the exact length of these segments.
UNDECODABLE = {"dqt_tail", "dht_tail", "sos_tail"}
