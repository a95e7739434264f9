"""JPEG marker segments (T.81 annex B) and the payloads that other standards put into them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from .tiff import BIG, Ifd, tables

SOF0, SOF3, DHT, JPG, DAC = 0xC0, 0xC3, 0xC4, 0xC8, 0xCC
SOI, EOI, SOS, DQT, DNL, DRI, DHP, EXP = 0xD8, 0xD9, 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF
APP0, APP1, APP2, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
SOF55, LSE, COM = 0xF7, 0xF8, 0xFE

MAX_PAYLOAD = 65533  # T.81 B.1.1.4: the length counts its own two bytes

EXIF_HEADER = b"Exif\0\0"
XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
EXTENDED_XMP_HEADER = b"http://ns.adobe.com/xmp/extension/\0"
ICC_HEADER = b"ICC_PROFILE\0"
PHOTOSHOP_HEADER = b"Photoshop 3.0\0"
MPF_HEADER = b"MPF\0"


def marker(code: int) -> bytes:
    return bytes((0xFF, code))


def segment(code: int, payload: bytes = b"", fill: int = 0) -> bytes:
    """A marker segment, `fill` FF bytes before its marker (T.81 B.1.1.2)."""
    assert len(payload) <= MAX_PAYLOAD
    return b"\xff" * fill + marker(code) + struct.pack(">H", len(payload) + 2) + payload


def exif_segment(tiff_block: bytes, header: bytes = EXIF_HEADER) -> bytes:
    return segment(APP1, header + tiff_block)


def xmp_segment(packet: bytes) -> bytes:
    return segment(APP1, XMP_HEADER + packet)


def comment(text: str | bytes) -> bytes:
    return segment(COM, text.encode() if isinstance(text, str) else text)


def icc_segments(profile: bytes, chunks: int = 1) -> list[bytes]:
    """ICC.1 annex B.4: sequence number from 1, count of chunks."""
    step = -(-len(profile) // chunks)
    pieces = [profile[at : at + step] for at in range(0, len(profile), step)]
    assert len(pieces) == chunks
    return [
        segment(APP2, ICC_HEADER + bytes((number + 1, chunks)) + piece)
        for number, piece in enumerate(pieces)
    ]


def jfif_segment(
    thumbnail: bytes = b"", width: int = 0, height: int = 0, tail: bytes = b""
) -> bytes:
    """JFIF 1.02: version, units, density, then an RGB thumbnail."""
    assert len(thumbnail) == 3 * width * height
    head = b"JFIF\0" + struct.pack(">HBHHBB", 0x0102, 1, 72, 72, width, height)
    return segment(APP0, head + thumbnail + tail)


def jfxx_segment(extension: int, payload: bytes) -> bytes:
    """JFIF 1.02 extension: 0x10 a JPEG, 0x11 palette, 0x13 RGB thumbnail."""
    return segment(APP0, b"JFXX\0" + bytes((extension,)) + payload)


def adobe_segment(transform: int, tail: bytes = b"") -> bytes:
    """Adobe TN 5116: 0 is RGB or CMYK, 1 YCbCr, 2 YCCK."""
    return segment(APP14, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform) + tail)


def photoshop_segments(
    resources: bytes, limit: int = MAX_PAYLOAD - len(PHOTOSHOP_HEADER)
) -> list[bytes]:
    """Image resources, continued in further APP13 segments when they do not fit into one."""
    pieces = [resources[at : at + limit] for at in range(0, len(resources), limit)]
    return [segment(APP13, PHOTOSHOP_HEADER + piece) for piece in pieces]


@dataclass
class Part:
    """A marker with its segment; an SOS part includes the entropy-coded data behind it."""

    code: int
    data: bytes


def parts(stream: bytes) -> list[Part]:
    """Splits one well-formed JPEG of our own making at its markers."""
    found = []
    at = 0
    while at < len(stream):
        assert stream[at] == 0xFF
        code = stream[at + 1]
        end = at + 2
        if code not in (SOI, EOI):
            end += struct.unpack_from(">H", stream, end)[0]
        if code == SOS:
            while stream[end] != 0xFF or stream[end + 1] == 0 or 0xD0 <= stream[end + 1] <= 0xD7:
                end += 1
        found.append(Part(code, stream[at:end]))
        at = end
    return found


def insert(stream: bytes, *segments: bytes, before: int, nth: int = 0) -> bytes:
    """Puts segments before the nth part with the marker code `before`."""
    split = parts(stream)
    places = [index for index, part in enumerate(split) if part.code == before]
    at = places[nth]
    return (
        b"".join(part.data for part in split[:at])
        + b"".join(segments)
        + b"".join(part.data for part in split[at:])
    )


def lengthened(stream: bytes, code: int, tail: bytes, most: int = 100) -> bytes:
    """Puts bytes behind what the first segments with the marker `code` hold, in their length."""
    out = b""
    for part in parts(stream):
        if part.code != code or most == 0:
            out += part.data
            continue
        most -= 1
        size = struct.unpack_from(">H", part.data, 2)[0]
        head = part.data[: 2 + size]
        grown = head[:2] + struct.pack(">H", size + len(tail)) + head[4:] + tail
        out += grown + part.data[2 + size :]
    return out


def after_soi(stream: bytes, *segments: bytes) -> bytes:
    return stream[:2] + b"".join(segments) + stream[2:]


def without(stream: bytes, *codes: int) -> bytes:
    return b"".join(part.data for part in parts(stream) if part.code not in codes)


@dataclass
class MpImage:
    """One image of a Multi-Picture file: its data and the type of CIPA DC-007, 5.2.3.3.1."""

    data: bytes
    attribute: int


def mpf_segment(
    sizes: list[int],
    offsets: list[int],
    attributes: list[int],
    order: str = BIG,
    uids: list[bytes] | None = None,
) -> bytes:
    """The index IFD of CIPA DC-007, 5.2.2; offsets count from the byte-order mark."""
    index = Ifd(order)
    index.undefined(0xB000, b"0100")
    index.long(0xB001, len(sizes))
    rows = zip(attributes, sizes, offsets)
    index.undefined(0xB002, b"".join(struct.pack(f"{order}IIIHH", *row, 0, 0) for row in rows))
    if uids is not None:
        index.undefined(0xB003, b"".join(uids))
    mark = b"II" if order == "<" else b"MM"
    body = tables([index, *index.values], 8)
    return segment(APP2, MPF_HEADER + mark + struct.pack(f"{order}HI", 42, 8) + body)


def multi_picture(
    primary: bytes,
    primary_attribute: int,
    others: list[MpImage],
    order: str = BIG,
    before: int = DQT,
    uids: list[bytes] | None = None,
) -> bytes:
    """A primary image with its MPF index, then the other images one after the other."""
    count = len(others) + 1
    attributes = [primary_attribute, *(other.attribute for other in others)]

    def build(sizes: list[int], offsets: list[int]) -> bytes:
        return insert(primary, mpf_segment(sizes, offsets, attributes, order, uids), before=before)

    draft = build([0] * count, [0] * count)
    base = draft.index(segment_head(draft)) + 4 + len(MPF_HEADER)
    sizes = [len(draft), *(len(other.data) for other in others)]
    starts = [len(draft) + sum(sizes[1:index]) for index in range(1, count)]
    final = build(sizes, [0, *(start - base for start in starts)])
    return final + b"".join(other.data for other in others)


def segment_head(stream: bytes) -> bytes:
    """The bytes of the MPF segment up to its signature, to find where it stands."""
    mpf = next(part for part in parts(stream) if part.code == APP2 and part.data[4:8] == MPF_HEADER)
    return mpf.data[:8]
