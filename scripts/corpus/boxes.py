"""ISO base media boxes (ISO/IEC 14496-12) and a small motion-photo video made of them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

EPOCH_1904 = 2082844800  # seconds from 1904 to 1970, the time base of 8.2.2


def box(kind: bytes, *payload: bytes) -> bytes:
    data = b"".join(payload)
    return struct.pack(">I", len(data) + 8) + kind + data


def large_box(kind: bytes, *payload: bytes) -> bytes:
    """4.2: size 1 and a 64-bit length."""
    data = b"".join(payload)
    return struct.pack(">I", 1) + kind + struct.pack(">Q", len(data) + 16) + data


def full_box(kind: bytes, *payload: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *payload)


def handler(kind: bytes, name: bytes) -> bytes:
    return full_box(b"hdlr", bytes(4), kind, bytes(12), name + b"\0")


def user_text(kind: bytes, text: str | bytes) -> bytes:
    """A QuickTime user data text: length, language, characters."""
    data = text.encode() if isinstance(text, str) else text
    return box(kind, struct.pack(">HH", len(data), 0x15C7), data)


def location_box(place: bytes, lat: float, lon: float, altitude: float) -> bytes:
    """3GPP TS 26.244, 8.10: longitude stands before latitude, all 16.16 fixed point."""
    fixed = struct.pack(">iii", *(round(value * 65536) for value in (lon, lat, altitude)))
    return full_box(
        b"loci", struct.pack(">H", 0x15C7), place + b"\0", b"\0", fixed, b"earth\0", b"\0"
    )


def keys_and_items(values: dict[bytes, bytes]) -> bytes:
    """QuickTime metadata: `keys` names them, `ilst` holds them by their number from 1."""
    keys = b"".join(struct.pack(">I", len(key) + 8) + b"mdta" + key for key in values)
    items = b"".join(
        box(struct.pack(">I", number + 1), box(b"data", struct.pack(">II", 1, 0), value))
        for number, value in enumerate(values.values())
    )
    return box(
        b"meta",
        handler(b"mdta", b""),
        full_box(b"keys", struct.pack(">I", len(values)), keys),
        box(b"ilst", items),
    )


def item_list(values: dict[bytes, bytes]) -> bytes:
    """iTunes-style metadata: a `meta` box in user data with items by their four letters."""
    items = b"".join(
        box(kind, box(b"data", struct.pack(">II", 1, 0), value)) for kind, value in values.items()
    )
    return full_box(b"meta", handler(b"mdir", b""), box(b"ilst", items))


@dataclass
class Video:
    """One Motion-JPEG track with a single sample, and what a phone says about it."""

    sample: bytes
    width: int
    height: int
    created: int = 0  # seconds since 1970
    user_data: bytes = b""
    track_user_data: bytes = b""
    meta: bytes = b""
    handler_name: bytes = b"VideoHandler"
    large: bool = False  # 64-bit sizes where a writer may choose

    def sample_table(self, sample_offset: int) -> bytes:
        entry = box(
            b"jpeg",
            bytes(6),
            struct.pack(">H", 1),
            bytes(16),
            struct.pack(">HHIIIH", self.width, self.height, 0x480000, 0x480000, 0, 1),
            bytes(32),
            struct.pack(">Hh", 24, -1),
        )
        return box(
            b"stbl",
            full_box(b"stsd", struct.pack(">I", 1), entry),
            full_box(b"stts", struct.pack(">III", 1, 1, 1000)),
            full_box(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
            full_box(b"stsz", struct.pack(">II", len(self.sample), 1)),
            full_box(b"stco", struct.pack(">II", 1, sample_offset)),
        )

    def movie(self, sample_offset: int) -> bytes:
        times = struct.pack(">II", *(2 * [self.created and self.created + EPOCH_1904]))
        matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
        movie_header = full_box(
            b"mvhd",
            times,
            struct.pack(">IIIHHQ", 1000, 1000, 0x10000, 0x0100, 0, 0),
            matrix,
            bytes(24),
            struct.pack(">I", 2),
        )
        track_header = full_box(
            b"tkhd",
            times,
            struct.pack(">IIIQHHHH", 1, 0, 1000, 0, 0, 0, 0, 0),
            matrix,
            struct.pack(">II", self.width << 16, self.height << 16),
            flags=3,
        )
        data_reference = box(
            b"dinf", full_box(b"dref", struct.pack(">I", 1), full_box(b"url ", flags=1))
        )
        information = box(
            b"minf",
            full_box(b"vmhd", bytes(8), flags=1),
            data_reference,
            self.sample_table(sample_offset),
        )
        media = box(
            b"mdia",
            full_box(b"mdhd", times, struct.pack(">IIHH", 1000, 1000, 0x55C4, 0)),
            handler(b"vide", self.handler_name),
            information,
        )
        wrap = large_box if self.large else box
        track_user = wrap(b"udta", self.track_user_data) if self.track_user_data else b""
        user = wrap(b"udta", self.user_data) if self.user_data else b""
        track = wrap(b"trak", track_header, media, track_user)
        return wrap(b"moov", movie_header, track, user, self.meta)

    def bytes(self) -> bytes:
        head = box(b"ftyp", b"mp42", bytes(4), b"isommp42")
        wrap = large_box if self.large else box
        data_header = 16 if self.large else 8
        start = len(head) + len(self.movie(0)) + data_header
        return head + self.movie(start) + wrap(b"mdat", self.sample)


def heif(items: tuple[tuple[bytes, bytes], ...]) -> bytes:
    """Items of a HEIF file, each its type with what follows it, and its data (ISO/IEC 23008-12)."""
    entries = b"".join(
        full_box(b"infe", struct.pack(">HH", number, 0), kind, version=2)
        for number, (kind, _) in enumerate(items, 1)
    )

    def meta(start: int) -> bytes:
        places = b""
        for number, (_, data) in enumerate(items, 1):
            places += struct.pack(">HHHII", number, 0, 1, start, len(data))
            start += len(data)
        return full_box(
            b"meta",
            handler(b"pict", b""),
            full_box(b"pitm", struct.pack(">H", 1)),
            full_box(b"iinf", struct.pack(">H", len(items)), entries),
            full_box(b"iloc", b"\x44\0", struct.pack(">H", len(items)), places),
        )

    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    return head + meta(len(head) + len(meta(0)) + 8) + box(b"mdat", *(data for _, data in items))


def iso6709(lat: float, lon: float, altitude: float | None = None) -> bytes:
    """ISO 6709 annex H: "+DD.DDDD-DDD.DDDD/"."""
    text = f"{lat:+08.4f}{lon:+09.4f}" + (f"{altitude:+08.3f}" if altitude is not None else "")
    return f"{text}/".encode()
