"""What programs and cameras append behind EOI."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

VIVO_END = bytes.fromhex("ffffffff1b2a39485766758493a2b1")
INSTA360_MAGIC = b"8db42d694ccc418790edff439fe026bf"
CANON_TEXT = b"CANON OPTIONAL DATA\0"


def seft(*blocks: tuple[int, bytes, bytes]) -> bytes:
    """Samsung's trailer: blocks, then the directory that counts back from its own start."""
    bodies = [struct.pack("<HHI", 0, kind, len(name)) + name + data for kind, name, data in blocks]
    directory = b"SEFH" + struct.pack("<II", 101, len(blocks))
    remaining = sum(map(len, bodies))
    for (kind, _, _), body in zip(blocks, bodies):
        directory += struct.pack("<HHII", 0, kind, remaining, len(body))
        remaining -= len(body)
    return b"".join(bodies) + directory + struct.pack("<I", len(directory)) + b"SEFT"


def qdio(start: int, end: int) -> bytes:
    """Samsung's audio index: the only block with offsets from the start of the file."""
    return b"QDIO" + struct.pack("<IIIII", 101, 1, start, end, 20) + b"QDIOBS"


def afcp(at: int, entries: list[tuple[bytes, bytes]]) -> bytes:
    """AXS file concatenation protocol: entries by their offset in the file."""
    start = at + 12 + 12 * len(entries)
    directory, body = b"", b""
    for tag, data in entries:
        directory += tag + struct.pack(">II", len(data), start + len(body))
        body += data
    head = b"AXS!" + struct.pack(">HHI", 0x0100, len(entries), 0)
    return head + directory + body + b"AXS!" + struct.pack(">II", at, 0)


def foto_station(records: list[tuple[int, bytes]]) -> bytes:
    return b"".join(
        data + struct.pack(">HI", tag, len(data) + 10) + b"\xa1\xb2\xc3\xd4"
        for tag, data in records
    )


def photo_mechanic(data: bytes) -> bytes:
    return data + struct.pack(">I", len(data)) + b"cbipcbbl"


def canon_vrd(blocks: list[tuple[int, bytes]]) -> bytes:
    """Its footer ends with FF D9, so the last EOI of a file need not be one."""
    body = b"".join(struct.pack(">II", kind, len(data)) + data for kind, data in blocks)
    head = CANON_TEXT + b"\0\1\0\0" + struct.pack(">I", len(body))
    return head + body + CANON_TEXT + struct.pack(">I", len(body)) + bytes(38) + b"\xff\xd9"


def nikon_app(packet: bytes) -> bytes:
    head = b"NIKON APP\0".rjust(20, b"\0").ljust(64, b"\0")
    body = head + struct.pack(">II", 1, len(packet)) + packet + bytes(8)
    return body + struct.pack(">I", len(body) + 20) + bytes(6) + b"/NIKON APP"


def insta360(records: list[tuple[int, bytes]]) -> bytes:
    """Records are read from the end; each stands before its own six-byte footer."""
    body = b""
    for index, (kind, data) in enumerate(records):
        last = index + 1 == len(records)
        body += data + (b"" if last else struct.pack("<HI", kind, len(data)))
    kind, data = records[-1]
    footer = struct.pack("<HI", kind, len(data)).ljust(38, b"\0")
    return body + footer + struct.pack("<II", len(body) + 78, 0) + INSTA360_MAGIC


def vivo(json: bytes) -> bytes:
    return b'vivo{"' + json + b'"}\0' + VIVO_END


def one_plus(blocks: list[tuple[bytes, bytes]]) -> bytes:
    """Blocks by how far they stand before the JSON that lists them."""
    body = b"".join(data for _, data in blocks)
    rest, rows = len(body), []
    for name, data in blocks:
        rows.append(b'{"name":"%s","offset":%d,"length":%d}' % (name, rest, len(data)))
        rest -= len(data)
    json = b"[" + b",".join(rows) + b"]"
    return body + json + b"jxrs" + struct.pack("<I", len(json) + 8)


def mie_element(kind: int, tag: bytes, data: bytes) -> bytes:
    """MIE 1.1: sync byte, format, length of the tag, length of the data (255: 16 bits follow)."""
    if len(data) <= 252:
        return struct.pack(">cBBB", b"~", kind, len(tag), len(data)) + tag + data
    return (
        struct.pack(">cBBB", b"~", kind, len(tag), 255) + tag + struct.pack(">H", len(data)) + data
    )


def mie_group(tag: bytes, *elements: bytes) -> bytes:
    """A big-endian group of unknown length, ended by an element without a tag."""
    return mie_element(0x10, tag, b"") + b"".join(elements) + b"~\0\0\0"


def mie_trailer(*elements: bytes) -> bytes:
    head = b"~\x10\x04\xfe0MIE\0\0\0\0"
    body = head + b"".join(elements) + mie_element(0, b"zmie", b"")
    return body + b"~\0\0\6" + struct.pack(">I", len(body) + 10) + b"\x10\x04"


def fixed_huffman(data: bytes) -> bytes:
    """Deflate (RFC 1951, 3.2.6) of literals alone: the same bytes whatever zlib is installed."""
    bits = [1, 1, 0]  # last block, fixed codes
    for byte in data:
        code, width = (0x30 + byte, 8) if byte < 144 else (0x190 + byte - 144, 9)
        bits += [code >> shift & 1 for shift in range(width - 1, -1, -1)]
    bits += [0] * 7  # end of block
    bits += [0] * (-len(bits) % 8)
    return bytes(
        sum(bit << place for place, bit in enumerate(bits[at : at + 8]))
        for at in range(0, len(bits), 8)
    )


def zip_archive(name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def deflated_zip(name: bytes, text: bytes) -> tuple[bytes, bytes]:
    """A ZIP archive with one deflated member, and the member's bytes (PKWARE APPNOTE 4.3)."""
    packed = fixed_huffman(text)
    assert zlib.decompress(packed, -15) == text
    common = struct.pack(
        "<HHHHHIIIHH", 20, 0, 8, 0, 0x5021, zlib.crc32(text), len(packed), len(text), len(name), 0
    )
    local = b"PK\3\4" + common + name + packed
    central = (
        b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    )
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end, packed
