"""Places: groups, clusters and --near on a made tree whose answers are known beforehand."""
import json
import math
import os
import sys

from scene import CLEAN, DAMAGED, jpeg, main, segment

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts"))
from corpus.exif import camera_tiff, gps_ifd  # noqa: E402  pylint: disable=wrong-import-position

METRE = 360 / (2 * math.pi * 6371008.8)  # degrees of latitude
HOME, OFFICE, LISBON = (36.1147, -115.1728), (36.1699, -115.1398), (38.7115, -9.1302)


def photo(at, taken, north=0.0, east=0.0):
    """A picture taken so many metres north and east of `at`, at a local time."""
    gps = at and gps_ifd(">", at[0] + north * METRE, at[1] + east * METRE / math.cos(math.radians(at[0])))
    block = camera_tiff(make="Made", model="Up", taken=taken, gps=gps)
    return jpeg(segment(0xE1, b"Exif\0\0" + block))


def plant(scene):
    """Six pictures at home (five of them at night), ten at work, three in Lisbon, one at sea, one without a place."""
    for day, (taken, north) in enumerate([("2024:05:06 19:00:00", 0), ("2024:05:07 23:30:00", 20),
                                          ("2024:05:08 07:59:59", 40), ("2024:05:11 22:00:00", 10),
                                          ("2024:05:12 21:00:00", 30), ("2024:05:12 12:00:00", 0)]):
        scene.put(f"d/home/{day}.jpg", photo(HOME, taken, north))
    for number in range(10):
        day = 6 + number % 5  # Monday to Friday
        scene.put(f"d/work/{number}.jpg", photo(OFFICE, f"2024:05:{day:02} 09:{number:02}:00", 0, 3 * number))
    for number in range(3):
        scene.put(f"d/lisbon/{number}.jpg", photo(LISBON, f"2024:06:01 12:0{number}:00", 50 * number))
    scene.put("d/sea.jpg", photo((0.5, 0.5), "2024:07:01 12:00:00"))
    scene.put("d/no-fix.jpg", photo((0, 0), "2024:07:01 12:00:00"))
    scene.put("d/nowhere.jpg", photo(None, "2024:07:01 12:00:00"))
    scene.put("d/clean.jpg", CLEAN)


def summary_of(scene, *arguments, status=1):
    run = scene.expect("audit", "-r", "--format", "json", *arguments, "d", status=status, err="")
    whole = json.loads(run.out)
    return whole["files"], whole["summary"]


def test_groups_are_counted_per_country_region_and_town(scene):
    plant(scene)
    _, summary = summary_of(scene, "--group-by", "place")
    assert "clusters" not in summary
    assert summary["groups"] == [
        {"country": "US", "photos": 16, "regions": [{"region": "Nevada", "photos": 16, "places": [
            {"place": "Las Vegas", "photos": 10}, {"place": "Paradise", "photos": 6}]}]},
        {"country": "PT", "photos": 3, "regions": [{"region": "Lisbon", "photos": 3, "places": [
            {"place": "Alfama", "photos": 3}]}]},
        {"country": None, "photos": 1}], summary["groups"]
    _, summary = summary_of(scene, "--group-by=country")
    assert summary["groups"] == [{"country": "US", "photos": 16}, {"country": "PT", "photos": 3},
                                 {"country": None, "photos": 1}]


def test_clusters_have_size_span_dates_and_habits(scene):
    plant(scene)
    files, summary = summary_of(scene, "--group-by", "cluster")
    work, home, lisbon = summary["clusters"]
    for cluster, folder, size, span in ((work, "work", 10, 27), (home, "home", 6, 40), (lisbon, "lisbon", 3, 100)):
        assert cluster["photos"] == size and abs(cluster["span_m"] - span) <= 1, cluster
        assert {files[member]["path"].split("/")[1] for member in cluster["members"]} == {folder}
        assert len(set(cluster["members"])) == size
    assert abs(home["lat"] - (HOME[0] + 100 / 6 * METRE)) < 1e-6 and abs(home["lon"] - HOME[1]) < 1e-6
    assert (home["dated"], home["days"]) == (6, 5)
    assert (home["first_date"], home["last_date"]) == ("2024-05-06", "2024-05-12")
    assert (home["night_share"], home["weekend_share"]) == (0.833, 0.5)
    assert home["may_be_home"] == ["6 photos on 5 days", "83 % of them between 19:00 and 08:00"]
    assert home["may_be_workplace"] == work["may_be_home"] == lisbon["may_be_home"] == []
    assert work["may_be_workplace"] == ["10 photos on 5 days",
                                        "100 % of them Monday to Friday between 09:00 and 18:00"]
    assert lisbon["may_be_workplace"] == []


def test_text_says_what_the_places_suggest(scene):
    plant(scene)
    run = scene.expect("audit", "-r", "--group-by=place", "--group-by=cluster", "d", status=1, err="")
    assert run.out.decode().split("\n21 of 23 ", 1)[1] == """\
files give away where they were taken; 6 of them within 40 m of each other, most in the evening or at night: may be a \
home. The others: 1 clean, 1 with other metadata.

Where 20 photos were taken:
  16  US, Nevada
  10    near Las Vegas
   6    near Paradise
   3  PT, Lisbon, near Alfama
   1  more than 50 km from any place

Photos within 100 m of each other:
  photos  where               across  dates                     night  weekend
      10  near Las Vegas, US    27 m  2024-05-06 to 2024-05-10    0 %      0 %
          may be a workplace: 10 photos on 5 days, 100 % of them Monday to Friday between 09:00 and 18:00
       6  near Paradise, US     40 m  2024-05-06 to 2024-05-12   83 %     50 %
          may be a home: 6 photos on 5 days, 83 % of them between 19:00 and 08:00
       3  near Alfama, PT      100 m  2024-06-01                  0 %    100 %
""", run.out.decode()


def test_text_without_coordinates_tells_of_no_place(scene):
    plant(scene)
    run = scene.expect("audit", "-r", "--coordinates=none", "--group-by=place", "--group-by=cluster", "d", status=1)
    text = run.out.decode()
    for word in ("Paradise", "US", "Nevada", "home.", "workplace", "within", "near"):
        assert word not in text, text


def test_reports_for_ci_tell_of_no_place(scene):
    plant(scene)
    for name in ("sarif", "github", "gitlab", "junit"):
        run = scene.expect("audit", "-r", "--format", name, "--group-by=place", "--group-by=cluster", "d", status=1)
        for word in (b"Paradise", b"Nevada", b"groups", b"clusters", b"night_share"):
            assert word not in run.out, name


def test_scrub_groups_what_it_removed(scene):
    plant(scene)
    run = scene.expect("-r", "--format=json", "--group-by=country", "d", status=0)
    assert json.loads(run.out)["summary"]["groups"][0] == {"country": "US", "photos": 16}
    _, summary = summary_of(scene, "--group-by=country", "--group-by=cluster", status=0)
    assert summary["groups"] == [] and summary["clusters"] == []


def statuses(run):
    records = [json.loads(line) for line in run.out.splitlines()]
    return {record["path"]: record["status"] for record in records if "path" in record}


def test_near_cleans_only_what_was_taken_there(scene):
    plant(scene)
    before = {name: scene.read(name) for name in scene.names() if name.endswith(b".jpg")}
    run = scene.expect("-r", "--format=ndjson", "--near", f"{HOME[0]},{HOME[1]},50m", "d", status=0, err="")
    for path, status in statuses(run).items():
        at_home = path.startswith("d/home/")
        assert status == ("scrubbed" if at_home else "skipped"), (path, status)
        changed = scene.read(path) != before[path.encode()]
        assert changed == at_home, path
        if at_home:
            assert scene.read(path) == CLEAN
    scene.expect("-r", "--near", f"{HOME[0]},{HOME[1]},50m", "d", status=0, err="",
                 out="no image within --near.\nLeft out by --near: 23 files taken elsewhere or without a location.\n")


def test_near_judges_by_the_edge_of_the_circle(scene):
    plant(scene)
    for radius, homes in (("5m", 2), ("15m", 3), ("0.035km", 5), ("0.1mi", 6)):
        run = scene.expect("audit", "-r", "--format=ndjson", "--near", f"{HOME[0]},{HOME[1]},{radius}", "d", status=1)
        found = [path for path, status in statuses(run).items() if status == "leaks"]
        assert len(found) == homes and all(path.startswith("d/home/") for path in found), (radius, found)


def test_near_refuses_what_cannot_be_compared(scene):
    scene.put("d/damaged.jpg", DAMAGED)
    scene.put("d/here.jpg", photo(HOME, "2024:05:06 19:00:00"))
    half = camera_tiff(make="Made", model="Up", taken="2024:05:06 19:00:00", gps=gps_ifd(">", *HOME))
    at = half.index(b"\0\x04\0\5\0\0\0\3")  # GPSLongitude becomes a tag that nobody knows
    scene.put("d/half.jpg", jpeg(segment(0xE1, b"Exif\0\0" + half[:at] + b"\0\x7f" + half[at + 2:])))
    dataset = b"\x1c\x02\x5a" + len(b"Las Vegas").to_bytes(2, "big") + b"Las Vegas"  # IPTC 2:90, City
    block = b"8BIM\x04\x04\0\0" + len(dataset).to_bytes(4, "big") + dataset + b"\0" * (len(dataset) % 2)
    scene.put("d/words.jpg", jpeg(segment(0xED, b"Photoshop 3.0\0" + block)))
    scene.put("d/notes.txt", b"no picture")
    before = {name: scene.read("d/" + name) for name in ("damaged.jpg", "half.jpg", "words.jpg")}
    run = scene.expect("-r", "--format=ndjson", "--near", f"{HOME[0]},{HOME[1]},50m", "d", status=2, err="")
    assert statuses(run) == {"d/damaged.jpg": "refused", "d/half.jpg": "refused", "d/words.jpg": "refused",
                             "d/here.jpg": "scrubbed", "d/notes.txt": "skipped"}
    for name, bytes_before in before.items():
        assert scene.read("d/" + name) == bytes_before
    summary = json.loads(run.out.splitlines()[-1])["summary"]
    assert "outside_near" not in summary, "a text file lies nowhere"


def test_near_finds_a_place_across_the_date_line(scene):
    scene.put("d/a.jpg", photo((-16.8, 179.9999), "2024:05:06 19:00:00"))
    scene.put("d/b.jpg", photo((-16.8, -179.9999), "2024:05:06 19:00:00"))
    scene.put("d/c.jpg", photo((-16.8, 179.9), "2024:05:06 19:00:00"))
    run = scene.expect("audit", "-r", "--format=ndjson", "--near=-16.8,180,100m", "d", status=1)
    assert statuses(run) == {"d/a.jpg": "leaks", "d/b.jpg": "leaks", "d/c.jpg": "skipped"}


def test_a_wrong_near_is_one_clear_line_before_anything_happens(scene):
    scene.put("a.jpg", photo(HOME, "2024:05:06 19:00:00"))
    before = scene.read("a.jpg")
    for value, words in (("52,5,13,4,500m", "expected LAT,LON,RADIUS, as in 52.5,13.4,500m"),
                         ("91,13.4,500m", "the latitude is not within -90 to 90"),
                         ("52.5,181,500m", "the longitude is not within -180 to 180"),
                         ("52.5,13.4,500", "the radius needs a unit: m, km or mi"),
                         ("52.5,13.4,5ft", "the unit of the radius is none of m, km, mi"),
                         ("52.5,13.4,0m", "the radius must be more than 0")):
        scene.expect("--near", value, "a.jpg", status=2, out="", err=f"exifscrub: --near {value}: {words}\n")
    scene.expect("--near=52.5,13.4,1m", "-", status=2, out="",
                 err="exifscrub: --near needs files; - reads standard input and writes standard output\n")
    assert scene.read("a.jpg") == before


def test_coordinates_in_both_spellings_with_verbose(scene):
    scene.put("a.jpg", photo((36.1147, -115.1728), "2024:05:06 19:00:00"))
    run = scene.expect("audit", "-v", "--coordinates=exact", "a.jpg", status=1)
    assert "    position 36.114700, -115.172800 = 36°06'52.92\"N 115°10'22.08\"W, near Paradise, US, 3.1 km (EXIF)\n" \
        in run.out.decode(), run.out.decode()
    run = scene.expect("audit", "-v", "a.jpg", status=1)
    assert "    position near Paradise, US, 3.1 km (EXIF)\n" in run.out.decode(), run.out.decode()
    assert b"36.11" not in run.out
    run = scene.expect("audit", "-v", "--coordinates=none", "a.jpg", status=1)
    assert b"position" not in run.out and b"Paradise" not in run.out


# The gate of Tiananmen as published with the conversions.
TIANANMEN = {"wgs84": (39.915, 116.404), "gcj02": (39.91640428, 116.41024450), "bd09": (39.92269955, 116.41662724)}


def test_datum_shifts_inside_china_only_in_every_report(scene):
    scene.put("d/beijing.jpg", photo(TIANANMEN["wgs84"], "2024:05:06 19:00:00"))
    scene.put("d/vegas.jpg", photo(HOME, "2024:05:06 19:00:00"))
    for datum, (lat, lon) in TIANANMEN.items():
        files, summary = summary_of(scene, "--datum", datum)
        assert summary.get("datum", "wgs84") == datum
        got = {record["path"]: (record["location"]["lat"], record["location"]["lon"]) for record in files}
        assert math.dist(got["d/beijing.jpg"], (lat, lon)) < 1e-5, (datum, got)
        assert math.dist(got["d/vegas.jpg"], HOME) < 1e-6
        begins = [f"{degrees:.6f}"[:6] for degrees in (lat, lon)]
        text = scene.expect("audit", "-r", "--coordinates=exact", "--datum", datum, "d", status=1).out.decode()
        assert all(begin in text for begin in begins), text
        assert ("inside mainland China only" in text) == (datum != "wgs84"), text
        for name in ("csv", "geojson", "kml"):
            report = scene.expect("audit", "-r", "--format", name, "--datum", datum, "d", status=1).out.decode()
            assert all(begin in report for begin in begins), report


main(globals())
