#!/usr/bin/env python3
"""What the table of scripts/bench does not show: how time and memory grow with the number of files, what a single file
costs from start to end, a cold cache, many small files on ext4 with and without a journal, where the time goes, and file
systems whose files can share blocks.

    tests/bench/situations.py scaling|start|cold|journal|profile|reflink [--build DIR] [--dir DIR] [--most N] [--write]

Prints Markdown; --write puts it into its block of README.md. `cold`, `journal` and `reflink` need root: they empty the page
cache and mount an image. For `scaling` and `journal` let --dir be on a tmpfs, so that it is our own time that is measured.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import candidates
import measure
import readme
import rounds
import table
import tree

HOME = Path(__file__).resolve().parents[2]
FOLDER = 100
REPEATS = 3
LINES: list[str] = []  # the table so far


def run(runner: Path, line: str) -> dict:
    return measure.figures(runner, ["sh", "-c", line])


def best(runner: Path, line: str, repeats: int = REPEATS) -> dict:
    return min((run(runner, line) for _ in range(repeats)), key=lambda figures: figures["wall"])


def make_small_files(folder: Path, count: int, content: bytes) -> None:
    for first in range(0, count, FOLDER):
        below = folder / f"d{first // FOLDER:05}"
        below.mkdir(parents=True)
        for number in range(first, min(first + FOLDER, count)):
            with open(below / f"{number}.jpg", "wb", buffering=0) as file:
                file.write(content)


def row(*cells: object) -> None:
    LINES.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    print(LINES[-1], flush=True)


def head(*cells: str) -> None:
    row(*cells)
    LINES.append("|" + "---|" * len(cells))
    print(LINES[-1], flush=True)


def scaling(build: candidates.Build, scratch: Path, most: int) -> None:
    """Small files, 1,000 to a million; a strip of as many, on a fresh tree."""
    content = smallest_leak()
    head("files", "job", "us/file -j1", "us/file -j2", "-j1 : -j2", "the floor's", "CPU us/file", "peak MiB")
    count = 1000
    while count <= most:
        for job, repeats in (("audit", REPEATS), ("strip", 1)):
            options = "audit -q" if job == "audit" else "-q --durability none"
            ours, floor = {}, {}
            for threads in (1, 2):
                for figures, line in ((ours, f"{build.program} {options} -r -j {threads}"),
                                      (floor, f"{build.floor} {job} -j {threads} --copy rw")):
                    place = scratch / "files"
                    if not place.exists():
                        make_small_files(place, count, content)
                    figures[threads] = best(build.runner, f"{line} {place}", repeats)
                    if job == "strip":
                        shutil.rmtree(place)
            one, two = ours[1], ours[2]
            cpu = two["user"] + two["system"]
            row(f"{count:,}", job, f"{one['wall'] * 1e6 / count:.1f}", f"{two['wall'] * 1e6 / count:.1f}",
                f"{one['wall'] / two['wall']:.2f}", f"{floor[1]['wall'] / floor[2]['wall']:.2f}",
                f"{cpu * 1e6 / count:.1f}", f"{two['peak'] / (1 << 20):.1f}")
        count *= 10


def smallest_leak() -> bytes:
    """The smallest picture of the corpus that gives a location away."""
    names = sorted((HOME / "corpus" / "jpeg").glob("*.jpg"), key=lambda path: path.stat().st_size)
    for path in names:
        data = path.read_bytes()
        if b"Exif\0\0" in data and b"\x88\x25" in data:
            return data
    raise SystemExit("the corpus has no picture with a GPS directory")


def start(build: candidates.Build, scratch: Path, _: int) -> None:
    """One file, as a hook hands it over."""
    one = scratch / "one"
    tree.make(one, "listing", 1)
    file = next(one.glob("d*/*.jpg"))
    head("command", "ms", "peak MiB")
    for words in ("--version", "audit -q FILE", "audit FILE", "-q -n FILE", "audit --format json FILE"):
        line = f"{build.program} {words.replace('FILE', str(file))} >/dev/null"
        runs = [run(build.runner, line) for _ in range(41)]
        row(f"`exifscrub {words}`", f"{median(each['wall'] for each in runs) * 1e3:.1f}",
            f"{max(each['peak'] for each in runs) / (1 << 20):.1f}")


def cold(build: candidates.Build, scratch: Path, _: int) -> None:
    """Files written in another order than that of their names, read by an empty cache."""
    place = scratch / "cold"
    tree.make(place, "listing", 400)
    files = sorted(place.glob("d*/*.jpg"))
    random.Random(1).shuffle(files)
    for file in files:
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
    subprocess.run(("sync", "-f", str(place)), check=True)
    head("400 files of 250 kB, cold", "us/file")
    lines = {"floor audit -j1, by name": f"{build.floor} audit -j 1 {place}",
             "floor audit -j2, by name": f"{build.floor} audit -j 2 {place}"}
    for threads in (1, 2, 8):
        lines[f"exifscrub audit -j{threads}, by inode"] = f"{build.program} audit -q -r -j {threads} {place}"
    lines["exifscrub audit --quick -j2"] = f"{build.program} audit -q --quick -r -j 2 {place}"
    walls: dict[str, list[float]] = {name: [] for name in lines}
    for _ in range(REPEATS):
        for name, line in lines.items():
            Path("/proc/sys/vm/drop_caches").write_text("3\n")
            walls[name].append(run(build.runner, line)["wall"])
    for name, seconds in walls.items():
        row(name, f"{median(seconds) * 1e6 / len(files):.0f}")


@contextmanager
def mounted(scratch: Path, system: str, *options: str) -> Iterator[Path]:
    """A new file system in an image of 2 GiB, mounted from a loop device."""
    image, mount = scratch / f"{system}.img", scratch / system
    with open(image, "wb") as file:
        file.truncate(2 << 30)
    subprocess.run((f"mkfs.{system}", "-q", *options, str(image)), check=True, stdout=subprocess.DEVNULL)
    mount.mkdir(exist_ok=True)
    subprocess.run(("mount", "-o", "loop", str(image), str(mount)), check=True)
    try:
        yield mount
    finally:
        subprocess.run(("umount", str(mount)), check=True)
        image.unlink()


def journal(build: candidates.Build, scratch: Path, _: int) -> None:
    """Small files on ext4: what it asks of each new inode, and of whom, depends on whether it keeps a journal."""
    count = 10_000
    head(f"ext4, {count:,} files of 17 kB, -j2, nothing synced", "us/file", "x", "CPU us/file", "x CPU")
    for kind, options in (("with a journal", ()), ("without", ("-O", "^has_journal"))):
        with mounted(scratch, "ext4", "-F", "-N", str(16 * count), *options) as mount:
            trees = rounds.Trees.make(mount, "tiny", count)
            wanted = "^(floor rw -j2|exifscrub -j2|jhead -purejpg|exiv2 rm)$"
            job = rounds.Rounds("strip", trees, mount, build, True, wanted)
            rounds.in_turn([job], REPEATS, None)
            rows = job.result()["rows"]
        for each in rows:
            if not each["runs"]:
                continue
            cells = []
            for keys in (("wall",), ("user", "system")):
                cells += [f"{table.a_file(each, *keys) * 1e6:.0f}", table.ratio(each, rows[0], *keys)]
            row(f"{kind}: {each['name']}", *cells)


# Where a sample of the profiler belongs: the first of these whose pattern its library and symbol match.
PARTS = (
    ("page cache to window", r"kernel.* (_copy_to_iter|filemap_get_entry|shmem_get_folio_gfp|filemap_read.*)$"),
    ("rest of the kernel", r"kernel"),
    ("marker searches", r"(run_by_32|pass_over_wide|find_bytewise|scan_entropy)"),
    ("digests", r"xxhash|nettle"),
    ("Expat", r"libexpat"),
    ("C and C++ library", r"lib(c|m|stdc\+\+|gcc_s)\.so"),
    ("start-up", r"ld-linux"),
    ("exifscrub else", r"exifscrub"),
)


def profile(build: candidates.Build, scratch: Path, _: int) -> None:
    """Where the processor time of a job goes, by samples, in per cent."""
    master = scratch / "master"
    tree.make(master, "listing", 1000)
    head("job", *(name for name, _ in PARTS))
    for job in ("audit -q", "audit -q --quick", "-q", "-q --in-place", "-q --gps-only"):
        place, record = scratch / "place", scratch / "samples"
        subprocess.run(("cp", "-a", str(master), str(place)), check=True)
        how = "" if job.startswith("audit") else "--durability none "
        line = f"perf record -q -F 20000 -o {record} {build.program} {job} {how}-r -j 1 {place} >/dev/null"
        subprocess.run(line, shell=True, stderr=subprocess.DEVNULL)
        told = subprocess.run(
            ("perf", "report", "-i", str(record), "--stdio", "--sort", "dso,sym", "-F", "overhead,dso,sym"),
            capture_output=True, text=True, check=True,
        ).stdout
        shares = dict.fromkeys((name for name, _ in PARTS), 0.0)
        for share, where in re.findall(r"^\s+([\d.]+)%\s+(\S+\s+\[.\]\s+.*?)\s*$", told, re.MULTILINE):
            where = re.sub(r"\s+\[.\]\s+", " ", where)
            part = next((name for name, pattern in PARTS if re.search(pattern, where)), None)
            if part is not None:
                shares[part] += float(share)
        row(f"`{job}`", *(f"{share:.0f}" for share in shares.values()))
        shutil.rmtree(place)


def reflink(build: candidates.Build, scratch: Path, _: int) -> None:
    """An image of each file system that can share blocks."""
    head("file system", "job, 60 files of 3 MB, synced", "us/file", "space taken, kB/file")
    for system, options in (("xfs", ("-m", "reflink=1")), ("btrfs", ())):
        if shutil.which(f"mkfs.{system}") is None:
            row(system, "mkfs is absent", "", "")
            continue
        with mounted(scratch, system, *options) as mount:
            on_shared_blocks(build, system, mount)


def on_shared_blocks(build: candidates.Build, system: str, mount: Path) -> None:
    count = 60
    master = mount / "master"
    tree.make(master, "camera", count)
    copy = mount / "copy"
    share = f"cp -a --reflink=always {master} {copy}"
    jobs = {
        "a copy that shares blocks (cp --reflink)": ("true", share),
        "strip": (share, f"{build.program} -q -r -j 2 {copy}"),
        "strip --backup": (share, f"{build.program} -q -r -j 2 --backup {copy}"),
        "cp --reflink, then --in-place": ("true", f"{share} && {build.program} -q -r -j 2 --in-place {copy}"),
    }
    for name, (before, line) in jobs.items():
        subprocess.run(("sh", "-c", before), check=True)
        subprocess.run(("sync", "-f", str(mount)), check=True)
        used = shutil.disk_usage(mount).used
        began = time.monotonic()
        subprocess.run(("sh", "-c", line), check=True)
        subprocess.run(("sync", "-f", str(mount)), check=True)
        seconds = time.monotonic() - began
        row(system, name, f"{seconds * 1e6 / count:.0f}", f"{(shutil.disk_usage(mount).used - used) / count / 1000:.0f}")
        shutil.rmtree(copy)
        subprocess.run(("sync", "-f", str(mount)), check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what scripts/bench does not.")
    what = {"scaling": scaling, "start": start, "cold": cold, "journal": journal, "profile": profile, "reflink": reflink}
    parser.add_argument("what", choices=what)
    parser.add_argument("--build", type=Path, default=HOME / "build")
    parser.add_argument("--dir", type=Path)
    parser.add_argument("--most", type=int, default=100_000, help="scaling: files (default: 100000)")
    parser.add_argument("--write", action="store_true", help="write the table into README.md")
    chosen = parser.parse_args()
    build = candidates.Build(chosen.build)
    if chosen.write:
        build.bring_up_to_date()
    scratch = Path(tempfile.mkdtemp(prefix="exifscrub-bench-", dir=chosen.dir))
    try:
        what[chosen.what](build, scratch, chosen.most)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if chosen.write:
        readme.put(chosen.what, "\n".join(LINES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
