"""Canaries in the MakerNotes that hold places or identities.

Offsets count from the TIFF header (Canon, Panasonic, Sony, Casio, Samsung, Ricoh, DJI, Pentax AOC)
or from the note itself (Nikon 3, Fuji, Apple, Olympus, Pentax, Kodak, Motorola).
"""

from __future__ import annotations

import struct

from .canary import Carrier, Sample, decimal, digest
from .exif import MAKER_NOTE
from .jpeg import segment
from .tiff import BIG, LITTLE, Blob, Group, Ifd, Item, Kind, reachable, tables, tiff

MAKE, MODEL = 0x010F, 0x0110


def attach(sample: Sample, make: str, model: str, note: Item) -> None:
    if not any(entry.tag == MAKE for entry in sample.ifd0.entries):
        sample.ifd0.ascii(MAKE, make)
        sample.ifd0.ascii(MODEL, model)
    sample.exif.span(MAKER_NOTE, Kind.UNDEFINED, note)


def self_contained(prefix: bytes, ifd: Ifd) -> bytes:
    """A note whose offsets count from its own first byte."""
    return prefix + tables(reachable(ifd), len(prefix))


def mark(order: str) -> bytes:
    return b"II" if order == LITTLE else b"MM"


def padded(sample: Sample, carrier: str, category: str, size: int) -> bytes:
    return sample.text(carrier, category).encode().ljust(size, b"\0")


def panasonic(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.undefined(0x25, padded(sample, "Panasonic:InternalSerialNumber", "device", 16))
    ifd.ascii(0x52, sample.text("Panasonic:LensSerialNumber", "device"))
    name = padded(sample, "Panasonic:RecognizedFace1Name", "person", 20)
    ifd.undefined(0x61, struct.pack(f"{sample.order}HH", 1, 0) + name + bytes(8 + 20 + 96))
    for tag, size, field, category in (
        (0x65, 64, "Title", "text"),
        (0x66, 64, "BabyName", "person"),
        (0x67, 64, "Location", "location"),
        (0x69, 72, "Country", "location"),
        (0x6B, 72, "State", "location"),
        (0x6D, 72, "City", "location"),
        (0x6F, 128, "Landmark", "location"),
        (0x80, 72, "City2", "location"),
    ):
        ifd.undefined(tag, padded(sample, f"Panasonic:{field}", category, size))
    attach(sample, "Panasonic", "DMC-ZS7", Group(Blob(b"Panasonic\0\0\0"), ifd))


def nikon(sample: Sample) -> None:
    """Type 3: a TIFF header of its own behind ten bytes."""
    ifd = Ifd(sample.order)
    ifd.ascii(0x1D, sample.text("Nikon:SerialNumber", "device"))
    place = padded(sample, "Nikon:Location", "location", 70)
    country = struct.pack("4sB3sB", b"0100", 1, b"ZQX", 0)
    sample.plant("Nikon:CountryCode", "location", country[:8], "field")
    ifd.undefined(0x39, country + place)
    ifd.ascii(0xA0, sample.text("Nikon:SerialNumber 0xa0", "device"))
    altitude = struct.pack(f"{sample.order}i", 612 + 256 * digest("Nikon:Altitude")[0])
    barometer = b"0100" + struct.pack(f"{sample.order}H", 6) + altitude + bytes(2)
    sample.plant("Nikon:Altitude", "location", barometer[:10], "field")
    ifd.undefined(0xC3, barometer)
    attach(sample, "NIKON", "COOLPIX AW100", Blob(b"Nikon\0\x02\x10\0\0" + tiff(ifd)))


class CanonFooter(Item):
    """Order mark, 42, and where the note stood when the camera wrote it."""

    def __init__(self, order: str, note: Ifd):
        self.order = order
        self.note = note

    def size(self) -> int:
        return 8

    def render(self, base: int) -> bytes:
        return mark(self.order) + struct.pack(f"{self.order}HI", 42, self.note.offset - base)


def canon(sample: Sample) -> None:
    """Canon has written little-endian files only."""
    ifd = Ifd(sample.order)
    ifd.ascii(0x09, sample.text("Canon:OwnerName", "person"))
    ifd.long(0x0C, int.from_bytes(digest("Canon:SerialNumber")[:4], "big"))
    sample.inline("Canon:SerialNumber", "device", ifd)
    image_id = sample.plant(
        "Canon:ImageUniqueID", "device", digest("Canon:ImageUniqueID")[:16], "binary"
    )
    ifd.add(0x28, Kind.BYTE, 16, image_id)
    ifd.slong(0x35, 16, 540, 6, 0)
    sample.plant(
        "Canon:TimeZoneCity", "location", struct.pack(f"{sample.order}iii", 16, 540, 6), "field"
    )
    ifd.ascii(0x96, sample.text("Canon:InternalSerialNumber", "device"))
    lens = sample.plant(
        "Canon:LensSerialNumber", "device", digest("Canon:LensSerialNumber")[:5], "binary"
    )
    ifd.undefined(0x4019, lens + bytes(25))
    attach(sample, "Canon", "Canon EOS 7D", Group(ifd, CanonFooter(sample.order, ifd)))


def pentax_directory(sample: Sample, name: str) -> Ifd:
    ifd = Ifd(sample.order)
    ifd.short(0x0022, 1)
    ifd.short(0x0023, 33)
    sample.inline(f"{name} Pentax:HometownCity", "location", ifd)
    ifd.short(0x0024, 42)
    sample.inline(f"{name} Pentax:DestinationCity", "location", ifd)
    ifd.undefined(0x006B, bytes((7, 0, 33, 42)))
    sample.inline(f"{name} Pentax:TimeInfo cities", "location", ifd)
    ifd.ascii(0x0229, sample.text(f"{name} Pentax:SerialNumber", "device"))
    ifd.ascii(0x022E, sample.text(f"{name} Pentax:Artist", "copyright"))
    return ifd


def pentax_aoc(sample: Sample) -> None:
    ifd = pentax_directory(sample, "AOC")
    attach(
        sample, "PENTAX Corporation", "PENTAX K10D", Group(Blob(b"AOC\0" + mark(sample.order)), ifd)
    )


def pentax(sample: Sample) -> None:
    ifd = pentax_directory(sample, "PENTAX")
    attach(
        sample,
        "RICOH IMAGING COMPANY, LTD.",
        "PENTAX WG-50",
        Blob(self_contained(b"PENTAX \0" + mark(sample.order), ifd)),
    )


def ricoh_pentax(sample: Sample) -> None:
    ifd = pentax_directory(sample, "RICOH")
    attach(
        sample,
        "RICOH IMAGING COMPANY, LTD.",
        "RICOH GR III",
        Blob(self_contained(b"RICOH\0" + mark(sample.order), ifd)),
    )


def pentax_app7(sample: Sample) -> None:
    """The K-3 copies its whole MakerNote to an APP7."""
    ifd = pentax_directory(sample, "APP7")
    sample.head.append(segment(0xE7, self_contained(b"PENTAX \0" + mark(sample.order), ifd)))


def ricoh_app7(sample: Sample) -> None:
    """So does the GR IV, under Ricoh's name."""
    ifd = pentax_directory(sample, "APP7 RICOH")
    sample.head.append(segment(0xE7, self_contained(b"RICOH\0" + mark(sample.order), ifd)))


def dji_thermal(sample: Sample) -> None:
    """ThermalParams2 has no signature of DJI's: the Make tells."""
    sample.ifd0.ascii(MAKE, "DJI")
    body = (b"\xaa\x55\x12\x06" + bytes(0x61)) + padded(sample, "DJI:IDString", "device", 16)
    sample.head.append(segment(0xE4, body))


def samsung(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.undefined(0x0001, b"0100")
    local = sample.text("Samsung:LocalLocationName", "location").encode() + b"\0 Town\0\0"
    ifd.add(0x0030, Kind.ASCII, len(local), local)
    ifd.ascii(0x0031, sample.text("Samsung:LocationName", "location"))
    ifd.ascii(0x0123, sample.text("Samsung:FaceName", "person"))
    ifd.ascii(0xA002, sample.text("Samsung:SerialNumber", "device"))
    ifd.ascii(0xA005, sample.text("Samsung:InternalLensSerialNumber", "device"))
    attach(sample, "SAMSUNG", "NX100", Group(ifd))


def casio(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.short(0x0002, 320, 240)
    ifd.ascii(0x3006, sample.text("Casio:HometownCity", "location"))
    attach(sample, "CASIO COMPUTER CO.,LTD.", "EX-H10", Group(Blob(b"QVC\0\0\0"), ifd))


def fuji_faces(sample: Sample) -> bytes:
    """A list of records; each names where name and birthday stand in the value."""
    name = sample.text("FujiFilm:Face1Name", "person").encode()
    birthday = sample.plant("FujiFilm:Face1Birthday", "person", b"19870612")
    record, names = 8, 8 + 62
    body = bytearray(62)
    struct.pack_into("<II", body, 30, len(name), names)
    body[46] = 2
    struct.pack_into("<II", body, 54, len(birthday), names + len(name))
    return struct.pack("<II", record, len(body)) + bytes(body) + name + birthday


def fuji(sample: Sample) -> None:
    """Little-endian in files of both byte orders; its header holds the offset of the directory."""
    ifd = Ifd(LITTLE)
    ifd.undefined(0x0000, b"0130")
    ifd.ascii(0x0010, sample.text("FujiFilm:InternalSerialNumber", "device"))
    ifd.undefined(0x4282, fuji_faces(sample))
    attach(
        sample,
        "FUJIFILM",
        "FinePix F80EXR",
        Blob(self_contained(b"FUJIFILM" + struct.pack("<I", 12), ifd)),
    )


def apple(sample: Sample) -> None:
    """Big-endian whatever the file is; the HDR fields beside the ids are needed by viewers."""
    ifd = Ifd(BIG)
    ifd.numbers(0x0001, Kind.SLONG, "i", 14)
    ifd.ascii(0x000B, sample.text("Apple:BurstUUID", "device"))
    ifd.ascii(0x0011, sample.text("Apple:MediaGroupUUID", "device"))
    ifd.ascii(0x0015, sample.text("Apple:ImageUniqueID", "device"))
    ifd.rational(0x0021, (11, 10), kind=Kind.SRATIONAL)
    ifd.ascii(0x002B, sample.text("Apple:PhotoIdentifier", "device"))
    ifd.rational(0x0030, (3, 100), kind=Kind.SRATIONAL)
    attach(sample, "Apple", "iPhone 13", Blob(self_contained(b"Apple iOS\0\0\1MM", ifd)))


def sony(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    serial = b"%08d" % (10000000 + int.from_bytes(digest("Sony:SerialNumber")[:3], "big"))
    ifd.ascii(0x2031, sample.plant("Sony:SerialNumber", "device", serial))
    ifd.long(0xB001, 358)
    attach(sample, "SONY", "ILCE-9", Group(Blob(b"SONY DSC \0\0\0"), ifd))


def olympus(sample: Sample) -> None:
    ifd, equipment = Ifd(sample.order), Ifd(sample.order)
    ifd.ascii(0x0404, sample.text("Olympus:SerialNumber 0x0404", "device"))
    equipment.undefined(0x0000, b"0100")
    equipment.ascii(0x0101, sample.text("Olympus:SerialNumber", "device"))
    equipment.ascii(0x0102, sample.text("Olympus:InternalSerialNumber", "device"))
    equipment.ascii(0x0202, sample.text("Olympus:LensSerialNumber", "device"))
    ifd.link(0x2010, equipment, Kind.IFD)
    settings = Ifd(sample.order)
    settings.undefined(0x0000, b"0100")
    name = "Olympus:ManometerReading"
    reading = struct.pack(f"{sample.order}2I", *struct.unpack(">2I", digest(name)[:8]))
    settings.add(0x0901, Kind.SLONG, 2, sample.plant(name, "location", reading, "int32"))
    ifd.link(0x2020, settings, Kind.IFD)
    attach(
        sample,
        "OLYMPUS IMAGING CORP.",
        "E-M5",
        Blob(
            self_contained(
                b"OLYMPUS\0" + mark(sample.order) + struct.pack(f"{sample.order}H", 3), ifd
            )
        ),
    )


def ricoh(sample: Sample) -> None:
    """The Theta's compass and time zone stand in a directory of their own."""
    ifd, theta = Ifd(sample.order), Ifd(sample.order)
    ifd.undefined(0x0005, padded(sample, "Ricoh:SerialNumber", "device", 16).replace(b"\0", b" "))
    theta.rational(0x0003, (-12, 10), (34, 10), kind=Kind.SRATIONAL)
    compass = (int.from_bytes(digest("Ricoh:Compass")[:2], "big") | 1, 211)
    theta.rational(0x0004, compass)
    sample.plant(
        "Ricoh:Compass", "location", struct.pack(f"{sample.order}II", *compass), "rational"
    )
    theta.ascii(0x000A, sample.plant("Ricoh:TimeZone", "time", b"+09:30"))
    ifd.link(0x4001, theta)
    attach(sample, "RICOH", "RICOH THETA S", Group(Blob(b"Ricoh\0\0\0"), ifd, theta))


def kodak(sample: Sample) -> None:
    """The serial number in a directory of the note, the GPS string in one of IFD0."""
    ifd, sub, kodak_ifd = Ifd(sample.order), Ifd(sample.order), Ifd(sample.order)
    sub.ascii(0xFA19, sample.text("Kodak:SerialNumber", "device"))
    ifd.link(0xFC00, sub)
    kodak_ifd.ascii(0x0402, sample.text("KodakIFD:GPSString", "location"))
    sample.ifd0.link(0x8290, kodak_ifd)
    attach(sample, "EASTMAN KODAK COMPANY", "KODAK EASYSHARE M1033", Blob(tiff(ifd)))


def dji(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.ascii(0x01, "DJI")
    ifd.numbers(0x06, Kind.FLOAT, "f", -1.5)
    for tag, name in ((0x07, "Yaw"), (0x0A, "CameraYaw")):
        ifd.numbers(tag, Kind.FLOAT, "f", decimal(f"DJI:{name}", 179))
        sample.inline(f"DJI:{name}", "location", ifd)
    attach(sample, "DJI", "FC300S", Group(ifd))


def dji_text(sample: Sample) -> None:
    flight = sample.plant(
        "DJI:FlightDegree", "location", b"%.4f,-1.2000,0.3000" % decimal("DJI:FlightDegree", 179)
    )
    gimbal = sample.plant(
        "DJI:GimbalDegree", "location", b"%.4f,-90.0000,0.0000" % decimal("DJI:GimbalDegree", 179)
    )
    sensor = sample.text("DJI:SensorID", "device").encode()
    attach(
        sample,
        "DJI",
        "FC6310",
        Blob(
            b"[ae_dbg_info:1][GimbalDegree(Y,P,R):"
            + gimbal
            + b"][FlightDegree(Y,P,R):"
            + flight
            + b"][sensor_id:"
            + sensor
            + b"]"
        ),
    )


def motorola(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.ascii(0x5501, sample.text("Motorola:SerialNumber", "device"))
    attach(
        sample, "motorola", "XT1052", Blob(self_contained(b"MOT\0\1\0" + mark(sample.order), ifd))
    )


def huawei(sample: Sample) -> None:
    """A TIFF header of its own; what its directory holds is about scenes and faces."""
    ifd, scene = Ifd(sample.order), Ifd(sample.order)
    scene.long(0x0001, 0x4801)
    ifd.link(0x0000, scene)
    ifd.ascii(0x0200, sample.text("Huawei MakerNote", "makernote"))
    attach(sample, "HUAWEI", "ELE-L29", Blob(b"HUAWEI\0\0" + tiff(ifd)))


def gopro(sample: Sample) -> None:
    serial = sample.plant(
        "GoPro:SerialNumber", "device", b"LAJ" + sample.text("GoPro serial", "device").encode()
    )
    note = b"\x0b\0\x11\0\0\xc0\x86\x46\0\0" + serial + bytes(37) + b"\xee" * 4 + bytes(64)
    attach(sample, "GoPro", "HERO6 Black", Blob(note))


def rollei(sample: Sample) -> None:
    """Offsets count from the entry that holds them."""
    token = sample.text("Rollei MakerNote", "makernote").encode().ljust(32, b"\0")
    entry = struct.pack("<HHII", 1, 7, len(token), 12)
    note = b"Rollei".ljust(19) + bytes(3) + struct.pack("<H", 1) + entry + token
    attach(sample, "Rollei", "dk4010", Blob(note))


def konica(sample: Sample) -> None:
    token = sample.text("Konica MakerNote", "makernote").encode()
    attach(sample, "KONICA CORPORATION", "Q-M100", Blob(b"KC\x14\0\x17".ljust(20, b"\0") + token))


def unknown(sample: Sample) -> None:
    text = sample.text("MakerNote of an unknown maker", "makernote")
    attach(sample, "Corpus", "Camera 1", Blob(b"\x91\x17CORPUS" + text.encode() + b"\x80\x03"))


CARRIERS = [
    Carrier(
        "makernote_panasonic",
        "Panasonic: places, names, serial numbers",
        panasonic,
        both_orders=True,
    ),
    Carrier(
        "makernote_nikon",
        "Nikon type 3: place, country, altitude, serial number",
        nikon,
        True,
        alone=True,
    ),
    Carrier("makernote_canon", "Canon: owner, serial numbers, time zone city", canon, alone=True),
    Carrier(
        "makernote_pentax_aoc",
        "Pentax AOC: cities, serial number, artist",
        pentax_aoc,
        True,
        alone=True,
    ),
    Carrier("makernote_pentax", "Pentax, self-contained", pentax, True, alone=True),
    Carrier(
        "makernote_ricoh_pentax", "Pentax's tags in a Ricoh GR", ricoh_pentax, True, alone=True
    ),
    Carrier(
        "makernote_samsung",
        "Samsung type 2: places, face, serial numbers",
        samsung,
        True,
        alone=True,
    ),
    Carrier("makernote_casio", "Casio type 2: home town", casio, True, alone=True),
    Carrier("makernote_fuji", "Fujifilm: serial number, face names", fuji, True, alone=True),
    Carrier("makernote_apple", "Apple: ids beside HDR fields", apple, True, alone=True),
    Carrier("makernote_sony", "Sony: serial number", sony, True, alone=True),
    Carrier("makernote_olympus", "Olympus: serial numbers, altitude", olympus, True, alone=True),
    Carrier(
        "makernote_ricoh", "Ricoh Theta: compass, time zone, serial number", ricoh, True, alone=True
    ),
    Carrier("makernote_kodak", "Kodak: GPS string, serial number", kodak, True, alone=True),
    Carrier("makernote_dji", "DJI: yaw of drone and camera", dji, True, alone=True),
    Carrier("makernote_dji_text", "DJI: yaw and sensor as text", dji_text, alone=True),
    Carrier("makernote_motorola", "Motorola: serial number", motorola, True, alone=True),
    Carrier("makernote_huawei", "Huawei: scenes and faces", huawei, True, alone=True),
    Carrier("makernote_gopro", "GoPro: serial number", gopro, alone=True),
    Carrier("makernote_rollei", "Rollei: offsets that count from entries", rollei, alone=True),
    Carrier("makernote_konica", "Konica: 32 bytes of settings", konica, alone=True),
    Carrier("makernote_unknown", "a MakerNote nobody can read", unknown, alone=True),
    Carrier("app7_pentax", "Pentax's MakerNote copied to APP7", pentax_app7, both_orders=True),
    Carrier("app7_ricoh", "Ricoh's MakerNote copied to APP7", ricoh_app7, both_orders=True),
    Carrier("dji_thermal", "DJI thermal parameters with an id", dji_thermal, alone=True),
]
