"""corpus/bad: files that must be refused or skipped, and never harmed."""

from __future__ import annotations

import hashlib
import struct
import zlib

from . import draw, jpeg
from .exif import gps_only_tiff
from .frames import tiny
from .jpeg import SOI, SOS, exif_segment, marker, segment
from .shelf import Shelf

LAT, LON = 47.123456, 8.654321


def noise(size: int, seed: bytes) -> bytes:
    """Bytes without structure, the same on every machine."""
    out = b""
    while len(out) < size:
        seed = hashlib.sha256(seed).digest()
        out += seed
    return out[:size]


def flipped(wrong: bytes) -> bytes:
    """A picture with restart markers, in whose scan stands a marker that one flipped bit has made."""
    coded = b"\x34\x56\xff\xd0\x78\x12" + wrong + b"\x12\x34\xff\xd2\x56\xff\xd3\x78"
    located = tiny(exif_segment(gps_only_tiff("<", LAT, LON)))
    return jpeg.insert(located, segment(jpeg.DRI, b"\0\1"), before=SOS)[:-2] + coded + located[-2:]


# Of FF 00 and of the restart markers FF D1 to D5.
FLIPPED = (
    ("stuffing", b"\xff\x01", "TEM", "warnings"),
    ("restart_1", b"\xff\xc1", "SOF1", "no"),
    ("restart_1_end", b"\xff\xd9", "EOI", "warnings"),
    ("restart_2", b"\xff\xda", "SOS", "no"),
    ("restart_4", b"\xff\xc4", "DHT", "no"),
    ("restart_5", b"\xff\xdd", "DRI", "no"),
)


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    # A stored deflate block: its bytes do not depend on the zlib that made them.
    rows = b"\0\x40\x80\0\x80\x40"
    stored = b"\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xFFFF) + rows
    pixels = b"\x78\x01" + stored + struct.pack(">I", zlib.adler32(rows))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


LFS_POINTER = (
    b"version https://git-lfs.github.com/spec/v1\n"
    b"oid sha256:" + hashlib.sha256(b"corpus").hexdigest().encode() + b"\nsize 48213\n"
)

HTML = b"<!DOCTYPE html>\n<html><title>404 Not Found</title><body>Not Found</body></html>\n"


def damaged(shelf: Shelf) -> None:
    whole = draw.swatch().jpeg()
    exif = exif_segment(gps_only_tiff("<", LAT, LON))
    located = jpeg.after_soi(whole, exif)

    def bad(name: str, data: bytes, what: str, decodes: str = "no") -> None:
        shelf.add(f"bad/{name}.jpg", data, what, decodes=decodes)

    bad("truncated_in_exif", located[:90], "ends inside the Exif APP1")
    bad("truncated_in_header", located[: located.index(b"\xff\xc0") + 7], "ends inside SOF0")
    bad("truncated_before_scan", located[: located.index(b"\xff\xda")], "ends before SOS")
    bad("truncated_in_scan_header", located[: located.index(b"\xff\xda") + 5], "ends inside SOS")
    bad(
        "truncated_after_marker",
        located[: located.index(b"\xff\xc4") + 2],
        "ends between a marker and its length",
    )
    for name, wrong, what, decodes in FLIPPED:
        bad(f"flipped_{name}", flipped(wrong), f"{what} in its scan, which can be flipped back", decodes)
    bad("soi_only", marker(SOI), "SOI alone")
    bad("soi_eoi", marker(SOI) + marker(jpeg.EOI), "SOI and EOI, no image")
    bad("no_frame", marker(SOI) + exif + marker(jpeg.EOI), "metadata without an image")
    bad(
        "scan_before_frame",
        marker(SOI) + tiny()[tiny().index(b"\xff\xda") :],
        "SOS without a frame header",
    )
    bad(
        "length_zero",
        jpeg.after_soi(whole, marker(jpeg.APP1) + b"\0\0"),
        "APP1 with length 0",
        "yes",
    )
    bad("length_one", jpeg.after_soi(whole, marker(jpeg.COM) + b"\0\1"), "COM with length 1", "yes")
    bad(
        "length_past_the_end",
        whole[:20] + marker(jpeg.APP1) + b"\xff\xf0" + whole[20:],
        "APP1 whose length runs past the end of the file",
    )
    bad(
        "second_soi_in_header",
        jpeg.after_soi(whole, marker(SOI)),
        "SOI behind SOI, before any frame",
    )
    bad("eoi_before_frame", jpeg.after_soi(whole, marker(jpeg.EOI)), "EOI before any frame")
    bad(
        "reserved_marker",
        jpeg.after_soi(whole, b"\xff\x02"),
        "a reserved marker (RES) without a length",
    )
    bad("random_behind_soi", marker(SOI) + noise(4096, b"behind SOI"), "SOI and random bytes")
    bad("only_ff", marker(SOI) + b"\xff" * 3000, "SOI and nothing but fill bytes")
    looped_exif(bad)


def looped_exif(bad) -> None:
    """Exif that a GPS-only run cannot follow: what it points to lies nowhere or everywhere."""

    def head(count: int, *entries: tuple[int, int, int, int]) -> bytes:
        rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
        return b"II*\0\x08\0\0\0" + struct.pack("<H", count) + rows

    everywhere = (
        head(4, *((tag, 4, 1, 8) for tag in (0x014A, 0x8769, 0x8825, 0xA005))) + b"\x08\0\0\0"
    )
    bad(
        "ifd_loops_everywhere",
        tiny(exif_segment(everywhere)),
        "every pointer leads back to IFD0",
        "yes",
    )
    bad(
        "ifd0_offset_past_end",
        tiny(exif_segment(b"MM\0*\x7f\xff\xff\xf0")),
        "IFD0 far behind the end",
        "yes",
    )
    bad(
        "ifd0_table_cut",
        tiny(exif_segment(head(30, (0x8825, 4, 1, 26)))),
        "IFD0 claims 30 entries, has one",
        "yes",
    )
    bad(
        "tiff_wrong_magic",
        tiny(exif_segment(b"II\x2b\0\x08\0\0\0" + bytes(20))),
        "BigTIFF magic in an Exif APP1",
        "yes",
    )
    bad(
        "tiff_wrong_order_mark",
        tiny(exif_segment(b"IM*\0\x08\0\0\0" + bytes(20))),
        "order mark IM",
        "yes",
    )
    bad(
        "xmp_cut",
        tiny(
            jpeg.xmp_segment(
                b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF exif:GPSLatitude="47,7.4'
            )
        ),
        "XMP that ends inside an attribute with a latitude",
        "yes",
    )
    bad(
        "xmp_not_utf8",
        tiny(jpeg.xmp_segment(b"<x:xmpmeta>\xc3\x28\xff\xfe</x:xmpmeta>")),
        "XMP with invalid UTF-8",
        "yes",
    )
    bad(
        "iptc_cut",
        tiny(
            segment(
                jpeg.APP13, jpeg.PHOTOSHOP_HEADER + b"8BIM\4\4\0\0\0\0\x01\0\x1c\2\x5a\0\x20Zur"
            )
        ),
        "an IPTC resource that runs past its segment",
        "yes",
    )


def wrong_types(shelf: Shelf) -> None:
    def bad(name: str, data: bytes, what: str, decodes: str = "no") -> None:
        shelf.add(f"bad/{name}", data, what, decodes=decodes)

    bad("empty.jpg", b"", "no bytes at all")
    bad("one_byte.jpg", b"\xff", "one byte")
    bad("random.jpg", noise(2048, b"random"), "random bytes")
    bad("zeros.jpg", bytes(1024), "zero bytes")
    bad("html.jpg", HTML, "an HTML error page named .jpg")
    bad("lfs_pointer.jpg", LFS_POINTER, "a git-lfs pointer named .jpg")
    bad("png.jpg", png(), "a PNG named .jpg")
    bad("text.txt", b"no image, and not called one\n", "a text file")
    bad("jpeg_in_text.txt", b"text first, then " + tiny(), "a JPEG that does not start at byte 0")
    unix = draw.swatch().jpeg()
    assert b"\n" in unix
    bad(
        "crlf.jpg",
        unix.replace(b"\n", b"\r\n"),
        "a JPEG that went through a text-mode transfer",
        decodes="warnings",
    )


def build(shelf: Shelf) -> None:
    damaged(shelf)
    wrong_types(shelf)
