#!/usr/bin/env python3
"""Scrubs every JPEG of a folder in every mode and asks programs that are not ours what came of it.

Usage: oracles.py EXIFSCRUB FOLDER [--canaries TSV]     FOLDER `samples`: the JPEGs below $EXIFSCRUB_SAMPLES
Checks, for strip, strip --in-place, --exif-only and --gps-only:
  - decoded pixels (djpeg) are equal wherever the original decodes
  - a second run changes nothing
  - strip leaves nothing but the allow-list for ExifTool (-a -G1 -u -ee3) and exiv2, and no canary
  - --gps-only keeps the size and every tag that is no location, leaves no location, and adds no -validate warning
  - jhead sees nothing that tells anything after strip, and no GPS after --gps-only
  - what the MPF index and the container's directory point at is a JPEG that decodes, and a gain map stays
  - a refused file is bit-identical, and every refusal has a reason
Prints the oracles' versions, a table of statuses by mode, then the failures; exit status 1 when there are any.
"""
import argparse
import collections
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import further_images

# The versions of Debian 12, with which known-differences.tsv was made; others may know more tags.
VERSIONS = {"exiftool": ("-ver", "12.57"), "exiv2": ("-V", "0.27.6"), "jhead": ("-V", "3.06"), "djpeg": ("-version", "2.1.5")}
MODES = {
    "strip": [],
    "strip --in-place": ["--in-place"],
    "--exif-only": ["--exif-only"],
    "--gps-only": ["--gps-only"],
}

# What ExifTool may still show of a stripped file: what the program made up (File, Composite, ...) and the allow-list.
STRIP_GROUPS = {"ExifTool", "System", "File", "Composite", "JFIF", "Adobe", "MPF0", "HDRGainMap"}
STRIP_GROUP_PREFIXES = ("ICC", "MPImage")
STRIP_TAGS = {
    "IFD0:Orientation", "IFD0:ExifOffset", "ExifIFD:ColorSpace", "ExifIFD:InteropOffset",
    "InteropIFD:InteropIndex", "InteropIFD:InteropVersion",
}
STRIP_XMP_GROUPS = {"XMP-hdrgm", "XMP-GContainer", "XMP-GPano", "XMP-apdi", "XMP-HDRGainMap", "XMP-Container"}
SPIFF_LIKE = {"SPIFF", "AROT", "APP10", "APP8", "APP0", "AVI1"}
# The number of a place inside a text, and what erasing leaves of it: spaces, null, a zero.
PLACE_IN_TEXT = re.compile(r"""(?i)((?:latitude|longt?itude|altitude|heading|lat|lng|lon|long)[\s"'\\]*[:=])"""
                           r"""\s*(["'\\]*)(?:[-+]?[\d.]+|null)?\s*""")
DERIVED = {"ExifTool", "System", "File", "Composite"}
# What tells a place, by ExifTool's tag names. An address of the creator or the licensor is contact, not location.
LOCATION_TAG = re.compile(
    r"^GPS|Gps|Latitude|Longti?tude|Longitude|Altitude$|Sub-?location|Location(Name|Info)?$|^Location(Created|Shown)|"
    r"location(Site|Repository)$|^(City\d?|State|Country|CountryCode|CountryName|Province-State)$|^Country-Primary|"
    r"^ContentLocation|(Hometown|Destination|TimeZone)City$|^Landmark|Heading|Yaw(Degree)?$|Bearing|^MCCData|^Cell|"
    r"MobileCountryCode|^Azimuth$|^ARTstorCountry$|^Rtk|^(Gimbal|Flight)Degree$|^Compass$|^Address$|^PixelScale$|^ModelTi|^ModelTransform|"
    r"^DC(?!T)[A-Z]|^DCTerms")
NO_LOCATION = re.compile(r"^(Creator|Licensor|Contact)|^GlobalAltitude$|^GPS(DateTime|TimeStamp|DateStamp)$")
LOCATION_GROUPS = ("GeoTiff", "MIE-Geo", "XMP-cell")
# What is left of a blanked field: ExifTool's words for "nothing".
BLANKED = {"", None, "n/a", "undef", "+0.00", "0 m", 0, "0"}
# A GPS directory with one of these holds a place and goes whole; one without stays (class device).
PLACE_IN_GPS = re.compile(r"Latitude|Longitude|Altitude$|ImgDirection$|Track$|Bearing$|AreaInformation")
# RATIONAL x 3 under the GPS tag numbers in IFD0: a position that no reader names.
GPS_IN_IFD0 = {"IFD0:InteropVersion", "IFD0:Exif_0x0004"}
# jhead's lines about the file itself and the coded picture; all others are metadata. It prints zeros as "?".
JHEAD_PICTURE = re.compile(r"^(File name|File size|File date|Resolution|Color/bw|JPEG Quality|Jpeg process|Jpeg size)\b|^$|^=+")
JHEAD_ALLOWED = re.compile(r"^(Orientation|Comment\s*:\s*\?*$)")
JHEAD_NO_POSITION = re.compile(r":\s*\? \?$")
# What ExifTool's validation says of a block that only held a location and is emptied now.
EMPTIED = re.compile(r"^(Unknown APP|Missing required|IFD0 tag 0x\w+ \w+ is not allowed)")


# Carriers that nobody can read, which stay and make a file `kept`, and those that go whole for a place in them.
UNREADABLE = re.compile(r"^unknown ")
SEALED = re.compile(r"^(C2PA|JUMBF)")


def load_known():
    """Lines of known-differences.tsv: a pattern of a failure, a tab, the reason why it is none, or not mended yet."""
    path = pathlib.Path(__file__).with_name("known-differences.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t", 1)) for line in lines if line and not line.startswith("#")]


KNOWN = load_known()


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pixels(path):
    run = subprocess.run(["djpeg", "-pnm", str(path)], capture_output=True, timeout=60)
    return hashlib.sha256(run.stdout).hexdigest() if run.returncode in (0, 2) and run.stdout else None


def version_of(tool):
    run = subprocess.run([tool, VERSIONS[tool][0]], capture_output=True, timeout=60)
    found = re.search(rb"\d+\.[\d.]*\d", run.stdout + run.stderr)
    return found.group().decode() if found else "unknown"


def exiftool(folder, *options):
    """By file: ExifTool's tags, "group:tag"; a second one of the same name is "group:tag#2"."""
    run = subprocess.run(["exiftool", "-j", "-a", "-G1:4", "-u", "-ee3", "-r", *options, str(folder)], capture_output=True,
                         timeout=1200)
    rows = json.loads(run.stdout.decode("utf-8", "replace") or "[]")
    return {pathlib.Path(row["SourceFile"]).name: number_copies(row) for row in rows}


def number_copies(row):
    numbered = {}
    for tag, value in row.items():
        plain = first = re.sub(r":Copy\d+:", ":", tag)
        copies = 1
        while plain in numbered:
            copies += 1
            plain = f"{first}#{copies}"
        numbered[plain] = value
    return numbered


def name_of(tag):
    return tag.split("#")[0]


def exifscrub(program, *arguments):
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=1200)
    if run.returncode not in (0, 1, 2):
        raise SystemExit(f"exifscrub ended with {run.returncode}: {run.stderr.decode(errors='replace')[-2000:]}")
    rows = [json.loads(line) for line in run.stdout.decode().splitlines() if line.strip()]
    return {os.path.basename(row["path"]): row for row in rows if "path" in row}


class Oracles:
    def __init__(self, program, source, canaries):
        self.program = program
        self.source = source
        self.canaries = canaries
        self.failures = []
        self.further = 0
        self.known = collections.Counter()
        self.table = {}
        self.files = sorted(path for path in source.rglob("*") if path.is_file() and path.stat().st_size > 0
                            and path.read_bytes()[:3] == b"\xff\xd8\xff")
        self.names = {}
        self.pixels = {}

    def fail(self, mode, name, what):
        line = f"{mode}: {name}: {what}"
        known = next((reason for pattern, reason in KNOWN if re.search(pattern, line)), None)
        if known:
            self.known[known] += 1
        else:
            self.failures.append(line)

    def copies(self, folder):
        """Flat copies with names that are unique and plain, whatever the originals are called."""
        for number, path in enumerate(self.files):
            name = f"{number:04d}-{re.sub(r'[^A-Za-z0-9._-]', '_', path.name)}"
            self.names[name] = path
            shutil.copyfile(path, folder / name)
        return sorted(self.names)

    def run(self):
        with tempfile.TemporaryDirectory() as scratch:
            originals = pathlib.Path(scratch) / "originals"
            originals.mkdir()
            names = self.copies(originals)
            self.pixels = {name: pixels(originals / name) for name in names}
            self.before = exiftool(originals)
            self.warnings = exiftool(originals, "-validate", "-warning", "-error")
            for mode, options in MODES.items():
                folder = pathlib.Path(scratch) / "work"
                shutil.copytree(originals, folder)
                self.check_mode(mode, options, originals, folder, names)
                shutil.rmtree(folder)

    def check_mode(self, mode, options, originals, folder, names):
        rows = exifscrub(self.program, "-r", "--format", "ndjson", *options, folder)
        self.table[mode] = collections.Counter(rows[name]["status"] for name in names if name in rows)
        self.table[mode, "refused"] = collections.Counter(
            re.sub(r"\d+", "N", rows[n].get("reason", "")) for n in names if rows[n]["status"] in ("refused", "error"))
        self.table[mode, "kept"] = collections.Counter(
            re.sub(r"\d+", "N", rows[n].get("reason", "")) for n in names if rows[n]["status"] == "kept")
        again = exifscrub(self.program, "-r", "--format", "ndjson", *options, folder)
        after = exiftool(folder)
        for name in names:
            row = rows.get(name)
            if row is None:
                self.fail(mode, name, "not in the report")
                continue
            self.check_untouched_or_equal(mode, name, row, originals / name, folder / name)
            if again[name].get("changed"):
                self.fail(mode, name, "a second run changes it again")
            if row["status"] in ("refused", "error"):
                # A carrier that is named is cleaned. In place, what can only be cut out is refused.
                if mode != "strip --in-place" and self.canaries.get(self.names[name].name + " other"):
                    self.fail(mode, name, f"a file with canaries is refused: {row.get('reason')}")
                continue
            self.check_further_images(mode, name, originals / name, folder / name)
            if mode.startswith("strip"):
                self.check_strip(mode, name, after.get(name, {}), folder / name)
            elif mode == "--gps-only":
                self.check_gps_only(mode, name, row, after.get(name, {}), originals / name, folder / name)
        if mode.startswith("strip"):
            self.check_exiv2(mode, folder, [n for n in names if rows[n]["status"] not in ("refused", "error")])
        if mode != "--exif-only":
            self.check_jhead(mode, folder, {n: rows[n] for n in names if rows[n]["status"] not in ("refused", "error")})
        if mode == "--gps-only":
            self.check_validate(mode, folder, names)

    def check_untouched_or_equal(self, mode, name, row, original, result):
        if row["status"] in ("refused", "error"):
            if digest(original) != digest(result):
                self.fail(mode, name, f"{row['status']}, yet the file changed")
            if not row.get("reason"):
                self.fail(mode, name, "refused without a reason")
        elif self.pixels[name] and pixels(result) != self.pixels[name]:
            self.fail(mode, name, "decoded pixels differ")

    def check_strip(self, mode, name, tags, result):
        for tag in tags:
            group = tag.split(":")[0]
            allowed = (tag == "SourceFile" or group in STRIP_GROUPS or group.startswith(STRIP_GROUP_PREFIXES) or
                       name_of(tag) in STRIP_TAGS or group in STRIP_XMP_GROUPS or group in SPIFF_LIKE)
            if name_of(tag) == "File:Comment" and not tags[tag]:
                continue  # an emptied segment
            if not allowed or name_of(tag) in ("File:Comment", "JFIF:ThumbnailImage"):
                self.fail(mode, name, f"ExifTool still shows {tag} = {str(tags[tag])[:60]}")
        data = result.read_bytes()
        for carrier, token in self.canaries.get(self.names[name].name, []):
            if token in data:
                self.fail(mode, name, f"canary of {carrier} is still there")

    def check_exiv2(self, mode, folder, names):
        run = subprocess.run(["exiv2", "-PEIXgnkt", *[str(folder / name) for name in names]], capture_output=True,
                             timeout=600)
        allowed = ("Exif.Image.Orientation", "Exif.Image.ExifTag", "Exif.Photo.ColorSpace", "Exif.Photo.InteroperabilityTag",
                   "Exif.Iop.", "Xmp.hdrgm.", "Xmp.GPano.", "Xmp.GContainer", "Xmp.Container", "Xmp.HDRGainMap",
                   "Xmp.apdi", "Exif.MpfInfo", "Xmp.xmpMM")
        for line in run.stdout.decode("utf-8", "replace").splitlines():
            keys = re.findall(r"\b((?:Exif|Iptc|Xmp)\.\S+)", line)
            if keys and not keys[0].startswith(allowed):
                self.fail(mode, line.split()[0].rsplit("/", 1)[-1], f"exiv2 still shows {keys[0]}")

    def check_jhead(self, mode, folder, rows):
        """jhead prints a block of "name : value" lines for each file, in the order of the arguments."""
        run = subprocess.run(["jhead", *[str(folder / name) for name in rows]], capture_output=True, timeout=600)
        name = None
        for line in run.stdout.decode("utf-8", "replace").splitlines():
            if line.startswith("File name"):
                name = line.split(":", 1)[1].strip().rsplit("/", 1)[-1]
            gps = line.startswith("GPS ") and not JHEAD_NO_POSITION.search(line)
            if mode == "--gps-only":
                shows = gps and rows.get(name, {}).get("status") != "kept"
            else:
                shows = not JHEAD_PICTURE.search(line) and not JHEAD_ALLOWED.search(line)
            if shows:
                self.fail(mode, name or "?", f"jhead still shows {line.strip()[:60]}")

    def check_further_images(self, mode, name, original, result):
        """A new index points right whatever the old one did; one that stays, where it did so before."""
        before, after = original.read_bytes(), result.read_bytes()
        if before == after:
            return
        was = further_images.held(before)
        for key, holds in further_images.held(after).items():
            must = mode.startswith("strip") or was.get(key, False)
            if must and not holds:
                self.fail(mode, name, f"{key[0]} entry {key[1]} points at no JPEG that decodes")
            self.further += holds
        if mode.startswith("strip") and any(was.values()) and further_images.has_gain_map(before):
            if not further_images.has_gain_map(after):
                self.fail(mode, name, "the gain map is gone")

    def check_gps_only(self, mode, name, row, tags, original, result):
        if original.stat().st_size != result.stat().st_size:
            self.fail(mode, name, "the size changed")
        before = self.before.get(name, {})
        located = self.locations(before)
        left = self.values(tags)
        for tag, value in before.items():
            group = tag.split(":")[0]
            if group in DERIVED or tag == "SourceFile" or tag in located or name_of(tag).endswith(":GPSInfo"):
                continue
            # Copies of one tag may come in another order: Extended XMP is shown in the order of its digests.
            if repr(value) in left[name_of(tag)]:
                left[name_of(tag)].remove(repr(value))
            elif self.without_places(value) in map(self.without_places, self.copies_of(tags, tag)):
                continue  # all but the numbers of a place is as it was
            elif not self.is_blank(value) and not self.is_expected_change(tag):
                self.fail(mode, name, f"{name_of(tag)} changed from {str(value)[:50]!r} to {str(tags.get(tag))[:50]!r}")
        if row["status"] != "kept":
            for tag in sorted(self.locations(tags)):
                self.fail(mode, name, f"ExifTool still shows {tag} = {str(tags[tag])[:60]}")
        data = result.read_bytes()
        # Datasets behind a removed one move up, perhaps over the border of two segments.
        data += b"".join(payload[14:] for _, _, payload in further_images.segments(data) if payload.startswith(b"Photoshop 3.0"))
        canaries = self.names[name].name
        for carrier, token in self.canaries.get(canaries + " location", []):
            if token in data and not UNREADABLE.search(carrier):
                self.fail(mode, name, f"location canary of {carrier} is still there")
        for carrier, token in self.canaries.get(canaries + " other", []):
            if token not in data and not SEALED.search(carrier):
                self.fail(mode, name, f"canary of {carrier} is lost")

    @staticmethod
    def without_places(value):
        return PLACE_IN_TEXT.sub(r"\1\2", value) if isinstance(value, str) else value

    @staticmethod
    def copies_of(row, tag):
        return [value for other, value in row.items() if name_of(other) == name_of(tag)]

    @staticmethod
    def values(row):
        """By name: the values of all tags of that name."""
        found = collections.defaultdict(list)
        for tag, value in row.items():
            found[name_of(tag)].append(repr(value))
        return found

    @staticmethod
    def is_location(tag, value):
        group, _, short = name_of(tag).partition(":")
        if group in DERIVED or group.startswith("ICC") or NO_LOCATION.search(short):
            return False
        if not isinstance(value, list) and (value in BLANKED or str(value).startswith("Unknown (")):
            return False
        return group != "GPS" and (group in LOCATION_GROUPS or bool(LOCATION_TAG.search(short)))

    @staticmethod
    def is_blank(value):
        return not isinstance(value, list) and value in BLANKED

    @classmethod
    def locations(cls, row):
        """The tags of a file that tell a place; all of a GPS directory that holds one."""
        found = {tag for tag, value in row.items() if cls.is_location(tag, value)}
        gps = {tag: value for tag, value in row.items() if tag.startswith("GPS:")}
        if any(PLACE_IN_GPS.search(name_of(tag)) for tag in gps):
            found |= set(gps)
        return found

    @staticmethod
    def is_expected_change(tag):
        # Digests follow the bytes they are of; warnings about a GPS directory go with it.
        return name_of(tag) in GPS_IN_IFD0 or name_of(tag) in ("Photoshop:IPTCDigest", "XMP-xmpNote:HasExtendedXMP") or "Warning" in tag

    def check_validate(self, mode, folder, names):
        after = exiftool(folder, "-validate", "-warning", "-error")
        for name in names:
            was = set(filter(None, self.texts(self.warnings.get(name, {}))))
            new = set(filter(None, self.texts(after.get(name, {})))) - was
            for warning in sorted(warning for warning in new if not EMPTIED.search(warning)):
                self.fail(mode, name, f"new ExifTool warning: {warning}")

    @staticmethod
    def texts(row):
        for tag, value in row.items():
            if name_of(tag).endswith((":Warning", ":Error")):
                # Entries behind one that went move up.
                yield re.sub(r"^\[minor\] |(?<= entry )\d+", "", str(value))


def count_canaries(path):
    """The canary matrix in one line."""
    rows = [line.split("\t") for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()[1:]]
    carriers = {row[1] for row in rows}
    together = {row[1] for row in rows if row[0].startswith("jpeg/canary_all")}
    files = {row[0] for row in rows}
    print(f"  {len(rows)} canaries of {len(carriers)} places in {len(files)} files, {len(together)} of them together, "
          "as " + ", ".join(sorted({row[4].split(",")[0] for row in rows})))
    return len(carriers)


def load_canaries(path):
    found = collections.defaultdict(list)
    if not path:
        return found
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    header = lines[0].lstrip("# ").split("\t")
    for line in lines[1:]:
        row = dict(zip(header, line.split("\t")))
        name = os.path.basename(row["file"])
        token = bytes.fromhex(row["token"])
        if row["class"] not in ("icc", "gainmap", "orientation", "panorama"):
            found[name].append((row["carrier"], token))
        found[name + (" location" if row["is_location"] == "yes" else " other")].append((row["carrier"], token))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--canaries")
    arguments = parser.parse_args()
    missing = [tool for tool in VERSIONS if not shutil.which(tool)]
    if missing:
        print("SKIP: not installed: " + ", ".join(missing))
        return 77
    if arguments.folder == "samples":
        if not os.environ.get("EXIFSCRUB_SAMPLES"):
            print("SKIP: EXIFSCRUB_SAMPLES is not set")
            return 77
        arguments.folder = os.path.join(os.environ["EXIFSCRUB_SAMPLES"], "jpeg")
    oracles = Oracles(os.path.abspath(arguments.program), pathlib.Path(arguments.folder), load_canaries(arguments.canaries))
    if not oracles.files:
        print("no JPEG found")
        return 1
    oracles.run()
    if arguments.canaries and count_canaries(arguments.canaries) < 60:
        oracles.failures.append("fewer than 60 places hold a canary")
    print(f"{len(oracles.files)} JPEG files, {oracles.further} times a further image that decodes where an index points")
    for tool, (_, made_with) in VERSIONS.items():
        version = version_of(tool)
        print(f"  {tool} {version}" + ("" if version == made_with else f" (the known differences are those of {made_with})"))
    for mode in MODES:
        print(f"  {mode}: " + ", ".join(f"{count} {status}" for status, count in sorted(oracles.table[mode].items())))
        for why in ("refused", "kept"):
            for reason, count in oracles.table[mode, why].most_common():
                print(f"      {why} {count}: {reason}")
    for reason, count in oracles.known.most_common():
        print(f"  known {count}: {reason}")
    print("\n".join(oracles.failures[:400]))
    print(f"{len(oracles.failures)} failures")
    return 1 if oracles.failures else 0


if __name__ == "__main__":
    sys.exit(main())
