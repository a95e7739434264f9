#!/usr/bin/env python3
"""Inspects every image in every form, under limits of time and memory, and checks what comes out.

Usage: inspect_forms.py PROGRAM SOURCE_DIR FOLDER|samples

Each run must exit with 0, print something on standard output and nothing on standard error; only a plan may be refused,
with status 2 and one line that says why. The JSON must satisfy its schema, hold fields that lie in the file and in one
another's order, and name every region of --raw-map once. The hex view must show or fold every byte exactly once. In the
project's own corpus the structures of STRUCTURES must be there, down to their notation. Exit status 77: the samples or
python3-jsonschema are missing.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

MEMORY = 1 << 30
SECONDS = 20
FORMS = {
    "tree": [],
    "tree -v": ["-v"],
    "mode": ["--gps-only"],
    "hex": ["--hex"],
    "hex -v": ["--hex", "-v"],
    "tags": ["--tags"],
    "json": ["--format", "json"],
    "html": ["--format", "html"],
}
PLANS = {"--plan " + mode: ["--plan", *mode.split()] for mode in ("", "--in-place", "--exif-only", "--gps-only")}

# What must be shown of a corpus file: names of fields, each inside the one before it.
STRUCTURES = {
    "canary_makernote_canon.jpg": [["MakerNote", "Canon IFD", "OwnerName", "type"]],
    "canary_makernote_nikon_be.jpg": [["MakerNote", "Nikon IFD", "SerialNumber", "count"]],
    "canary_gopro.jpg": [["DEVC", "row header", "key"], ["DEVC", "STRM", "GPS5", "GPSCoordinates"]],
    "canary_flir.jpg": [["FLIR header", "number of records"], ["record directory", "record entry", "offset"],
                        ["CameraInfo", "CameraSerialNumber"], ["GPSInfo", "GPSLatitude"]],
    "canary_samsung.jpg": [["Image_UTC_Data", "block header", "length of the name"], ["Image_UTC_Data", "TimeStamp"],
                           ["SEFH directory", "block entry", "distance"]],
    "canary_mp4.jpg": [["ftyp", "MajorBrand"], ["moov", "trak", "mdia", "hdlr", "HandlerType"],
                       ["moov", "udta", "\u00a9xyz", "GPSCoordinates"]],
    "canary_c2pa.jpg": [["jumb", "jumd", "label"], ["jumb", "jumb", "jumd", "JUMDLabel"]],
    "canary_icc.jpg": [["profile header", "ProfileVersion"], ["tag table", "ProfileDescription", "offset"]],
    "canary_photoshop_thumbnails.jpg": [["PhotoshopThumbnail", "resource", "id"]],
    "canary_mpf_le.jpg": [["MP index IFD", "MPImageList", "image entry", "offset"]],
    "canary_iptc.jpg": [["IPTCData", "City", "dataset", "number"]],
    "canary_exif_gps_be.jpg": [["GPS IFD", "GPSLatitude", "seconds", "denominator"]],
}


def command(program, *options):
    """The program with its limits set by prlimit, so that Python need not fork for it."""
    limits = ["prlimit", f"--cpu={SECONDS}"]
    if "SANITIZE" not in os.environ:  # the sanitizers reserve terabytes of address space
        limits.append(f"--as={MEMORY}")
    return [*limits, program, "inspect", *options]


def run(program, *options):
    return subprocess.run(command(program, *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def walk(field, size, depth=0):
    assert depth < 100, "too deep"
    for extent in field["where"]:
        assert extent["offset"] + extent["length"] <= size, f"{field['name']} lies outside the file"
    yield field
    for inside in field.get("fields", []):
        yield from walk(inside, size, depth + 1)


def shape(value):
    """Two values of one shape satisfy the schema both or neither."""
    if isinstance(value, dict):
        return tuple((key, value[key] if key in ("kind", "class", "role", "action") else shape(value[key]))
                     for key in sorted(value) if key != "fields")
    if isinstance(value, list):
        return tuple(sorted({shape(item) for item in value}, key=repr))
    return (type(value).__name__, isinstance(value, int) and value < 0)


class Schema:
    """Validates each shape of a field once: a whole tree at a time takes minutes."""

    def __init__(self, schema):
        import jsonschema
        jsonschema.Draft202012Validator.check_schema(schema)
        self.whole = jsonschema.Draft202012Validator(schema)
        self.field = jsonschema.Draft202012Validator({"$ref": "#/$defs/field", "$defs": schema["$defs"]})
        self.seen = set()

    def check(self, tree, fields):
        self.whole.validate({**tree, "fields": []})
        for field in fields:
            kind = shape(field)
            if kind not in self.seen:
                self.field.validate({key: value for key, value in field.items() if key != "fields"})
                self.seen.add(kind)


def holds(fields, path):
    """Whether a field called path[0] is among these or in them, with one called path[1] inside, and so on."""
    for field in fields:
        inside = field.get("fields", [])
        if field["name"] == path[0] and (len(path) == 1 or holds(inside, path[1:])):
            return True
        if holds(inside, path):
            return True
    return False


def check_json(text, raw_map, schema, structures):
    tree = json.loads(text)
    fields = [f for root in tree["fields"] for f in walk(root, tree["size"])]
    schema.check(tree, fields)
    regions = [f for f in fields if "role" in f]
    assert len(regions) == len(raw_map.splitlines()), "not every region is a field"
    for path in structures:
        assert holds(tree["fields"], path), "no " + " / ".join(path)


def check_hex(text, size):
    """Every byte is shown or folded, in order."""
    at = 0
    for line in text.splitlines()[2:]:
        row = re.match(r"^([0-9a-f]{6,}) {2}((?:[0-9a-f]{2}[ |]?)+)", line)
        if row:
            assert int(row[1], 16) == at, f"row {row[1]}, but {at:x} is next"
            at += len(re.findall(r"[0-9a-f]{2}", row[2].split("  ")[0]))
        fold = re.match(r"^ +\.\.\. ([\d,]+) bytes? more, up to (0x[0-9a-f]+)$", line)
        if fold:
            at += int(fold[1].replace(",", ""))
            assert at == int(fold[2], 16) + 1, f"fold ends at {fold[2]}, but {at:x} is next"
    assert at == size, f"{at} of {size} bytes are shown"


def check_html(text):
    assert "<!doctype html>" in text and text.rstrip().endswith("</html>")
    assert "Content-Security-Policy" in text and "unsafe-inline" not in text
    body = text[text.index("<body>"):]
    assert not re.search(r"<[^>]* (style|on[a-z]+)=", body), "a style or handler attribute"


def check(program, path, schema, structures):
    """What is wrong with the file's views; None when the program does not know it."""
    raw_map = run(program, "--raw-map", str(path))
    if b"no format that exifscrub knows" in raw_map.stderr:
        return None
    problems, outputs = [], {}
    for name, options in FORMS.items():
        done = run(program, *options, str(path))
        outputs[name] = done.stdout.decode("utf-8", "replace")
        empty_is_fine = name == "tags"
        if done.returncode != 0 or done.stderr or (not done.stdout and not empty_is_fine):
            problems.append(f"{path.name}: {name}: status {done.returncode} {done.stderr[:200]}")
    for name, options in PLANS.items():
        done = run(program, *options, str(path))
        refused = done.returncode == 2 and re.fullmatch(rb"exifscrub: .*: no plan: .+\n", done.stderr) and not done.stdout
        if not refused and (done.returncode != 0 or done.stderr or not done.stdout.startswith(b"size ")):
            problems.append(f"{path.name}: {name}: status {done.returncode} {done.stderr[:200]}")
    if raw_map.returncode != 0 or raw_map.stderr:
        problems.append(f"{path.name}: raw-map: status {raw_map.returncode} {raw_map.stderr[:200]}")
    if problems:
        return problems
    try:
        check_json(outputs["json"], raw_map.stdout.decode("utf-8", "replace"), schema, structures)
        # A name may hold what looks like a row; only whole views of plain files are counted.
        check_hex(outputs["hex"], path.stat().st_size)
        check_html(outputs["html"])
    except Exception as error:  # of the schema, of the JSON, or an assertion
        problems.append(f"{path.name}: {str(error)[:400]}")
    return problems


def main():
    program, source, folder = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    try:
        import jsonschema  # noqa: F401
    except ImportError:
        print("skipped: python3-jsonschema is not installed")
        return 77
    if not shutil.which("prlimit"):
        print("skipped: prlimit is not installed")
        return 77
    if folder == "samples":
        folder = os.environ.get("EXIFSCRUB_SAMPLES")
        if not folder:
            print("skipped: EXIFSCRUB_SAMPLES is not set")
            return 77
    own = folder != "samples" and (pathlib.Path(folder) / "canaries.tsv").exists()
    schema = Schema(json.loads((source / "src/report/schema/exifscrub-inspect-1.schema.json").read_text()))
    paths = [p for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file() and p.suffix not in (".md", ".tsv")]
    seen, failures, wanted = 0, [], set(STRUCTURES) if own else set()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda p: check(program, p, schema, STRUCTURES.get(p.name, []) if own else []), paths)
        for path, problems in zip(paths, results):
            wanted.discard(path.name)
            seen += problems is not None
            failures += problems or []
    failures += [f"{name} is missing" for name in wanted]
    print("\n".join(failures[:40]))
    print(f"{seen} files of {len(paths)}, {len(FORMS) + len(PLANS) + 1} forms each, {len(failures)} failures")
    return 1 if failures or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
