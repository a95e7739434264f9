#!/usr/bin/env python3
"""Size, load time and smoothness of the map page at growing numbers of files, in a headless Chromium.
Usage: map_page.py REPORT_BENCH [COUNT...]"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "browser"))
import webdriver  # noqa: E402  pylint: disable=wrong-import-position

FRAMES = """
    window.frames_ = [];
    let before = performance.now();
    const next = (now) => {
      window.frames_.push(now - before);
      before = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);"""


def frame_times(browser):
    times = sorted(browser.run("return window.frames_.splice(0)")[1:])
    return f"median {times[len(times) // 2]:.1f}, 95 % {times[len(times) * 95 // 100]:.1f}, longest {times[-1]:.1f} ms"


def measure(browser, bench, count, folder):
    page = pathlib.Path(folder) / f"{count}.html"
    page.write_bytes(subprocess.run([bench, "html", str(count)], capture_output=True, check=True).stdout)
    browser.open(page)
    browser.wait("document.body.dataset.ready === 'yes'", 60)
    loaded = browser.run("return performance.now()")  # 20 ms at most after the page said that it is ready
    browser.run(FRAMES)
    browser.drag(300, 450, [(5, 2)] * 40 + [(-5, -2)] * 40)
    panned = frame_times(browser)
    for _ in range(3):
        browser.run("document.querySelector('.leaflet-control-zoom-in').click()")
        browser.post("/execute/async", script="setTimeout(arguments[0], 600)", args=[])
    zoomed = frame_times(browser)
    for _ in range(30):
        browser.run("document.getElementById('rows').scrollTop += 400")
    scrolled = frame_times(browser)
    table, everything = browser.post("/execute/async", args=[], script="""const begin = performance.now();
        document.querySelector('#classes .chip').click();
        const table = performance.now() - begin;
        setTimeout(() => arguments[0]([table, performance.now() - begin]), 0);""")
    print(f"{count:>7} files {page.stat().st_size / 1e6:5.1f} MB, loaded in {loaded / 1000:.2f} s, "
          f"filtered in {table:.0f} ms, with the map {everything:.0f} ms\n"
          f"        pan: {panned}\n       zoom: {zoomed}\n     scroll: {scrolled}", flush=True)


def main():
    browser = webdriver.Browser(1440, 1043)
    try:
        with tempfile.TemporaryDirectory(prefix="map-bench-") as folder:
            for count in [int(one) for one in sys.argv[2:]] or [1000, 10000, 50000]:
                measure(browser, sys.argv[1], count, folder)
    finally:
        browser.close()


main()
