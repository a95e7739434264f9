"""Canaries in marker segments other than Exif and XMP."""

from __future__ import annotations

import struct

from . import icc, iptc, jpeg, xmp
from .boxes import box
from .canary import Carrier, Sample, decimal, word
from .canary_exif import thumbnail_jpeg
from .exif import EXIF_IFD, GPS_IFD
from .frames import tiny
from .jpeg import segment
from .tiff import BIG, LITTLE, Ifd, tiff

# IPTC and Photoshop

CITY_DATASETS = (
    (2, 26, "IPTC:ContentLocationCode", "location", 3),
    (2, 27, "IPTC:ContentLocationName", "location", 12),
    (2, 90, "IPTC:City", "location", 12),
    (2, 92, "IPTC:Sub-location", "location", 12),
    (2, 95, "IPTC:Province-State", "location", 12),
    (2, 100, "IPTC:Country-PrimaryLocationCode", "location", 3),
    (2, 101, "IPTC:Country-PrimaryLocationName", "location", 12),
    (2, 25, "IPTC:Keywords", "text", 12),
    (2, 80, "IPTC:By-line", "copyright", 12),
    (2, 116, "IPTC:CopyrightNotice", "copyright", 12),
    (2, 118, "IPTC:Contact", "copyright", 12),
    (2, 120, "IPTC:Caption-Abstract", "text", 12),
    (2, 65, "IPTC:OriginatingProgram", "software", 12),
    (2, 187, "IPTC:UniqueDocumentID", "history", 12),
)


def datasets(sample: Sample, prefix: str = "") -> bytes:
    """Values of three letters count with the head of their dataset."""
    out = iptc.dataset(1, 90, b"\x1b%G") + iptc.dataset(2, 0, b"\0\4")
    for record, number, name, category, size in CITY_DATASETS:
        value = word(prefix + name, size)
        written = iptc.dataset(record, number, value)
        sample.plant(
            prefix + name,
            category,
            written if size < 8 else value.encode(),
            "dataset" if size < 8 else "ascii",
        )
        out += written
    return out


def iptc_record(sample: Sample) -> None:
    sample.head += jpeg.photoshop_segments(iptc.iptc_resources(datasets(sample)))


def iptc_straddling(sample: Sample) -> None:
    """The IIM block continues in further APP13; no token stands on a cut."""
    resources = iptc.iptc_resources(datasets(sample, "straddling "))
    cut = next(
        size
        for size in range(90, len(resources))
        if all(uncut(resources, token.data, size) for token in sample.tokens)
    )
    sample.head += jpeg.photoshop_segments(resources, cut)


def uncut(data: bytes, token: bytes, step: int) -> bool:
    at = data.index(token)
    return at // step == (at + len(token) - 1) // step


def iptc_extended_length(sample: Sample) -> None:
    data = iptc.dataset(
        2, 27, sample.text("extended IPTC:ContentLocationName", "location"), extended=True
    )
    data += iptc.dataset(
        2, 120, sample.text("extended IPTC:Caption-Abstract", "text"), extended=True
    )
    sample.head += jpeg.photoshop_segments(iptc.iptc_resources(data))


def iptc_wrong_length(sample: Sample) -> None:
    """The character set says four bytes and has two; a city says more than it has, a caption less."""
    city = iptc.dataset(2, 90, sample.text("uneven IPTC:City", "location"))
    caption = iptc.dataset(2, 120, sample.text("uneven IPTC:Caption-Abstract", "text"))
    data = b"\x1c\x01\x5a\0\4\0\xc4" + iptc.dataset(2, 0, b"\0\2")
    data += city[:4] + bytes((len(city) + 3,)) + city[5:]
    sample.head += jpeg.photoshop_segments(iptc.iptc_resources(data + caption))


def iptc_cut(sample: Sample) -> None:
    """What a program left of a stream that did not fit: the last dataset says more than is there."""
    data = iptc.dataset(2, 120, sample.text("cut IPTC:Caption-Abstract", "text"))
    city = iptc.dataset(2, 90, sample.text("cut IPTC:City", "location"))
    sample.head += jpeg.photoshop_segments(
        iptc.iptc_resources(data + city[:3] + b"\0\x40" + city[5:])
    )


def photoshop_thumbnails(sample: Sample) -> None:
    bgr = iptc.thumbnail_resource(
        iptc.THUMBNAIL_BGR, thumbnail_jpeg(sample, "Photoshop:PhotoshopBGRThumbnail"), 16, 16
    )
    rgb = iptc.thumbnail_resource(
        iptc.THUMBNAIL, thumbnail_jpeg(sample, "Photoshop:PhotoshopThumbnail"), 16, 16
    )
    sample.head += jpeg.photoshop_segments(bgr + rgb)


def photoshop_copies(sample: Sample) -> None:
    """Exif and XMP once more, inside image resources."""
    ifd0, position = Ifd(LITTLE), Ifd(LITTLE)
    ifd0.ascii(0x013B, sample.text("Photoshop:EXIFInfo IFD0:Artist", "copyright"))
    position.ascii(0x01, "N")
    position.rational(0x02, *sample.coordinate("Photoshop:EXIFInfo GPS:GPSLatitude", LITTLE))
    ifd0.link(GPS_IFD, position)
    latitude = sample.degrees("Photoshop:XMP XMP-exif:GPSLatitude")
    packet = xmp.packet(xmp.description("exif", f'exif:GPSLatitude="{latitude}"'))
    resources = iptc.resource(iptc.EXIF_COPY, tiff(ifd0)) + iptc.resource(iptc.XMP_COPY, packet)
    sample.head += jpeg.photoshop_segments(resources)


def photoshop_texts(sample: Sample) -> None:
    resources = b"".join(
        (
            iptc.resource(0x03F0, sample.text("Photoshop:0x03f0", "text").encode()),
            iptc.resource(
                0x040B, b"https://example.org/" + sample.text("Photoshop:URL", "copyright").encode()
            ),
            iptc.resource(
                0x043E, b"C:\\Users\\" + sample.text("Photoshop:0x043e", "person").encode()
            ),
            iptc.resource(0x03E9, b"<plist>" + sample.text("Photoshop:0x03e9", "person").encode()),
            iptc.resource(
                0x0FA1, b"data", name=sample.text("Photoshop resource name", "unknown").encode()
            ),
            iptc.resource(0x040F, icc.profile(sample.text("Photoshop:ICC_Profile", "icc"))),
        )
    )
    sample.head += jpeg.photoshop_segments(resources)


def photoshop_old(sample: Sample) -> None:
    data = iptc.dataset(2, 90, sample.text("Adobe_Photoshop2.5 IPTC:City", "location"))
    head = b"Adobe_Photoshop2.5:\0".ljust(27, b"\0")
    sample.head.append(segment(jpeg.APP13, head + iptc.resource(iptc.IPTC, data)))


# JFIF, ICC, comments and tails


def jfif_thumbnails(sample: Sample) -> None:
    pixels = sample.text("JFIF:ThumbnailTIFF", "thumbnail").encode()
    sample.front.append(jpeg.jfif_segment(pixels, 2, 2))
    sample.front.append(jpeg.jfxx_segment(0x10, thumbnail_jpeg(sample, "JFIF:ThumbnailImage")))


def jfxx_raw(sample: Sample) -> None:
    sample.front.append(jpeg.jfif_segment())
    rgb = sample.text("JFXX RGB thumbnail", "thumbnail").encode()
    sample.front.append(jpeg.jfxx_segment(0x13, bytes((2, 2)) + rgb))
    palette = sample.text("JFXX palette thumbnail", "thumbnail").encode().ljust(768, b"\0")
    sample.front.append(jpeg.jfxx_segment(0x11, bytes((2, 2)) + palette + bytes(4)))


def icc_texts(sample: Sample) -> None:
    """Personal strings in a profile stay with it and are a note."""
    profile = icc.profile(
        sample.text("ICC_Profile:ProfileDescription", "icc"),
        sample.text("ICC_Profile:ProfileCopyright", "icc"),
        sample.text("ICC_Profile:DeviceMfgDesc", "icc"),
    )
    sample.head += jpeg.icc_segments(profile)


def comments(sample: Sample) -> None:
    sample.head += [jpeg.comment(sample.text(f"COM {n}", "text")) for n in (1, 2)]
    hexadecimal = word("COM in hexadecimal").encode().hex().encode()
    sample.head.append(jpeg.comment(sample.plant("COM in hexadecimal", "text", hexadecimal, "hex").decode()))


def adobe_and_jfif_tails(sample: Sample) -> None:
    sample.front.append(jpeg.jfif_segment(tail=sample.text("JFIF tail", "unknown").encode()))
    sample.head.append(jpeg.adobe_segment(1, sample.text("Adobe tail", "unknown").encode()))


def table_tail(code: int, carrier: str):
    """Bytes behind the used length of a table or scan header, in a segment of its own making."""

    def fill(sample: Sample) -> None:
        tail = sample.text(carrier, "unknown").encode()
        if code == jpeg.DQT:
            sample.head.append(segment(code, b"\0" + b"\x08" * 64 + tail))
        else:
            sample.head.append(
                segment(code, b"\0" + bytes([0] * 3 + [12] + [0] * 12) + bytes(range(12)) + tail)
            )

    return fill


def scan_tail(sample: Sample) -> None:
    sample.scan_tail = sample.text("SOS tail", "unknown").encode()


# Application segments of cameras and programs


def flashpix(sample: Sample) -> None:
    """FPXR: a contents list, then the data of its stream (Exif 2.32, 4.7.3)."""
    name = "/Corpus Note".encode("utf-16-le") + b"\0\0"
    data = sample.text("FlashPix stream", "text").encode()
    contents = struct.pack(">HIB", 1, len(data), 0) + name
    sample.head.append(segment(jpeg.APP2, b"FPXR\0\0\1" + contents))
    sample.head.append(segment(jpeg.APP2, b"FPXR\0\0\2" + struct.pack(">HI", 0, 0) + data))


def flir_record(kind: int, offset: int, size: int) -> bytes:
    return struct.pack(">HHIIIIIII", kind, 0, 0, 0, offset, size, 0, 0, 0)


def flir(sample: Sample) -> None:
    """FFF: header of 64 bytes, a table of 32-byte records, then GPSInfo and CameraInfo."""
    place = decimal("FLIR:GPSLatitude"), decimal("FLIR:GPSLongitude", 179)
    sample.plant("FLIR:GPSLatitude", "location", struct.pack("<dd", *place), "double")
    gps = bytearray(0xB0)
    struct.pack_into("<I4s2s2s4xddf", gps, 0, 1, b"\2\2\0\0", b"N\0", b"E\0", *place, 214.5)
    gps[0x58 : 0x58 + 16] = sample.text("FLIR:GPSMapDatum", "location").encode().ljust(16, b"\0")
    camera = bytearray(0x400)
    struct.pack_into("<H", camera, 0, 2)
    for at, name in ((0x104, "CameraSerialNumber"), (0x1A0, "LensSerialNumber")):
        text = sample.text(f"FLIR:{name}", "device").encode()
        camera[at : at + len(text)] = text
    start = 64 + 32 * 2
    head = b"FFF\0" + b"Corpus".ljust(16, b"\0") + struct.pack(">IIII", 101, 64, 2, 3)
    records = flir_record(0x2B, start, len(gps)) + flir_record(0x20, start + len(gps), len(camera))
    data = head.ljust(64, b"\0") + records + bytes(gps) + bytes(camera)
    middle = start + len(gps)  # two chunks, cut between the records' data
    sample.head.append(segment(jpeg.APP1, b"FLIR\0\1\0\1" + data[:middle]))
    sample.head.append(segment(jpeg.APP1, b"FLIR\0\1\1\1" + data[middle:]))


def klv(key: bytes, kind: bytes, size: int, data: bytes, repeat: int | None = None) -> bytes:
    """GPMF: key, type, size of one value, count, data padded to 32 bits."""
    count = len(data) // size if repeat is None else repeat
    return key + kind + struct.pack(">BH", size, count) + data + bytes(-len(data) % 4)


def gopro(sample: Sample) -> None:
    serial = sample.text("GoPro:CameraSerialNumber", "device").encode()
    media = sample.plant("GoPro:MediaUniqueID", "device", word("GoPro:MediaUniqueID", 16).encode())
    place = [round(decimal(f"GoPro:{name}") * 10**7) for name in ("GPSLatitude", "GPSLongitude")]
    fix = struct.pack(">iiiii", *place, 612400, 1200, 1300)
    sample.plant("GoPro:GPSLatitude", "location", fix[:8], "int32")
    scale = struct.pack(">iiiii", 10**7, 10**7, 1000, 1000, 100)
    stream = klv(b"SCAL", b"l", 4, scale) + klv(b"GPS5", b"l", 20, fix)
    device = (
        klv(b"DVNM", b"c", 1, b"Camera")
        + klv(b"CASN", b"c", 1, serial)
        + klv(b"MUID", b"L", 4, media)
        + klv(b"STRM", b"\0", 1, stream)
    )
    sample.head.append(segment(0xE6, b"GoPro\0" + klv(b"DEVC", b"\0", 1, device)))


def thermal_sensors(sample: Sample) -> None:
    """InfiRay's set is recognised by its APP2 alone."""
    sensor = bytearray(0x280)
    for at, name in ((0xC0, "IRSensorSerialNumber"), (0x240, "VisibleSensorSerialNumber")):
        text = sample.text(f"InfiRay:{name}", "device").encode()
        sensor[at : at + len(text)] = text
    sample.head.append(segment(jpeg.APP2, b"\1\0\0\0IJPEG\0" + bytes(50)))
    sample.head.append(segment(0xE9, bytes(sensor)))


def kodak_meta(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.undefined(0xC353, b"ASCII\0\0\0" + sample.text("MetaIFD:CameraOwner", "person").encode())
    ifd.undefined(0xC354, b"ASCII\0\0\0" + sample.text("MetaIFD:SerialNumber", "device").encode())
    sample.head.append(segment(0xE3, b"Meta\0\0" + tiff(ifd)))


def ciff(sample: Sample) -> None:
    """Canon CIFF: a heap of values, a directory behind it, its offset in the last four bytes."""
    owner = sample.text("CanonRaw:OwnerName", "person").encode() + b"\0"
    entries = struct.pack("<HHII", 1, 0x0810, len(owner), 0)
    heap = owner + entries + struct.pack("<I", len(owner))
    sample.front.append(segment(jpeg.APP0, b"II" + struct.pack("<I", 14) + b"HEAPJPGM" + heap))


def ricoh_rmeta(sample: Sample) -> None:
    names = b"Location\0Sign Type\0"
    fields = ("RMETA:Location", "RMETA:SignType")
    values = b"".join(sample.text(field, "text").encode() + b"\0" for field in fields)

    def section(kind: int, data: bytes) -> bytes:
        return struct.pack(">HH", kind, len(data) + 2) + data

    body = struct.pack(">H", 2) + bytes(8) + section(1, names) + section(2, values)
    body += section(3, struct.pack(">HH", 0xFFFF, 0xFFFF)) + bytes(4)
    sample.head.append(segment(0xE5, b"RMETA\0" + b"MM" + struct.pack(">HHHH", 0, 0, 0, 10) + body))


def parrot(sample: Sample) -> None:
    ifd = Ifd(LITTLE)
    ifd.ascii(0x010E, sample.text("Parrot:RawThermalImage", "unknown"))
    sample.head.append(segment(jpeg.APP1, b"PARROT\0" + tiff(ifd)))


def eppim(sample: Sample) -> None:
    ifd = Ifd(LITTLE)
    ifd.undefined(
        0xC4A5, b"PrintIM\x000300\0\0\0\0" + sample.text("EPPIM:PrintIM", "device").encode()
    )
    sample.head.append(segment(0xE6, b"EPPIM\0" + tiff(ifd)))


def huawei(sample: Sample) -> None:
    ifd = Ifd(LITTLE)
    ifd.ascii(0x0200, sample.text("HUAWEI APP7", "device"))
    sample.head.append(segment(0xE7, b"HUAWEI\0\0" + tiff(ifd)))


def mediatek(sample: Sample) -> None:
    """MediaTek's driver: a key, little-endian, and tables of numbers, a segment for each part."""
    for number, key, name in (
        (5, "fbfaf9f8", "camera"),
        (6, "02f2f1f0", "exposure"),
        (7, "f7f6f5f4", "pipeline"),
        (8, "f8f6f4f2", "reserve"),
    ):
        token = sample.text(f"MediaTek:DebugInfo {name}", "device").encode()
        sample.head.append(segment(0xE0 + number, bytes.fromhex(key) + bytes(28) + token))


def texts(sample: Sample) -> None:
    """Segments whose body is text or a plain structure with text in it."""

    def add(
        code: int,
        signature: bytes,
        carrier: str,
        category: str,
        tail: bytes = b"",
        gone: bool | None = None,
    ) -> None:
        token = sample.text(carrier, category, gone=gone).encode()
        sample.head.append(segment(code, signature + token + tail))

    add(0xE1, b"QVCI\0".ljust(0x4D, b"\0"), "QVCI:DateTimeOriginal", "time", bytes(32))
    add(0xE3, b"_JPSJPS_" + struct.pack(">HBBBBH", 4, 0, 2, 1, 1, 12), "JPS:JPSComment", "text")
    add(0xE3, b"Stim\0", "Stim", "device")
    add(0xE4, b"SCALADO\0", "Scalado", "software")
    add(0xE4, b"Qualcomm Dual Camera Attributes", "Qualcomm Dual Camera Attributes", "device")
    add(0xE4, b"QTI Debug Metadata\0", "QTI Debug Metadata", "device")
    add(0xE5, b"ssuniqueid\0", "Samsung:UniqueID", "device", bytes(20))
    add(0xE6, b"NTIF\0" + bytes(20), "NITF", "unknown")
    add(0xE6, b'DTAT\0\0\1{"note":"', "DJI_DTAT", "text", b'"}')
    add(0xE7, b"DJI-DBG\0[ae_info:1][sensor_id:", "DJI-DBG sensor_id", "device", b"]")
    add(0xE7, b"\x1aQualcomm Camera Attributes", "Qualcomm Camera Attributes", "device")
    add(0xE8, b'SEAL\0<seal seal="1" id="', "SEAL", "credentials", b'"/>')
    add(
        0xEC,
        b"[picture info]\r\nResolution=1\r\nSerial#=",
        "PictureInfo:SerialNumber",
        "device",
        b"\r\n",
    )
    add(0xED, b"Adobe_CM\0\2", "Adobe_CM", "software")
    add(0xEF, b"Q 90 ", "GraphConv", "software")
    add(0xEF, b"TEXT\0", "APP15 TEXT", "unknown")
    for number in (3, 8, 11, 12, 14):
        add(0xE0 + number, b"Corpus%d\0" % number, f"unknown APP{number}", "unknown")


def posing(sample: Sample) -> None:
    """Signatures of what a viewer needs in front of what is none of it."""

    def token(carrier: str) -> bytes:
        return sample.text(carrier, "unknown").encode()

    iso = b"urn:iso:std:iso:ts:21496:-1\0"
    for code, signature, carrier in (
        (0xE2, jpeg.ICC_HEADER + b"\1\1", "no ICC profile"),
        (0xE2, iso, "no gain map metadata"),
        (0xE2, iso + bytes(4), "behind gain map metadata"),
        (0xEA, b"AROT\0\0\0\0\0\1", "no gain curve"),
        (0xEB, b"HDR_RI ver=11\n ln0=0.1\n~\0", "no ratio image"),
    ):
        sample.head.append(segment(code, signature + token(carrier)))


def behind_profile(sample: Sample) -> None:
    token = sample.text("behind an ICC profile", "unknown").encode()
    sample.head += jpeg.icc_segments(icc.profile() + token)


def hp_serial(sample: Sample) -> None:
    serial = sample.text("HP:SerialNumber", "device").encode()
    record = b"CMSN\1\0\0\0" + struct.pack("<I", len(serial) + 1) + serial + b"\0"
    sample.head.append(segment(0xE6, b"TDHD\1\0\0\0" + struct.pack("<I", len(record)) + record))


def unicode_comment(sample: Sample) -> None:
    sample.head.append(segment(0xEA, b"UNICODE\0" + sample.utf16("APP10 UNICODE", "text", BIG)))


def ducky(sample: Sample) -> None:
    body = struct.pack(">HHI", 1, 4, 80)
    for tag, name, category in ((2, "Comment", "text"), (3, "Copyright", "copyright")):
        text = sample.utf16(f"Ducky:{name}", category, BIG)
        body += struct.pack(">HHI", tag, len(text) + 4, len(text) // 2) + text
    sample.head.append(segment(0xEC, b"Ducky" + body + b"\0\0"))


def media_jukebox(sample: Sample) -> None:
    fields = (
        ("Name", "text"),
        ("Caption", "text"),
        ("People", "person"),
        ("Places", "location"),
        ("Album", "text"),
    )
    xml = "".join(
        f"<{name}>{sample.text(f'MediaJukebox:{name}', category)}</{name}>"
        for name, category in fields
    )
    body = f"<MJMD><Tool_Name>Corpus</Tool_Name>{xml}</MJMD>"
    sample.head.append(segment(0xE9, b"Media Jukebox\0" + bytes(8) + body.encode()))


def previews(sample: Sample) -> None:
    """A JPEG as the whole payload, under three signatures."""
    for code, signature in ((0xE2, b""), (0xE2, b"QVGA\0"), (0xE2, b"BGTH"), (0xE3, b"")):
        carrier = f"preview in APP{code - 0xE0} {signature.decode().strip(chr(0)) or 'plain'}"
        # ExifTool wants DQT first: the comment stands before EOI.
        image = tiny()
        image = jpeg.insert(image, jpeg.comment(sample.text(carrier, "thumbnail")), before=jpeg.EOI)
        sample.head.append(segment(code, signature + image))


# C2PA


def jumbf_superbox(kind: bytes, label: bytes, *content: bytes) -> bytes:
    """ISO 19566-5: a description box with content type and label, then the content."""
    description = box(
        b"jumd", kind + bytes.fromhex("00110010800000aa00389b71") + b"\3" + label + b"\0"
    )
    return box(b"jumb", description, *content)


def content_credentials(sample: Sample) -> None:
    """Signed as a whole: what holds a location goes as a whole."""
    latitude = sample.degrees("JUMBF stds.exif exif:GPSLatitude")
    author = sample.text("JUMBF CreativeWork author", "credentials", gone=True)
    signer = sample.text("JUMBF signature", "credentials", gone=True)
    first = len(sample.tokens)
    image = thumbnail_jpeg(sample, "JUMBF thumbnail")
    planted, sample.tokens[first:] = sample.tokens[first:], []
    for token in planted:
        sample.plant(token.carrier, token.category, token.data, token.encoding, gone=True)
    exif_assertion = box(b"json", f'{{"@context":{{}},"exif:GPSLatitude":"{latitude}"}}'.encode())
    work_assertion = box(b"json", f'{{"author":[{{"name":"{author}"}}]}}'.encode())
    picture = box(b"bfdb", b"\0image/jpeg\0") + box(b"bidb", image)
    assertions = jumbf_superbox(
        b"c2as",
        b"c2pa.assertions",
        jumbf_superbox(b"json", b"stds.exif", exif_assertion),
        jumbf_superbox(b"json", b"stds.schema-org.CreativeWork", work_assertion),
        jumbf_superbox(bytes.fromhex("40cb0c32"), b"c2pa.thumbnail.claim.jpeg", picture),
    )
    signature = jumbf_superbox(b"c2cs", b"c2pa.signature", box(b"cbor", b"\x6c" + signer.encode()))
    manifest = jumbf_superbox(
        b"c2ma", b"urn:uuid:00000000-0000-4000-8000-000000000001", assertions, signature
    )
    store = jumbf_superbox(b"c2pa", b"c2pa", manifest)
    cut = store.index(b"c2pa.signature") - 40  # two packets; the second repeats the box header
    sample.head.append(segment(0xEB, b"JP" + struct.pack(">HI", 1, 1) + store[:cut]))
    sample.head.append(segment(0xEB, b"JP" + struct.pack(">HI", 1, 2) + store[:8] + store[cut:]))


# Further images


def further_image(sample: Sample, carrier: str) -> bytes:
    """A JPEG with Exif, XMP, an MPF attribute directory's place and a comment of its own."""
    ifd0, exif = Ifd(sample.order), Ifd(sample.order)
    exif.ascii(0xA431, sample.text(f"{carrier} ExifIFD:SerialNumber", "device"))
    ifd0.link(EXIF_IFD, exif)
    position = Ifd(sample.order)
    position.ascii(0x01, "N")
    position.rational(0x02, *sample.coordinate(f"{carrier} GPS:GPSLatitude"))
    position.ascii(0x03, "E")
    position.rational(0x04, *sample.coordinate(f"{carrier} GPS:GPSLongitude"))
    ifd0.link(GPS_IFD, position)
    latitude = sample.degrees(f"{carrier} XMP-exif:GPSLatitude")
    packet = xmp.packet(xmp.description("exif", f'exif:GPSLatitude="{latitude}"'))
    return tiny(
        jpeg.exif_segment(tiff(ifd0)),
        jpeg.xmp_segment(packet),
        jpeg.comment(sample.text(f"{carrier} File:Comment", "text")),
    )


def multi_picture(sample: Sample) -> None:
    """A disparity image, which stays, and a preview, which does not; both with image ids."""
    sample.further.append(jpeg.MpImage(further_image(sample, "MPF disparity"), 0x020002))
    sample.further.append(jpeg.MpImage(further_image(sample, "MPF preview"), 0x010001))
    uid = sample.text("MPF0:ImageUIDList", "device").encode().ljust(33, b"\0")
    sample.uids = [uid, uid, uid]


def gain_map(sample: Sample) -> None:
    """An Ultra HDR picture whose gain map carries a position."""
    image = further_image(sample, "gain map")
    attributes = (
        'hdrgm:Version="1.0" hdrgm:GainMapMin="0.0" hdrgm:GainMapMax="2.0" '
        'hdrgm:Gamma="1.0" hdrgm:HDRCapacityMin="0.0" hdrgm:HDRCapacityMax="2.0"'
    )
    image = jpeg.after_soi(
        image, jpeg.xmp_segment(xmp.packet(xmp.description("hdrgm", attributes)))
    )
    items = (
        '<rdf:li rdf:parseType="Resource">'
        '<Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"/>'
        '</rdf:li><rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" '
        f'Item:Semantic="GainMap" Item:Length="{len(image)}"/></rdf:li>'
    )
    creator = sample.text("primary of a gain map XMP-xmp:CreatorTool", "software")
    sample.head.append(
        jpeg.xmp_segment(
            xmp.packet(
                xmp.description(
                    "hdrgm Container Item xmp",
                    f'hdrgm:Version="1.0" xmp:CreatorTool="{creator}"',
                    f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>",
                )
            )
        )
    )
    sample.further.append(jpeg.MpImage(image, 0))


CARRIERS = [
    Carrier("iptc", "IPTC with places, persons and texts", iptc_record),
    Carrier("iptc_straddling", "IPTC over several APP13", iptc_straddling, alone=True),
    Carrier("iptc_extended_length", "IPTC with extended lengths", iptc_extended_length),
    Carrier("iptc_wrong_length", "IPTC with wrong lengths", iptc_wrong_length, alone=True),
    Carrier("iptc_cut", "IPTC whose last dataset is cut off", iptc_cut, alone=True),
    Carrier(
        "photoshop_thumbnails", "Photoshop thumbnails with GPS of their own", photoshop_thumbnails
    ),
    Carrier("photoshop_copies", "Exif and XMP inside image resources", photoshop_copies),
    Carrier(
        "photoshop_texts", "paths, addresses, names in image resources", photoshop_texts, alone=True
    ),
    Carrier("photoshop_old", "APP13 of Photoshop 2.5", photoshop_old),
    Carrier("jfif_thumbnail", "JFIF and JFXX thumbnails", jfif_thumbnails),
    Carrier("jfxx_raw", "JFXX thumbnails, RGB and palette", jfxx_raw, alone=True),
    Carrier("icc", "names in an ICC profile", icc_texts),
    Carrier("posing", "signatures of what a viewer needs before other data", posing, alone=True),
    Carrier("icc_longer", "bytes behind an ICC profile", behind_profile, alone=True),
    Carrier("com", "two comments", comments),
    Carrier("tails", "bytes behind JFIF and Adobe", adobe_and_jfif_tails, alone=True),
    Carrier(
        "dqt_tail",
        "bytes behind a quantisation table",
        table_tail(jpeg.DQT, "DQT tail"),
        alone=True,
    ),
    Carrier(
        "dht_tail", "bytes behind a Huffman table", table_tail(jpeg.DHT, "DHT tail"), alone=True
    ),
    Carrier("sos_tail", "bytes behind a scan header", scan_tail, alone=True),
    Carrier("flashpix", "a FlashPix stream", flashpix),
    Carrier("flir", "FLIR GPSInfo and CameraInfo", flir),
    Carrier("gopro", "GPMF of a GoPro", gopro),
    Carrier("infiray", "InfiRay sensor serial numbers", thermal_sensors, alone=True),
    Carrier("kodak_meta", "Kodak's APP3 directory", kodak_meta, both_orders=True),
    Carrier("ciff", "Canon CIFF in APP0", ciff),
    Carrier("rmeta", "Ricoh RMETA", ricoh_rmeta),
    Carrier("parrot", "Parrot thermal TIFF", parrot),
    Carrier("eppim", "Toshiba EPPIM", eppim),
    Carrier("huawei", "Huawei's APP7 directory", huawei),
    Carrier("app_texts", "application segments with text bodies, known and unknown", texts),
    Carrier("mediatek", "what MediaTek's camera driver notes", mediatek),
    Carrier("hp", "HP TDHD serial number", hp_serial),
    Carrier("app10_unicode", "UTF-16 comment of ArcSoft", unicode_comment),
    Carrier("ducky", "Ducky comment and copyright", ducky),
    Carrier("media_jukebox", "Media Jukebox XML", media_jukebox),
    Carrier("previews", "previews in APP2 and APP3", previews),
    Carrier("c2pa", "C2PA manifest with position, author, thumbnail", content_credentials),
    Carrier(
        "mpf", "MPF disparity image and preview with own metadata", multi_picture, both_orders=True
    ),
    Carrier("gain_map", "Ultra HDR gain map with a position", gain_map, alone=True),
]
