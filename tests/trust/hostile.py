"""Families of files made to cost a reader time, memory or its stack: each maps a size in bytes to about so many bytes."""
import base64
import pathlib
import random
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
from corpus.jpeg import APP1, APP2, APP13, COM, MAX_PAYLOAD, segment  # noqa: E402  pylint: disable=wrong-import-position

EXIF = b"Exif\0\0"
TABLES = (segment(0xDB, b"\0" + bytes([16] * 64)) + segment(0xC0, struct.pack(">BHHB", 8, 8, 8, 1) + b"\x01\x11\0") +
          b"".join(segment(0xC4, bytes([kind, 1]) + bytes(16)) for kind in (0x00, 0x10)))
SCAN = segment(0xDA, b"\x01\x01\0\0\x3f\0")
PICTURE = TABLES + SCAN + b"\x12\x34\x56"
EOI = b"\xff\xd9"


def jpeg(head=b"", tail=b"", scan=PICTURE):
    return b"\xff\xd8" + head + scan + EOI + tail


def repeated(piece, size):
    return piece * max(1, size // len(piece))


def entry(tag, kind, count, value):
    return struct.pack("<HHII", tag, kind, count, value)


def ifd(entries, following=0):
    return struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", following)


def tiff(body):
    return b"II*\0" + struct.pack("<I", 8) + body


def exif(body):
    return segment(APP1, EXIF + tiff(body))


def ifd_loops(size):
    """IFDs that lead to themselves, to each other, and from every pointer back to the first."""
    pointers = [entry(tag, 4, 1, 8) for tag in (0x14A, 0x8769, 0x8825, 0xA005)]
    at = 8
    chain = b""
    for number in range(200):
        length = 2 + 12 * len(pointers) + 4
        chain += ifd(pointers, 8 if number == 199 else at + length)
        at += length
    return jpeg(repeated(exif(chain), size))


def ifd_chain(size):
    """The longest chain of next IFDs that fits, in every block."""
    body, at = b"", 8
    while at + 18 < MAX_PAYLOAD - 6:
        at += 18
        body += ifd([entry(0x10F, 2, 4, 0x20202020)], at if at + 18 < MAX_PAYLOAD - 6 else 0)
    return jpeg(repeated(exif(body), size))


def overlapping_values(size):
    """Thousands of entries whose values are all the same 60 KB."""
    count = 5000
    length = MAX_PAYLOAD - 6 - 8 - 20
    return jpeg(repeated(exif(ifd([entry(0x9000 + i % 0x700, 7, length, 8) for i in range(count)])), size))


def overlapping_gps(size):
    """The same below a GPS pointer: every value is wanted, read and blanked."""
    count = 2500
    gps_at = 8 + 18
    entries = [entry(i % 0x20, 2, MAX_PAYLOAD - 60, 20 + i % 8) for i in range(count)]
    return jpeg(repeated(exif(ifd([entry(0x8825, 4, 1, gps_at)]) + ifd(entries)), size))


def overlapping_xmp(size):
    """The same below tags that hold documents of other languages."""
    text = (RDF % ("", "".join(f"<exif:a{i}>1</exif:a{i}>" for i in range(1500)))).encode()
    entries = [entry(0x2BC, 7, len(text), 8 + 2 + 12 * 1000 + 4) for _ in range(1000)]
    return jpeg(repeated(exif(ifd(entries) + text), size))


def wrapping_counts(size):
    """Counts that wrap when multiplied by any type's size, and offsets that wrap when added."""
    edges = (0x10000000, 0x15555556, 0x20000000, 0x2AAAAAAB, 0x40000000, 0x55555556, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
    entries = [entry(0x9000 + i, kind, count, offset) for i, (kind, count, offset) in enumerate(
        (kind, count, offset) for kind in range(14) for count in edges for offset in (8, 0x7FFFFFF8, 0xFFFFFFFF))]
    return jpeg(repeated(exif(ifd(entries)), size))


def many_segments(size):
    return jpeg(repeated(segment(COM, b"x"), size))


def empty_segments(size):
    return jpeg(repeated(segment(COM, b""), size))


def many_exif(size):
    return jpeg(repeated(exif(ifd([entry(0x10F, 2, 4, 0x20202020), entry(0x8825, 4, 1, 8)])), size))


def icc_chunks(size):
    """255 chunks of a profile are allowed; here come as many as fit, of one byte each."""
    made, number = [], 0
    while 19 * len(made) < size:
        number = number % 255 + 1
        made.append(segment(APP2, b"ICC_PROFILE\0" + bytes([number, 255]) + b"x"))
    return jpeg(b"".join(made))


def xmp(text):
    return segment(APP1, b"http://ns.adobe.com/xap/1.0/\0" + text)


RDF = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
       '<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" %s>%s</rdf:Description></rdf:RDF></x:xmpmeta>')


def extended(body, guid, order=lambda pieces: pieces, step=400):
    """Extended XMP in small chunks."""
    pieces = [(at, body[at:at + step]) for at in range(0, len(body), step)]
    return b"".join(segment(APP1, b"http://ns.adobe.com/xmp/extension/\0" + guid + struct.pack(">II", len(body), at) + piece)
                    for at, piece in order(pieces))


def extended_xmp(size):
    """One packet in small chunks, the last first."""
    guid = b"0123456789ABCDEF0123456789ABCDEF"
    body = (RDF % ("", "<exif:UserComment>" + "a" * size + "</exif:UserComment>")).encode()
    head = xmp((RDF % ('xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="%s"' % guid.decode(), "")).encode())
    return jpeg(head + extended(body, guid, lambda pieces: list(reversed(pieces))))


def extended_xmp_guids(size):
    """Each chunk begins a packet of its own that never ends."""
    made = []
    for number in range(max(1, size // 100)):
        guid = b"%032X" % number
        made.append(segment(APP1, b"http://ns.adobe.com/xmp/extension/\0" + guid + struct.pack(">II", 0xFFFFFFF0, 8 * number) +
                            b"12345678"))
    return jpeg(b"".join(made))


def extended_xmp_things(size):
    """One packet with as many elements as it takes."""
    guid = b"0123456789ABCDEF0123456789ABCDEF"
    body = (RDF % ("", "<exif:Flash><rdf:Bag>" + "<rdf:li>1</rdf:li>" * (size // 18) + "</rdf:Bag></exif:Flash>")).encode()
    head = xmp((RDF % ('xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="%s"' % guid.decode(), "")).encode())
    return jpeg(head + extended(body, guid, step=60000))


def xmp_packets(text_of, size):
    """Packets as large as a segment takes."""
    return jpeg(repeated(xmp(text_of(MAX_PAYLOAD - 29)), size))


def xmp_attributes(size):
    def packet(room):
        return (RDF % (" ".join(f'exif:a{i}="1"' for i in range((room - 300) // 15)), "")).encode()[:room]
    return xmp_packets(packet, size)


def xmp_nested(size):
    def packet(room):
        deep = (room - 300) // 17
        return (RDF % ("", "<exif:a>" * deep + "</exif:a>" * deep)).encode()
    return xmp_packets(packet, size)


def xmp_namespaces(size):
    def packet(room):
        one = '<a:b xmlns:a="u%d">'
        deep = (room - 300) // 30
        return (RDF % ("", "".join(one % i for i in range(deep)) + "</a:b>" * deep)).encode()
    return xmp_packets(packet, size)


def xmp_entities(size):
    """Entities of entities, a thousand million laughs."""
    def packet(_):
        declared = '<!ENTITY a "lollollollol">' + "".join(
            f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
        return ("<?xml version='1.0'?><!DOCTYPE x [" + declared + "]>" + RDF % ("", "<exif:UserComment>&j;</exif:UserComment>")).encode()
    return xmp_packets(packet, size)


def xmp_coordinates(size):
    """A location in every property, and each of them once more in a text behind the picture."""
    texts = []

    def packet(room):
        points = [f"{(i % 90) + 0.1234567 + i / 1e5:.6f}" for i in range((room - 300) // 60)]
        texts.extend(points)
        return (RDF % ("", "".join(f"<exif:GPSLatitude>{p}</exif:GPSLatitude>" for p in points))).encode()
    one = xmp(packet(MAX_PAYLOAD - 29))
    half = max(len(one), size // 2)
    return jpeg(repeated(one, half), repeated((" ".join(texts) + "\n").encode(), half))


def iptc_datasets(size):
    data = repeated(b"\x1c\x02\x5a\x00\x04City", 60000)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    return jpeg(repeated(segment(APP13, b"Photoshop 3.0\0" + resource), size))


def photoshop_resources(size):
    return jpeg(repeated(segment(APP13, b"Photoshop 3.0\0" + repeated(b"8BIM\x04\x22\0\0\0\0\0\0", 65000)), size))


def jumbf_nested(size):
    """Boxes inside boxes, and segments of one JUMBF stream in any number."""
    room = 60000
    deep = room // 8
    boxes = b"".join(struct.pack(">I4s", room - 8 * i, b"jumb") for i in range(deep))
    made, number = [], 0
    while len(made) * 60016 < size:
        number += 1
        made.append(segment(0xEB, b"JP" + struct.pack(">HI", number % 7, number) + boxes))
    return jpeg(b"".join(made))


def boxes_nested(size):
    deep = size // 8
    return jpeg(tail=b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" +
                b"".join(struct.pack(">I4s", size - 8 * i, b"moov") for i in range(deep)))


def boxes_many(size):
    return jpeg(tail=b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + repeated(struct.pack(">I4s", 8, b"free"), size))


def boxes_samples(size):
    """A sample table that promises more than is there."""
    stco = struct.pack(">I4sII", size + 16, b"stco", 0, 0x3FFFFFFF) + repeated(struct.pack(">I", 8), size)
    def box(kind, body):
        return struct.pack(">I4s", 8 + len(body), kind) + body
    return jpeg(tail=b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" +
                box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", stco))))))


def mpf_images(size):
    """An index whose entries all name the same large picture."""
    count = 4000
    index_at = 8 + 2 + 3 * 12 + 4
    entries = b"".join(struct.pack("<IIIHH", 0x020003, 1 << 20, 100, 0, 0) for _ in range(count))
    body = ifd([entry(0xB000, 7, 4, 0x30303130), entry(0xB001, 4, 1, count), entry(0xB002, 7, 16 * count, index_at)]) + entries
    return jpeg(segment(APP2, b"MPF\0" + tiff(body)), repeated(jpeg(), size))


def further_pictures(size):
    return jpeg(tail=repeated(jpeg(segment(COM, b"hello")), size))


def nested_thumbnails(size):
    """A thumbnail with a thumbnail with a thumbnail, as deep as the segment allows."""
    inner = jpeg()
    while len(inner) + 200 < MAX_PAYLOAD:
        at = 8 + 2 + 4
        second = ifd([entry(0x103, 3, 1, 6), entry(0x201, 4, 1, at + 2 + 36 + 4), entry(0x202, 4, 1, len(inner))])
        inner = jpeg(exif(ifd([], at) + second + inner))
    return jpeg(repeated(segment(APP1, EXIF + b""), 10) + repeated(inner[2:-2 - len(PICTURE)], size))


def fill_bytes(size):
    return jpeg(b"\xff" * size + segment(COM, b"x"))


def restart_markers(size):
    return jpeg(scan=TABLES + SCAN + repeated(b"".join(bytes([0xFF, 0xD0 + i]) for i in range(8)), size))


def stuffed_bytes(size):
    return jpeg(scan=TABLES + SCAN + repeated(b"\xff\0", size))


def many_scans(size):
    return jpeg(scan=TABLES + repeated(SCAN + b"\x12", size))


def comments_between_scans(size):
    return jpeg(scan=TABLES + repeated(SCAN + b"\x12" + segment(COM, b"x"), size))


def false_ends(size):
    """EOI after EOI behind the picture."""
    return jpeg(tail=repeated(EOI, size))


def zeros_behind(size):
    return jpeg(tail=bytes(size))


def noise_behind(size):
    return jpeg(tail=random.Random(size).randbytes(size))


def signatures_behind(size):
    """Every word that a search looks for, over and over."""
    words = b"Exif\0\0II*\0MM\0*http://ns.adobe.com/xap/1.0/\0<x:xmpmeta8BIM\x04\x04JFIF\0GPS ftypjumbICC_PROFILE\0SEFHSEFTMPF\0"
    return jpeg(tail=repeated(words, size))


def text_behind(size):
    return jpeg(tail=repeated(b'{"lat":52.516275,"lon":13.377704},', size))


def json_nested(size):
    return jpeg(tail=b"[" * size)


def samsung_directory(size):
    """A trailer whose directory names the same block again and again."""
    count = min(60000, max(1, size // 24))
    data = bytes(size // 2)
    directory = b"SEFH" + struct.pack("<II", 107, count) + b"".join(
        struct.pack("<HHII", 0, 0x0A01, len(data) + 12 * count, len(data)) for _ in range(count))
    return jpeg(tail=data + directory + struct.pack("<I", len(directory)) + b"SEFT")


def canon_makernote(size):
    """A MakerNote that counts to four thousand millions."""
    note = ifd([entry(i % 0x100, 3, 0xFFFFFFFF, 8) for i in range(1000)])
    at = 8 + 2 + 24 + 4
    sub = at + 2 + 12 + 4
    body = ifd([entry(0x10F, 2, 4, 0x6E6143), entry(0x8769, 4, 1, at)]) + ifd([entry(0x927C, 7, len(note), sub)]) + note
    return jpeg(repeated(exif(body), size))


def base64_in_xmp(size):
    """Pictures in base64 in XMP in pictures in base64, and long runs of it."""
    def packet(room):
        inner = base64.b64encode(jpeg(segment(COM, bytes(room // 2)))).decode()
        return (RDF % ('xmlns:GImage="http://ns.google.com/photos/1.0/image/" GImage:Data="%s"' % inner, "")).encode()
    return xmp_packets(packet, size)


FAMILIES = {function.__name__: function for function in (
    ifd_loops, ifd_chain, overlapping_values, overlapping_gps, wrapping_counts, many_segments, empty_segments, many_exif, icc_chunks,
    extended_xmp, extended_xmp_guids, extended_xmp_things, overlapping_xmp, xmp_attributes, xmp_nested, xmp_namespaces, xmp_entities, xmp_coordinates, base64_in_xmp,
    iptc_datasets, photoshop_resources, jumbf_nested, boxes_nested, boxes_many, boxes_samples, mpf_images, further_pictures,
    nested_thumbnails, canon_makernote, fill_bytes, restart_markers, stuffed_bytes, many_scans, comments_between_scans, false_ends,
    zeros_behind, noise_behind, signatures_behind, text_behind, json_nested, samsung_directory)}
