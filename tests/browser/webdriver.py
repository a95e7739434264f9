"""A headless Chromium, driven by the W3C WebDriver protocol over loopback: what the tests of pages need of it.

Nothing but Debian's chromium and chromium-driver. The browser has a new, empty profile and no background network use; what
the page itself asked for is read from the browser's own log of requests."""
import base64
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
         "--disable-dev-shm-usage", "--hide-scrollbars"]


def is_installed():
    return bool(shutil.which("chromedriver") and shutil.which("chromium"))


class Browser:
    def __init__(self, width=1360, height=900, scale=1):
        self.profile = tempfile.mkdtemp(prefix="browser-")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.driver.stdout:
            started = re.search(r"successfully on port (\d+)", line)
            if started:
                self.base = f"http://127.0.0.1:{started[1]}"
                break
        else:
            raise RuntimeError("chromedriver did not start")
        flags = FLAGS + [f"--user-data-dir={self.profile}", f"--window-size={width},{height}", f"--force-device-scale-factor={scale}"]
        options = {"args": flags, "binary": shutil.which("chromium")}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}
        self.session = "/session/" + self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {json.load(error)['value']['message']}") from None

    def post(self, path, **body):
        return self.call("POST", self.session + path, body)

    def open(self, path):
        self.post("/url", url=pathlib.Path(path).as_uri())
        self.post("/timeouts", script=60000)

    def run(self, script, *arguments):
        """What the function body `script` returns."""
        return self.post("/execute/sync", script=script, args=list(arguments))

    def wait(self, condition, seconds=20):
        """Waits until the JavaScript expression holds in the page."""
        done = self.post("/execute/async", args=[seconds * 1000], script=f"""
            const [limit, done] = arguments;
            const until = performance.now() + limit;
            const look = () => {condition} ? done(true) : performance.now() > until ? done(false) : setTimeout(look, 20);
            look();""")
        assert done, f"never: {condition}"

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", cmd=command, params=parameters)

    def prefer_dark(self, dark=True):
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def find(self, selector):
        return self.post("/element", using="css selector", value=selector)[ELEMENT]

    def click(self, selector):
        self.post(f"/element/{self.find(selector)}/click")

    def keys(self, selector, text):
        self.post(f"/element/{self.find(selector)}/value", text=text)

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def count(self, selector):
        return self.run("return document.querySelectorAll(arguments[0]).length", selector)

    def drag(self, x, y, steps):
        """A press at x, y, moves of 16 ms each by (dx, dy), a release."""
        moves = [{"type": "pointerMove", "duration": 16, "origin": "pointer", "x": dx, "y": dy} for dx, dy in steps]
        actions = [{"type": "pointerMove", "duration": 0, "x": x, "y": y}, {"type": "pointerDown", "button": 0}, *moves,
                   {"type": "pointerUp", "button": 0}]
        self.post("/actions", actions=[{"type": "pointer", "id": "mouse", "actions": actions}])

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("GET", self.session + "/screenshot")))

    def log(self, kind):
        return self.post("/se/log", type=kind)

    def requests(self):
        """The addresses that were asked for since the last call, the page's own among them."""
        events = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
                and not event["params"]["request"]["url"].startswith("chrome:")]

    def complaints(self):
        """What the console says: errors, and what the content security policy stopped."""
        return [entry["message"] for entry in self.log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def close(self):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait(20)
            shutil.rmtree(self.profile, ignore_errors=True)
