"""Canaries behind EOI: trailers, further files, motion videos."""

from __future__ import annotations

import base64
import struct

from . import iptc, jpeg, trailers, xmp
from .boxes import (
    EPOCH_1904,
    Video,
    box,
    heif,
    iso6709,
    item_list,
    keys_and_items,
    location_box,
    user_text,
)
from .canary import Carrier, Sample, decimal, digest, word
from .canary_exif import thumbnail_jpeg
from .canary_segments import further_image
from .exif import GPS_IFD
from .frames import tiny
from .tiff import BIG, Ifd, tiff


def append(sample: Sample, data: bytes) -> None:
    sample.trailers.append(lambda at: data)


def position_text(sample: Sample, carrier: str) -> bytes:
    """An ISO 6709 position of its own."""
    text = iso6709(decimal(f"{carrier} lat"), -decimal(f"{carrier} lon", 179), 612.4)
    return sample.plant(carrier, "location", text)


def movie_time(sample: Sample, carrier: str) -> int:
    """Seconds since 1970; the token is the two dates since 1904 of all three headers."""
    created = 1500000000 + int.from_bytes(digest(carrier)[:3], "big")
    sample.plant(carrier, "time", struct.pack(">II", *(2 * [created + EPOCH_1904])), "int32")
    return created


def video(sample: Sample, name: str, large: bool = False) -> bytes:
    """A motion video with a position in every place that phones use."""
    place = word(f"{name} UserData:LocationInformation").encode()
    lat, lon = decimal(f"{name} loci lat"), decimal(f"{name} loci lon", 179)
    location = location_box(place, lat, lon, 12.5)
    sample.plant(f"{name} UserData:LocationInformation", "location", location[14:], "loci")
    user_data = (
        user_text(b"\xa9xyz", position_text(sample, f"{name} UserData:GPSCoordinates"))
        + location
        + user_text(b"\xa9mod", sample.text(f"{name} UserData:Model", "device"))
        + item_list({b"\xa9xyz": position_text(sample, f"{name} ItemList:GPSCoordinates")})
    )
    track = user_text(b"\xa9xyz", position_text(sample, f"{name} track UserData:GPSCoordinates"))
    apple = b"com.apple.quicktime."
    keys = {
        apple + b"location.ISO6709": position_text(sample, f"{name} Keys:GPSCoordinates"),
        apple + b"location.name": sample.text(f"{name} Keys:LocationName", "location").encode(),
        apple
        + b"creationdate": sample.plant(
            f"{name} Keys:CreationDate", "time", b"2021-07-13T04:05:06+0930"
        ),
        apple + b"make": sample.text(f"{name} Keys:Make", "device").encode(),
        apple
        + b"content.identifier": sample.text(f"{name} Keys:ContentIdentifier", "device").encode(),
    }
    sample_image = tiny(jpeg.comment(sample.text(f"{name} media data", "motion")))
    handler = sample.text(f"{name} HandlerDescription", "software").encode()
    return Video(
        sample_image,
        16,
        16,
        movie_time(sample, f"{name} CreateDate"),
        user_data,
        track,
        keys_and_items(keys),
        handler,
        large,
    ).bytes()


def plain_video(sample: Sample) -> None:
    append(sample, video(sample, "MP4 trailer"))


def large_video(sample: Sample) -> None:
    append(sample, video(sample, "MP4 with 64-bit sizes", large=True))


def unread_video(sample: Sample) -> None:
    """A box that no specification has, media data that no track takes, and texts with a place."""
    latitude, longitude = (
        sample.plant(f"MP4 comment {axis}", "location", f"{decimal('comment ' + axis):.6f}".encode())
        for axis in ("Latitude", "Longitude")
    )
    comment = b"Latitude: " + latitude + b" Longitude: " + longitude
    movie = Video(tiny(), 16, 16, user_data=item_list({b"\xa9cmt": comment})).bytes()
    unknown = box(b"Crps", sample.text("MP4 unknown box", "unknown").encode())
    sentence = sample.text("MP4 mdat of no track", "location").encode()
    append(sample, movie + unknown + box(b"mdat", b"$GPRMC,123519,A," + sentence))


def heic(sample: Sample) -> None:
    """A HEIC file whose Exif and XMP tell a place."""
    exif, position = Ifd(BIG), Ifd(BIG)
    position.ascii(0x01, "N")
    position.rational(0x02, *sample.coordinate("HEIC GPS:GPSLatitude", BIG))
    position.ascii(0x03, "E")
    position.rational(0x04, *sample.coordinate("HEIC GPS:GPSLongitude", BIG, 179))
    exif.link(GPS_IFD, position)
    attribute = f'exif:GPSLatitude="{sample.degrees("HEIC XMP-exif:GPSLatitude")}"'
    items = (
        (b"hvc1\0", b"coded picture"),
        (b"Exif\0", struct.pack(">I", 6) + b"Exif\0\0" + tiff(exif)),
        (b"mime\0application/rdf+xml\0", xmp.packet(xmp.description("exif", attribute))),
    )
    append(sample, heif(items))


def motion_photo(sample: Sample) -> None:
    """Motion Photo 1.0: the container names the length of the video at the end."""
    data = video(sample, "motion photo")
    items = (
        '<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" '
        'Item:Semantic="Primary" Item:Length="0" Item:Padding="0"/></rdf:li>'
        '<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="video/mp4" '
        f'Item:Semantic="MotionPhoto" Item:Length="{len(data)}" Item:Padding="0"/></rdf:li>'
    )
    sample.head.append(
        jpeg.xmp_segment(
            xmp.packet(
                xmp.description(
                    "GCamera Container Item",
                    'GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1" '
                    'GCamera:MotionPhotoPresentationTimestampUs="0"',
                    f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>",
                )
            )
        )
    )
    append(sample, data)


def micro_video(sample: Sample) -> None:
    """The older form: an offset from the end of the file."""
    data = video(sample, "micro video")
    sample.head.append(
        jpeg.xmp_segment(
            xmp.packet(
                xmp.description(
                    "GCamera",
                    'GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" '
                    f'GCamera:MicroVideoOffset="{len(data)}"',
                )
            )
        )
    )
    append(sample, data)


def micro_video_in_front(sample: Sample) -> None:
    """Samsung counts to the end of the file, past the trailer behind the video."""
    data = video(sample, "micro video in front of SEFT")
    seft = trailers.seft(*samsung_blocks(sample, "SEFT behind micro video"))
    attributes = (
        'GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" '
        f'GCamera:MicroVideoOffset="{len(data) + len(seft)}"'
    )
    sample.head.append(jpeg.xmp_segment(xmp.packet(xmp.description("GCamera", attributes))))
    append(sample, data + seft)


def motion_gain_map(sample: Sample) -> None:
    """An Ultra HDR picture with a motion video: the container names the length of both."""
    image = further_image(sample, "gain map before a video")
    numbers = 'hdrgm:Version="1.0" hdrgm:GainMapMin="0.0" hdrgm:GainMapMax="2.0"'
    image = jpeg.after_soi(image, jpeg.xmp_segment(xmp.packet(xmp.description("hdrgm", numbers))))
    data = video(sample, "video behind a gain map")
    items = "".join(
        '<rdf:li rdf:parseType="Resource"><Container:Item '
        f'Item:Mime="{mime}" Item:Semantic="{semantic}" Item:Length="{length}"/></rdf:li>'
        for semantic, mime, length in (
            ("Primary", "image/jpeg", 0),
            ("GainMap", "image/jpeg", len(image)),
            ("MotionPhoto", "video/mp4", len(data)),
        )
    )
    sample.head.append(
        jpeg.xmp_segment(
            xmp.packet(
                xmp.description(
                    "hdrgm GCamera Container Item",
                    'hdrgm:Version="1.0" GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1"',
                    f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>",
                )
            )
        )
    )
    sample.further.append(jpeg.MpImage(image, 0))
    append(sample, data)


def samsung_blocks(sample: Sample, name: str) -> list[tuple[int, bytes, bytes]]:
    """Three digits of the country count with the name of their block."""
    country = b"MCC_Data" + b"%03d" % (200 + digest(name)[0] % 500)
    sample.plant(f"{name} Samsung:MCCData", "location", country)
    time = sample.plant(
        f"{name} Samsung:TimeStamp", "time", b"1500%09d" % int.from_bytes(digest(name)[:3], "big")
    )
    path = sample.text(f"{name} Samsung:OriginalPath", "history")
    return [
        (0x0A01, b"Image_UTC_Data", time),
        (0x0AA1, b"MCC_Data", country[8:]),
        (
            0x0BA1,
            b"PhotoEditor_Re_Edit_Data",
            f'{{"originalPath":"/data/sec/{path}.jpg"}}'.encode(),
        ),
        (0x0001, b"SingleShot", thumbnail_jpeg(sample, f"{name} Samsung:EmbeddedImage")),
    ]


def samsung(sample: Sample) -> None:
    append(sample, trailers.seft(*samsung_blocks(sample, "SEFT")))


def samsung_motion(sample: Sample) -> None:
    blocks = samsung_blocks(sample, "SEFT motion")
    append(
        sample,
        trailers.seft(
            *blocks, (0x0A30, b"MotionPhoto_Data", video(sample, "SEFT MotionPhoto_Data"))
        ),
    )


def samsung_pointer(sample: Sample) -> None:
    """`mpv2`: the video stands in front of the blocks, by its offset in the file."""
    data = video(sample, "SEFT mpv2 video")
    blocks = samsung_blocks(sample, "SEFT mpv2")

    def trailer(at: int) -> bytes:
        pointer = b"mpv2" + struct.pack(">II", at, len(data))
        return data + trailers.seft(*blocks, (0x0A30, b"MotionPhoto_Data", pointer))

    sample.trailers.append(trailer)


def samsung_audio(sample: Sample) -> None:
    """QDIO points at the recorded sound by its offset in the file."""
    sound = sample.text("SEFT SoundShot", "motion").encode()
    blocks = [*samsung_blocks(sample, "SEFT QDIO"), (0x0100, b"SoundShot_000", sound)]
    data = trailers.seft(*blocks)
    start = data.index(sound)
    sample.trailers.append(lambda at: data + trailers.qdio(at + start, at + start + len(sound)))


def further_jpeg(sample: Sample) -> None:
    append(sample, thumbnail_jpeg(sample, "JPEG behind EOI"))


def text_behind_eoi(sample: Sample) -> None:
    append(sample, f"{sample.text('text behind EOI', 'unknown')}\n".encode())


def zip_stored(sample: Sample) -> None:
    append(sample, trailers.zip_archive("note.txt", sample.text("ZIP stored", "unknown").encode()))


def zip_deflated(sample: Sample) -> None:
    archive, packed = trailers.deflated_zip(b"note.txt", word("ZIP deflated", 24).encode())
    sample.plant("ZIP deflated", "unknown", packed, "deflate")
    append(sample, archive)


def city_and_caption(sample: Sample, name: str) -> bytes:
    return iptc.dataset(2, 90, sample.text(f"{name} IPTC:City", "location")) + iptc.dataset(
        2, 120, sample.text(f"{name} IPTC:Caption-Abstract", "text")
    )


def afcp(sample: Sample) -> None:
    entries = [
        (b"IPTC", city_and_caption(sample, "AFCP")),
        (b"TEXT", sample.text("AFCP:Text", "text").encode()),
        (b"Nail", bytes(18) + thumbnail_jpeg(sample, "AFCP:ThumbnailImage")),
    ]
    sample.trailers.append(lambda at: trailers.afcp(at, entries))


def foto_station(sample: Sample) -> None:
    append(
        sample,
        trailers.foto_station(
            [
                (1, city_and_caption(sample, "FotoStation")),
                (3, thumbnail_jpeg(sample, "FotoStation:ThumbnailImage")),
            ]
        ),
    )


def photo_mechanic(sample: Sample) -> None:
    caption = sample.text("PhotoMechanic", "history")
    append(
        sample,
        trailers.photo_mechanic(
            iptc.dataset(2, 209, struct.pack(">i", 655)) + iptc.dataset(2, 240, caption)
        ),
    )


def canon_vrd(sample: Sample) -> None:
    latitude = sample.degrees("CanonVRD XMP-exif:GPSLatitude")
    tool = sample.text("CanonVRD XMP-xmp:CreatorTool", "software")
    packet = xmp.packet(
        xmp.description("exif xmp", f'exif:GPSLatitude="{latitude}" xmp:CreatorTool="{tool}"')
    )
    append(sample, trailers.canon_vrd([(0xFFFF00F6, packet)]))


def nikon_app(sample: Sample) -> None:
    """NX Studio: degrees, minutes and seconds as doubles, and a whole IPTC record, in base64."""
    carrier = "NKSC XMP-ast:GPSLatitude"
    degrees, rest = divmod(decimal(carrier), 1)
    minutes, seconds = divmod(rest * 60, 1)
    latitude = base64.b64encode(struct.pack("<ddd", degrees, minutes, seconds * 60))
    sample.plant(carrier, "location", latitude, "base64")
    record = base64.b64encode(iptc.dataset(2, 90, word("NKSC IPTC:City", 13)))
    sample.plant("NKSC IPTC:City", "location", record, "base64")
    app = sample.text("NKSC XMP-sdc:AppName", "software")
    body = (
        f"<ast:GPSLatitude>{latitude.decode()}</ast:GPSLatitude>"
        f"<ast:IPTC>{record.decode()}</ast:IPTC>"
        f"<sdc:appname>{app}</sdc:appname>"
    )
    head = (
        '<rdf:Description rdf:about="" xmlns:ast="http://ns.nikon.com/asteroid/1.0/" '
        'xmlns:sdc="http://ns.nikon.com/sdc/1.0/">'
    )
    append(sample, trailers.nikon_app(xmp.packet(f"{head}{body}</rdf:Description>")))


def insta360(sample: Sample) -> None:
    serial = sample.text("Insta360:SerialNumber", "device").encode()
    place = decimal("Insta360:GPSLatitude"), decimal("Insta360:GPSLongitude", 179)
    fix = struct.pack(
        "<IIHcdcdcddd", 1500000000, 0, 0, b"A", place[0], b"N", place[1], b"E", 1.5, 214.5, 612.4
    )
    sample.plant("Insta360:GPSLatitude", "location", struct.pack("<d", place[0]), "double")
    sample.plant("Insta360:GPSLongitude", "location", struct.pack("<d", place[1]), "double")
    append(sample, trailers.insta360([(0x700, fix), (0x101, bytes((0x0A, len(serial))) + serial)]))


def vivo(sample: Sample) -> None:
    append(sample, trailers.vivo(f'model":"{sample.text("vivo JSON", "device")}'.encode()))


def pixel_debug(sample: Sample) -> None:
    """A Pixel's records of exposure, focus and white balance."""
    token = sample.text("Google:CameraDebug", "device").encode()
    append(sample, b"aecDebug\xba\x3c\x08\x01\x12" + token + b"afDebug\x08\x01" + bytes((0x2A, 7)))


def one_plus(sample: Sample) -> None:
    append(
        sample,
        trailers.one_plus(
            [(b"watermark.device", sample.text("OnePlus watermark.device", "device").encode())]
        ),
    )


def mie(sample: Sample) -> None:
    """A complete Exif block, places and a serial number."""
    ifd0, position = Ifd(BIG), Ifd(BIG)
    ifd0.ascii(0x013B, sample.text("MIE IFD0:Artist", "copyright"))
    position.ascii(0x01, "N")
    position.rational(0x02, *sample.coordinate("MIE GPS:GPSLatitude", BIG))
    position.ascii(0x03, "E")
    position.rational(0x04, *sample.coordinate("MIE GPS:GPSLongitude", BIG))
    ifd0.link(GPS_IFD, position)

    def text(tag: bytes, carrier: str, category: str) -> bytes:
        return trailers.mie_element(0x20, tag, sample.text(carrier, category).encode())

    camera = trailers.mie_group(
        b"Camera", text(b"SerialNumber", "MIE-Camera:SerialNumber", "device")
    )
    author = trailers.mie_group(b"Document", text(b"Author", "MIE-Doc:Author", "person"))
    geo = trailers.mie_group(
        b"Geo",
        text(b"Address", "MIE-Geo:Address", "location"),
        text(b"City", "MIE-Geo:City", "location"),
        text(b"Country", "MIE-Geo:Country", "location"),
    )
    exif = trailers.mie_element(0, b"EXIF", tiff(ifd0))
    append(sample, trailers.mie_trailer(trailers.mie_group(b"Meta", camera, author, exif, geo)))


CARRIERS = [
    Carrier("mp4", "an MP4 behind EOI, in no index", plain_video, alone=True),
    Carrier("mp4_64_bit", "an MP4 with 64-bit box sizes", large_video, alone=True),
    Carrier("mp4_unread", "an MP4 with what nobody reads", unread_video, alone=True),
    Carrier("heic", "a HEIC file behind EOI, with Exif and XMP", heic, alone=True),
    Carrier("motion_photo", "a motion photo", motion_photo, alone=True),
    Carrier("micro_video", "a motion photo of the older form", micro_video, alone=True),
    Carrier(
        "micro_video_samsung", "a video in front of SEFT", micro_video_in_front, alone=True
    ),
    Carrier("motion_gain_map", "Ultra HDR with a motion video", motion_gain_map, alone=True),
    Carrier("further_jpeg", "a JPEG behind EOI, in no index", further_jpeg),
    Carrier("afcp", "AFCP: IPTC, text, thumbnail", afcp),
    Carrier("foto_station", "FotoStation: IPTC, thumbnail", foto_station),
    Carrier("photo_mechanic", "Photo Mechanic", photo_mechanic),
    Carrier("canon_vrd", "Canon VRD with XMP", canon_vrd),
    Carrier("mie", "MIE with Exif and places", mie),
    Carrier("insta360", "Insta360 track and serial number", insta360),
    Carrier("nikon_app", "Nikon NX Studio with base64 position", nikon_app),
    Carrier("vivo", "vivo JSON", vivo, alone=True),
    Carrier("pixel_debug", "a Pixel's camera debug records", pixel_debug, alone=True),
    Carrier("one_plus", "OnePlus watermark", one_plus, alone=True),
    Carrier("zip_stored", "a ZIP archive, stored", zip_stored, alone=True),
    Carrier("zip_deflated", "a ZIP archive, deflated", zip_deflated, alone=True),
    Carrier("text_tail", "text behind EOI", text_behind_eoi, alone=True),
    Carrier("samsung_motion", "Samsung SEFT with a motion video", samsung_motion, alone=True),
    Carrier("samsung_mpv2", "Samsung SEFT that points at a video", samsung_pointer, alone=True),
    Carrier("samsung_qdio", "Samsung SEFT with sound and QDIO", samsung_audio, alone=True),
    Carrier("samsung", "Samsung SEFT: country, time, path, second JPEG", samsung),
]
