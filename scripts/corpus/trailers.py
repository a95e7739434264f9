"""What programs and cameras append behind EOI."""

from __future__ import annotations

import io
import struct
import zipfile


def seft(*blocks: tuple[int, bytes, bytes]) -> bytes:
    """Samsung's trailer: blocks, then the directory that counts back from its own start."""
    bodies = [struct.pack("<HHI", 0, kind, len(name)) + name + data for kind, name, data in blocks]
    directory = b"SEFH" + struct.pack("<II", 101, len(blocks))
    remaining = sum(map(len, bodies))
    for (kind, _, _), body in zip(blocks, bodies):
        directory += struct.pack("<HHII", 0, kind, remaining, len(body))
        remaining -= len(body)
    return b"".join(bodies) + directory + struct.pack("<I", len(directory)) + b"SEFT"


def zip_archive(name: str, text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return out.getvalue()
