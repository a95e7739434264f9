"""Hand-made JPEG frames: what cjpeg cannot write, and base pictures of some 300 bytes.

Every 8x8 block is flat, so the entropy-coded data are DC differences alone (T.81 F.1.2.1).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from . import jpeg
from .jpeg import marker, segment

DC_CODE_BITS = 4  # twelve categories, 0 to 11, all with codes of four bits


class BitWriter:
    def __init__(self) -> None:
        self.bits: list[int] = []

    def put(self, value: int, width: int) -> None:
        self.bits += [value >> shift & 1 for shift in range(width - 1, -1, -1)]

    def bytes(self) -> bytes:
        """The bits with 1-padding and a zero byte stuffed behind each FF (T.81 F.1.2.3)."""
        padded = self.bits + [1] * (-len(self.bits) % 8)
        out = bytearray()
        for at in range(0, len(padded), 8):
            byte = int("".join(map(str, padded[at : at + 8])), 2)
            out.append(byte)
            if byte == 0xFF:
                out.append(0)
        return bytes(out)


def put_difference(writer: BitWriter, difference: int) -> None:
    category = abs(difference).bit_length()
    writer.put(category, DC_CODE_BITS)
    writer.put(difference if difference >= 0 else difference + (1 << category) - 1, category)


def quantisation_table(ident: int = 0, step: int = 8) -> bytes:
    return segment(jpeg.DQT, bytes((ident,)) + bytes((step,)) * 64)


def huffman_table(kind: int, ident: int, counts: list[int], symbols: bytes) -> bytes:
    assert sum(counts) == len(symbols)
    return segment(jpeg.DHT, bytes((kind << 4 | ident, *counts)) + symbols)


def dc_table(ident: int = 0) -> bytes:
    return huffman_table(0, ident, [0, 0, 0, 12] + [0] * 12, bytes(range(12)))


def ac_table(ident: int = 0) -> bytes:
    """One code, a single bit: end of block."""
    return huffman_table(1, ident, [1] + [0] * 15, b"\0")


def frame_header(code: int, width: int, height: int, idents: bytes, precision: int = 8) -> bytes:
    components = b"".join(bytes((ident, 0x11, 0)) for ident in idents)
    return segment(code, struct.pack(">BHHB", precision, height, width, len(idents)) + components)


def scan_header(
    idents: bytes, first: int = 0, last: int = 63, approximation: int = 0, tail: bytes = b""
) -> bytes:
    components = b"".join(bytes((ident, 0)) for ident in idents)
    spectral = bytes((first, last, approximation))
    return segment(jpeg.SOS, bytes((len(idents),)) + components + spectral + tail)


@dataclass
class Flat:
    """Flat blocks: `levels[component][block]`, quantised DC values from -127 to 127."""

    columns: int
    rows: int
    levels: list[list[int]]
    idents: bytes

    @property
    def size(self) -> tuple[int, int]:
        return 8 * self.columns, 8 * self.rows

    def scan_data(self, components: list[int]) -> bytes:
        writer = BitWriter()
        previous = [0] * len(self.levels)
        for block in range(self.columns * self.rows):
            for component in components:
                level = self.levels[component][block]
                put_difference(writer, level - previous[component])
                previous[component] = level
                writer.put(0, 1)  # end of block
        return writer.bytes()

    def interleaved(self) -> bytes:
        components = list(range(len(self.levels)))
        return scan_header(self.idents) + self.scan_data(components)

    def separate_scans(self) -> list[bytes]:
        return [
            scan_header(self.idents[c : c + 1]) + self.scan_data([c])
            for c in range(len(self.levels))
        ]


def gradient(columns: int = 2, rows: int = 2, components: int = 1, idents: bytes = b"") -> Flat:
    blocks = columns * rows
    levels = [
        [-40 + 90 * block // blocks + 17 * c for block in range(blocks)] for c in range(components)
    ]
    return Flat(columns, rows, levels, idents or bytes(range(1, components + 1)))


def tables() -> bytes:
    return quantisation_table() + dc_table() + ac_table()


def baseline(picture: Flat, *head: bytes) -> bytes:
    """A complete baseline JPEG with the given segments behind SOI."""
    return (
        marker(jpeg.SOI)
        + b"".join(head)
        + tables()
        + frame_header(jpeg.SOF0, *picture.size, picture.idents)
        + picture.interleaved()
        + marker(jpeg.EOI)
    )


def tiny(*head: bytes) -> bytes:
    """A 16x16 grey picture, the body of most files of this corpus."""
    return baseline(gradient(), *head)


def cmyk(transform: int) -> bytes:
    return baseline(gradient(components=4), jpeg.adobe_segment(transform))


def rgb_components() -> bytes:
    """Component ids 'R', 'G', 'B' tell decoders the colour space when JFIF and Adobe are absent."""
    return baseline(gradient(components=3, idents=b"RGB"))


def lossless() -> bytes:
    """T.81 annex H: SOF3, predictor 1, every difference zero but the first."""
    width, height = 8, 8
    writer = BitWriter()
    for sample in range(width * height):
        put_difference(writer, -28 if sample == 0 else 0)
    return (
        marker(jpeg.SOI)
        + dc_table()
        + frame_header(jpeg.SOF3, width, height, b"\1")
        + scan_header(b"\1", first=1, last=0)
        + writer.bytes()
        + marker(jpeg.EOI)
    )


def hierarchical() -> bytes:
    """T.81 annex J: DHP, a frame of half the size, EXP, and a differential frame (SOF5)."""
    small, full = gradient(1, 1), Flat(2, 2, [[0, 1, -1, 2]], b"\1")
    return (
        marker(jpeg.SOI)
        + tables()
        + frame_header(jpeg.DHP, *full.size, b"\1")
        + frame_header(jpeg.SOF0, *small.size, b"\1")
        + small.interleaved()
        + segment(jpeg.EXP, b"\x11")
        + frame_header(0xC5, *full.size, b"\1")
        + full.interleaved()
        + marker(jpeg.EOI)
    )


def with_dnl() -> bytes:
    """T.81 B.2.5: a frame height of zero, given by DNL behind the first scan."""
    picture = gradient()
    width, height = picture.size
    return (
        marker(jpeg.SOI)
        + tables()
        + frame_header(jpeg.SOF0, width, 0, picture.idents)
        + picture.interleaved()
        + segment(jpeg.DNL, struct.pack(">H", height))
        + marker(jpeg.EOI)
    )


def jpeg_ls() -> bytes:
    """T.87: SOF55 and LSE; behind an FF only a zero bit is stuffed, so FF 7F is image data."""
    presets = bytes((1,)) + struct.pack(">HHHHH", 255, 3, 7, 21, 64)
    data = bytes.fromhex("ff7f12ff0034ff01ff55a0ff4b00")
    return (
        marker(jpeg.SOI)
        + frame_header(jpeg.SOF55, 8, 8, b"\1")
        + segment(jpeg.LSE, presets)
        + scan_header(b"\1", first=0, last=0)
        + data
        + marker(jpeg.EOI)
    )


def separate_scans(*between: bytes) -> bytes:
    """Three components in three scans, the given segments before the second one."""
    picture = gradient(components=3)
    scans = picture.separate_scans()
    return (
        marker(jpeg.SOI)
        + tables()
        + frame_header(jpeg.SOF0, *picture.size, picture.idents)
        + scans[0]
        + b"".join(between)
        + scans[1]
        + scans[2]
        + marker(jpeg.EOI)
    )
