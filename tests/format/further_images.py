"""Where a JPEG says that its further images stand: the MPF index and the Google container's directory, read anew.

Shares nothing with the program: what these fields point at must be a JPEG that djpeg decodes.
"""
import re
import struct
import subprocess

MPF_SIGNATURE = b"MPF\0"
XMP_SIGNATURE = b"http://ns.adobe.com/xap/1.0/\0"
MP_ENTRY_TAG = 0xB002


def segments(data):
    """(marker, offset of the payload, payload) of the first image up to its first scan."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            return
        length = struct.unpack(">H", data[at + 2:at + 4])[0]
        yield marker, at + 4, data[at + 4:at + 2 + length]
        at += 2 + length


def mpf_stretches(data):
    """[(offset, length)] of the images behind the first one, as the MPF index has them (CIPA DC-007 5.2.3.3)."""
    for marker, at, payload in segments(data):
        if marker != 0xE2 or not payload.startswith(MPF_SIGNATURE) or len(payload) < 12:
            continue
        order = "<" if payload[4:6] == b"II" else ">"
        tiff = payload[4:]
        ifd = struct.unpack(order + "I", tiff[4:8])[0]
        count = struct.unpack(order + "H", tiff[ifd:ifd + 2])[0]
        for number in range(count):
            entry = tiff[ifd + 2 + 12 * number:ifd + 14 + 12 * number]
            if len(entry) < 12 or struct.unpack(order + "H", entry[:2])[0] != MP_ENTRY_TAG:
                continue
            size, where = struct.unpack(order + "II", entry[4:12])
            table = tiff[where:where + size]
            rows = [struct.unpack(order + "III", table[i + 0:i + 12]) for i in range(0, len(table) - 15, 16)]
            return [(at + 4 + offset, length) for _, length, offset in rows[1:] if offset and length]
    return []


def container_stretches(data):
    """[(offset, length)] of the JPEGs that the container's directory lists: counted from the end of the file."""
    for marker, _, payload in segments(data):
        if marker != 0xE1 or not payload.startswith(XMP_SIGNATURE):
            continue
        items = re.findall(rb"<Container:Item\b[^>]*>|<GContainer:Item\b[^>]*>", payload)
        found = []
        end = len(data)
        for item in reversed(items[1:]):
            field = {name: value for name, value in re.findall(rb'Item:(\w+)="([^"]*)"', item)}
            length = int(field.get(b"Length", b"0") or 0)
            start = end - length - int(field.get(b"Padding", b"0") or 0)
            if field.get(b"Mime") == b"image/jpeg" and length:
                found.append((start, length))
            end = start
        return found[::-1]
    return []


def decodes(stretch):
    if stretch[:3] != b"\xff\xd8\xff":
        return False
    run = subprocess.run(["djpeg", "-pnm"], input=stretch, capture_output=True, timeout=60)
    return run.returncode in (0, 2) and bool(run.stdout)


def held(data):
    """{("MPF" or "container", number): whether a decodable JPEG stands there}"""
    result = {}
    for index, stretches in (("MPF", mpf_stretches(data)), ("container", container_stretches(data))):
        for number, (offset, length) in enumerate(stretches, start=2):
            whole = 0 <= offset and offset + length <= len(data)
            result[index, number] = whole and decodes(data[offset:offset + length])
    return result


def has_gain_map(data):
    return b"hdrgm:GainMapMax" in data or b'Item:Semantic="GainMap"' in data or b"urn:iso:std:iso:ts:21496:-1" in data
