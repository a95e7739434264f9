"""The inspect verb as its users see it."""
import json
import os
import struct

from scene import CLEAN, DAMAGED, LEAKING, exif_with_gps, jpeg, main, segment


def test_tree_names_the_position(scene):
    scene.put("a.jpg", LEAKING)
    out = scene.expect("inspect", "a.jpg", err="").out.decode()
    assert out.startswith("a.jpg: JPEG, ")
    assert "36 deg 10' 12\" N = 36.17 [location]" in out.replace("\n" + " " * 50, " "), out
    assert max(map(len, out.splitlines())) <= 80


def test_a_mode_says_what_becomes_of_each_region(scene):
    scene.put("a.jpg", LEAKING)
    assert "=> keep" not in scene.expect("inspect", "a.jpg", err="").out.decode()
    out = scene.expect("inspect", "--exif-only", "a.jpg", err="").out.decode()
    assert "=> drop" in out and "=> keep" in out
    assert "=> patch" in scene.expect("inspect", "--gps-only", "a.jpg", err="").out.decode()


def test_damaged_files_are_shown_as_far_as_they_go(scene):
    scene.put("bad.jpg", DAMAGED)
    for view in ([], ["--hex"], ["-v"]):
        out = scene.expect("inspect", *view, "bad.jpg", err="").out.decode()
        assert out.splitlines()[-1].startswith("stopped: "), out
    assert json.loads(scene.expect("inspect", "--format", "json", "bad.jpg", err="").out)["stopped"]
    scene.expect("inspect", "--plan", "bad.jpg", status=2)


def test_formats_without_a_parser_are_named(scene):
    scene.put("a.png", b"\x89PNG\r\n\x1a\n" + bytes(60))
    assert "PNG is not supported yet" in scene.expect("inspect", "a.png", err="").out.decode()
    scene.put("a.txt", b"no image at all")
    scene.expect("inspect", "a.txt", status=2)


def test_hex_of_a_part(scene):
    scene.put("a.jpg", LEAKING)
    out = scene.expect("inspect", "--hex=GPSLatitude", "a.jpg", err="").out.decode()
    assert "36 + 10/60 + 12/3600 = 36.17 degrees" in out, out
    out = scene.expect("inspect", "--hex=0-1", "a.jpg", err="").out.decode()
    assert "\n000000  ff d8 " in out and "000002" not in out
    out = scene.expect("inspect", "--hex=0x2-0x3", "a.jpg", err="").out.decode()
    assert "\n000002  ff e1 " in out
    assert b"nothing in the file is called nothing" in scene.expect("inspect", "--hex=nothing", "a.jpg", status=2).err
    scene.expect("inspect", "--hex=100000-100001", "a.jpg", status=2)


def test_tags_are_lines(scene):
    scene.put("a.jpg", LEAKING)
    lines = scene.expect("inspect", "--tags", "a.jpg", err="").out.decode().splitlines()
    assert "GPS:GPSLatitude=36.17" in lines, lines


def test_json_is_the_tree(scene):
    scene.put("a.jpg", LEAKING)
    tree = json.loads(scene.expect("inspect", "--format", "json", "a.jpg", err="").out)
    assert tree["schema"] == "exifscrub-inspect" and tree["size"] == len(LEAKING)
    assert tree["fields"][0]["fields"][0]["name"] == "image 1"


def test_extract_writes_a_part_once(scene):
    scene.put("a.jpg", LEAKING)
    scene.expect("inspect", "--extract", "exif=exif.tif", "a.jpg", out="", err="")
    assert scene.read("exif.tif") == exif_with_gps()
    assert os.stat(scene.at("exif.tif")).st_mode & 0o077 == 0
    again = scene.expect("inspect", "--extract", "exif=exif.tif", "a.jpg", status=2)
    assert b"exists already" in again.err
    assert scene.expect("inspect", "--extract=exif=-", "a.jpg", err="").out == exif_with_gps()


def test_extract_writes_the_strips_of_an_uncompressed_thumbnail(scene):
    strips = (b"first strip.", b"second strip")
    ifd1 = (struct.pack(">HHHI", 2, 0x0111, 4, 2) + struct.pack(">I", 44) + struct.pack(">HHI", 0x0117, 3, 2)
            + struct.pack(">HHI", 12, 12, 0))
    exif = b"MM\0*\0\0\0\x08" + struct.pack(">HI", 0, 14) + ifd1 + struct.pack(">II", 52, 64) + b"".join(strips)
    scene.put("a.jpg", jpeg(segment(0xE1, b"Exif\0\0" + exif)))
    assert scene.expect("inspect", "--extract=thumbnail=-", "a.jpg", err="").out == b"".join(strips)


def test_extract_writes_iptc_video_and_gain_map(scene):
    datasets = b"\x1c\2\x5a\0\4City"
    scene.put("a.jpg", jpeg(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0" + struct.pack(">I", len(datasets)) + datasets
                                    + b"\0")))
    assert scene.expect("inspect", "--extract=iptc=-", "a.jpg", err="").out == datasets
    video = (struct.pack(">I4s4sI4s", 24, b"ftyp", b"mp42", 0, b"mp42") + b"isom" + struct.pack(">I4s", 20, b"mdat")
             + b"frames here!" + struct.pack(">I4s", 8, b"moov"))
    scene.put("b.jpg", CLEAN + video)
    assert scene.expect("inspect", "--extract=video=-", "b.jpg", err="").out == video
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../corpus/jpeg/gain_map_iso.jpg"), "rb") as file:
        picture = file.read()
    scene.put("c.jpg", picture)
    assert scene.expect("inspect", "--extract=gainmap=-", "c.jpg", err="").out == \
        picture[picture.index(b"\xff\xd9\xff\xd8") + 2:]


def test_extract_puts_a_flashpix_preview_together(scene):
    preview = CLEAN + bytes(3)
    stream = bytes(47) + preview
    def piece(index, offset, data):
        return segment(0xE2, b"FPXR\0\0\2" + struct.pack(">HI", index, offset) + data)
    contents = segment(0xE2, b"FPXR\0\0\1\0\2")
    scene.put("a.jpg", jpeg(contents, piece(2, 0, stream[:60]), piece(1, 0, b"properties"), piece(2, 60, stream[60:]),
                            piece(2, 7, b"behind a gap"), piece(3, 0, b"\xff\xd8\xff short")))
    assert scene.expect("inspect", "--extract=preview=-", "a.jpg", err="").out == preview
    scene.put("b.jpg", jpeg(contents, piece(1, 0, b"properties"), segment(0xE2, b"FPXR\0\0\2\0")))
    scene.expect("inspect", "--extract=preview=-", "b.jpg", status=2, err="exifscrub: b.jpg: no preview to extract\n")


def test_extract_says_when_there_is_nothing(scene):
    scene.put("a.jpg", CLEAN)
    for part in ("thumbnail", "exif", "xmp", "icc", "iptc", "preview", "video", "gainmap"):
        done = scene.expect("inspect", "--extract", part + "=out", "a.jpg", status=2)
        assert done.err == b"exifscrub: a.jpg: no " + part.encode() + b" to extract\n", done.err
    assert not os.path.exists(scene.at("out"))


def test_extract_xmp_and_icc(scene):
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
    profile = struct.pack(">I", 200) + bytes(32) + b"acsp" + bytes(92) + bytes(range(68))
    scene.put("a.jpg", jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet),
                            segment(0xE2, b"ICC_PROFILE\0\x01\x02" + profile[:120]),
                            segment(0xE2, b"ICC_PROFILE\0\x02\x02" + profile[120:])))
    scene.expect("inspect", "--extract", "xmp=a.xmp", "--extract", "icc=a.icc", "a.jpg", err="")
    assert scene.read("a.xmp") == packet and scene.read("a.icc") == profile


def test_wrong_use(scene):
    scene.put("a.jpg", LEAKING)
    for wrong in (["--extract", "thumbnail", "a.jpg"], ["--extract", "pixels=out", "a.jpg"], ["--hex", "--tags", "a.jpg"],
                  ["--format", "csv", "a.jpg"], ["a.jpg", "a.jpg"], ["--extract", "exif=-", "--extract", "xmp=-", "a.jpg"]):
        done = scene.expect("inspect", *wrong, status=2)
        assert done.err.startswith(b"exifscrub: ") and done.err.count(b"\n") == 1, done.err


if __name__ == "__main__":
    main(globals())
