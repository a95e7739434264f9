"""corpus/jpeg: one structural oddity of T.81, Exif or JFIF in each file."""

from __future__ import annotations

import struct

from . import draw, frames, icc, jpeg, trailers, xmp
from .boxes import Video, iso6709, user_text
from .exif import (
    EXIF_IFD,
    GPS_IFD,
    INTEROP_IFD,
    MAKER_NOTE,
    camera_tiff,
    gps_ifd,
    gps_only_tiff,
    interop_ifd,
    orientation_tiff,
)
from .frames import tiny
from .jpeg import EOI, SOS, after_soi, comment, exif_segment, insert, marker, segment
from .shelf import Shelf
from .tiff import BIG, LITTLE, ORDERS, Blob, Group, Ifd, Kind, tiff

LAT, LON = 47.123456, 8.654321
PLACE = {"lat": LAT, "lon": LON}
OTHER_LAT, OTHER_LON = -33.856784, 151.215297  # of a further image or segment


def place_segment(order: str = LITTLE, lat: float = LAT, lon: float = LON) -> bytes:
    return exif_segment(gps_only_tiff(order, lat, lon))


def encoders(shelf: Shelf) -> None:
    picture = draw.swatch()
    shelf.add(
        "jpeg/baseline.jpg",
        after_soi(picture.jpeg(), place_segment(BIG)),
        "baseline colour, Exif before JFIF",
        **PLACE,
    )
    progressive = picture.jpeg("-progressive")
    shelf.add("jpeg/progressive.jpg", progressive, "progressive, no metadata but JFIF")
    located = after_soi(progressive, place_segment())
    shelf.add(
        "jpeg/progressive_cut_in_table.jpg",
        located[: located.rindex(b"\xff\xc4") + 12],
        "a download that was cut inside a table between two scans; browsers show it",
        decodes="no",
        **PLACE,
    )
    between = insert(
        progressive, comment("a comment before the fourth scan"), place_segment(), before=SOS, nth=3
    )
    shelf.add(
        "jpeg/progressive_app1_between_scans.jpg",
        between,
        "COM and an Exif APP1 with GPS before the fourth scan",
        **PLACE,
    )
    shelf.add(
        "jpeg/progressive_com_between_scans.jpg",
        insert(progressive, comment("between the scans"), before=SOS, nth=2),
        "COM before the third scan",
    )
    shelf.add(
        "jpeg/arithmetic.jpg",
        after_soi(picture.jpeg("-arithmetic"), place_segment()),
        "arithmetic coding (SOF9, DAC)",
        **PLACE,
    )
    shelf.add(
        "jpeg/arithmetic_progressive.jpg",
        picture.jpeg("-arithmetic", "-progressive"),
        "arithmetic progressive (SOF10)",
    )
    shelf.add(
        "jpeg/restart_markers.jpg",
        after_soi(picture.jpeg("-restart", "1B"), place_segment()),
        "DRI and an RSTn behind every MCU",
        **PLACE,
    )
    optimised = picture.jpeg("-optimize", "-grayscale")
    shelf.add("jpeg/grey_optimised.jpg", optimised, "one component, optimised Huffman tables")


def hand_made_frames(shelf: Shelf) -> None:
    shelf.add(
        "jpeg/lossless.jpg",
        after_soi(frames.lossless(), place_segment()),
        "lossless Huffman (SOF3)",
        decodes="no",
        **PLACE,
    )
    shelf.add(
        "jpeg/hierarchical.jpg",
        after_soi(frames.hierarchical(), place_segment()),
        "hierarchical: DHP, two frames, EXP",
        decodes="no",
        **PLACE,
    )
    shelf.add(
        "jpeg/jpeg_ls.jpg",
        after_soi(frames.jpeg_ls(), place_segment()),
        "JPEG-LS (SOF55): FF 7F and FF 01 inside the scan are image data",
        decodes="no",
        **PLACE,
    )
    shelf.add(
        "jpeg/dnl.jpg",
        after_soi(frames.with_dnl(), place_segment()),
        "frame height 0, DNL behind the first scan",
        decodes="no",
        **PLACE,
    )
    shelf.add(
        "jpeg/multi_scan.jpg",
        after_soi(frames.separate_scans(), place_segment()),
        "baseline, three non-interleaved scans",
        **PLACE,
    )
    shelf.add(
        "jpeg/multi_scan_tables_between.jpg",
        frames.separate_scans(
            frames.quantisation_table(1),
            place_segment(),
            frames.dc_table(),
            frames.ac_table(),
            segment(jpeg.DRI, b"\0\0"),
        ),
        "DQT, Exif APP1, DHT and DRI between two scans",
        **PLACE,
    )
    eoi_in_payload = segment(
        jpeg.APP1, b"Exif\0\0" + gps_only_tiff(LITTLE, LAT, LON) + b"\xff\xd9\xff\xd8\xff\xe1"
    )
    eoi_in_table = frames.huffman_table(1, 3, [0] * 7 + [2] + [0] * 8, b"\xff\xd9")
    shelf.add(
        "jpeg/eoi_bytes_in_segments_between_scans.jpg",
        frames.separate_scans(eoi_in_payload, eoi_in_table),
        "FF D9 inside an APP1 and inside a DHT between two scans",
        **PLACE,
    )
    shelf.add("jpeg/cmyk.jpg", frames.cmyk(0), "four components, Adobe transform 0 (CMYK)")
    shelf.add("jpeg/ycck.jpg", frames.cmyk(2), "four components, Adobe transform 2 (YCCK)")
    shelf.add(
        "jpeg/adobe_rgb_transform.jpg",
        frames.baseline(frames.gradient(components=3), jpeg.adobe_segment(0)),
        "three components, Adobe transform 0 (RGB)",
    )
    shelf.add(
        "jpeg/rgb_component_ids.jpg",
        frames.rgb_components(),
        "components called R, G, B; neither JFIF nor Adobe",
    )


def markers(shelf: Shelf) -> None:
    shelf.add(
        "jpeg/fill_bytes.jpg",
        tiny(
            segment(jpeg.APP1, b"Exif\0\0" + gps_only_tiff(BIG, LAT, LON), fill=5),
            segment(jpeg.COM, b"filled", fill=300),
        ),
        "fill bytes before APP1 and COM",
        **PLACE,
    )
    whole = tiny(place_segment())
    shelf.add(
        "jpeg/fill_bytes_before_eoi.jpg",
        whole[:-2] + b"\xff" * 9 + whole[-2:],
        "fill bytes between the scan and EOI",
        **PLACE,
    )
    shelf.add(
        "jpeg/junk_between_segments.jpg",
        insert(whole, b"junk between two segments", before=jpeg.DQT),
        "bytes between APP1 and DQT",
        decodes="warnings",
        **PLACE,
    )
    shelf.add(
        "jpeg/junk_before_app1.jpg",
        after_soi(tiny(), b"\0\0", place_segment()),
        "two bytes between SOI and APP1",
        decodes="warnings",
        **PLACE,
    )
    shelf.add(
        "jpeg/length_zero_app0.jpg",
        after_soi(tiny(), b"\xff\xe0\0\0JFIF", place_segment()),
        "APP0 whose length does not count itself: decoders pass over it",
        decodes="warnings",
        **PLACE,
    )
    shelf.add("jpeg/missing_eoi.jpg", whole[:-2], "ends with the scan", decodes="warnings", **PLACE)
    shelf.add(
        "jpeg/app1_before_eoi.jpg",
        insert(tiny(), place_segment(), comment("behind the scan"), before=EOI),
        "Exif APP1 and COM behind the scan, before EOI",
        **PLACE,
    )
    shelf.add("jpeg/empty_com.jpg", tiny(comment(b""), place_segment()), "COM of length 2", **PLACE)
    shelf.add(
        "jpeg/tem_marker.jpg",
        after_soi(whole, marker(0x01)),
        "TEM, a marker without a length, behind SOI",
        **PLACE,
    )
    second = tiny(place_segment(lat=OTHER_LAT, lon=OTHER_LON))
    shelf.add(
        "jpeg/three_images_in_a_row.jpg",
        whole + second + tiny(),
        "three SOI..EOI, the first two with different GPS",
        **PLACE,
    )
    shelf.add(
        "jpeg/unused_tables.jpg",
        insert(
            tiny(),
            segment(
                jpeg.DQT,
                b"\3"
                + b"bytes in a quantisation table that nobody uses, sixty-four".ljust(64, b"."),
            ),
            frames.huffman_table(1, 2, [0] * 7 + [24] + [0] * 8, b"bytes in a Huffman table"),
            before=jpeg.DQT,
        ),
        "DQT and DHT that no component refers to hold text",
    )
    tails(shelf, whole)


def tails(shelf: Shelf, whole: bytes) -> None:
    """Bytes behind the used length of a segment; libjpeg forgives them in APPn alone."""
    shelf.add(
        "jpeg/dqt_tail.jpg",
        jpeg.lengthened(whole, jpeg.DQT, b"tail"),
        "four bytes behind the DQT table",
        decodes="no",
        **PLACE,
    )
    shelf.add(
        "jpeg/dht_tail.jpg",
        jpeg.lengthened(whole, jpeg.DHT, b"tail"),
        "four bytes behind each DHT table",
        decodes="no",
        **PLACE,
    )
    shelf.add(
        "jpeg/sos_tail.jpg",
        jpeg.lengthened(whole, SOS, b"tail"),
        "four bytes behind the scan header",
        decodes="no",
        **PLACE,
    )
    shelf.add(
        "jpeg/jfif_adobe_tails.jpg",
        frames.baseline(
            frames.gradient(components=3),
            jpeg.jfif_segment(tail=b"JFIF tail"),
            jpeg.adobe_segment(1, b"Adobe tail"),
        ),
        "bytes behind the used length of JFIF and Adobe APP14",
    )


def application_segments(shelf: Shelf) -> None:
    profile = icc.profile()
    chunks = jpeg.icc_segments(profile, 1)
    shelf.add("jpeg/icc.jpg", tiny(*chunks, place_segment()), "ICC profile in one APP2", **PLACE)
    longer = icc.profile(copyright_notice="CC0, as is every file of this corpus")
    many = jpeg.icc_segments(longer, 65)
    shuffled = [many[index * 27 % 65] for index in range(65)]
    shelf.add("jpeg/icc_65_chunks.jpg", tiny(*shuffled), "ICC profile in 65 APP2, out of order")
    shelf.add(
        "jpeg/icc_padded.jpg",
        tiny(*jpeg.icc_segments(profile + bytes(3), 1)),
        "ICC profile with three zeros behind it",
    )
    shelf.add("jpeg/icc_twice.jpg", tiny(*chunks, *chunks), "ICC profile in one APP2, which stands there twice")
    from_zero = [
        segment.replace(b"ICC_PROFILE\0" + bytes([number]), b"ICC_PROFILE\0" + bytes([number - 1]))
        for number, segment in enumerate(jpeg.icc_segments(profile, 2), 1)
    ]
    shelf.add("jpeg/icc_from_zero.jpg", tiny(*from_zero), "ICC profile in two APP2 that count from 0")
    shelf.add(
        "jpeg/icc_damaged.jpg",
        tiny(*jpeg.icc_segments(profile[:-20], 1)),
        "ICC profile that lacks its last 20 bytes",
    )
    thumbnail = bytes(range(3 * 4 * 4))
    shelf.add(
        "jpeg/jfif_thumbnail.jpg",
        tiny(jpeg.jfif_segment(thumbnail, 4, 4)),
        "JFIF with a 4x4 RGB thumbnail",
    )
    shelf.add(
        "jpeg/jfxx_jpeg.jpg",
        tiny(jpeg.jfif_segment(), jpeg.jfxx_segment(0x10, tiny(place_segment()))),
        "JFXX thumbnail that is a JPEG with its own GPS",
        **PLACE,
    )
    palette = bytes((4, 4)) + bytes(768) + bytes(16)
    shelf.add(
        "jpeg/jfxx_palette.jpg",
        tiny(jpeg.jfif_segment(), jpeg.jfxx_segment(0x11, palette)),
        "JFXX thumbnail with palette",
    )
    shelf.add(
        "jpeg/jfxx_rgb.jpg",
        tiny(jpeg.jfif_segment(), jpeg.jfxx_segment(0x13, bytes((4, 4)) + thumbnail)),
        "JFXX RGB thumbnail",
    )
    unknown = [segment(0xE0 + n, b"Unknown%d\0bytes of an unknown block" % n) for n in range(3, 16)]
    shelf.add(
        "jpeg/unknown_appn.jpg",
        tiny(*unknown, place_segment()),
        "APP3 to APP15 with unknown signatures",
        **PLACE,
    )


def exif_segments(shelf: Shelf) -> None:
    for name, order in ORDERS.items():
        for value in range(1, 9):
            block = orientation_tiff(order, value)
            shelf.add(
                f"jpeg/orientation_{name}_{value}.jpg",
                tiny(exif_segment(block)),
                f"orientation {value} alone",
                orientation=value,
            )
        shelf.add(
            f"jpeg/adobe_rgb_interop_{name}.jpg",
            tiny(exif_segment(adobe_rgb_tiff(order))),
            "Interop R03 (Adobe RGB), no ICC profile",
            **PLACE,
        )
        split_exif(shelf, name, order)
        into_directories(shelf, name, order)
    first, second = place_segment(LITTLE), place_segment(BIG, OTHER_LAT, OTHER_LON)
    shelf.add(
        "jpeg/two_exif.jpg", tiny(first, second), "two Exif APP1 with different positions", **PLACE
    )
    shelf.add(
        "jpeg/two_exif_orientations.jpg",
        tiny(
            exif_segment(orientation_tiff(BIG, 9)),
            exif_segment(orientation_tiff(LITTLE, 6)),
            exif_segment(orientation_tiff(LITTLE, 3)),
        ),
        "three Exif APP1: orientation 9 (invalid), 6, 3",
        orientation=6,
    )
    block = gps_only_tiff(BIG, LAT, LON)
    for name, header in (
        ("lower_case", b"exif\0\0"),
        ("second_pad_ff", b"Exif\0\xff"),
        ("upper_case", b"EXIF\0\0"),
        ("four_junk_bytes", b"\1\2\3\4Exif\0\0"),
    ):
        shelf.add(
            f"jpeg/exif_signature_{name}.jpg",
            tiny(exif_segment(block, header)),
            f"Exif signature {header!r}",
            **PLACE,
        )
    inner = exif_segment(block)
    shelf.add(
        "jpeg/exif_doubled_header.jpg",
        tiny(segment(jpeg.APP1, inner)),
        "APP1 header written twice before the Exif signature",
        **PLACE,
    )
    shelf.add(
        "jpeg/exif_largest.jpg",
        tiny(exif_segment(padded_tiff(jpeg.MAX_PAYLOAD - 6))),
        "Exif APP1 of exactly 65533 payload bytes, GPS at its end",
        **PLACE,
    )
    shelf.add(
        "jpeg/exif_without_tiff.jpg",
        tiny(exif_segment(b"")),
        "Exif signature and nothing behind it",
    )
    shelf.add(
        "jpeg/exif_after_xmp.jpg",
        tiny(
            jpeg.jfif_segment(),
            jpeg.xmp_segment(
                xmp.packet(xmp.description("exif", xmp.position_attributes(LAT, LON)))
            ),
            place_segment(BIG),
        ),
        "JFIF, XMP with position, then Exif with the same position",
        **PLACE,
    )


def into_directories(shelf: Shelf, name: str, order: str) -> None:
    """Counts and offsets that reach into a directory (Olympus C8080WZ and 800, Canon EOS 300D)."""
    ifd0, exif = Ifd(order), Ifd(order)
    print_im = Blob(b"PrintIM\x000300".ljust(30, b"\0"))
    ifd0.ascii(0x010F, "Corpus")
    ifd0.ascii(0x8298, "a notice that stays")
    ifd0.span(0xC4A5, Kind.UNDEFINED, print_im, count=30 + 16)
    ifd0.link(EXIF_IFD, exif)
    exif.ascii(0x9003, "2024:05:06 20:11:12")
    exif.ascii(0xA431, "serial number 17")
    exif.short(0xA402, 0)
    notice = ifd0.value(0x8298)
    items = [ifd0, *[value for value in ifd0.values if value is not notice], notice, print_im, exif]
    shelf.add(
        f"jpeg/exif_value_into_directory_{name}.jpg",
        tiny(exif_segment(tiff(ifd0, items))),
        "PrintIM is counted 16 bytes into the Exif directory",
    )

    ifd0, exif, interop, note = Ifd(order), Ifd(order), interop_ifd(order, "R98"), Ifd(order)
    ifd0.ascii(0x010F, "Canon")
    ifd0.link(EXIF_IFD, exif)
    for tag in (1, 2, 3):
        note.short(tag, 8, 9, 10, 11)
    note.ascii(0x09, "an owner")
    note.span(0x94, Kind.SHORT, interop, count=8, delta=6)
    exif.ascii(0x9003, "2024:05:06 20:11:12")
    exif.span(MAKER_NOTE, Kind.UNDEFINED, Group(note))
    exif.link(INTEROP_IFD, interop)
    shelf.add(
        f"jpeg/exif_note_into_directory_{name}.jpg",
        tiny(exif_segment(tiff(ifd0))),
        "an entry of the MakerNote points into the Interoperability directory",
    )

    ifd0, exif, note = Ifd(order), Ifd(order), Ifd(order)
    ifd0.ascii(0x010F, "NIKON")
    ifd0.link(EXIF_IFD, exif)
    for tag in (1, 2, 3):
        note.short(tag, 8, 9, 10, 11)
    note.span(0x84, Kind.ASCII, Blob(b"a text that stands outside the note\0"))
    exif.ascii(0x9003, "2024:05:06 20:11:12")
    exif.span(MAKER_NOTE, Kind.UNDEFINED, Group(note))
    outside = note.entries[-1].field.item
    shelf.add(
        f"jpeg/exif_note_told_by_make_{name}.jpg",
        tiny(exif_segment(tiff(ifd0, [ifd0, exif, exif.entries[-1].field.item, outside]))),
        "a MakerNote that the make alone tells keeps a text outside itself (Nikon E5000)",
    )


def adobe_rgb_tiff(order: str) -> bytes:
    ifd0, exif = Ifd(order), Ifd(order)
    exif.short(0xA001, 0xFFFF)  # uncalibrated
    exif.link(INTEROP_IFD, interop_ifd(order, "R03"))
    ifd0.link(EXIF_IFD, exif)
    ifd0.link(GPS_IFD, gps_ifd(order, LAT, LON))
    return tiff(ifd0)


def padded_tiff(size: int) -> bytes:
    """A TIFF block of exactly `size` bytes whose GPS directory stands last."""
    ifd0, gps = Ifd(BIG), gps_ifd(BIG, LAT, LON)
    ifd0.undefined(0xEA1C, b"\x1c\xea" + bytes(6))
    ifd0.link(GPS_IFD, gps)
    short = len(tiff(ifd0))
    missing = size - short
    padding = Blob(bytes(missing // 2 * 2))
    whole = tiff(ifd0, [ifd0, padding, gps])
    return whole + bytes(size - len(whole))


def split_exif(shelf: Shelf, name: str, order: str) -> None:
    block = camera_tiff(
        order,
        make="Corpus",
        model="Splitter",
        taken="2024:05:06 20:11:12",
        gps=gps_ifd(order, LAT, LON),
    )
    gps_at = block.index(struct.pack(f"{order}HHI", 2, 5, 3))
    cuts = {"in_gps_table": gps_at + 5, "in_gps_value": len(block) - 20, "in_ifd0": 31}
    for where, cut in cuts.items():
        data = tiny(exif_segment(block[:cut]), exif_segment(block[cut:]))
        shelf.add(
            f"jpeg/exif_split_{where}_{name}.jpg",
            data,
            f"one Exif block split over two APP1 {where.replace('_', ' ')}",
            orientation=1,
            **PLACE,
        )
    long_block = padded_tiff(70000)
    cut = jpeg.MAX_PAYLOAD - 6
    if order == BIG:
        shelf.add(
            "jpeg/exif_split_70000_bytes.jpg",
            tiny(exif_segment(long_block[:cut]), exif_segment(long_block[cut:])),
            "Exif block of 70000 bytes in two APP1, GPS in the second",
            **PLACE,
        )


def appended(shelf: Shelf) -> None:
    whole = tiny(place_segment())
    hidden = tiny(place_segment(lat=OTHER_LAT, lon=OTHER_LON))
    video = Video(
        tiny(),
        16,
        16,
        created=1715000000,
        user_data=user_text(b"\xa9xyz", iso6709(OTHER_LAT, OTHER_LON, 12.5)),
    ).bytes()
    seft = trailers.seft(
        (0x0A01, b"Image_UTC_Data", b"1715000000123"), (0x0AA1, b"MCC_Data", b"208")
    )
    for name, data, what in (
        ("zeros", bytes(512), "512 zero bytes"),
        ("text", b"some text behind the picture\n", "text"),
        ("zip", trailers.zip_archive("hidden.txt", b"a hidden message"), "a ZIP archive"),
        ("jpeg", hidden, "a second JPEG with its own GPS, in no index"),
        ("seft", seft, "a Samsung SEFT trailer with UTC time and country code"),
        ("mp4", video, "an MP4 with a location in user data, in no index"),
        ("ff", b"\xff" * 64, "64 FF bytes"),
        ("eoi", marker(EOI) * 2, "two more EOI"),
    ):
        shelf.add(f"jpeg/trailer_{name}.jpg", whole + data, f"behind EOI: {what}", **PLACE)


def build(shelf: Shelf) -> None:
    for part in (
        encoders,
        hand_made_frames,
        markers,
        application_segments,
        exif_segments,
        appended,
    ):
        part(shelf)
