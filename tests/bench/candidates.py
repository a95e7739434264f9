"""Who runs in each job: the floors, exifscrub, and the peers in their fastest correct configuration."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

JOBS = ("audit", "strip", "in-place", "gps-only")


class Build:
    """A release build of exifscrub and its floor programs."""

    def __init__(self, folder: Path):
        self.program = folder / "src" / "exifscrub"
        self.floor = folder / "tests" / "bench" / "bench_floor"
        self.guarded = folder / "tests" / "bench" / "bench_guarded_floor"
        self.reading = folder / "tests" / "bench" / "bench_reading_floor"
        self.runner = folder / "tests" / "bench" / "bench_run"
        self.folder = folder

    def bring_up_to_date(self) -> None:
        """What goes into the page is measured on what stands in the tree, not on what was tried out before."""
        targets = ("exifscrub_program", "bench_floor", "bench_guarded_floor", "bench_reading_floor", "bench_run")
        subprocess.run(("cmake", "--build", str(self.folder), "--target", *targets), check=True, stdout=subprocess.DEVNULL)


@dataclass(frozen=True)
class Candidate:
    """`line` is a shell command over DIR, a folder; FILES(command) hands all names to two processes."""

    name: str
    line: str
    needs: str
    durable: bool = False
    reads_only: bool = False
    slow: bool = False
    is_peer: bool = False

    @property
    def is_ours(self) -> bool:
        return self.name.startswith("exifscrub")

    def is_present(self) -> bool:
        return shutil.which(self.needs) is not None

    def command(self, folder: Path) -> list[str]:
        names = sorted(str(path) for path in folder.glob("d*/*.jpg"))
        listing = folder.parent / (folder.name + ".names")
        listing.write_bytes(b"".join(name.encode() + b"\0" for name in names))
        half = (len(names) + 1) // 2
        line = self.line.replace("FILES", f"xargs -0 -P 2 -n {half} -a {shlex.quote(str(listing))}")
        return ["sh", "-c", line.replace("DIR", shlex.quote(str(folder)))]


# The keys that give a place away where exiv2 knows to delete them one by one.
EXIV2_GPS = " ".join(
    f"-M 'del {key}'"
    for key in (
        *(f"Exif.GPSInfo.{tag}" for tag in (
            "GPSVersionID", "GPSLatitudeRef", "GPSLatitude", "GPSLongitudeRef", "GPSLongitude", "GPSAltitudeRef",
            "GPSAltitude", "GPSTimeStamp", "GPSImgDirectionRef", "GPSImgDirection", "GPSProcessingMethod",
            "GPSDateStamp",
        )),
        "Exif.Image.GPSTag", "Xmp.exif.GPSLatitude", "Xmp.exif.GPSLongitude", "Xmp.photoshop.City",
        "Iptc.Application2.City",
    )
)

# jpegtran handles one file a process and writes no file in place.
JPEGTRAN = (
    'for f; do jpegtran -copy icc -outfile "$f.new" "$f" && mv "$f.new" "$f"; done'
)

PEERS = {
    "audit": (
        ("jhead", "FILES jhead >/dev/null", "jhead", False),
        ("exiv2 -g", "FILES exiv2 -q -g Exif.GPSInfo -g Xmp.exif.GPS -PEXkt pr >/dev/null", "exiv2", False),
        ("exiftool -fast2", "FILES exiftool -q -fast2 -gps:all -xmp:gps* -s3 >/dev/null", "exiftool", True),
        ("exiftool, one process", "exiftool -q -r -fast2 -gps:all -xmp:gps* -s3 DIR >/dev/null", "exiftool", True),
    ),
    "strip": (
        ("jhead -purejpg", "FILES jhead -purejpg >/dev/null", "jhead", False),
        ("exiv2 rm", "FILES exiv2 rm", "exiv2", False),
        (
            "exiftool, ICC and orientation kept",
            "FILES exiftool -q -q -overwrite_original -fast2 -all= --icc_profile:all -tagsfromfile @ -orientation",
            "exiftool", True,
        ),
        ("exiftool -all=, one process", "exiftool -q -q -overwrite_original -r -all= DIR", "exiftool", True),
        ("jpegtran -copy icc", f"FILES sh -c {shlex.quote(JPEGTRAN)} sh", "jpegtran", True),
        ("jpegoptim -s", "FILES jpegoptim -q -s", "jpegoptim", True),
    ),
    "in-place": (),
    "gps-only": (
        ("exiv2 -M del", f"FILES exiv2 {EXIV2_GPS}", "exiv2", False),
        (
            "exiftool -gps:all= -xmp:gps*=",
            "FILES exiftool -q -q -overwrite_original -gps:all= -xmp:gps*= -xmp:city= -iptc:city=",
            "exiftool", True,
        ),
    ),
}

OURS = {"audit": "audit -q", "strip": "-q", "in-place": "-q --in-place", "gps-only": "-q --gps-only"}


def of_job(job: str, build: Build, peers: bool, replaced: Path | None = None) -> list[Candidate]:
    """`replaced` lists what exifscrub writes anew though it keeps its size: a floor of the same promises does too."""
    reads_only = job == "audit"
    found = []
    for durability in ("none",) if reads_only else ("none", "batch"):
        durable = durability == "batch"
        for threads in (2,) if durable else (2, 1):
            ways = ("range", "rw") if threads == 2 and not durable else ("range",)
            for copy in ways if job == "strip" else ("",):
                how = f" {copy}" if copy else ""
                line = f"{build.floor} {job} -j {threads} --durability {durability} --copy {copy or 'range'} DIR"
                if replaced:
                    line = line.replace(" DIR", f" --replace {shlex.quote(str(replaced))} DIR")
                name = f"floor{how} -j{threads}"
                found.append(Candidate(named(name, durable), line, str(build.floor), durable, reads_only))
            if threads == 2 and not durable:
                line = line.replace(str(build.floor), str(build.guarded), 1)
                found.append(Candidate(f"guarded floor{how} -j2", line, str(build.guarded), False, reads_only))
            if threads == 2 and reads_only:
                line = line.replace(str(build.guarded), str(build.reading), 1)
                found.append(Candidate("reading floor -j2", line, str(build.reading), False, True))
            line = f"{build.program} {OURS[job]} -r -j {threads} DIR >/dev/null"
            if not reads_only:
                line = line.replace(" -r ", f" --durability {durability} -r ")
            name = named(f"exifscrub -j{threads}", durable)
            found.append(Candidate(name, line, str(build.program), durable, reads_only))
    if job == "audit":
        for threads in (2, 1):
            line = f"{build.floor} quick -j {threads} DIR"
            found.append(Candidate(f"floor of --quick -j{threads}", line, str(build.floor), False, True))
            for name, floor in (("guarded", build.guarded), ("reading", build.reading)) if threads == 2 else ():
                line = f"{floor} quick -j 2 DIR"
                found.append(Candidate(f"{name} floor of --quick -j2", line, str(floor), False, True))
            line = f"{build.program} audit -q --quick -r -j {threads} DIR >/dev/null"
            found.append(Candidate(f"exifscrub --quick -j{threads}", line, str(build.program), False, True))
    if peers:
        for name, line, needs, slow in PEERS[job]:
            found.append(Candidate(name, line, needs, False, reads_only, slow, True))
    return found


def named(name: str, durable: bool) -> str:
    return f"{name}, synced" if durable else name
