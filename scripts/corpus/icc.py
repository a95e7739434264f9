"""A small ICC profile: sRGB's primaries with a plain gamma (ICC.1:2001-04)."""

from __future__ import annotations

import struct


def s15_fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def text_description(text: str) -> bytes:
    """textDescriptionType (6.5.17): ASCII, then empty Unicode and Macintosh parts."""
    ascii_part = text.encode() + b"\0"
    return (
        b"desc\0\0\0\0"
        + struct.pack(">I", len(ascii_part))
        + ascii_part
        + struct.pack(">II", 0, 0)
        + struct.pack(">HB", 0, 0)
        + bytes(67)
    )


def profile(
    name: str = "Corpus RGB",
    copyright_notice: str = "CC0",
    maker: str = "",
    more: tuple[tuple[bytes, bytes], ...] = (),
) -> bytes:
    xyz = b"XYZ \0\0\0\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    tags = [
        (b"desc", text_description(name)),
        (b"cprt", b"text\0\0\0\0" + copyright_notice.encode() + b"\0"),
        (b"wtpt", xyz + s15_fixed(0.9642, 1.0, 0.8249)),
        (b"rXYZ", xyz + s15_fixed(0.4361, 0.2225, 0.0139)),
        (b"gXYZ", xyz + s15_fixed(0.3851, 0.7169, 0.0971)),
        (b"bXYZ", xyz + s15_fixed(0.1431, 0.0606, 0.7141)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    if maker:
        tags.append((b"dmnd", text_description(maker)))
    tags += more
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for signature, data in tags:
        data += b"\0" * (-len(data) % 4)
        table += signature + struct.pack(">II", offset + len(body), len(data))
        body += data
    header = struct.pack(
        ">I4sI4s4s4s6H4s",
        offset + len(body),
        b"\0" * 4,
        0x02400000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        2000,
        1,
        1,
        0,
        0,
        0,
        b"acsp",
    )
    header = header.ljust(68, b"\0") + s15_fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + table + body
