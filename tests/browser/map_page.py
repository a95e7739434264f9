#!/usr/bin/env python3
"""The map page in a headless Chromium. Usage: map_page.py EXIFSCRUB REPORT_BENCH SOURCE_DIR

Exit status 77: no chromium or chromedriver. What a page asks for is seen twice: by a server on loopback that every attempt is
aimed at, and in the browser's own log; a page without the policy proves that both see requests."""
import http.server
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import traceback

import webdriver

PROGRAM, BENCH, SOURCE = map(os.path.abspath, sys.argv[1:4])
sys.path[:0] = [os.path.join(SOURCE, "tests/cli"), os.path.join(SOURCE, "scripts")]
from corpus.exif import camera_tiff, gps_ifd  # noqa: E402  pylint: disable=wrong-import-position
from scene import jpeg, segment  # noqa: E402  pylint: disable=wrong-import-position
PICTURE = pathlib.Path(SOURCE) / "corpus/demo/phone/kitchen.jpg"
HOSTILE = ["<img src=x onerror=document.title='broken'>.jpg", "</script><script>document.title='broken'<!--.jpg",
           "\"'><b class=evil>x</b>&lt;.jpg", "\u202egpj.evil\u2066.jpg", "{{7*7}}${7*7}=1+1.jpg"]


class Probe:
    """Counts who asks."""

    def __init__(self):
        probe = self
        self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                probe.asked.append(self.path)
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()
            do_GET = do_POST = do_OPTIONS = answer

            def log_message(self, *arguments):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def report(folder, name, *arguments, status=(0, 1, 2)):
    page = pathlib.Path(folder) / name
    run = subprocess.run([PROGRAM, *arguments, f"--report={page}"], cwd=folder, capture_output=True, check=False)
    assert run.returncode in status, run.stderr.decode()
    assert page.stat().st_mode & 0o777 == 0o600
    return page


def tree(folder, names):
    for name in names:
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PICTURE, path)


def only_itself(browser, page):
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    assert asked == [page.as_uri()], asked
    complaints = browser.complaints()
    assert not complaints, complaints


def shown(browser, page):
    browser.requests()
    browser.complaints()
    browser.open(page)
    browser.wait("document.body.dataset.ready === 'yes'")


def test_draws_and_filters(browser, folder):
    shutil.copytree(pathlib.Path(SOURCE) / "corpus/demo", folder + "/demo")
    page = report(folder, "demo.html", "audit", "-r", "demo")
    shown(browser, page)
    files = browser.run("return JSON.parse(document.getElementById('data').textContent).files.length")
    assert files == 9 and browser.count(".rows .row") == 9
    assert "give away where they were taken" in browser.text("#headline")
    assert "location data" in browser.text("#banner")
    # The outlines are painted: the canvas shows land and sea.
    colours = browser.run("""const canvas = document.querySelector('#map canvas');
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;""")
    assert colours > 1, "nothing is drawn"
    assert browser.count("#map .pin") >= 1
    located = browser.run("return JSON.parse(document.getElementById('data').textContent).files.filter((f) => f.l).length")
    browser.keys("#search", "kitchen")
    browser.wait("document.querySelectorAll('.rows .row').length === 1")
    assert browser.text("#shown") == "1 of 9 files"
    browser.click("#clear")
    browser.wait("document.querySelectorAll('.rows .row').length === 9")
    browser.run("[...document.querySelectorAll('#classes .chip')].find((c) => c.textContent.startsWith('location')).click()")
    assert browser.count(".rows .row") == located and 0 < located < 9
    browser.click("#clear")
    browser.run("[...document.querySelectorAll('#statuses .chip')].find((c) => c.textContent.startsWith('clean')).click()")
    assert browser.text("#shown") == f"{browser.count('.rows .row')} of 9 files"
    browser.click("#clear")
    browser.click("#group-tabs .tab")
    browser.click(".group")
    assert browser.count(".rows .row") == int(browser.text(".group .group-count"))
    browser.click("#clear")
    leaking = browser.run("""return [...document.querySelectorAll('.rows .row')].sort((a, b) => a.dataset.number - b.dataset.number)
        .map((row) => row.querySelector('.status').dataset.status === 'leaks')""")
    assert leaking == sorted(leaking, reverse=True) and True in leaking and False in leaking, leaking
    browser.click("[data-sort='name']")
    names = browser.run("return [...document.querySelectorAll('.rows .row')].sort((a, b) => a.dataset.number - b.dataset.number)"
                        ".map((row) => row.title)")
    assert names == sorted(names) and len(names) == 9
    only_itself(browser, page)


def put_photo(folder, name, latitude, longitude):
    block = camera_tiff(make="Made", model="Up", taken="2024:05:06 19:00:00", gps=gps_ifd(">", latitude, longitude))
    (pathlib.Path(folder) / name).write_bytes(jpeg(segment(0xE1, b"Exif\0\0" + block)))


def test_the_map_is_wgs84_whatever_datum_is_printed(browser, folder):
    put_photo(folder, "beijing.jpg", 39.915, 116.404)
    put_photo(folder, "vegas.jpg", 36.1147, -115.1728)
    pins = []
    for datum, words in (("wgs84", "39.915000, 116.404000"), ("gcj02", "39.916404, 116.410244 (GCJ-02)"),
                         ("bd09", "(BD-09)")):
        shown(browser, report(folder, f"{datum}.html", "audit", "-r", f"--datum={datum}", "."))
        pins.append(browser.run("""const map = document.getElementById('map').getBoundingClientRect();
            return [...document.querySelectorAll('#map .pin')].map((pin) => {
              const {left, top} = pin.getBoundingClientRect();
              return [pin.title, left - map.left, top + pin.offsetHeight / 2 - map.top - map.height / 2];
            });"""))
        browser.run("[...document.querySelectorAll('#map .pin')].find((pin) => pin.title === 'beijing.jpg').click()")
        browser.wait("document.querySelector('.popup')")
        assert words in browser.text(".popup"), browser.text(".popup")
        browser.run("[...document.querySelectorAll('.rows .row')].find((row) => row.title === 'vegas.jpg').click()")
        assert "36.114700, -115.172800" in browser.text("#details") and "(" not in browser.text(".position .mono")
        assert ("inside mainland China only" in browser.text("#notes")) == (datum != "wgs84")
        (pathlib.Path(folder) / f"{datum}.html").unlink()
    # The head is taller by the note on the datum, the map therefore shorter; where the pins lie on it is the same.
    assert len(pins[0]) == 2
    for other in pins[1:]:
        assert [name for name, *_ in other] == [name for name, *_ in pins[0]]
        assert all(abs(x - y) <= 1 for one, two in zip(pins[0], other) for x, y in zip(one[1:], two[1:])), pins


def test_groups_stand_below_the_map_alone(browser, folder):
    tree(folder, ["a.jpg", "b.jpg", "c.jpg"])
    shown(browser, report(folder, "groups.html", "audit", "-r", "--group-by=place", "--group-by=cluster", "."))
    assert "Paradise" not in browser.text(".top") and "within 100 m" not in browser.text("#notes")
    tabs = browser.run("return [...document.querySelectorAll('#group-tabs .tab')].map((tab) => tab.textContent)")
    assert tabs == ["Places", "Countries", "Clusters", "What they tell"]


def test_a_cluster_is_called_after_most_of_its_files(browser, folder):
    for number, (latitude, longitude) in enumerate([(52.52, 13.405)] * 3 + [(52.3, 13.2)]):
        put_photo(folder, f"{number}.jpg", latitude, longitude)
    shown(browser, report(folder, "label.html", "audit", "-r", "."))
    assert browser.count("#map .cluster") == 1 and browser.text("#map .pin-label") == "Mitte"
    assert "most near Mitte" in browser.run("return document.querySelector('#map .cluster').ariaLabel")


def test_a_narrow_window_holds_the_pop_up(browser, folder):
    tree(folder, ["one.jpg"])
    browser.devtools("Emulation.setDeviceMetricsOverride", width=360, height=780, deviceScaleFactor=1, mobile=True)
    try:
        shown(browser, report(folder, "narrow.html", "audit", "one.jpg"))
        browser.run("document.querySelector('#map .pin').click()")
        browser.wait("document.querySelector('.popup')")
        inside = """(() => { const [map, popup] = ['#map', '.leaflet-popup'].map((one) => document.querySelector(one)
            .getBoundingClientRect()); return popup.left >= map.left && popup.right <= map.right && popup.top >= map.top; })()"""
        browser.wait(inside)
        assert browser.run("return document.documentElement.scrollWidth") == 360
    finally:
        browser.devtools("Emulation.clearDeviceMetricsOverride")


INSIDE_THE_MAP = """((list) => {
    const map = document.querySelector('#map').getBoundingClientRect();
    return list.every((box) => box.left >= map.left && box.right <= map.right && box.top >= map.top && box.bottom <= map.bottom);
    })([...document.querySelectorAll('%s')].map((one) => one.getBoundingClientRect()))"""


def test_a_pop_up_lies_inside_the_map_and_beside_its_buttons(browser, folder):
    put_photo(folder, "a name as long as some programs make them, " * 4 + ".jpg", -25.925446, 153.009582)
    put_photo(folder, "vegas.jpg", 36.1147, -115.1728)
    tree(folder, ["a picture with a name as long as some programs make them, " * 4 + ".jpg"])
    shown(browser, report(folder, "popup.html", "audit", "-r", "."))
    for name in ("vegas.jpg", "a name", "a picture"):
        browser.run("[...document.querySelectorAll('.rows .row')].find((row) => row.title.startsWith(arguments[0])).click()", name)
        browser.wait("document.querySelector('.popup')")
        browser.wait(INSIDE_THE_MAP % ".leaflet-popup-content-wrapper")
        browser.wait("""document.querySelector('.leaflet-popup-content-wrapper').getBoundingClientRect().right <=
            document.querySelector('.leaflet-bar').getBoundingClientRect().left""")


def test_a_narrow_map_shows_all_at_first(browser, folder):
    put_photo(folder, "australia.jpg", -25.925446, 153.009582)
    put_photo(folder, "vegas.jpg", 36.1147, -115.1728)
    browser.devtools("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    try:
        shown(browser, report(folder, "fit.html", "audit", "-r", "."))
        assert browser.count("#map .pin") == 2
        browser.wait(INSIDE_THE_MAP % "#map .pin")
    finally:
        browser.devtools("Emulation.clearDeviceMetricsOverride")


def test_a_click_opens_a_thumbnail(browser, folder):
    tree(folder, ["one.jpg"])
    page = report(folder, "one.html", "audit", "one.jpg")
    shown(browser, page)
    browser.wait("document.querySelector('.row-picture')?.naturalWidth > 50")
    browser.click("#map .pin")
    browser.wait("document.querySelector('.popup-picture')?.naturalWidth > 50")
    assert "36." in browser.text(".popup") and "°\u00a0" in browser.text(".popup")
    browser.click(".popup .button")
    assert not browser.run("return document.getElementById('details').hidden")
    assert "GPS:GPSLatitude" in browser.text("#details")
    only_itself(browser, page)


def test_keyboard_alone_is_enough(browser, folder):
    tree(folder, ["a.jpg", "b.jpg", "c.jpg"])
    shown(browser, report(folder, "keys.html", "audit", "-r", "."))
    browser.keys("body", "/")
    assert browser.run("return document.activeElement.id") == "search"
    down, enter, escape = "\ue015", "\ue007", "\ue00c"
    browser.keys("#rows", down + down + enter)
    assert browser.text(".details-name") == "b.jpg"
    browser.keys(".details-close", escape)
    assert browser.run("return document.getElementById('details').hidden")
    assert browser.run("return document.activeElement.id") == "rows"


def test_hostile_names_do_nothing(browser, folder):
    tree(folder, HOSTILE)
    (pathlib.Path(folder) / "note").mkdir()
    page = report(folder, "hostile.html", "audit", "-r", ".")
    shown(browser, page)
    assert browser.count(".rows .row") == len(HOSTILE)
    browser.run("document.querySelectorAll('.rows .row').forEach((row) => row.click())")
    assert browser.run("return document.title") == "exifscrub report"
    assert browser.count("b, .evil, img:not([src^='data:image/jpeg'])") == 0
    names = set(browser.run("return [...document.querySelectorAll('.file-name')].map((one) => one.textContent)"))
    assert HOSTILE[0] in names, names
    assert any("\\xE2\\x80\\xAE" in name for name in names), "a bidirectional override is shown as what it is"
    only_itself(browser, page)


def test_hostile_values_do_nothing(browser, folder):
    for seed in range(3):
        page = pathlib.Path(folder) / f"values-{seed}.html"
        page.write_bytes(subprocess.run([BENCH, "html", "300", str(seed)], capture_output=True, check=True).stdout)
        shown(browser, page)
        browser.run("document.querySelectorAll('.rows .row').forEach((row) => row.click())")
        assert browser.count(".finding") > 0
        assert browser.count("main b, main script, img:not([src^='data:image/jpeg'])") == 0
        only_itself(browser, page)


ATTEMPTS = """
    const url = arguments[0];
    new Image().src = url + 'img';
    const style = document.createElement('link');
    Object.assign(style, {rel: 'stylesheet', href: url + 'css'});
    const script = document.createElement('script');
    script.src = url + 'script';
    const frame = document.createElement('iframe');
    frame.src = url + 'frame';
    document.body.append(style, script, frame);
    fetch(url + 'fetch', {mode: 'no-cors'}).catch(() => {});
    navigator.sendBeacon(url + 'beacon', 'x');
    const form = document.createElement('form');
    Object.assign(form, {action: url + 'form', method: 'post', target: 'nowhere'});
    const inline = document.createElement('script');
    inline.textContent = "document.body.dataset.inline = 'ran'";
    document.body.append(form, inline);
    document.body.insertAdjacentHTML('beforeend', `<img src="data:," onerror="document.body.dataset.handler = 'ran'">`);
    document.body.insertAdjacentHTML('beforeend', '<i id="styled" style="position: fixed">');"""
ASKED = {"/img", "/css", "/script", "/frame", "/fetch", "/beacon"}


def test_no_request_leaves(browser, folder):
    tree(folder, ["one.jpg"])
    page = report(folder, "policy.html", "audit", "one.jpg")
    text = page.read_text(encoding="utf-8")
    start = text.index("<meta http-equiv")
    control = pathlib.Path(folder) / "control.html"
    control.write_text(text[:start] + text[text.index(">", start) + 1:], encoding="utf-8")
    for path, asked in ((page, set()), (control, ASKED)):
        probe = Probe()
        shown(browser, path)
        browser.run(ATTEMPTS, probe.url)
        browser.wait("false || (window.since ??= performance.now()) + 1500 < performance.now()")
        assert set(probe.asked) - {"/favicon.ico"} == asked, (path.name, probe.asked)
        # The browser's log names blocked attempts too; those that were sent have no "blocked" beside them.
        assert browser.run("return document.body.dataset.inline ?? ''") == ("ran" if asked else "")
        assert browser.run("return document.body.dataset.handler ?? ''") == ("ran" if asked else "")
        position = browser.run("return getComputedStyle(document.getElementById('styled')).position")
        assert position == ("fixed" if asked else "static")
        probe.server.shutdown()


def test_without_location_it_is_still_a_report(browser, folder):
    tree(folder, ["one.jpg"])
    page = report(folder, "none.html", "audit", "--coordinates=none", "--values=off", "one.jpg")
    text = page.read_text(encoding="utf-8")
    told = text[text.index('id="data"'):text.index("<script>")]
    shown(browser, page)
    assert browser.run("return document.getElementById('map-panel').hidden")
    assert browser.count(".rows .row") == 1 and browser.count("img") == 0
    assert "private" in browser.text("#banner")
    assert "Paradise" not in told and "36.1" not in told and "IFD0:Make" in told
    assert browser.count("#group-tabs .tab") == 1
    only_itself(browser, page)


def test_empty(browser, folder):
    os.mkdir(folder + "/nothing")
    page = report(folder, "empty.html", "audit", "-r", "nothing")
    shown(browser, page)
    assert "no images found" in browser.text("#headline") and browser.count(".rows .row") == 0
    only_itself(browser, page)


def test_a_scrub_is_reported_too(browser, folder):
    tree(folder, ["a.jpg", "b.jpg"])
    page = report(folder, "scrub.html", "scrub", "-r", ".")
    shown(browser, page)
    assert browser.count(".status[data-status='scrubbed']") == 2
    browser.wait("document.querySelector('.row-picture')?.naturalWidth > 50")


def test_prints_every_row(browser, folder):
    tree(folder, [f"{i:02}.jpg" for i in range(40)])
    shown(browser, report(folder, "print.html", "audit", "-r", "."))
    assert browser.count(".rows .row") < 40
    # The map is painted for paper, in a dark window too.
    land = """const canvas = document.querySelector('#map canvas');
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let [sum, painted] = [0, 0];
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) [sum, painted] = [sum + data[i], painted + 1];
        return sum / painted;"""
    browser.prefer_dark()
    try:
        browser.wait("getComputedStyle(document.body).backgroundColor === 'rgb(25, 23, 20)'")
        browser.run("dispatchEvent(new Event('beforeprint'))")
        assert browser.count(".printed tbody tr") == 40 and browser.run(land) > 200
        browser.run("dispatchEvent(new Event('afterprint'))")
        assert browser.count(".printed tr") == 0 and browser.run(land) < 80
    finally:
        browser.prefer_dark(False)


def test_fifty_thousand_files(browser, folder):
    page = pathlib.Path(folder) / "many.html"
    page.write_bytes(subprocess.run([BENCH, "html", "50000"], capture_output=True, check=True).stdout)
    assert page.stat().st_size <= 20_000_000
    shown(browser, page)
    assert browser.text("#shown") == "50,000 files"
    assert browser.count(".rows .row") < 60 and 1 < browser.count("#map .pin") < 600
    before = browser.run("return document.querySelector('.leaflet-map-pane').style.transform")
    browser.drag(300, 400, [(6, 3)] * 20)
    assert browser.run("return document.querySelector('.leaflet-map-pane').style.transform") != before
    browser.run("document.getElementById('rows').scrollTop = 1e9")
    browser.wait("[...document.querySelectorAll('.rows .row')].some((row) => row.dataset.number === '49999')")
    browser.keys("#search", "img_7.jpg")
    browser.wait("document.getElementById('shown').textContent === '100 of 50,000 files'")
    only_itself(browser, page)


def main():
    if not webdriver.is_installed():
        print("skipped: chromium and chromium-driver are not installed")
        sys.exit(77)
    failed = 0
    browser = webdriver.Browser()
    try:
        for name, test in globals().copy().items():
            if not name.startswith("test_"):
                continue
            with tempfile.TemporaryDirectory(prefix="map-page-") as folder:
                try:
                    test(browser, folder)
                    print("ok     ", name, flush=True)
                except Exception:  # pylint: disable=broad-except
                    failed += 1
                    print("FAILED ", name, flush=True)
                    traceback.print_exc(limit=-3, file=sys.stdout)
    finally:
        browser.close()
    sys.exit(1 if failed else 0)


main()
