"""corpus/demo: a small folder of pictures as a phone and a camera leave them."""

from __future__ import annotations

import struct

from . import draw, iptc, jpeg, xmp
from .boxes import Video, iso6709, user_text
from .exif import camera_tiff, gps_ifd, gps_only_tiff
from .jpeg import APP0, APP2, after_soi, exif_segment, insert, segment, without
from .shelf import Shelf
from .tiff import BIG, LITTLE

HOME_LAT, HOME_LON = 36.1147, -115.1728  # Las Vegas
LISBON_LAT, LISBON_LON = 38.7115, -9.1302
LUCERNE_LAT, LUCERNE_LON = 47.0505, 8.3064

GAIN_MAP_ATTRIBUTES = (
    'hdrgm:Version="1.0" hdrgm:GainMapMin="0.0" hdrgm:GainMapMax="2.0" hdrgm:Gamma="1.0" '
    'hdrgm:OffsetSDR="0.015625" hdrgm:OffsetHDR="0.015625" hdrgm:HDRCapacityMin="0.0" '
    'hdrgm:HDRCapacityMax="2.0" hdrgm:BaseRenditionIsHDR="False"'
)

PRIMARY_IMAGE, GAIN_MAP_IMAGE = (
    0x030000,
    0x000000,
)  # CIPA DC-007 5.2.3.3.1; Ultra HDR leaves it undefined


def bare(canvas: draw.Canvas, *options: str) -> bytes:
    """A JPEG without JFIF, as cameras write it."""
    return without(canvas.jpeg(*options), APP0)


def thumbnail(canvas: draw.Canvas, lat: float | None = None, lon: float | None = None) -> bytes:
    """A small copy of the picture; some phones leave the whole Exif of the picture in it."""
    small = bare(canvas.reduced(6))
    if lat is None or lon is None:
        return small
    return after_soi(small, exif_segment(gps_only_tiff(BIG, lat, lon)))


def phone_exif(
    canvas: draw.Canvas,
    north: float,
    east: float,
    taken: str,
    utc: tuple[int, int, int],
    date: str,
    orientation: int = 1,
    heading: float = 214.5,
) -> bytes:
    """Exif of a phone some metres from home; the thumbnail repeats the position."""
    lat, lon = HOME_LAT + north, HOME_LON + east
    block = camera_tiff(
        BIG,
        make="Corpus",
        model="Phone 9",
        taken=taken,
        orientation=orientation,
        serial="CP9-0042-7731",
        zone="-07:00",
        software="PhoneOS 9.1.4",
        size=(canvas.width, canvas.height),
        gps=gps_ifd(BIG, lat, lon, 612.4, utc, date, heading),
        thumbnail=thumbnail(canvas, lat, lon),
    )
    return exif_segment(block)


def container_item(mime: str, semantic: str, length: int | None = None) -> str:
    size = "" if length is None else f' Item:Length="{length}"'
    return (
        '<rdf:li rdf:parseType="Resource">'
        f'<Container:Item Item:Mime="{mime}" Item:Semantic="{semantic}"{size}/></rdf:li>'
    )


def container(*items: str) -> str:
    return f'<Container:Directory><rdf:Seq>{"".join(items)}</rdf:Seq></Container:Directory>'


def evening_rooms(shelf: Shelf) -> None:
    night = ((24, 26, 60), (150, 96, 112))
    dusk = ((54, 60, 120), (246, 166, 110))
    rooms = (
        (
            "kitchen",
            draw.room((214, 206, 190), (156, 112, 74), dusk),
            0.0,
            0.0,
            "2024:05:06 20:11:12",
            (3, 11, 12),
            "2024:05:07",
        ),
        (
            "living-room",
            draw.room((176, 194, 186), (128, 92, 66), night),
            0.00011,
            -0.00008,
            "2024:05:08 20:47:30",
            (3, 47, 30),
            "2024:05:09",
        ),
        (
            "bedroom",
            draw.room((200, 184, 200), (170, 140, 110), night),
            -0.00007,
            0.00012,
            "2024:05:11 21:26:05",
            (4, 26, 5),
            "2024:05:12",
        ),
    )
    for name, canvas, north, east, taken, utc, date in rooms:
        data = after_soi(bare(canvas), phone_exif(canvas, north, east, taken, utc, date))
        shelf.add(
            f"demo/phone/{name}.jpg",
            data,
            "a phone picture at home in the evening: GPS, serial number, thumbnail with GPS",
            lat=HOME_LAT + north,
            lon=HOME_LON + east,
            orientation=1,
        )


def motion_photo(shelf: Shelf) -> None:
    canvas = draw.garden()
    north, east = 0.00015, 0.00019
    sample = bare(canvas.reduced(2))
    video = Video(
        sample,
        canvas.width // 2,
        canvas.height // 2,
        created=1715221712,
        user_data=user_text(b"\xa9xyz", iso6709(HOME_LAT + north, HOME_LON + east, 612.4)),
    ).bytes()
    packet = xmp.packet(
        xmp.description(
            "GCamera Container Item",
            'GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1" '
            'GCamera:MotionPhotoPresentationTimestampUs="500000"',
            container(
                container_item("image/jpeg", "Primary"),
                container_item("video/mp4", "MotionPhoto", len(video)),
            ),
        )
    )
    exif = phone_exif(canvas, north, east, "2024:05:08 19:28:32", (2, 28, 32), "2024:05:09")
    shelf.add(
        "demo/phone/garden/IMG_0042.jpg",
        after_soi(bare(canvas), exif, jpeg.xmp_segment(packet)) + video,
        "a motion photo: GPS in Exif and in the video behind the picture",
        lat=HOME_LAT + north,
        lon=HOME_LON + east,
        orientation=1,
    )


def ultra_hdr(shelf: Shelf) -> None:
    canvas = draw.dusk_over_desert(360, 480)
    north, east = -0.00012, -0.00016
    upright = canvas.turned()
    grey = cjpeg_grey(upright)
    gain_map = after_soi(
        grey, jpeg.xmp_segment(xmp.packet(xmp.description("hdrgm", GAIN_MAP_ATTRIBUTES)))
    )
    packet = xmp.packet(
        xmp.description(
            "hdrgm Container Item",
            'hdrgm:Version="1.0"',
            container(
                container_item("image/jpeg", "Primary"),
                container_item("image/jpeg", "GainMap", len(gain_map)),
            ),
        )
    )
    exif = phone_exif(
        upright, north, east, "2024:05:10 20:34:12", (3, 34, 12), "2024:05:11", orientation=6
    )
    iso_version = segment(APP2, b"urn:iso:std:iso:ts:21496:-1\0" + struct.pack(">HH", 0, 0))
    primary = after_soi(bare(upright), exif, jpeg.xmp_segment(packet), iso_version)
    data = jpeg.multi_picture(primary, PRIMARY_IMAGE, [jpeg.MpImage(gain_map, GAIN_MAP_IMAGE)])
    shelf.add(
        "demo/phone/PXL_20240511_033412.jpg",
        data,
        "an Ultra HDR picture held upright: GPS, MPF index, gain map",
        lat=HOME_LAT + north,
        lon=HOME_LON + east,
        orientation=6,
    )


def cjpeg_grey(canvas: draw.Canvas) -> bytes:
    return bare(canvas.reduced(4), "-grayscale")


def city_record() -> bytes:
    datasets = b"".join(
        (
            iptc.dataset(1, 90, b"\x1b%G"),
            iptc.dataset(2, 0, b"\0\4"),
            iptc.dataset(2, 80, "Ada Example"),
            iptc.dataset(2, 90, "Lisboa"),
            iptc.dataset(2, 92, "Alfama"),
            iptc.dataset(2, 100, "PRT"),
            iptc.dataset(2, 101, "Portugal"),
        )
    )
    return iptc.iptc_resources(datasets)


def holiday(shelf: Shelf) -> None:
    canvas = draw.street()
    exif = camera_tiff(
        LITTLE,
        make="Corpus Optical",
        model="CO-7",
        taken="2023:09:14 11:02:44",
        serial="70012345",
        lens="CO 35mm F2",
        artist="Ada Example",
        size=(canvas.width, canvas.height),
        gps=gps_ifd(LITTLE, LISBON_LAT, LISBON_LON, 64.0, (10, 2, 44), "2023:09:14"),
        thumbnail=thumbnail(canvas),
    )
    packet = xmp.packet(
        xmp.description(
            "exif photoshop xmp",
            f'{xmp.position_attributes(LISBON_LAT, LISBON_LON)} photoshop:City="Lisboa" '
            'photoshop:Country="Portugal" xmp:CreatorTool="Corpus Developer 3"',
        )
    )
    head = [exif_segment(exif), jpeg.xmp_segment(packet), *jpeg.photoshop_segments(city_record())]
    shelf.add(
        "demo/camera/DSC_0107.jpg",
        after_soi(bare(canvas), *head),
        "a camera picture: GPS in Exif and XMP, city in IPTC, owner and serial number",
        lat=LISBON_LAT,
        lon=LISBON_LON,
        orientation=1,
    )

    canvas = draw.lake()
    exif = camera_tiff(
        LITTLE,
        make="Corpus Optical",
        model="CO-7",
        taken="2023:09:20 16:40:10",
        serial="70012345",
        lens="CO 35mm F2",
        size=(canvas.width, canvas.height),
    )
    packet = xmp.packet(
        xmp.description(
            "exif Iptc4xmpCore photoshop",
            "",
            f'<exif:GPSLatitude>{xmp.degrees_and_minutes(LUCERNE_LAT, "N", "S")}</exif:GPSLatitude>'
            f'<exif:GPSLongitude>{xmp.degrees_and_minutes(LUCERNE_LON, "E", "W")}'
            "</exif:GPSLongitude>"
            "<photoshop:City>Luzern</photoshop:City>"
            "<Iptc4xmpCore:CountryCode>CHE</Iptc4xmpCore:CountryCode>",
        )
    )
    shelf.add(
        "demo/camera/DSC_0219.jpg",
        after_soi(bare(canvas), exif_segment(exif), jpeg.xmp_segment(packet)),
        "a camera picture with its position in XMP only",
        lat=LUCERNE_LAT,
        lon=LUCERNE_LON,
        orientation=1,
    )


def clean_and_damaged(shelf: Shelf) -> None:
    shelf.add("demo/web/logo.jpg", draw.badge().jpeg(), "already clean")
    canvas = draw.dusk_over_desert(300, 200)
    exif = camera_tiff(
        LITTLE,
        make="Corpus",
        model="Scanner 2",
        taken="2009:02:03 10:00:00",
        thumbnail=thumbnail(canvas),
    )
    whole = after_soi(bare(canvas), exif_segment(exif))
    cut = insert(whole, segment(jpeg.COM, bytes(40000)), before=jpeg.SOS)
    shelf.add(
        "demo/camera/old/scan.jpg",
        cut[:6000],
        "damaged: cut inside a long comment",
        decodes="no",
        orientation=1,
    )


def build(shelf: Shelf) -> None:
    for part in (evening_rooms, motion_photo, ultra_hdr, holiday, clean_and_damaged):
        part(shelf)
