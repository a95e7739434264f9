"""IPTC-IIM 4.2 datasets and Photoshop image resources."""

from __future__ import annotations

import hashlib
import struct

IPTC, IPTC_DIGEST = 0x0404, 0x0425
THUMBNAIL_BGR, THUMBNAIL = 0x0409, 0x040C
EXIF_COPY, XMP_COPY = 0x0422, 0x0424


def dataset(record: int, number: int, value: str | bytes, extended: bool = False) -> bytes:
    """IIM 1.5: standard length, or the extended form with the number of length bytes."""
    data = value.encode() if isinstance(value, str) else value
    length = struct.pack(">HI", 0x8004, len(data)) if extended else struct.pack(">H", len(data))
    return bytes((0x1C, record, number)) + length + data


def resource(ident: int, data: bytes, name: bytes = b"") -> bytes:
    """One image resource block: name and data padded to even lengths."""
    pascal = bytes((len(name),)) + name
    pascal += b"\0" * (len(pascal) % 2)
    return (
        b"8BIM"
        + struct.pack(">H", ident)
        + pascal
        + struct.pack(">I", len(data))
        + data
        + b"\0" * (len(data) % 2)
    )


def iptc_resources(datasets: bytes) -> bytes:
    """The IIM block with the digest that tells readers it is current."""
    digest = hashlib.md5(datasets, usedforsecurity=False).digest()
    return resource(IPTC, datasets) + resource(IPTC_DIGEST, digest)


def thumbnail_resource(ident: int, jpeg: bytes, width: int, height: int) -> bytes:
    """Photoshop 5 thumbnail: format 1 (JPEG), row bytes, sizes, 24 bits, one plane."""
    row = (width * 24 + 31) // 32 * 4
    head = struct.pack(">IIIIIIHH", 1, width, height, row, row * height, len(jpeg), 24, 1)
    return resource(ident, head + jpeg)
