#!/usr/bin/env python3
"""Cuts the power in the middle of a run, over and over, and looks at what the disk holds.

    power_cut.py RECORDER PROGRAM TABLE [--images N | --seconds N] [--file-system NAME]... [--scene NAME]...

RECORDER (tests/fault/block_recorder.cpp) is a disk that writes down every write and every flush. A file system lies on
it, the program works on that, and from the diary come the disks that a power cut could leave: all that was
flushed, and of what came later any part, in blocks of 4 KiB or 512 bytes. Each is mounted and judged like a kill.

Controls must fail, or the programme is blind: --durability none, and a rewrite that truncates first.
"""
import argparse
import collections
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time

from result import SOURCE
from table import Table

sys.path.insert(0, str(SOURCE / "tests/fault"))
from sweep import TEMP, Judge, Scene, read_folder  # noqa: E402  pylint: disable=wrong-import-position

INPUTS = [str(SOURCE / "corpus/demo" / name) for name in ("phone/garden/IMG_0042.jpg", "camera/DSC_0107.jpg")]
# How each is made, how large at least (MiB), and what it takes the disk to write in one piece (bytes): btrfs trusts in whole
# blocks for its superblock.
FILE_SYSTEMS = {"ext4": ("mkfs.ext4 -q -F", 16, (512, 4096)), "xfs": ("mkfs.xfs -q -f", 300, (512, 4096)),
                "btrfs": ("mkfs.btrfs -q -f --mixed", 64, (4096,))}
FIGURES = ("images", "old", "new", "between", "neither", "missing", "leftover", "leaking", "false success", "not mountable",
           "not recovered")
BAD = FIGURES[4:6] + FIGURES[7:]
# Truncates and writes anew, as many a tool does, on a system that commits in between.
REWRITE = ("import os, sys, pathlib\n"
           "for path in pathlib.Path(sys.argv[1]).iterdir():\n"
           "    content = path.read_bytes()[:9000]\n"
           "    with open(path, 'wb') as file:\n"
           "        os.fsync(file.fileno())\n"
           "        file.write(content)\n"
           "        file.flush()\n"
           "        os.fsync(file.fileno())\n")
CONTROLS = {"control --durability none": "false success", "control truncate and rewrite": "neither"}


def scenes(program):
    def scene(*options, **fields):
        return Scene(command=[program, "-q", "-r", "-j1", *options, "{}"], inputs=INPUTS, **fields)
    return {
        "replace": scene(),
        "replace, each file": scene("--durability=file"),
        "in place": scene("--in-place", in_place=True),
        "gps-only": scene("--gps-only", in_place=True),
        "backup": scene("--backup", backup=".exifscrub-orig"),
        "-o DIR": scene("-o", "{out}", output="out"),
        "batch of 12": scene(copies=6),
        "batch of 12, in place": scene("--in-place", copies=6, in_place=True),
        "control --durability none": scene("--durability=none"),
        "control truncate and rewrite": Scene(command=[sys.executable, "-c", REWRITE, "{}"], inputs=INPUTS),
    }


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, **options)


def parsed(diary):
    """The records of a diary, each (end of the record, None for a flush or (offset, bytes))."""
    records, at = [], 0
    while at < len(diary):
        if diary[at:at + 1] == b"F":
            at += 1
            records.append((at, None))
            continue
        offset, length = struct.unpack_from("=QI", diary, at + 1)
        at += 13 + length
        records.append((at, (offset, diary[at - length:at])))
    return records


class Disk:
    """A file system in an image on a recording disk, with the inputs of a scene in it."""

    def __init__(self, recorder, kind, place):
        self.recorder, self.kind, self.place = recorder, kind, place
        self.pristine, self.image = place / "pristine", place / "image"
        self.log, self.disk, self.point = place / "log", place / "disk", place / "point"
        for folder in (self.disk, self.point):
            folder.mkdir(exist_ok=True)

    def make(self, scene):
        command, mib, _ = FILE_SYSTEMS[self.kind]
        self.pristine.unlink(missing_ok=True)
        with open(self.pristine, "wb") as file:
            file.truncate(mib << 20)
        run(*command.split(), str(self.pristine))
        self.mount(self.pristine)
        files = self.point / "in"
        files.mkdir()
        (self.point / "out").mkdir()
        for source in scene.inputs:
            for number in range(scene.copies):
                shutil.copyfile(source, files / (f"{number}-" * bool(number) + pathlib.Path(source).name))
        run("sync")
        self.unmount()

    def mount(self, image):
        run("mount", "-o", "loop", str(image), str(self.point))

    def unmount(self):
        for _ in range(200):
            if subprocess.run(["umount", str(self.point)], capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.02)
        raise RuntimeError("still busy")

    def record(self, command, linger):
        """Runs the command on the recorded disk. The diary, where in it the run began and ended, its exit status."""
        run("cp", "--sparse=always", str(self.pristine), str(self.image))
        self.log.unlink(missing_ok=True)
        with subprocess.Popen([self.recorder, str(self.image), str(self.log), str(self.disk)]) as fuse:
            while not (self.disk / "disk").exists():
                time.sleep(0.01)
            self.mount(self.disk / "disk")
            begin = self.log.stat().st_size
            status = subprocess.run(command, capture_output=True, check=False).returncode
            end = self.log.stat().st_size
            if linger:
                run("sync", "-f", str(self.point))
            found = self.look()
            self.unmount()
            run("umount", str(self.disk))
            fuse.wait()
        return parsed(self.log.read_bytes()), begin, end, status, found

    def look(self):
        return {name: content for name, content in read_folder(self.point).items()
                if name.startswith(("in/", "out/"))}

    def after_cut(self, records, until, chance, part):
        """Makes the image of a cut: `until` records reached the disk's cache, and what no flush covers got to the
        platter with `chance`, in blocks of `part` bytes."""
        run("cp", "--sparse=always", str(self.pristine), str(self.image))
        flushed = max((i for i in range(until) if records[i][1] is None), default=-1)
        with open(self.image, "r+b") as image:
            for index, (_, write) in enumerate(records[:until]):
                if write is None:
                    continue
                offset, data = write
                at = 0
                while at < len(data):
                    # The superblock of ext4, 1024 bytes, has a checksum: torn, it is the end of the file system.
                    end = at + (part if offset + at >= 4096 else 4096)
                    if index < flushed or random.random() < chance:
                        image.seek(offset + at)
                        image.write(data[at:end])
                    at = end


def filled(scene, disk):
    out = str(disk.point / "out" / "made")
    return [word.replace("{}", str(disk.point / "in")).replace("{out}", out) for word in scene.command]


class Trial:
    """One scene on one file system."""

    def __init__(self, disk, scene, name):
        self.disk, self.scene, self.name = disk, scene, name
        self.counts, self.examples = collections.Counter(), []
        disk.make(scene)
        disk.mount(disk.pristine)
        old = disk.look()
        disk.unmount()
        control = name in CONTROLS
        self.records, self.begin, self.end, status, new = disk.record(filled(scene, disk), linger=control)
        if status != 0 or old == new:
            raise RuntimeError(f"{name}: the command does not work without faults: status {status}")
        self.judge = Judge(scene, old, new)
        self.recovers = not control

    def count(self, figure, what):
        self.counts[figure] += 1
        if figure in BAD and len(self.examples) < 5:
            self.examples.append(f"{figure}: {what}")

    def goes_on(self, options, begun, trials):
        """Whether one more image is wanted."""
        if not options.seconds:
            return self.counts["images"] < options.images
        return self.counts["images"] < 30 or time.monotonic() - begun < options.seconds / trials

    def cut(self):
        first = sum(end <= self.begin for end, _ in self.records)
        until = random.randint(first, len(self.records))
        chance, part = random.choice((0, 0.1, 0.5, 0.9, 1)), random.choice(FILE_SYSTEMS[self.disk.kind][2])
        self.disk.after_cut(self.records, until, chance, part)
        done = until > 0 and self.records[until - 1][0] >= self.end
        what = f"cut behind {until} of {len(self.records)} records, chance {chance}, parts of {part}"
        self.counts["images"] += 1
        try:
            self.disk.mount(self.disk.image)
        except subprocess.CalledProcessError as failure:
            self.count("not mountable", f"{what}: {failure.stderr.decode(errors='replace').strip()}")
            return
        try:
            self.look(what, done)
        finally:
            self.disk.unmount()

    def look(self, what, done):
        found = self.disk.look()
        for name in self.judge.old:
            state = self.judge.state_of(name, found.get(name))
            self.count(state, f"{what}: {name}")
            if done and state != "new" and name in self.judge.changed:
                self.count("false success", f"{what}: {name} is {state}")
            if self.scene.backup and state == "new" and found.get(name + self.scene.backup) != self.judge.old[name]:
                self.count("missing", f"{what}: the backup of {name}")
        for name in set(found) - set(self.judge.old):
            if name in self.judge.made:
                if found[name] != self.judge.made[name]:
                    self.count("neither", f"{what}: {name}")
            else:
                self.count("leftover", f"{what}: {name}")
                if not TEMP.search(name) or self.judge.leaks(found[name]):
                    self.count("leaking", f"{what}: {name}")
        if done and set(self.judge.made) - set(found):
            self.count("false success", f"{what}: {set(self.judge.made) - set(found)} is not there")
        if self.recovers:
            self.recover(what)

    def recover(self, what):
        for name in set(self.disk.look()) & set(self.judge.made):
            (self.disk.point / name).unlink()
        shutil.rmtree(self.disk.point / "out" / "made", ignore_errors=True)
        subprocess.run(filled(self.scene, self.disk), capture_output=True, check=False)
        found = self.disk.look()
        if any(found.get(name) != new for name, new in self.judge.new.items()):
            audit = [self.scene.command[0], "audit", "-q", "-r", str(self.disk.point / "in")]
            if subprocess.run(audit, capture_output=True, check=False).returncode != 0:
                self.count("not recovered", what)


def in_a_namespace():
    """Starts over where mounts are nobody else's and go with the process."""
    if os.geteuid() != 0 or not os.path.exists("/dev/fuse"):
        print("SKIP: needs root and /dev/fuse")
        sys.exit(77)
    if "EXIFSCRUB_IN_NAMESPACE" not in os.environ:
        os.environ["EXIFSCRUB_IN_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable, *sys.argv])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recorder")
    parser.add_argument("program")
    parser.add_argument("table")
    parser.add_argument("--images", type=int, default=300, help="a scene (300)")
    parser.add_argument("--seconds", type=float, default=0, help="instead: for all scenes, at least 30 images each")
    parser.add_argument("--file-system", action="append", choices=list(FILE_SYSTEMS), help="repeatable; all by default")
    parser.add_argument("--scene", action="append", help="repeatable; all by default")
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    in_a_namespace()
    random.seed(options.seed)
    table, bad = Table(*FIGURES), []
    kinds, names = options.file_system or list(FILE_SYSTEMS), options.scene or list(scenes(""))
    for kind in kinds:
        if not shutil.which(FILE_SYSTEMS[kind][0].split()[0]):
            print(f"SKIP: {kind}: no {FILE_SYSTEMS[kind][0].split()[0]}")
            continue
        place = pathlib.Path(tempfile.mkdtemp(prefix="power-cut-", dir="/dev/shm"))
        try:
            for name, scene in scenes(os.path.abspath(options.program)).items():
                if name not in names:
                    continue
                trial = Trial(Disk(options.recorder, kind, place), scene, name)
                begun = time.monotonic()
                while trial.goes_on(options, begun, len(kinds) * len(names)):
                    trial.cut()
                counts = trial.counts
                table.add(f"{name}, {kind}", *(counts[figure] for figure in FIGURES))
                table.write(options.table)
                print(f"{name}, {kind}: {dict(counts)}", *trial.examples, sep="\n  ", flush=True)
                if name in CONTROLS and not counts[CONTROLS[name]]:
                    bad.append(f"{name}, {kind}: not noticed, the programme is blind")
                if name not in CONTROLS and any(counts[figure] for figure in BAD) or counts["not mountable"]:
                    bad.append(f"{name}, {kind}: broken")
        finally:
            shutil.rmtree(place, ignore_errors=True)
    print(*bad, sep="\n")
    if not table.rows:
        return 77
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
