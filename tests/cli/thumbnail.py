"""--set-thumbnail: the thumbnail alone goes, is replaced, or is made anew."""
import shutil
import struct
import subprocess

from scene import CLEAN, LEAKING, Skip, jpeg, main, segment


def with_thumbnail(thumbnail, rest=b""):
    """An Exif block with a make, and an IFD1 that leads to `thumbnail`; `rest` stands behind it."""
    make = b"Maker\0"
    ifd0_end = 8 + 2 + 12 + 4 + len(make)
    ifd1 = struct.pack(">H", 2)
    data_at = ifd0_end + 2 + 24 + 4
    ifd1 += struct.pack(">HHII", 0x0201, 4, 1, data_at) + struct.pack(">HHII", 0x0202, 4, 1, len(thumbnail))
    ifd0 = struct.pack(">HHHII", 1, 0x010F, 2, len(make), 26) + struct.pack(">I", ifd0_end)
    tiff = b"MM\0*\0\0\0\x08" + ifd0 + make + ifd1 + struct.pack(">I", 0) + thumbnail + rest
    return jpeg(segment(0xE1, b"Exif\0\0" + tiff))


SMALL = jpeg(scan=b"\x01\x02\x03")
LARGE = jpeg(scan=b"\x01\x02\x03" * 40)


def thumbnail_of(scene, name):
    return scene.expect("inspect", "--extract", "thumbnail=-", name, err="").out


def test_none_takes_the_thumbnail_alone(scene):
    source = with_thumbnail(LARGE)
    scene.put("a.jpg", source)
    scene.expect("--set-thumbnail", "none", "a.jpg")
    result = scene.read("a.jpg")
    assert len(result) == len(source) and LARGE not in result and b"Maker" in result
    assert b"no thumbnail" in scene.expect("inspect", "--extract", "thumbnail=-", "a.jpg", status=2).err
    assert b"1 clean" in scene.expect("--set-thumbnail", "none", "a.jpg").out


def test_other_small_copies_are_named(scene):
    source = with_thumbnail(LARGE)
    jfxx = segment(0xE0, b"JFXX\0\x10" + SMALL)
    scene.put("a.jpg", source[:2] + jfxx + source[2:])
    said = scene.expect("--set-thumbnail", "none", "a.jpg").out
    assert b"1 kept" in said and b"another small copy of the picture stays: APP0 JFXX" in said, said
    scene.put("b.jpg", source + SMALL)
    said = scene.expect("--set-thumbnail", "none", "b.jpg").out
    assert b"another small copy of the picture stays: image 2" in said, said


def test_a_smaller_one_takes_its_place_and_nothing_moves(scene):
    source = with_thumbnail(LARGE, rest=b"tail")
    scene.put("a.jpg", source)
    scene.put("new.jpg", SMALL)
    scene.expect("--set-thumbnail", "new.jpg", "a.jpg")
    result = scene.read("a.jpg")
    assert len(result) == len(source)
    assert thumbnail_of(scene, "a.jpg") == SMALL
    changed = [i for i, (a, b) in enumerate(zip(source, result)) if a != b]
    at = source.index(LARGE)
    length_field = source.index(struct.pack(">HHI", 0x0202, 4, 1)) + 8
    assert all(at <= i < at + len(LARGE) or length_field <= i < length_field + 4 for i in changed)


def test_a_longer_one_rewrites_its_segment_alone(scene):
    for rest in (b"", b"tail"):
        source = with_thumbnail(SMALL, rest)
        scene.put("a.jpg", source)
        scene.put("new.jpg", LARGE)
        scene.expect("--set-thumbnail", "new.jpg", "a.jpg")
        result = scene.read("a.jpg")
        assert thumbnail_of(scene, "a.jpg") == LARGE
        assert result.endswith(CLEAN[2:]) and b"Maker" in result and (rest in result) and SMALL not in result
        assert b"1 clean" in scene.expect("--set-thumbnail", "new.jpg", "a.jpg").out


def test_what_the_given_picture_tells_does_not_get_in(scene):
    scene.put("a.jpg", with_thumbnail(LARGE))
    scene.put("new.jpg", LEAKING)
    scene.expect("--set-thumbnail", "new.jpg", "a.jpg")
    assert thumbnail_of(scene, "a.jpg") == CLEAN


def test_what_a_viewer_of_the_given_picture_needs_does_not_get_in(scene):
    profile = struct.pack(">I", 144) + bytes(32) + b"acsp" + bytes(88) + struct.pack(">I4sII", 1, b"desc", 144, 0)
    turned = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0)
    adobe = segment(0xEE, b"Adobe\0d\0\0\0\0\1")
    kept = (segment(0xE1, turned), segment(0xE2, b"ICC_PROFILE\0\1\1" + profile),
            segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(4)),
            segment(0xEA, b"AROT\0\0" + struct.pack(">II", 1, 7)), segment(0xEB, b"HDR_RI ver=11\n~\0"))
    scene.put("new.jpg", jpeg(*kept, adobe, scan=b"\x01\x02\x03"))
    scene.put("a.jpg", with_thumbnail(LARGE))
    scene.expect("--set-thumbnail", "new.jpg", "a.jpg")
    assert thumbnail_of(scene, "a.jpg") == jpeg(adobe, scan=b"\x01\x02\x03")


def test_a_picture_without_a_thumbnail_gets_none(scene):
    for source in (CLEAN, LEAKING):
        for how in ("none", "auto", "new.jpg"):
            scene.put("a.jpg", source)
            scene.put("new.jpg", SMALL)
            scene.expect("--set-thumbnail", how, "a.jpg")
            assert scene.read("a.jpg") == source


def test_auto_shows_the_picture_as_it_is(scene):
    if not shutil.which("cjpeg") or not shutil.which("djpeg"):
        raise Skip("cjpeg and djpeg are not installed")
    def coded(grey):
        pixels = b"P5 320 240 255\n" + bytes([grey]) * (320 * 240)
        return subprocess.run(["cjpeg", "-quality", "90"], input=pixels, stdout=subprocess.PIPE, check=True).stdout
    old = coded(20) + bytes(0)
    source = with_thumbnail(old)
    exif = source[2:4 + struct.unpack(">H", source[4:6])[0]]
    picture = coded(200)
    scene.put("a.jpg", picture[:2] + exif + picture[2:])
    scene.expect("--set-thumbnail", "auto", "a.jpg")
    made = thumbnail_of(scene, "a.jpg")
    shown = subprocess.run(["djpeg", "-grayscale"], input=made, stdout=subprocess.PIPE, check=True).stdout
    pixels = shown.split(b"\n", 3)[-1]
    assert shown.startswith(b"P5\n160 120\n") and all(abs(p - 200) < 6 for p in pixels)
    assert b"1 clean" in scene.expect("--set-thumbnail", "auto", "a.jpg").out


def test_wrong_use(scene):
    scene.put("a.jpg", with_thumbnail(LARGE))
    scene.put("text", b"no picture")
    for wrong in (["text"], ["missing.jpg"], ["none", "--gps-only"], ["auto", "--exif-only"], ["none", "--keep", "time"]):
        done = scene.expect("--set-thumbnail", *wrong, "a.jpg", status=2)
        assert done.err.startswith(b"exifscrub: ") and done.err.count(b"\n") == 1, done.err
    assert scene.read("a.jpg") == with_thumbnail(LARGE)


def test_a_folder_that_asks_for_more_is_not_half_obeyed(scene):
    scene.put("d/a.jpg", with_thumbnail(LARGE))
    scene.put("d/.exifscrub.conf", b"remove = time\n")
    done = scene.expect("--set-thumbnail", "none", "-r", "d", status=2)
    assert done.err == (b"exifscrub: --set-thumbnail and remove in d/.exifscrub.conf do not go together: "
                        b"--set-thumbnail changes the thumbnail alone\n"), done.err
    assert scene.read("d/a.jpg") == with_thumbnail(LARGE)
    scene.put("d/.exifscrub.conf", b"fail-on = time\n")
    scene.expect("--set-thumbnail", "none", "-r", "d", status=0)


if __name__ == "__main__":
    main(globals())
