"""corpus/jpeg/gps_*: where a GPS pointer can stand and how its directory can go wrong."""

from __future__ import annotations

import struct

from .exif import EXIF_IFD, GPS_IFD, MAKER_NOTE, ORIENTATION, SUB_IFDS, gps_ifd
from .frames import tiny
from .jpeg import exif_segment
from .shelf import Shelf
from .tiff import HEADER_SIZE, ORDERS, Blob, Ifd, Item, Kind, tiff

LAT, LON, ALTITUDE = -33.856784, 151.215297, 4.25
SECOND_LAT, SECOND_LON = 47.123456, 8.654321
PLACE = {"lat": LAT, "lon": LON}


def position(order: str) -> Ifd:
    return gps_ifd(order, LAT, LON, ALTITUDE, utc=(9, 41, 7), date="2024:05:06")


def last_entry(parent: Ifd) -> list[Ifd]:
    gps = position(parent.order)
    parent.ascii(0x010E, "in front of the pointer")
    parent.link(GPS_IFD, gps)
    return [gps]


def followed_entry(parent: Ifd) -> list[Ifd]:
    gps = position(parent.order)
    parent.ascii(0x010E, "in front of the pointer")
    parent.link(GPS_IFD, gps)
    parent.short(0xA217, 2)
    parent.ascii(0xA420, "behind the pointer")
    return [gps]


def only_entry(parent: Ifd) -> list[Ifd]:
    gps = position(parent.order)
    parent.link(GPS_IFD, gps)
    return [gps]


def duplicated(parent: Ifd) -> list[Ifd]:
    first = position(parent.order)
    second = gps_ifd(parent.order, SECOND_LAT, SECOND_LON)
    parent.ascii(0x010E, "two pointers")
    parent.link(GPS_IFD, first)
    parent.link(GPS_IFD, second)
    return [first, second]


def typed_short(parent: Ifd) -> list[Ifd]:
    gps = position(parent.order)
    parent.ascii(0x010E, "a SHORT pointer")
    parent.link(GPS_IFD, gps, Kind.SHORT)
    return [gps]


def typed_ifd(parent: Ifd) -> list[Ifd]:
    gps = position(parent.order)
    parent.ascii(0x010E, "an IFD pointer")
    parent.link(GPS_IFD, gps, Kind.IFD)
    return [gps]


POINTERS = {
    "last": (last_entry, "the last entry"),
    "followed": (followed_entry, "an entry with others behind it"),
    "only": (only_entry, "the only entry"),
    "duplicated": (duplicated, "two entries with different tables"),
    "short": (typed_short, "typed SHORT"),
    "ifd13": (typed_ifd, "typed IFD (13)"),
}


def parents(order: str) -> dict[str, tuple[Ifd, Ifd]]:
    """Root and parent directory for each place of the pointer."""
    in_ifd0 = Ifd(order)
    found = {"ifd0": (in_ifd0, in_ifd0)}
    for name in ("exif", "ifd1", "ifd2", "sub"):
        root, parent = Ifd(order), Ifd(order)
        root.short(ORIENTATION, 6)
        if name == "exif":
            root.link(EXIF_IFD, parent)
        elif name == "sub":
            root.link(SUB_IFDS, parent)
        elif name == "ifd1":
            root.next_ifd = parent
        else:
            between = Ifd(order)
            between.short(0x0103, 6)
            root.next_ifd, between.next_ifd = between, parent
        found[name] = (root, parent)
    return found


def pointers(shelf: Shelf) -> None:
    for byte_order, order in ORDERS.items():
        for pointer, (add_pointer, meaning) in POINTERS.items():
            for place, (root, parent) in parents(order).items():
                add_pointer(parent)
                orientation = None if place == "ifd0" else 6
                shelf.add(
                    f"jpeg/gps_{byte_order}_{place}_{pointer}.jpg",
                    picture(tiff(root)),
                    f"GPS pointer in {place}, {meaning}",
                    orientation=orientation,
                    **PLACE,
                )


def picture(block: bytes) -> bytes:
    return tiny(exif_segment(block))


class Case:
    """IFD0 with a description and a position, to be bent by one case."""

    def __init__(self, order: str):
        self.order = order
        self.ifd0 = Ifd(order)
        self.gps = position(order)
        self.ifd0.ascii(0x010E, "a description that stays")
        self.ifd0.short(ORIENTATION, 6)

    def finish(self, items: list[Item] | None = None) -> bytes:
        return picture(tiff(self.ifd0, items))


def overlaps(shelf: Shelf, name: str, order: str) -> None:
    case = Case(order)
    date = case.ifd0.ascii(0x0132, "2024:05:06 20:11:12")
    case.gps = gps_ifd(order, LAT, LON)
    case.gps.span(0x1D, Kind.ASCII, date, count=11)
    case.ifd0.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_date_in_modify_date.jpg",
        case.finish(),
        "GPSDateStamp points into ModifyDate",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    case.ifd0.span(0x0131, Kind.ASCII, case.gps.value(0x04), count=12, delta=16)
    case.ifd0.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_longitude_shared_with_software.jpg",
        case.finish([case.ifd0, case.gps]),
        "Software shares its bytes with the end of GPSLongitude",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    case.ifd0.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_before_ifd0.jpg",
        case.finish([case.gps, case.ifd0]),
        f"GPS directory at offset {HEADER_SIZE}, in front of IFD0",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    exif, note = Ifd(order), Blob(b"a maker note nobody can read, here it ends")
    note.data += bytes(len(note.data) % 2)
    exif.span(MAKER_NOTE, Kind.UNDEFINED, note, count=len(note.data) + 14)
    case.ifd0.link(EXIF_IFD, exif)
    case.ifd0.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_table_in_maker_note.jpg",
        case.finish([case.ifd0, exif, note, case.gps]),
        "the first 14 bytes of the GPS table belong to the MakerNote too",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    exif = Ifd(order)
    exif.short(0xA001, 1)
    exif.link(GPS_IFD, case.gps)
    case.ifd0.link(EXIF_IFD, exif)
    case.ifd0.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_table_named_twice.jpg",
        case.finish(),
        "IFD0 and ExifIFD both point to one GPS directory",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    case.ifd0.link(GPS_IFD, case.gps)
    case.ifd0.next_ifd = case.gps
    shelf.add(
        f"jpeg/gps_{name}_table_shared_with_ifd1.jpg",
        case.finish(),
        "the GPS directory is IFD1 too: two directories share one table",
        orientation=6,
        **PLACE,
    )


def loops(shelf: Shelf, name: str, order: str) -> None:
    case = Case(order)
    case.ifd0.link(GPS_IFD, case.gps)
    case.ifd0.next_ifd = case.ifd0
    shelf.add(
        f"jpeg/gps_{name}_next_is_self.jpg",
        case.finish(),
        "IFD0 follows itself",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    other = Ifd(order)
    other.short(0x0103, 6)
    case.ifd0.link(GPS_IFD, case.gps)
    case.ifd0.next_ifd, other.next_ifd = other, case.ifd0
    shelf.add(
        f"jpeg/gps_{name}_next_two_cycle.jpg",
        case.finish(),
        "IFD0 and IFD1 follow each other",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    case.ifd0.link(GPS_IFD, case.gps)
    case.gps.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_pointer_to_self.jpg",
        case.finish(),
        "the GPS directory holds a GPS pointer to itself",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    tail = Ifd(order)
    tail.ascii(0x1C, "a chained GPS directory")
    tail.rational(0x02, (12, 1), (34, 1), (56789, 1000))
    case.gps.next_ifd = tail
    case.ifd0.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_chained.jpg",
        case.finish(),
        "the GPS directory has a next directory of its own",
        orientation=6,
        **PLACE,
    )


def wrong_numbers(shelf: Shelf, name: str, order: str) -> None:
    case = Case(order)
    case.ifd0.link(GPS_IFD, case.gps)
    case.gps.declared_count = 65535
    shelf.add(
        f"jpeg/gps_{name}_count_65535.jpg",
        case.finish(),
        "the GPS directory claims 65535 entries",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    case.ifd0.link(GPS_IFD, case.gps)
    case.ifd0.declared_count = 65535
    shelf.add(
        f"jpeg/gps_{name}_ifd0_count_65535.jpg", case.finish(), "IFD0 claims 65535 entries", **PLACE
    )

    case = Case(order)
    case.ifd0.link(GPS_IFD, case.gps)
    case.gps.raw(0x1B, Kind.DOUBLE, 0xFFFFFFFF, 26)
    shelf.add(
        f"jpeg/gps_{name}_count_overflow.jpg",
        case.finish(),
        "0xFFFFFFFF values of eight bytes: the product wraps in 32 bits",
        orientation=6,
        **PLACE,
    )

    for label, offset in (
        ("near_4_gib", 0xFFFFFFF0),
        ("zero", 0),
        ("in_header", 4),
        ("past_the_end", 0x4000),
    ):
        case = Case(order)
        case.ifd0.link(GPS_IFD, case.gps)
        case.ifd0.raw(GPS_IFD, Kind.LONG, 1, offset)
        shelf.add(
            f"jpeg/gps_{name}_second_pointer_{label}.jpg",
            case.finish(),
            f"a good GPS pointer and one with the value 0x{offset:X}",
            orientation=6,
            **PLACE,
        )
        case = Case(order)
        case.gps.raw(0x1C, Kind.UNDEFINED, 32, offset)
        case.ifd0.link(GPS_IFD, case.gps)
        shelf.add(
            f"jpeg/gps_{name}_value_{label}.jpg",
            case.finish(),
            f"GPSAreaInformation at offset 0x{offset:X}",
            orientation=6,
            **PLACE,
        )

    case = Case(order)
    odd = Blob(b"?", odd=False)
    case.ifd0.link(GPS_IFD, case.gps)
    for value in case.gps.values:
        value.odd = True
    shelf.add(
        f"jpeg/gps_{name}_odd_offsets.jpg",
        case.finish([case.ifd0, odd, case.gps]),
        "every GPS value at an odd offset",
        orientation=6,
        **PLACE,
    )

    case = Case(order)
    case.gps.add(0x1C, 77, 2, b"ASCII\0\0\0unknown type")
    case.gps.entries[-1].field = struct.pack(f"{order}I", 8)
    case.ifd0.link(GPS_IFD, case.gps)
    shelf.add(
        f"jpeg/gps_{name}_unknown_type.jpg",
        case.finish(),
        "a GPS entry of type 77",
        orientation=6,
        **PLACE,
    )


def without_position(shelf: Shelf, name: str, order: str) -> None:
    def add(label: str, what: str, gps: Ifd, **facts) -> None:
        case = Case(order)
        case.ifd0.link(GPS_IFD, gps)
        shelf.add(f"jpeg/gps_{name}_{label}.jpg", case.finish(), what, orientation=6, **facts)

    version = Ifd(order)
    version.byte(0x00, 2, 3, 0, 0)
    add("version_only", "GPS directory without a position: GPSVersionID alone", version)

    void = Ifd(order)
    void.byte(0x00, 2, 3, 0, 0)
    void.ascii(0x09, "V")
    void.rational(0x02, (0, 0), (0, 0), (0, 0))
    void.rational(0x04, (0, 0), (0, 0), (0, 0))
    add("zero_denominators", "GPS directory with 0/0 coordinates: no position", void)

    add("no_entries", "hollow GPS directory: no entries", Ifd(order))

    zeroed = Ifd(order)
    for _ in range(4):
        zeroed.raw(0, 0, 0, 0)
    add("zeroed_entries", "hollow GPS directory: four entries of zeros", zeroed)

    hollow = position(order)
    for value in hollow.values:
        value.data = bytes(len(value.data))
    for entry in hollow.entries:
        if isinstance(entry.field, bytes):
            entry.field = bytes(4)
    add("zeroed_values", "hollow GPS directory: entries stand, every value is zero", hollow)

    heading = Ifd(order)
    heading.ascii(0x10, "T")
    heading.rational(0x11, (27315, 100))
    add("heading_only", "GPS directory with a heading and no position", heading)

    altitude = Ifd(order)
    altitude.byte(0x05, 0)
    altitude.rational(0x06, (183725, 100))
    add("altitude_only", "GPS directory with an altitude and no position", altitude)

    decimal = Ifd(order)
    decimal.ascii(0x01, "S")
    decimal.rational(0x02, (33856784, 1000000))
    decimal.ascii(0x03, "E")
    decimal.rational(0x04, (151215297, 1000000))
    add("one_decimal_rational", "coordinates as one rational of decimal degrees", decimal, **PLACE)

    signed = Ifd(order)
    signed.rational(0x02, (-33856784, 1000000), kind=Kind.SRATIONAL)
    signed.rational(0x04, (151215297, 1000000), kind=Kind.SRATIONAL)
    add("signed_without_refs", "signed rationals without N/S and E/W", signed, **PLACE)

    doubles = Ifd(order)
    doubles.ascii(0x01, "S")
    doubles.double(0x02, 33.856784)
    doubles.ascii(0x03, "E")
    doubles.double(0x04, 151.215297)
    add("doubles", "coordinates typed DOUBLE", doubles, **PLACE)

    null_island = gps_ifd(order, 0.0, 0.0)
    add("null_island", "position 0, 0", null_island, lat=0.0, lon=0.0)


def stray_tags(shelf: Shelf, name: str, order: str) -> None:
    ifd0 = Ifd(order)
    ifd0.ascii(0x0001, "S")
    ifd0.rational(0x0002, (33, 1), (51, 1), (24422, 1000))
    ifd0.ascii(0x0003, "E")
    ifd0.rational(0x0004, (151, 1), (12, 1), (55069, 1000))
    ifd0.short(ORIENTATION, 6)
    shelf.add(
        f"jpeg/gps_{name}_tags_in_ifd0.jpg",
        picture(tiff(ifd0)),
        "GPS tags 1 to 4 in IFD0 itself: no reader calls them GPS",
        orientation=6,
    )

    case = Case(order)
    shelf.add(
        f"jpeg/gps_{name}_orphan_table.jpg",
        case.finish([case.ifd0, case.gps]),
        "a GPS directory that nothing points to",
        orientation=6,
    )


def build(shelf: Shelf) -> None:
    pointers(shelf)
    for name, order in ORDERS.items():
        for part in (overlaps, loops, wrong_numbers, without_position, stray_tags):
            part(shelf, name, order)
