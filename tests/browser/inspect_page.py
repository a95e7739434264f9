#!/usr/bin/env python3
"""The page of `inspect --format html` in a headless Chromium. Usage: inspect_page.py EXIFSCRUB SOURCE_DIR

Exit status 77: no chromium or chromedriver."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import webdriver

PROGRAM, SOURCE = map(os.path.abspath, sys.argv[1:3])
PICTURE = pathlib.Path(SOURCE) / "corpus/demo/phone/kitchen.jpg"
NAME, KIND, VALUE, NOTE, OFFSET, LENGTH, END, TARGET, CLASS, TYPE, PARENT = range(11)
SMALLEST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def fields_of(browser):
    return json.loads(browser.text("#fields"))


def inside(fields, name, part):
    """The index of the field `part` in the entry called `name`."""
    for index, field in enumerate(fields):
        if field[NAME] == name and field[KIND] == "structure":
            return next(i for i in range(index + 1, field[END]) if fields[i][NAME] == part)
    raise AssertionError(f"no {name}")


def point_at(browser, field):
    element = browser.find(f".cells [data-f='{field}']")
    browser.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", f".cells [data-f='{field}']")
    browser.post("/actions", actions=[{"type": "pointer", "id": "mouse", "actions": [
        {"type": "pointerMove", "duration": 0, "origin": {webdriver.ELEMENT: element}, "x": 0, "y": 0}]}])


def texts(browser, selector):
    return browser.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector)


def test_nothing_is_asked_for(browser, _):
    requests = [url for url in browser.requests() if not url.startswith("data:")]
    complaints = browser.complaints()
    assert len(requests) == 1 and requests[0].startswith("file:") and not complaints, (requests, complaints)


def test_an_offset_shows_where_it_leads(browser, fields):
    offset = inside(fields, "GPSLatitude", "offset")
    point_at(browser, offset)
    target = fields[fields[offset][TARGET]]
    at = target[OFFSET]
    shown = bytes.fromhex(" ".join(texts(browser, ".there")))
    assert shown == PICTURE.read_bytes()[at:at + target[LENGTH]] and len(shown) == 24, shown
    about = browser.text("#about")
    assert "leads toGPSLatitude at " + hex(at) in about and "0x" in about, about


def test_a_value_shows_who_leads_to_it(browser, fields):
    offset = inside(fields, "GPSLatitude", "offset")
    point_at(browser, inside(fields, "GPSLatitude", "numerator"))
    assert "numerator" in browser.text("#about .name")
    # The whole value, reached by the button, is led to by the offset.
    point_at(browser, offset)
    browser.click("#about button")
    assert browser.text("#about .name") == "GPSLatitude"
    assert "led to byoffset at " in browser.text("#about"), browser.text("#about")
    assert texts(browser, ".from"), "the offset is not marked"


def test_a_click_holds_and_escape_lets_go(browser, fields):
    tag, count = inside(fields, "Make", "tag"), inside(fields, "Make", "count")
    browser.run("document.querySelector(arguments[0]).click()", f".cells [data-f='{tag}']")
    point_at(browser, count)
    assert browser.text("#about .name") == "tag"
    browser.keys(f".cells [data-f='{tag}']", "\ue00c")
    point_at(browser, tag)
    point_at(browser, count)
    assert browser.text("#about .name") == "count"


def test_arrow_keys_walk_over_the_fields(browser, _):
    cell = ".cells [data-f]"
    assert browser.run("return document.querySelectorAll(\".cells [tabindex='0']\").length") == 1
    browser.run("document.querySelector(arguments[0]).focus()", cell)
    first = browser.text("#about .name")
    browser.run("""for (let i = 0; i < 3; ++i) document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}))""")
    assert browser.run("return [...document.querySelectorAll(arguments[0])].indexOf(document.activeElement)", cell) == 3
    assert browser.text("#about .name") and first


def test_colours_can_be_read_in_light_and_dark(browser, _):
    for dark in (False, True):
        browser.prefer_dark(dark)
        ratios = browser.run("""
            const light = (c) => c.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
                .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const panel = light(getComputedStyle(document.querySelector(".bytes, .inspect > .panel")).backgroundColor);
            return [...document.querySelectorAll(".legend span")].map((e) => {
              const ink = light(getComputedStyle(e).color);
              return [e.textContent, (Math.max(ink, panel) + 0.05) / (Math.min(ink, panel) + 0.05)];
            });""")
        weak = [(name, round(ratio, 2)) for name, ratio in ratios if ratio < SMALLEST_CONTRAST]
        assert len(ratios) >= 13 and not weak, ("dark" if dark else "light", weak)
    browser.prefer_dark(False)


def test_a_narrow_window_holds_it(browser, _):
    browser.devtools("Emulation.setDeviceMetricsOverride", width=390, height=844, deviceScaleFactor=1, mobile=True)
    try:
        assert browser.run("return document.documentElement.scrollWidth") == 390
        narrowest = browser.run("""return Math.min(...[...document.querySelectorAll('.hex .says')].filter((e) => e.textContent)
            .map((e) => e.getBoundingClientRect().width))""")
        assert narrowest > 150, narrowest
        sticking = browser.run("""return [...document.querySelectorAll('.cells')].filter((cell) =>
            cell.getBoundingClientRect().right > cell.closest('.panel').getBoundingClientRect().right).length""")
        assert sticking == 0, sticking
    finally:
        browser.devtools("Emulation.clearDeviceMetricsOverride")


def main():
    if not webdriver.is_installed():
        print("skipped: chromium and chromium-driver are not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.html"
        page.write_bytes(subprocess.run([PROGRAM, "inspect", "--format", "html", str(PICTURE)], stdout=subprocess.PIPE,
                                        check=True).stdout)
        browser = webdriver.Browser()
        try:
            browser.requests()
            browser.open(page)
            fields = fields_of(browser)
            for name, test in [(n, t) for n, t in globals().items() if n.startswith("test_")]:
                test(browser, fields)
                print("passed:", name)
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
