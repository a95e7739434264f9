"""What stands beside a picture: sidecars, extended attributes, a date in its name."""
import json
import os

from scene import CLEAN, LEAKING, Skip, main

TAKEOUT = json.dumps({
    "title": "a.jpg", "description": "at home", "imageViews": "3",
    "photoTakenTime": {"timestamp": "1714980000", "formatted": "6 May 2024"},
    "geoData": {"latitude": 36.169941, "longitude": -115.139832, "altitude": 610.0, "latitudeSpan": 0.0},
    "people": [{"name": "Ada Lovelace"}], "url": "https://photos.example/AF1Qip",
    "googlePhotosOrigin": {"mobileUpload": {"deviceType": "ANDROID_PHONE"}},
}, indent=2).encode()
NO_PLACE = json.dumps({"title": "b.jpg", "photoTakenTime": {"timestamp": "1"},
                       "geoData": {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0}}).encode()
XMP = b"""<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
<rdf:Description rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'
 exif:GPSLatitude='36,10.196460N' exif:GPSLongitude='115,8.389920W'><dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq>
</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>
"""
AAE = b"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>adjustmentBaseVersion</key><integer>0</integer>
<key>adjustmentData</key><data>eNpjYGBg</data><key>adjustmentEditorBundleID</key><string>com.apple.mobileslideshow</string>
<key>adjustmentTimestamp</key><date>2024-05-06T07:08:09Z</date></dict></plist>
"""
ORIGIN = "user.xdg.origin.url"
GPX = b'<?xml version="1.0"?>\n<gpx><trk><trkpt lat="36.169941" lon="-115.139832"/></trk></gpx>\n'
PP3 = b"[Version]\nAppVersion=5.9\n\n[Exposure]\nCompensation=0.5\n"
APPLE_DOUBLE = b"\0\5\x16\7\0\2\0\0Mac OS X        \0\2" + bytes(60) + b"com.apple.quarantine"
DAMAGED = b"\xff\xd8\xff\xe1\xff\xff too short"


def records(run):
    return {row["path"]: row for row in map(json.loads, run.out.splitlines()) if "path" in row}


def beside(run):
    return json.loads(run.out.splitlines()[-1])["summary"].get("beside")


def mark(path):
    try:
        os.setxattr(path, ORIGIN, b"https://example.org/ada/home.jpg")
    except OSError:
        raise Skip("this file system has no user attributes") from None


def test_sidecars_are_noted_and_left_alone(scene):
    scene.put("d/a.jpg", CLEAN)
    scene.put("d/a.jpg.json", TAKEOUT)
    run = scene.expect("-r", "--format=ndjson", "d")
    image = records(run)["d/a.jpg"]
    assert image["status"] == "clean" and not image["changed"]
    noted = {f["name"]: f for f in image["findings"]}
    assert noted["Takeout:geoData"]["class"] == "location" and noted["Takeout:geoData"]["where"] == []
    assert noted["Takeout:people"]["class"] == "person" and noted["Takeout:people"]["action"] == "kept"
    assert noted["Takeout:people"]["carrier"] == "sidecar a.jpg.json"
    assert records(run)["d/a.jpg.json"]["reason"] == "sidecar of a.jpg; --sidecars handles it"
    assert beside(run) == {"sidecars": 1, "sidecars_located": 1, "attributes": 0}
    assert scene.read("d/a.jpg.json") == TAKEOUT


def test_by_default_a_sidecar_goes_whole(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/a.xmp", XMP)
    scene.put("d/a.AAE", AAE)
    scene.put("d/a.jpg.supplemental-metadat.json", TAKEOUT)
    run = scene.expect("-r", "--sidecars", "--format=ndjson", "d")
    rows = records(run)
    assert list(rows) == ["d/a.jpg", "d/a.AAE", "d/a.jpg.supplemental-metadat.json", "d/a.xmp"], list(rows)
    assert {row["status"] for row in rows.values()} == {"scrubbed"}
    assert {f["action"] for f in rows["d/a.xmp"]["findings"]} == {"removed"}
    assert rows["d/a.xmp"]["bytes_out"] == 0 and beside(run) is None
    assert scene.names() == [b"d", b"d/a.jpg"]


def test_the_edits_of_a_raw_file_stay(scene):
    """What Lightroom writes beside IMG_1.CR2 is not the sidecar of IMG_1.jpg."""
    for raw in ("a.CR2", "b.jpg.nef", "c.pef"):
        scene.put("d/" + raw, b"II*\0" + bytes(60))
    for name in ("a", "b", "c"):
        scene.put(f"d/{name}.jpg", LEAKING)
        scene.put(f"d/{name}.xmp", XMP)
    rows = records(scene.expect("-r", "--sidecars", "--format=ndjson", "d", status=2))
    assert rows["d/a.xmp"]["status"] == "kept" and "raw file" in rows["d/a.xmp"]["reason"], rows["d/a.xmp"]
    assert {finding["action"] for finding in rows["d/a.xmp"]["findings"]} == {"kept"}
    assert scene.read("d/a.xmp") == scene.read("d/c.xmp") == XMP
    assert rows["d/b.xmp"]["status"] == "scrubbed" and b"d/b.xmp" not in scene.names()
    rows = records(scene.expect("-r", "--sidecars", "--gps-only", "--format=ndjson", "d", status=2))
    assert rows["d/a.xmp"]["status"] == "scrubbed" and len(scene.read("d/a.xmp")) == len(XMP)


def test_a_picture_with_the_name_of_a_sidecar_is_one(scene):
    scene.put("d/a.jpg", CLEAN)
    for name in ("a.xmp", "._a.jpg", "a.aae"):
        scene.put("d/" + name, LEAKING)
    rows = records(scene.expect("audit", "-r", "--sidecars", "--format=ndjson", "d", status=1))
    assert {row["status"] for path, row in rows.items() if path != "d/a.jpg"} == {"leaks"}, rows
    rows = records(scene.expect("-r", "--sidecars", "--format=ndjson", "d", status=0))
    assert {row["status"] for path, row in rows.items() if path != "d/a.jpg"} == {"scrubbed"}, rows
    assert all(LEAKING != scene.read(name) for name in scene.names() if name != b"d")


def test_gps_only_cleans_inside(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/a.jpg.json", TAKEOUT)
    scene.put("d/b.jpg", CLEAN)
    scene.put("d/b.jpg.json", NO_PLACE)
    scene.put("d/b.xmp", XMP)
    scene.put("d/b.aae", AAE)
    rows = records(scene.expect("-r", "--sidecars", "--gps-only", "--format=ndjson", "d"))
    assert {path: row["status"] for path, row in rows.items()} == {
        "d/a.jpg": "scrubbed", "d/a.jpg.json": "scrubbed", "d/b.jpg": "clean", "d/b.aae": "kept", "d/b.jpg.json": "clean",
        "d/b.xmp": "scrubbed"}
    assert scene.read("d/b.jpg.json") == NO_PLACE and scene.read("d/b.aae") == AAE
    left = json.loads(scene.read("d/a.jpg.json"))
    wanted = json.loads(TAKEOUT)
    del wanted["geoData"]
    assert left == wanted and list(left) == list(wanted)
    packet = scene.read("d/b.xmp")
    assert len(packet) == len(XMP) and b"GPSL" not in packet and b"36,10" not in packet and b"Ada" in packet
    rows = records(scene.expect("-r", "--sidecars", "--gps-only", "--format=ndjson", "d"))
    assert not any(row["changed"] for row in rows.values())


def test_keep_leaves_what_it_names(scene):
    scene.put("a.jpg", CLEAN)
    scene.put("a.jpg.json", TAKEOUT)
    scene.put("a.xmp", XMP)
    scene.expect("--sidecars", "--keep=person", "a.jpg", "a.jpg.json")
    assert set(json.loads(scene.read("a.jpg.json"))) == {"people", "url"}
    assert b"a.xmp" not in scene.names()
    scene.expect("--sidecars", "--keep=person", "a.jpg", out="2 files: 2 clean.\n")


def test_dry_run_check_and_copies(scene):
    scene.put("d/a.jpg", CLEAN)
    scene.put("d/a.jpg.json", TAKEOUT)
    rows = records(scene.expect("-n", "-r", "--sidecars", "--format=ndjson", "d"))
    assert rows["d/a.jpg.json"]["status"] == "would-scrub" and scene.read("d/a.jpg.json") == TAKEOUT
    scene.expect("--check", "-r", "--sidecars", "d", status=1)
    scene.expect("-r", "--sidecars", "-o", "whole", "d")
    assert b"whole/a.jpg.json" not in scene.names() and scene.read("whole/a.jpg") == CLEAN
    scene.expect("-r", "--sidecars", "--gps-only", "-o", "out", "d")
    assert b"geoData" not in scene.read("out/a.jpg.json") and scene.read("d/a.jpg.json") == TAKEOUT


def test_backups_carry_a_mark_for_later_runs(scene):
    mark(scene.put("probe", b""))
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/plain", LEAKING)
    scene.expect("-r", "--backup=.orig", "d")
    scene.put("d/edited.jpg.orig", LEAKING)
    scene.expect("-r", "d", out="scrubbed  edited.jpg.orig -138 B  location\n"
                                "3 files: 1 scrubbed, 2 clean. 138 B removed, picture data identical in all.\n"
                                "Not looked at: 2 backups.\n")
    assert scene.read("d/a.jpg.orig") == scene.read("d/plain.orig") == LEAKING
    os.rename(scene.at("d/a.jpg.orig"), scene.at("d/a.jpg"))
    scene.expect("-r", "d")
    assert scene.read("d/a.jpg") == CLEAN, "what was put back is no backup"
    assert "user.exifscrub.backup" not in os.listxattr(scene.at("d/a.jpg"))
    scene.expect("audit", "-r", "d", status=1)


def test_backups_hold_the_sidecar(scene):
    scene.put("a.jpg", CLEAN)
    scene.put("a.jpg.json", TAKEOUT)
    scene.expect("--sidecars", "--backup", "a.jpg")
    assert scene.names() == [b"a.jpg", b"a.jpg.json.exifscrub-orig"]
    assert scene.read("a.jpg.json.exifscrub-orig") == TAKEOUT


def test_what_is_no_sidecar_is_left_alone(scene):
    scene.put("d/a.jpg", CLEAN)
    scene.put("d/a.jpg.json", b'{"labels": [1, 2], "title": "training data"}')
    scene.put("d/a.json", b"no JSON")
    scene.put("d/a.xmp", b"just text")
    scene.put("d/lonely.jpg.json", TAKEOUT)
    run = scene.expect("-r", "--sidecars", "--format=ndjson", "d", status=2)
    rows = records(run)
    assert rows["d/a.jpg.json"]["status"] == "skipped" and "no Google Takeout record" in rows["d/a.jpg.json"]["reason"]
    assert rows["d/a.json"]["status"] == "refused", "broken JSON could hold anything"
    assert rows["d/a.xmp"]["status"] == "skipped"
    assert rows["d/lonely.jpg.json"]["reason"] == "a sidecar of no image here; left alone"
    assert scene.read("d/lonely.jpg.json") == TAKEOUT and len(scene.names()) == 6


def test_a_broken_packet_is_refused_where_it_could_hide_a_location(scene):
    scene.put("d/a.jpg", CLEAN)
    broken = XMP[:-40]
    scene.put("d/a.xmp", broken)
    rows = records(scene.expect("-r", "--sidecars", "--gps-only", "--format=ndjson", "d", status=2))
    assert rows["d/a.xmp"]["status"] == "refused" and scene.read("d/a.xmp") == broken


def test_other_companions_go_as_a_whole(scene):
    for name, content in (("a.gpx", GPX), ("a.jpg.pp3", PP3), ("._a.jpg", APPLE_DOUBLE)):
        scene.put("d/" + name, content)
    scene.put("d/a.jpg", CLEAN)
    scene.put("d/a.thm", LEAKING)
    rows = records(scene.expect("-r", "--format=ndjson", "-n", "d"))
    assert rows["d/a.gpx"]["reason"] == "sidecar of a.jpg; --sidecars handles it"
    assert rows["d/._a.jpg"]["status"] == "skipped", "no image in spite of its name, and no reason to refuse"
    assert {f["name"] for f in rows["d/a.jpg"]["findings"]} == {"GPX:Track", "RawTherapee:Edits", "AppleDouble:Attributes"}
    rows = records(scene.expect("-r", "--sidecars", "--gps-only", "--format=ndjson", "d"))
    assert {path: row["status"] for path, row in rows.items()} == {
        "d/a.jpg": "clean", "d/._a.jpg": "kept", "d/a.gpx": "scrubbed", "d/a.jpg.pp3": "kept", "d/a.thm": "scrubbed"}
    assert scene.names() == [b"d", b"d/._a.jpg", b"d/a.jpg", b"d/a.jpg.pp3", b"d/a.thm"]
    rows = records(scene.expect("-r", "--sidecars", "--format=ndjson", "d"))
    assert rows["d/._a.jpg"]["reason"] == "the sidecar goes as a whole"
    assert scene.names() == [b"d", b"d/a.jpg", b"d/a.thm"]


def test_a_sidecar_of_a_refused_picture_is_handled_for_itself(scene):
    scene.put("d/a.jpg", DAMAGED)
    scene.put("d/a.jpg.json", TAKEOUT)
    rows = records(scene.expect("-r", "--sidecars", "--gps-only", "--format=ndjson", "d", status=2))
    assert rows["d/a.jpg"]["status"] == "refused" and scene.read("d/a.jpg") == DAMAGED
    assert rows["d/a.jpg.json"]["status"] == "scrubbed" and b"geoData" not in scene.read("d/a.jpg.json")
    rows = records(scene.expect("-r", "--sidecars", "--format=ndjson", "d", status=2))
    assert rows["d/a.jpg.json"]["status"] == "scrubbed" and scene.names() == [b"d", b"d/a.jpg"]


def test_audit_counts_sidecars_when_asked(scene):
    scene.put("d/a.jpg", CLEAN)
    scene.put("d/a.jpg.json", TAKEOUT)
    scene.expect("audit", "-r", "d", status=0, err="",
                 out="1 file does not give away where it was taken: 1 clean. 1 file is no image.\n"
                     "Beside the images: 1 sidecar, 1 with a location (--sidecars handles it).\n")
    scene.expect("audit", "-r", "--sidecars", "d", status=1, err="",
                 out="leaks  a.jpg.json  location near Las Vegas, US (Takeout), date and time, device, text, person\n"
                     "1 of 2 files gives away where it was taken. The others: 1 clean.\n")
    assert scene.read("d/a.jpg.json") == TAKEOUT


def test_include_is_about_pictures_and_exclude_about_all(scene):
    scene.put("d/a.jpg", CLEAN)
    scene.put("d/a.jpg.json", TAKEOUT)
    scene.put("d/b.jpg", CLEAN)
    scene.put("d/b.xmp", XMP)
    rows = records(scene.expect("-r", "--sidecars", "--include=a.jpg", "--exclude=*.xmp", "--format=ndjson", "d"))
    assert list(rows) == ["d/a.jpg", "d/a.jpg.json"]


def test_read_only_sidecars_need_force(scene):
    scene.put("a.jpg", CLEAN)
    os.chmod(scene.put("a.jpg.json", TAKEOUT), 0o444)
    rows = records(scene.expect("--sidecars", "--format=ndjson", "a.jpg", status=2))
    assert rows["a.jpg.json"]["status"] == "refused" and scene.read("a.jpg.json") == TAKEOUT
    scene.expect("--sidecars", "--force", "a.jpg")


def test_origin_attributes_are_noted(scene):
    path = scene.put("a.jpg", CLEAN)
    mark(path)
    run = scene.expect("audit", "--format=ndjson", "a.jpg")
    finding = next(f for f in records(run)["a.jpg"]["findings"] if f["name"] == "xattr:" + ORIGIN)
    assert finding == {"class": "history", "name": "xattr:" + ORIGIN, "value": "https://example.org/ada/home.jpg",
                       "carrier": "extended attribute", "where": [], "action": "found", "standing": "remark"}
    scene.expect("a.jpg", out="1 file: 1 clean.\nBeside the images: 1 file with attributes that tell an origin or "
                              "comment (--xattrs removes them).\n")
    assert os.getxattr(path, ORIGIN)
    scene.expect("audit", "--xattrs", "--fail-on=history", "a.jpg", status=1)


def test_origin_attributes_go_when_asked(scene):
    clean, leaking, blank = scene.put("a.jpg", CLEAN), scene.put("b.jpg", LEAKING), scene.put("c.jpg", LEAKING)
    for path in (clean, leaking, blank):
        mark(path)
        os.setxattr(path, "user.rating", b"5")
    before = os.stat(clean)
    scene.expect("-n", "--xattrs", "a.jpg")
    scene.expect("--check", "--xattrs", "a.jpg", status=1)
    assert os.getxattr(clean, ORIGIN)
    rows = records(scene.expect("--xattrs", "--format=ndjson", "a.jpg", "b.jpg"))
    assert all(row["status"] == "scrubbed" and row["changed"] for row in rows.values())
    scene.expect("--xattrs", "--gps-only", "c.jpg")
    for path in (clean, leaking, blank):
        assert os.listxattr(path) == ["user.rating"], path
    assert scene.read("a.jpg") == CLEAN and os.stat(clean).st_mtime_ns == before.st_mtime_ns
    assert os.stat(clean).st_ino == before.st_ino
    scene.expect("--xattrs", "a.jpg", out="1 file: 1 clean.\n")


def test_attributes_of_a_family_are_known_by_their_beginning(scene):
    path = scene.put("a.jpg", CLEAN)
    mark(path)
    os.setxattr(path, "user.com.dropbox.attributes", b"x")
    os.setxattr(path, "user.com.apple.assetsd.customLocation", b"bplist00")
    os.setxattr(path, "user.com.dropboxed", b"x")
    row = records(scene.expect("audit", "--format=ndjson", "a.jpg"))["a.jpg"]
    noted = {f["name"]: f["class"] for f in row["findings"]}
    assert noted["xattr:user.com.dropbox.attributes"] == "history" and "xattr:user.com.dropboxed" not in noted
    assert noted["xattr:user.com.apple.assetsd.customLocation"] == "location"
    scene.expect("--xattrs", "--gps-only", "a.jpg")
    assert os.listxattr(path) == ["user.com.dropboxed"]


def test_comments_go_with_the_class_text(scene):
    path = scene.put("a.jpg", CLEAN)
    mark(path)
    os.setxattr(path, "user.xdg.comment", b"our house")
    scene.expect("--xattrs", "--gps-only", "a.jpg")
    assert os.listxattr(path) == ["user.xdg.comment"]
    scene.expect("--xattrs", "a.jpg")
    assert os.listxattr(path) == []


def test_a_date_in_the_name_is_a_remark(scene):
    scene.put("d/IMG_20240506_070809.jpg", CLEAN)
    row = records(scene.expect("audit", "-r", "--format=ndjson", "d"))["d/IMG_20240506_070809.jpg"]
    assert row["status"] == "clean"
    assert row["findings"] == [{"class": "time", "name": "System:FileName", "value": "2024-05-06", "carrier": "file name",
                                "where": [], "action": "found", "standing": "remark"}]


def test_clashes(scene):
    scene.put("a.jpg")
    scene.expect("--sidecars", "--exif-only", "a.jpg", status=2)
    scene.expect("--sidecars", "-", status=2)
    scene.expect("--xattrs", "-", status=2)


if __name__ == "__main__":
    main(globals())
