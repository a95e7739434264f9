"""Exif directories with believable content (tag numbers: Exif 2.32 tables 4 to 15)."""

from __future__ import annotations

from .tiff import BIG, Blob, Ifd, Kind, tiff

EXIF_IFD = 0x8769
GPS_IFD = 0x8825
INTEROP_IFD = 0xA005
SUB_IFDS = 0x014A
MAKER_NOTE = 0x927C
ORIENTATION = 0x0112
THUMBNAIL_OFFSET = 0x0201
THUMBNAIL_LENGTH = 0x0202


def sexagesimal(degrees: float) -> tuple[tuple[int, int], ...]:
    """Degrees, minutes and seconds; 1/10000 second is finer than 1e-7 degrees."""
    ticks = round(abs(degrees) * 3600 * 10000)
    whole, rest = divmod(ticks, 3600 * 10000)
    minutes, seconds = divmod(rest, 60 * 10000)
    return (whole, 1), (minutes, 1), (seconds, 10000)


def gps_ifd(
    order: str,
    lat: float,
    lon: float,
    altitude: float | None = None,
    utc: tuple[int, int, int] | None = None,
    date: str | None = None,
    heading: float | None = None,
) -> Ifd:
    """A GPS directory with a position (Exif 2.32, 4.6.6)."""
    gps = Ifd(order)
    gps.byte(0x00, 2, 3, 0, 0)
    gps.ascii(0x01, "N" if lat >= 0 else "S")
    gps.rational(0x02, *sexagesimal(lat))
    gps.ascii(0x03, "E" if lon >= 0 else "W")
    gps.rational(0x04, *sexagesimal(lon))
    if altitude is not None:
        gps.byte(0x05, 0 if altitude >= 0 else 1)
        gps.rational(0x06, (round(abs(altitude) * 100), 100))
    if utc is not None:
        gps.rational(0x07, *((part, 1) for part in utc))
    if heading is not None:
        gps.ascii(0x10, "T")
        gps.rational(0x11, (round(heading * 100), 100))
    if date is not None:
        gps.ascii(0x1D, date)
    return gps


def exif_ifd(
    order: str,
    taken: str,
    serial: str | None = None,
    zone: str | None = None,
    lens: str | None = None,
    size: tuple[int, int] | None = None,
) -> Ifd:
    exif = Ifd(order)
    exif.rational(0x829A, (1, 60))
    exif.rational(0x829D, (18, 10))
    exif.short(0x8827, 200)
    exif.undefined(0x9000, b"0232")
    exif.ascii(0x9003, taken)
    exif.ascii(0x9004, taken)
    if zone is not None:
        exif.ascii(0x9011, zone)
    exif.undefined(0x9101, b"\1\2\3\0")
    exif.rational(0x920A, (425, 100))
    exif.undefined(0xA000, b"0100")
    exif.short(0xA001, 1)
    if size is not None:
        exif.long(0xA002, size[0])
        exif.long(0xA003, size[1])
    if serial is not None:
        exif.ascii(0xA431, serial)
    if lens is not None:
        exif.ascii(0xA434, lens)
    return exif


def thumbnail_ifd(order: str, jpeg: bytes) -> Ifd:
    """IFD1: a JPEG thumbnail (Exif 2.32, 4.5.8)."""
    ifd = Ifd(order)
    image = Blob(jpeg)
    ifd.short(0x0103, 6)
    ifd.rational(0x011A, (72, 1))
    ifd.rational(0x011B, (72, 1))
    ifd.short(0x0128, 2)
    ifd.link(THUMBNAIL_OFFSET, image)
    ifd.long(THUMBNAIL_LENGTH, len(jpeg))
    return ifd


def gps_only_tiff(order: str, lat: float, lon: float) -> bytes:
    """The smallest Exif block that gives a place away."""
    ifd0 = Ifd(order)
    ifd0.ascii(0x010F, "Corpus")
    ifd0.link(GPS_IFD, gps_ifd(order, lat, lon))
    return tiff(ifd0)


def orientation_tiff(order: str, orientation: int) -> bytes:
    ifd0 = Ifd(order)
    ifd0.short(ORIENTATION, orientation)
    return tiff(ifd0)


def interop_ifd(order: str, index: str) -> Ifd:
    """DCF 2.0: R98 is sRGB, R03 is Adobe RGB."""
    ifd = Ifd(order)
    ifd.ascii(0x0001, index)
    ifd.undefined(0x0002, b"0100")
    return ifd


def camera_tiff(
    order: str = BIG,
    *,
    make: str,
    model: str,
    taken: str,
    orientation: int = 1,
    serial: str | None = None,
    zone: str | None = None,
    lens: str | None = None,
    software: str | None = None,
    artist: str | None = None,
    size: tuple[int, int] | None = None,
    gps: Ifd | None = None,
    thumbnail: bytes | None = None,
) -> bytes:
    """What a phone or a camera writes, tags in ascending order."""
    ifd0 = Ifd(order)
    ifd0.ascii(0x010F, make)
    ifd0.ascii(0x0110, model)
    ifd0.short(ORIENTATION, orientation)
    ifd0.rational(0x011A, (72, 1))
    ifd0.rational(0x011B, (72, 1))
    ifd0.short(0x0128, 2)
    if software is not None:
        ifd0.ascii(0x0131, software)
    ifd0.ascii(0x0132, taken)
    if artist is not None:
        ifd0.ascii(0x013B, artist)
    ifd0.short(0x0213, 1)
    ifd0.link(EXIF_IFD, exif_ifd(order, taken, serial, zone, lens, size), Kind.LONG)
    if gps is not None:
        ifd0.link(GPS_IFD, gps)
    if thumbnail is not None:
        ifd0.next_ifd = thumbnail_ifd(order, thumbnail)
    return tiff(ifd0)
