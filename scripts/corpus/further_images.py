"""corpus/jpeg: images behind the first one, their indexes, and what viewers need of the head."""

from __future__ import annotations

import struct

from . import draw, jpeg, xmp
from .exif import gps_only_tiff, orientation_tiff
from .frames import tiny
from .jpeg import after_soi, exif_segment, mpf_segment, segment, xmp_segment
from .shelf import Shelf
from .tiff import BIG, LITTLE

LAT, LON = 47.123456, 8.654321
OTHER_LAT, OTHER_LON = -33.856784, 151.215297
PLACE = {"lat": LAT, "lon": LON}

PRIMARY, UNDEFINED, PREVIEW, PANORAMA = 0x030000, 0x000000, 0x010001, 0x020001

ISO_GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1\0"
GAIN_MAP = (
    'hdrgm:Version="1.0" hdrgm:GainMapMin="0.0" hdrgm:GainMapMax="2.0" hdrgm:Gamma="1.0" '
    'hdrgm:HDRCapacityMin="0.0" hdrgm:HDRCapacityMax="2.0"'
)


def located(*head: bytes) -> bytes:
    return tiny(exif_segment(gps_only_tiff(LITTLE, LAT, LON)), *head)


def second_image() -> bytes:
    return tiny(exif_segment(gps_only_tiff(BIG, OTHER_LAT, OTHER_LON)))


def indexed(shelf: Shelf) -> None:
    other = jpeg.MpImage(second_image(), PANORAMA)
    for name, order in (("le", LITTLE), ("be", BIG)):
        shelf.add(
            f"jpeg/mpf_{name}.jpg",
            jpeg.multi_picture(located(), PRIMARY, [other], order),
            "MPF index with a panorama frame that has GPS of its own",
            **PLACE,
        )
    three = [jpeg.MpImage(second_image(), PREVIEW), jpeg.MpImage(tiny(), UNDEFINED)]
    shelf.add(
        "jpeg/mpf_three_images.jpg",
        jpeg.multi_picture(located(), PRIMARY, three),
        "MPF index with a preview and an image of undefined type",
        **PLACE,
    )
    shelf.add(
        "jpeg/mpf_before_exif.jpg",
        jpeg.multi_picture(located(), PRIMARY, [other], before=jpeg.APP1),
        "MPF index in front of Exif",
        **PLACE,
    )


ENTRIES = 16  # bytes of one MP entry: attribute, size, offset, two dependent images


def entries_at(stream: bytes) -> int:
    """Where the MP entries stand: behind version and count, as their index places them."""
    base = stream.index(b"MPF\0") + 4
    order = "<" if stream[base : base + 2] == b"II" else ">"
    return base + struct.unpack_from(f"{order}I", stream, base + 8 + 2 + 2 * 12 + 8)[0]


def patched(stream: bytes, offset: bytes | None = None, primary_size: bytes | None = None) -> bytes:
    """Other numbers in the index of a stream made by `multi_picture`."""
    out = bytearray(stream)
    at = entries_at(stream)
    if primary_size is not None:
        out[at + 4 : at + 8] = primary_size
    if offset is not None:
        out[at + ENTRIES + 8 : at + ENTRIES + 12] = offset
    return bytes(out)


def wrong_indexes(shelf: Shelf) -> None:
    other = jpeg.MpImage(second_image(), PANORAMA)
    good = jpeg.multi_picture(located(), PRIMARY, [other])
    start = len(good) - len(other.data)
    shelf.add(
        "jpeg/mpf_offsets_from_file_start.jpg",
        patched(good, struct.pack(">I", start)),
        "MPF offsets counted from the start of the file (Ricoh G700)",
        **PLACE,
    )
    shelf.add(
        "jpeg/mpf_offset_past_the_end.jpg",
        patched(good, struct.pack(">I", 0x7FFFFFF0)),
        "MPF offset far behind the end of the file",
        **PLACE,
    )
    shelf.add(
        "jpeg/mpf_wrong_primary_size.jpg",
        patched(good, primary_size=struct.pack(">I", 77)),
        "MPF with a wrong size of the first image",
        **PLACE,
    )
    loop = patched(good, struct.pack(">I", 0))
    shelf.add("jpeg/mpf_second_is_first.jpg", loop, "MPF whose second image is the first", **PLACE)
    base = good.index(b"MPF\0") + 4
    padded = patched(good, struct.pack(">I", start + 32 - base))
    shelf.add(
        "jpeg/mpf_padding_between.jpg",
        padded[:start] + bytes(32) + padded[start:],
        "32 zero bytes between the images of an MPF file",
        **PLACE,
    )
    shelf.add(
        "jpeg/mpf_empty.jpg", located(mpf_segment([], [], [])), "MPF index without images", **PLACE
    )


def gain_maps(shelf: Shelf) -> None:
    picture = draw.swatch()
    grey = picture.jpeg("-grayscale")
    gain_map = after_soi(grey, xmp_segment(xmp.packet(xmp.description("hdrgm", GAIN_MAP))))
    items = "".join(
        f'<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" {rest}/></rdf:li>'
        for rest in (
            'Item:Semantic="Primary"',
            f'Item:Semantic="GainMap" Item:Length="{len(gain_map)}"',
        )
    )
    packet = xmp.packet(
        xmp.description(
            "hdrgm Container Item",
            'hdrgm:Version="1.0"',
            f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>",
        )
    )
    exif = exif_segment(gps_only_tiff(LITTLE, LAT, LON))
    primary = after_soi(picture.jpeg(), exif, xmp_segment(packet))
    shelf.add(
        "jpeg/gain_map_without_mpf.jpg",
        primary + gain_map,
        "Ultra HDR whose gain map stands in the XMP container alone",
        **PLACE,
    )
    version = struct.pack(">HH", 0, 0)
    # ISO 21496-1 annex C: versions, flags, then headroom and map parameters as rationals.
    metadata = version + b"\x40" + struct.pack(">14I", 1, 1, 2, 1, 0, 1, 2, 1, 1, 1, 1, 64, 1, 64)
    iso_map = after_soi(grey, segment(jpeg.APP2, ISO_GAIN_MAP + metadata))
    iso_primary = after_soi(picture.jpeg(), exif, segment(jpeg.APP2, ISO_GAIN_MAP + version))
    shelf.add(
        "jpeg/gain_map_iso.jpg",
        jpeg.multi_picture(iso_primary, PRIMARY, [jpeg.MpImage(iso_map, UNDEFINED)]),
        "ISO 21496-1 gain map, named by MPF, without XMP",
        **PLACE,
    )


def needed_by_viewers(shelf: Shelf) -> None:
    panorama = xmp.packet(
        xmp.description(
            "GPano",
            'GPano:ProjectionType="equirectangular" GPano:UsePanoramaViewer="True" '
            'GPano:FullPanoWidthPixels="64" GPano:FullPanoHeightPixels="32" '
            'GPano:CroppedAreaImageWidthPixels="64" GPano:CroppedAreaImageHeightPixels="32" '
            'GPano:CroppedAreaLeftPixels="0" GPano:CroppedAreaTopPixels="0" '
            'GPano:PoseHeadingDegrees="214.5" GPano:StitchingSoftware="Corpus Stitcher"',
        )
    )
    shelf.add(
        "jpeg/panorama.jpg",
        after_soi(
            draw.swatch(64, 32).jpeg(),
            exif_segment(gps_only_tiff(LITTLE, LAT, LON)),
            xmp_segment(panorama),
        ),
        "a 360-degree picture: GPano geometry and a heading",
        **PLACE,
    )
    spiff = b"SPIFF\0\1\2\0\1\0\0\0\0\0\x10\0\0\0\x10\x08\x08\x05\1" + struct.pack(">II", 72, 72)
    shelf.add(
        "jpeg/kept_segments.jpg",
        located(
            segment(jpeg.APP0, b"AVI1\0\0\0\0\0\0\0\0\0\0"),
            segment(0xE8, spiff),
            segment(0xEA, b"AROT\0\0" + struct.pack(">I", 4) + bytes(16)),
            segment(jpeg.APP2, ISO_GAIN_MAP + bytes(4)),
        ),
        "segments that the picture needs: AVI1, SPIFF, AROT, ISO 21496-1",
        **PLACE,
    )


def emptied(shelf: Shelf) -> None:
    """What a strip in place leaves: the marker, the length and zeros."""
    minimal = b"Exif\0\0" + orientation_tiff(BIG, 6)
    shelf.add(
        "jpeg/emptied_segments.jpg",
        tiny(
            segment(jpeg.APP1, minimal + bytes(300)),
            segment(jpeg.APP1, bytes(200)),
            segment(jpeg.APP13, bytes(120)),
            segment(jpeg.COM, bytes(12)),
        )
        + bytes(400),
        "emptied in place: minimal Exif and zeros, zero segments, zero trailer",
        orientation=6,
    )


def build(shelf: Shelf) -> None:
    for part in (indexed, wrong_indexes, gain_maps, needed_by_viewers, emptied):
        part(shelf)
