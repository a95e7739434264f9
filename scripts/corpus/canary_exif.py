"""Canaries in the Exif block: every directory, type and embedded document."""

from __future__ import annotations

import struct

from . import icc, iptc, jpeg, xmp
from .canary import Carrier, Sample, decimal, digest, rationals, triple, word
from .exif import EXIF_IFD, GPS_IFD, SUB_IFDS, THUMBNAIL_LENGTH, THUMBNAIL_OFFSET
from .frames import tiny
from .tiff import BIG, LITTLE, Blob, Ifd, Kind, tiff

IFD0_TEXTS = (
    (0x010D, "DocumentName", "text"),
    (0x010E, "ImageDescription", "text"),
    (0x010F, "Make", "device"),
    (0x0110, "Model", "device"),
    (0x0131, "Software", "software"),
    (0x013B, "Artist", "copyright"),
    (0x013C, "HostComputer", "device"),
    (0x8298, "Copyright", "copyright"),
    (0xC62F, "CameraSerialNumber", "device"),
    (0xC68B, "OriginalRawFileName", "history"),
)

EXIF_TEXTS = (
    (0x9009, "GooglePlusUploadCode", "person"),
    (0x9213, "ImageHistory", "history"),
    (0x9999, "XiaomiSettings", "device"),
    (0xA004, "RelatedSoundFile", "text"),
    (0xA420, "ImageUniqueID", "device"),
    (0xA430, "OwnerName", "person"),
    (0xA431, "SerialNumber", "device"),
    (0xA434, "LensModel", "device"),
    (0xA435, "LensSerialNumber", "device"),
    (0xA436, "ImageTitle", "text"),
)

XP_TAGS = (
    (0x9C9B, "XPTitle", "text"),
    (0x9C9C, "XPComment", "text"),
    (0x9C9D, "XPAuthor", "copyright"),
    (0x9C9E, "XPKeywords", "text"),
    (0x9C9F, "XPSubject", "text"),
)


def ifd0_texts(sample: Sample) -> None:
    for tag, name, category in IFD0_TEXTS:
        sample.ifd0.ascii(tag, sample.text(f"IFD0:{name}", category))


def inline_text(sample: Sample) -> None:
    sample.ifd0.ascii(0x011D, word("IFD0:PageName", 3))
    sample.inline("IFD0:PageName", "text", sample.ifd0)


def windows_texts(sample: Sample) -> None:
    """XP tags are UTF-16LE in files of both byte orders."""
    for tag, name, category in XP_TAGS:
        data = sample.utf16(f"IFD0:{name}", category) + b"\0\0"
        sample.ifd0.add(tag, Kind.BYTE, len(data), data)


def exif_texts(sample: Sample) -> None:
    for tag, name, category in EXIF_TEXTS:
        sample.exif.ascii(tag, sample.text(f"ExifIFD:{name}", category))
    utf8 = sample.text("ExifIFD:Photographer", "copyright").encode() + b"\0"
    sample.exif.add(0xA437, Kind.UTF8, len(utf8), utf8)


def times(sample: Sample) -> None:
    for ifd, tag, name, date in (
        (sample.ifd0, 0x0132, "IFD0:ModifyDate", "2021:07:13 04:05:06"),
        (sample.exif, 0x9003, "ExifIFD:DateTimeOriginal", "2021:07:13 04:05:07"),
        (sample.exif, 0x9011, "ExifIFD:OffsetTimeOriginal", "+09:30"),
    ):
        ifd.ascii(tag, sample.plant(name, "time", date.encode()))


def user_comment_ascii(sample: Sample) -> None:
    sample.exif.undefined(
        0x9286, b"ASCII\0\0\0" + sample.text("ExifIFD:UserComment", "text").encode()
    )


def user_comment_unicode(sample: Sample) -> None:
    """Exif 2.32, 4.6.5: UNICODE text in the byte order of the file."""
    sample.exif.undefined(
        0x9286, b"UNICODE\0" + sample.utf16("ExifIFD:UserComment", "text", sample.order)
    )


def text_places(sample: Sample) -> None:
    """Mapillary writes its JSON, place included, into ImageDescription."""
    latitude, longitude = (
        sample.plant(name, "location", f"{decimal(name):.6f}".encode()).decode()
        for name in ("IFD0:ImageDescription MAPLatitude", "IFD0:ImageDescription MAPLongitude")
    )
    project = sample.text("IFD0:ImageDescription MAPSettingsProject", "text")
    sample.ifd0.ascii(
        0x010E,
        f'{{"MAPLatitude":"{latitude}","MAPSettingsProject":"{project}","MAPLongitude":{longitude}}}',
    )


def wide_text_places(sample: Sample) -> None:
    """A place in the XP tags and in a UserComment in both orders of UTF-16."""

    def place(carrier: str, word_in_front: str, encoding: str) -> bytes:
        number = f"{decimal(carrier):.6f}".encode("ascii").decode().encode(encoding)
        sample.plant(carrier, "location", number, encoding)
        return f"seen at {word_in_front}=".encode(encoding) + number

    comment = place("IFD0:XPComment lat", "lat", "utf-16-le") + b"\0\0"
    sample.ifd0.add(0x9C9C, Kind.BYTE, len(comment), comment)
    own = "utf-16-le" if sample.order == LITTLE else "utf-16-be"
    other = "utf-16-be" if sample.order == LITTLE else "utf-16-le"
    for ifd, order in ((sample.exif, own), (sample.ifd0, other)):
        name = f"UserComment {order} longitude"
        ifd.undefined(0x9286, b"UNICODE\0" + place(name, "longitude", order))


def iptc_of_afcp(sample: Sample) -> None:
    data = iptc.dataset(2, 90, sample.text("IFD0:AFCP_IPTC IPTC:City", "location"))
    data += iptc.dataset(2, 120, sample.text("IFD0:AFCP_IPTC IPTC:Caption-Abstract", "text"))
    sample.ifd0.undefined(0x8568, data)


def gps(sample: Sample) -> None:
    """Everything in a GPS directory with a position goes with it."""
    ifd = sample.gps
    ifd.byte(0x00, 2, 3, 0, 0)
    ifd.ascii(0x01, "N")
    ifd.rational(0x02, *sample.coordinate("GPS:GPSLatitude"))
    ifd.ascii(0x03, "W")
    ifd.rational(0x04, *sample.coordinate("GPS:GPSLongitude", degrees=179))
    ifd.byte(0x05, 0)
    altitude = (int.from_bytes(digest("GPS:GPSAltitude")[:3], "big") | 1, 10007)
    sample.plant(
        "GPS:GPSAltitude",
        "location",
        rationals(sample.order, (altitude,)),
        "rational-le" if sample.order == LITTLE else "rational-be",
    )
    ifd.rational(0x06, altitude)
    ifd.ascii(0x08, sample.text("GPS:GPSSatellites", "location"))
    ifd.ascii(0x12, sample.text("GPS:GPSMapDatum", "location"))
    ifd.rational(0x14, *sample.coordinate("GPS:GPSDestLatitude"))
    ifd.rational(0x16, *sample.coordinate("GPS:GPSDestLongitude", degrees=179))
    ifd.undefined(
        0x1B, b"ASCII\0\0\0" + sample.text("GPS:GPSProcessingMethod", "location").encode()
    )
    ifd.undefined(
        0x1C, b"UNICODE\0" + sample.utf16("GPS:GPSAreaInformation", "location", sample.order)
    )
    ifd.ascii(0x1D, sample.plant("GPS:GPSDateStamp", "location", b"2021:07:12"))
    ifd.ascii(0x7F01, sample.text("GPS:0x7f01", "location"))


def interop(sample: Sample) -> None:
    ifd = sample.directory("interop")
    ifd.ascii(0x0001, "R98")
    ifd.ascii(0x1000, sample.text("InteropIFD:RelatedImageFileFormat", "device"))


def thumbnail_jpeg(sample: Sample, carrier: str) -> bytes:
    """A small JPEG with a comment and a position of its own."""
    ifd0, position = Ifd(BIG), Ifd(BIG)
    position.ascii(0x01, "S")
    position.rational(0x02, *sample.coordinate(f"{carrier} GPS:GPSLatitude", BIG))
    position.ascii(0x03, "E")
    position.rational(0x04, *sample.coordinate(f"{carrier} GPS:GPSLongitude", BIG))
    ifd0.link(GPS_IFD, position)
    comment = sample.text(f"{carrier} File:Comment", "text")
    return tiny(jpeg.exif_segment(tiff(ifd0)), jpeg.comment(comment))


def thumbnail(sample: Sample) -> None:
    image = Blob(thumbnail_jpeg(sample, "IFD1:ThumbnailImage"))
    ifd1 = sample.directory("ifd1")
    ifd1.short(0x0103, 6)
    ifd1.ascii(0x010E, sample.text("IFD1:ImageDescription", "text"))
    ifd1.link(THUMBNAIL_OFFSET, image)
    ifd1.long(THUMBNAIL_LENGTH, image.size())


def uncompressed_thumbnail(sample: Sample) -> None:
    """Exif 2.32, 4.5.8: a thumbnail of RGB samples in a strip."""
    pixels = Blob(sample.text("IFD1:StripOffsets", "thumbnail").encode().ljust(48, b"\x80"))
    ifd1 = sample.directory("ifd1")
    ifd1.short(0x0100, 4)
    ifd1.short(0x0101, 4)
    ifd1.short(0x0102, 8, 8, 8)
    ifd1.short(0x0103, 1)
    ifd1.short(0x0106, 2)
    ifd1.link(0x0111, pixels)
    ifd1.short(0x0115, 3)
    ifd1.short(0x0116, 4)
    ifd1.long(0x0117, pixels.size())


def small_gps(sample: Sample, carrier: str) -> Ifd:
    ifd = Ifd(sample.order)
    ifd.ascii(0x01, "N")
    ifd.rational(0x02, *sample.coordinate(f"{carrier} GPS:GPSLatitude"))
    ifd.ascii(0x03, "E")
    ifd.rational(0x04, *sample.coordinate(f"{carrier} GPS:GPSLongitude"))
    return ifd


def gps_in_exif_ifd(sample: Sample) -> None:
    sample.exif.link(GPS_IFD, small_gps(sample, "ExifIFD"))


def chained_ifd(sample: Sample) -> None:
    sample.directory("ifd1").short(0x0128, 2)
    ifd2 = sample.directory("ifd2")
    ifd2.ascii(0x010E, sample.text("IFD2:ImageDescription", "text"))
    ifd2.link(GPS_IFD, small_gps(sample, "IFD2"))


def sub_ifd(sample: Sample) -> None:
    sub = Ifd(sample.order)
    sub.ascii(0x010E, sample.text("SubIFD:ImageDescription", "text"))
    sub.link(GPS_IFD, small_gps(sample, "SubIFD"))
    sample.ifd0.link(SUB_IFDS, sub)


def orphan_text(sample: Sample) -> None:
    sample.ifd0.short(0x0128, 2)
    text = f"filter: {sample.text('Exif gap', 'unknown')}; mode: 0;"
    sample.stray.append(Blob(text.encode()))


def orphan_gps(sample: Sample) -> None:
    """What an editor leaves behind that writes a new directory and forgets the old one."""
    sample.ifd0.short(0x0128, 2)
    old = small_gps(sample, "Exif gap")
    sample.stray += [old, *old.values]


def padding(sample: Sample) -> None:
    """Windows fills its Padding tag with what stood there before."""
    old = sample.text("IFD0:Padding", "software", gone=True).encode()
    sample.ifd0.undefined(0xEA1C, b"\x1c\xea" + bytes(6) + old)


def geotiff(sample: Sample) -> None:
    """GeoTIFF 1.0, 2.6.1: raster point, then the point on the map it is tied to."""
    place = (decimal("IFD0:ModelTiePoint x", 179), decimal("IFD0:ModelTiePoint y"))
    sample.ifd0.double(0x830E, 0.00012, 0.00012, 0.0)
    sample.ifd0.double(0x8482, 0.0, 0.0, 0.0, *place, 0.0)
    sample.plant(
        "IFD0:ModelTiePoint", "location", struct.pack(f"{sample.order}dd", *place), "double"
    )
    sample.ifd0.short(0x87AF, 1, 1, 0, 1, 1024, 0, 1, 2)


def xmp_in_ifd0(sample: Sample) -> None:
    latitude = sample.degrees("IFD0:ApplicationNotes XMP-exif:GPSLatitude")
    creator = sample.text("IFD0:ApplicationNotes XMP-xmp:CreatorTool", "software")
    packet = xmp.packet(
        xmp.description("exif xmp", f'exif:GPSLatitude="{latitude}" xmp:CreatorTool="{creator}"')
    )
    sample.ifd0.add(0x02BC, Kind.BYTE, len(packet), packet)


def iptc_in_ifd0(sample: Sample) -> None:
    """IPTC is often typed LONG; its bytes are not swapped for that."""
    data = iptc.dataset(2, 90, sample.text("IFD0:IPTC-NAA IPTC:City", "location"))
    data += iptc.dataset(2, 120, sample.text("IFD0:IPTC-NAA IPTC:Caption-Abstract", "text"))
    data += bytes(-len(data) % 4)
    sample.ifd0.add(0x83BB, Kind.LONG, len(data) // 4, data)


def photoshop_in_ifd0(sample: Sample) -> None:
    datasets = iptc.dataset(
        2, 101, sample.text("IFD0:PhotoshopSettings IPTC:Country-PrimaryLocationName", "location")
    )
    path = sample.text("IFD0:PhotoshopSettings Photoshop:0x043e", "person")
    data = iptc.iptc_resources(datasets) + iptc.resource(0x043E, path.encode())
    sample.ifd0.add(0x8649, Kind.BYTE, len(data), data)


def icc_in_ifd0(sample: Sample) -> None:
    data = icc.profile(sample.text("IFD0:ICC_Profile ICC_Profile:ProfileDescription", "icc"))
    sample.ifd0.undefined(0x8773, data)


def split(sample: Sample) -> None:
    """One Exif block in two APP1, cut inside the latitude."""
    ifd0, exif = Ifd(sample.order), Ifd(sample.order)
    exif.ascii(0xA430, sample.text("split Exif ExifIFD:OwnerName", "person"))
    ifd0.link(EXIF_IFD, exif)
    position = Ifd(sample.order)
    position.ascii(0x01, "S")
    pairs = triple("split Exif GPS:GPSLatitude")
    position.rational(0x02, *pairs)
    position.undefined(
        0x1C, b"ASCII\0\0\0" + sample.text("split Exif GPS:GPSAreaInformation", "location").encode()
    )
    ifd0.link(GPS_IFD, position)
    block = tiff(ifd0)
    whole = rationals(sample.order, pairs)
    cut = block.index(whole) + 18
    sample.plant("split Exif GPS:GPSLatitude", "location", whole[:18], "rational, first part")
    sample.head += [jpeg.exif_segment(block[:cut]), jpeg.exif_segment(block[cut:])]


def second_exif(sample: Sample) -> None:
    """A complete second Exif segment, in the other byte order."""
    other = BIG if sample.order == LITTLE else LITTLE
    ifd0, position = Ifd(other), Ifd(other)
    ifd0.ascii(0x013B, sample.text("second Exif IFD0:Artist", "copyright"))
    position.ascii(0x01, "N")
    position.rational(0x02, *sample.coordinate("second Exif GPS:GPSLatitude", other))
    position.ascii(0x03, "E")
    position.rational(0x04, *sample.coordinate("second Exif GPS:GPSLongitude", other))
    ifd0.link(GPS_IFD, position)
    sample.head.append(jpeg.exif_segment(tiff(ifd0)))


def between_scans(sample: Sample) -> None:
    ifd0 = Ifd(sample.order)
    ifd0.ascii(0x010E, sample.text("Exif between scans IFD0:ImageDescription", "text"))
    ifd0.link(GPS_IFD, small_gps(sample, "Exif between scans"))
    sample.between += [
        jpeg.exif_segment(tiff(ifd0)),
        jpeg.comment(sample.text("COM between scans", "text")),
    ]


def before_eoi(sample: Sample) -> None:
    ifd0 = Ifd(sample.order)
    ifd0.ascii(0x010E, sample.text("Exif before EOI IFD0:ImageDescription", "text"))
    ifd0.link(GPS_IFD, small_gps(sample, "Exif before EOI"))
    sample.before_eoi += [
        jpeg.exif_segment(tiff(ifd0)),
        jpeg.comment(sample.text("COM before EOI", "text")),
    ]


CARRIERS = [
    Carrier("exif_ifd0", "texts of IFD0", ifd0_texts, both_orders=True),
    Carrier("exif_inline", "a text inside its entry", inline_text, both_orders=True),
    Carrier("exif_xp", "the XP tags of Windows, UTF-16LE", windows_texts, both_orders=True),
    Carrier("exif_texts", "texts of the Exif directory", exif_texts, both_orders=True),
    Carrier("exif_text_places", "a place in a JSON text", text_places, True, alone=True),
    Carrier(
        "exif_wide_text_places", "places in texts of UTF-16", wide_text_places, True, alone=True
    ),
    Carrier("exif_times", "dates and time zone", times, both_orders=True),
    Carrier("exif_user_comment", "UserComment, ASCII", user_comment_ascii, True),
    Carrier(
        "exif_user_comment_unicode", "UserComment, UNICODE", user_comment_unicode, True, alone=True
    ),
    Carrier("exif_gps", "a full GPS directory", gps, both_orders=True),
    Carrier(
        "exif_gps_in_exif_ifd", "a GPS directory named by the Exif directory", gps_in_exif_ifd, True
    ),
    Carrier("exif_interop", "a text in the Interop directory", interop, both_orders=True),
    Carrier(
        "exif_thumbnail", "IFD1 and a thumbnail with comment and GPS", thumbnail, both_orders=True
    ),
    Carrier(
        "exif_thumbnail_rgb", "an uncompressed thumbnail", uncompressed_thumbnail, True, alone=True
    ),
    Carrier("exif_ifd2", "a chained IFD2 with text and GPS", chained_ifd, both_orders=True),
    Carrier("exif_sub_ifd", "a SubIFD with text and GPS", sub_ifd, both_orders=True),
    Carrier(
        "exif_gap_text", "text between directories, in no entry", orphan_text, True, alone=True
    ),
    Carrier("exif_gap_gps", "a GPS directory that nothing points to", orphan_gps, both_orders=True),
    Carrier("exif_padding", "old bytes in the Padding tag", padding, both_orders=True),
    Carrier("exif_geotiff", "GeoTIFF tie point", geotiff, both_orders=True),
    Carrier("exif_xmp", "XMP inside IFD0", xmp_in_ifd0, both_orders=True),
    Carrier("exif_iptc", "IPTC inside IFD0, typed LONG", iptc_in_ifd0, both_orders=True),
    Carrier("exif_afcp_iptc", "IPTC inside IFD0 as AFCP keeps it", iptc_of_afcp, both_orders=True),
    Carrier("exif_photoshop", "image resources inside IFD0", photoshop_in_ifd0, both_orders=True),
    Carrier("exif_icc", "ICC profile inside IFD0", icc_in_ifd0, both_orders=True, alone=True),
    Carrier("exif_split", "Exif split over two APP1", split, both_orders=True, alone=True),
    Carrier("exif_second", "a second Exif segment in the other byte order", second_exif, True),
    Carrier(
        "exif_between_scans", "Exif and COM between two scans", between_scans, both_orders=True
    ),
    Carrier("exif_before_eoi", "Exif and COM behind the last scan", before_eoi, both_orders=True),
]
