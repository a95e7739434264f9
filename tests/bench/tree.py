#!/usr/bin/env python3
"""Makes a tree of pictures as cameras and phones write them, the same bytes for the same arguments.

    tree.py DIR [--files N] [--profile tiny|listing|camera]

The pictures decode: libjpeg-turbo's cjpeg makes the scans. Their metadata is what `scripts/corpus` builds:
several makers with their MakerNotes in both byte orders, thumbnails (some with an Exif of their own), XMP,
IPTC, ICC, comments, gain maps and panoramas behind an MPF index, motion photos. `VARIANTS` different files
are made and repeated, each with a serial number of its own, in folders of a hundred, beside decoys that no
program should touch.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from corpus import canary_makernotes, icc, iptc, jpeg, xmp  # noqa: E402
from corpus.boxes import Video, iso6709, user_text  # noqa: E402
from corpus.canary import Sample, sort_entries  # noqa: E402
from corpus.demo import GAIN_MAP_ATTRIBUTES, container, container_item  # noqa: E402
from corpus.exif import gps_ifd, thumbnail_ifd  # noqa: E402
from corpus.jpeg import after_soi, exif_segment, xmp_segment  # noqa: E402
from corpus.tiff import BIG, LITTLE, reachable, tiff  # noqa: E402

VARIANTS = 40
FOLDER = 100
SERIAL = b"SERIAL-00000000"

# What stands in a file, and the bytes that show it is still there. Location first.
TOKENS = {
    "GPS": b"Bench-gps-method",
    "XMP": b"Bench-xmp-city",
    "IPTC": b"Bench-iptc-city",
    "MPF": b"Bench-further-gps",
    "video": b"+36.1147-115.1728",
    "thumbnail": b"Bench-thumbnail-gps",
    "serial": b"SERIAL-",
    "comment": b"Bench-comment",
}
LOCATION = ("GPS", "XMP", "IPTC", "MPF", "video", "thumbnail")

MAKERS = (
    ("canon", LITTLE),
    ("nikon", BIG),
    ("apple", BIG),
    ("panasonic", LITTLE),
    ("sony", LITTLE),
    ("olympus", BIG),
    ("samsung", LITTLE),
    ("fuji", LITTLE),
)


@dataclass(frozen=True)
class Profile:
    """Picture size and noise (what makes scans grow), thumbnail size, bytes of a motion video."""

    width: int
    height: int
    noise: int
    quality: int
    thumbnail: tuple[int, int]
    video: int


PROFILES = {
    "tiny": Profile(320, 240, 24, 75, (64, 48), 4_000),
    "listing": Profile(1600, 1200, 22, 80, (160, 120), 60_000),
    "camera": Profile(3648, 2736, 38, 84, (160, 120), 1_200_000),
}


def draw(width: int, height: int, noise: int, seed: int) -> bytes:
    """A scene in PPM: gradients and tiles under the noise of a sensor."""
    grain = random.Random(seed)
    tile = max(width // 16, 1)
    tables = [
        bytes(min(255, shade * 2 + value * noise // 256) for value in range(256))
        for shade in range(128)
    ]
    rows = []
    for y in range(height):
        row = grain.randbytes(3 * width)
        for x in range(0, width, tile):
            shade = (30 + 50 * y // height + 37 * (x // tile + y // tile + seed)) % 100
            rows.append(row[3 * x : 3 * min(x + tile, width)].translate(tables[shade]))
    return b"P6 %d %d 255\n" % (width, height) + b"".join(rows)


def encode(ppm: bytes, *options: str) -> bytes:
    """Without the JFIF header that cjpeg writes: cameras write none."""
    made = subprocess.run(("cjpeg", *options), input=ppm, stdout=subprocess.PIPE, check=True).stdout
    length = int.from_bytes(made[4:6], "big")
    return made[:2] + made[4 + length :]


def picture(profile: Profile, kind: int) -> bytes:
    """Baseline, progressive, with restart markers, or without chroma subsampling."""
    options = ((), ("-progressive",), ("-restart", "4"), ("-sample", "1x1"))[kind]
    ppm = draw(profile.width, profile.height, profile.noise, kind)
    return encode(ppm, "-quality", str(profile.quality), *options)


def small_picture(width: int, height: int, seed: int, *options: str) -> bytes:
    return encode(draw(width, height, 16, seed), *options)


def token(name: str) -> str:
    return TOKENS[name].decode()


def located_tiff(order: str, method: str) -> bytes:
    """The Exif that a thumbnail or a further image keeps of the picture."""
    block = Sample(order)
    block.ifd0.ascii(0x010F, "Bench")
    block.directories["gps"] = gps_ifd(order, 36.1147, -115.1728)
    block.attach("gps", block.directories["gps"])
    block.gps.undefined(0x1B, b"ASCII\0\0\0" + method.encode())
    return tiff(block.ifd0, reachable(block.ifd0))


def exif(profile: Profile, variant: int) -> bytes:
    """The Exif of one maker's camera, with a position in two of three files."""
    maker, order = MAKERS[variant % len(MAKERS)]
    sample = Sample(order)
    getattr(canary_makernotes, maker)(sample)
    sample.ifd0.short(0x0112, (1, 6, 1, 8, 3)[variant % 5])
    sample.ifd0.rational(0x011A, (72, 1))
    sample.ifd0.rational(0x011B, (72, 1))
    sample.ifd0.short(0x0128, 2)
    sample.ifd0.ascii(0x0131, "Ver.1.02")
    sample.ifd0.ascii(0x0132, "2024:05:06 20:11:12")
    sample.exif.rational(0x829A, (1, 60))
    sample.exif.rational(0x829D, (18, 10))
    sample.exif.short(0x8827, 200)
    sample.exif.undefined(0x9000, b"0232")
    sample.exif.ascii(0x9003, "2024:05:06 20:11:12")
    sample.exif.ascii(0x9004, "2024:05:06 20:11:12")
    sample.exif.ascii(0x9011, "-07:00")
    sample.exif.rational(0x920A, (425, 100))
    sample.exif.undefined(0xA000, b"0100")
    sample.exif.short(0xA001, 1)
    sample.exif.long(0xA002, profile.width)
    sample.exif.long(0xA003, profile.height)
    sample.exif.ascii(0xA431, SERIAL)
    sample.exif.ascii(0xA434, "Bench 35mm F2")
    if variant % 3 != 0:
        north, east = 36.1147 + variant / 1e4, -115.1728 - variant / 1e4
        gps = gps_ifd(order, north, east, 612.4, (3, 11, 12), "2024:05:07", 214.5)
        gps.undefined(0x1B, b"ASCII\0\0\0" + TOKENS["GPS"])
        sample.directories["gps"] = gps
        sample.attach("gps", gps)
    sort_entries(sample)
    small = small_picture(*profile.thumbnail, variant)
    if variant % 10 == 7:
        small = after_soi(small, exif_segment(located_tiff(order, token("thumbnail"))))
    sample.ifd0.next_ifd = thumbnail_ifd(order, small)
    return exif_segment(tiff(sample.ifd0, reachable(sample.ifd0)))


def xmp_packet(variant: int) -> bytes:
    return xmp_segment(xmp.packet(
        xmp.description(
            "exif photoshop xmp dc",
            f'{xmp.position_attributes(36.1147, -115.1728)} photoshop:City="{token("XMP")}" '
            f'xmp:CreatorTool="Bench {variant}"',
            f'<dc:subject>{xmp.sequence("Bag", *(f"keyword {n}" for n in range(8)))}</dc:subject>',
        ),
        padding=2000,
    ))


def iptc_segments() -> list[bytes]:
    datasets = (
        iptc.dataset(1, 90, b"\x1b%G")
        + iptc.dataset(2, 0, b"\0\4")
        + iptc.dataset(2, 90, token("IPTC"))
        + iptc.dataset(2, 80, "Ada Example")
    )
    return jpeg.photoshop_segments(iptc.iptc_resources(datasets))


def motion_video(profile: Profile) -> bytes:
    sample = small_picture(64, 48, 1) + random.Random(5).randbytes(profile.video)
    place = user_text(b"\xa9xyz", iso6709(36.1147, -115.1728, 612.4))
    return Video(sample, 64, 48, created=1715221712, user_data=place).bytes()


def with_gain_map(stream: bytes, profile: Profile) -> bytes:
    grey = small_picture(profile.width // 4, profile.height // 4, 2, "-grayscale")
    gain_map = after_soi(
        grey,
        exif_segment(located_tiff(BIG, token("MPF"))),
        xmp_segment(xmp.packet(xmp.description("hdrgm", GAIN_MAP_ATTRIBUTES))),
    )
    packet = xmp.packet(xmp.description(
        "hdrgm Container Item",
        'hdrgm:Version="1.0"',
        container(
            container_item("image/jpeg", "Primary"),
            container_item("image/jpeg", "GainMap", len(gain_map)),
        ),
    ))
    primary = after_soi(stream, xmp_segment(packet))
    return jpeg.multi_picture(primary, 0x030000, [jpeg.MpImage(gain_map, 0)])


def with_second_view(stream: bytes, profile: Profile) -> bytes:
    other = after_soi(
        small_picture(profile.width // 3, profile.height // 3, 3),
        exif_segment(located_tiff(LITTLE, token("MPF"))),
    )
    return jpeg.multi_picture(stream, 0x020002, [jpeg.MpImage(other, 0x020002)])


def with_motion(stream: bytes, profile: Profile) -> bytes:
    video = motion_video(profile)
    packet = xmp.packet(xmp.description(
        "GCamera Container Item",
        'GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1" '
        'GCamera:MotionPhotoPresentationTimestampUs="500000"',
        container(
            container_item("image/jpeg", "Primary"),
            container_item("video/mp4", "MotionPhoto", len(video)),
        ),
    ))
    return after_soi(stream, xmp_segment(packet)) + video


def camera_file(profile: Profile, pictures: list[bytes], variant: int) -> bytes:
    base = pictures[variant % len(pictures)]
    if variant % 20 == 19:
        return after_soi(base, jpeg.jfif_segment())  # clean already
    head = []
    if variant % 5 in (1, 3):
        head.append(xmp_packet(variant))
    if variant % 10 == 4:
        head += iptc_segments()
    if variant % 3 != 1:
        head += jpeg.icc_segments(icc.profile("Bench RGB"))
    if variant % 15 == 2:
        head.append(jpeg.comment(token("comment")))
    stream = after_soi(base, *head)
    if variant % 20 == 5:
        stream = with_gain_map(stream, profile)
    elif variant % 20 == 10:
        stream = with_second_view(stream, profile)
    elif variant % 13 == 6:
        stream = with_motion(stream, profile)
    return insert_exif(stream, exif(profile, variant))


def insert_exif(stream: bytes, segment: bytes) -> bytes:
    """Exif first. An MPF index counts from itself, so all of it moves together; its primary size grows."""
    at = stream.find(b"MPF\0")
    if at >= 0:
        order = "little" if stream[at + 4 : at + 6] == b"II" else "big"
        entries = at + 4 + 8 + 2 + 3 * 12 + 4
        size = int.from_bytes(stream[entries + 4 : entries + 8], order) + len(segment)
        stream = stream[: entries + 4] + size.to_bytes(4, order) + stream[entries + 8 :]
    return stream[:2] + segment + stream[2:]


def variants(name: str) -> list[bytes]:
    profile = PROFILES[name]
    pictures = [picture(profile, kind) for kind in range(4)]
    return [camera_file(profile, pictures, variant) for variant in range(VARIANTS)]


def make_decoys(folder: Path) -> None:
    (folder / "notes.txt").write_text("36.1147, -115.1728\n")
    (folder / ".hidden.txt").write_text("hidden\n")
    (folder / "link.jpg").symlink_to("notes.txt")


def make(folder: Path, name: str, count: int) -> int:
    """Writes the tree. Returns its bytes."""
    models = variants(name)
    places = [model.find(SERIAL) + len(SERIAL) - 8 for model in models]
    total = 0
    for first in range(0, count, FOLDER):
        below = folder / f"d{first // FOLDER:05}"
        below.mkdir(parents=True)
        for number in range(first, min(first + FOLDER, count)):
            model, place = models[number % VARIANTS], places[number % VARIANTS]
            with open(below / f"IMG_{number:07}.jpg", "wb", buffering=0) as file:
                file.write(model)
                if SERIAL in model[: place + 8]:
                    file.seek(place)
                    file.write(b"%08d" % number)
            total += len(model)
    make_decoys(folder)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description="Make a tree of camera-like pictures.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--profile", choices=PROFILES, default="listing")
    arguments = parser.parse_args()
    if arguments.folder.exists() and any(arguments.folder.iterdir()):
        parser.error(f"{arguments.folder} is not empty")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    total = make(arguments.folder, arguments.profile, arguments.files)
    print(f"{arguments.files} files, {total} bytes, {total // max(arguments.files, 1)} a file")
    return 0


if __name__ == "__main__":
    sys.exit(main())
