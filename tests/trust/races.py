#!/usr/bin/env python3
"""Other processes interfere while the program works on a tree.

    races.py PROGRAM TABLE [--seconds N] [--case NAME]...

Cases: a hostile process that swaps folders and files for links to a tree outside (nothing there may change), one that edits
files by renaming new ones over them (no file may be a mixture), one that truncates and grows them (no death by SIGBUS),
and eight runs on one tree at the same time (the tree must be what one run makes of it). The control, which writes by path, must fail.
"""
import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from result import SOURCE
from table import Table

DEMO = SOURCE / "corpus/demo/phone"
INPUTS = [DEMO / "kitchen.jpg", DEMO / "bedroom.jpg", DEMO / "garden/IMG_0042.jpg"]
MODES = {"strip": [], "in place": ["--in-place"], "gps-only": ["--gps-only"], "backup": ["--backup"]}
TIMEOUT_SECONDS = 60
FIGURES = ("seconds", "runs", "attacks", "escaped", "mixed", "died", "hang", "leftover", "different")


def snapshot(tree):
    """What a tree holds, and which inode each name is: a name that was replaced by its equal is noticed too."""
    found = {}
    for path in sorted(tree.rglob("*")):
        status = path.lstat()
        found[str(path.relative_to(tree))] = (status.st_ino, status.st_mtime_ns, status.st_mode,
                                              path.read_bytes() if path.is_file() and not path.is_symlink() else b"")
    return found


def contents(tree):
    return {str(path.relative_to(tree)): path.read_bytes() for path in sorted(tree.rglob("*"))
            if path.is_file() and not path.is_symlink()}


class Attacker:
    """A process that does its worst in a loop until it is stopped, and counts."""

    def __init__(self, worst):
        self.read_end, write_end = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            stopped = []
            signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
            count = 0
            while not stopped:
                try:
                    worst(count)
                except OSError:
                    pass  # the program was faster, or another attacker
                count += 1
            os.write(write_end, str(count).encode())
            os._exit(0)
        os.close(write_end)

    def stop(self):
        os.kill(self.child, signal.SIGTERM)
        os.waitpid(self.child, 0)
        with os.fdopen(self.read_end) as pipe:
            return int(pipe.read() or 0)


class Scene:
    """A tree to be cleaned, and one outside that nobody may touch."""

    def __init__(self, program, place):
        self.program, self.place = program, place
        self.root, self.outside = place / "root", place / "outside"

    def fill(self, folders=3):
        for tree in (self.root, self.outside):
            shutil.rmtree(tree, ignore_errors=True)
            for number in range(folders):
                folder = tree / f"d{number}"
                folder.mkdir(parents=True)
                for source in INPUTS:
                    shutil.copyfile(source, folder / source.name)

    def command(self, mode, jobs=3):
        return [self.program, "-q", "-r", f"-j{jobs}", "--durability=none", *MODES[mode], str(self.root)]

    def run(self, mode, figures):
        figures["runs"] += 1
        try:
            done = subprocess.run(self.command(mode), capture_output=True, check=False, timeout=TIMEOUT_SECONDS)
            if done.returncode not in (0, 1, 2):
                figures["died"] += 1
                print("died:", done.returncode, done.stderr[-300:])
        except subprocess.TimeoutExpired:
            figures["hang"] += 1

    def leftovers(self):
        return sum(path.name.startswith(".exifscrub-") for path in self.root.rglob("*"))


def counted(seconds):
    return dict.fromkeys(FIGURES, 0) | {"seconds": seconds}


def until(seconds):
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        yield


def swap_folder(scene):
    """A folder, a link to its namesake outside, and the folder again."""
    def worst(count):
        folder = scene.root / f"d{count % 3}"
        away = scene.root / f"away{count % 3}"
        os.rename(folder, away)
        os.symlink(scene.outside / folder.name, folder)
        os.unlink(folder)
        os.rename(away, folder)
    return worst


def held(folder):
    """A folder's descriptor: the attackers swap names under each other's feet, and must not go outside themselves."""
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


def put(folder, name, content):
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644, dir_fd=folder)
    os.write(descriptor, content)
    os.close(descriptor)


def swap_file(scene):
    """A file, a link to its namesake outside, a FIFO, a device, and the file again."""
    folder, other = held(scene.root / "d0"), held(scene.root / "d1")

    def worst(count):
        name = INPUTS[count % len(INPUTS)].name
        away = f"away-{name}"
        os.rename(name, away, src_dir_fd=folder, dst_dir_fd=other)
        kind = count % 3
        if kind == 0:
            os.symlink(scene.outside / "d0" / name, name, dir_fd=folder)
        elif kind == 1:
            os.mkfifo(name, dir_fd=folder)
        else:
            os.symlink("/dev/zero", name, dir_fd=folder)
        os.unlink(name, dir_fd=folder)
        os.rename(away, name, src_dir_fd=other, dst_dir_fd=folder)
    return worst


def exchange_with_link(scene):
    """Renames a link over the file at once, and then a file that leaks again: there is always something to do."""
    folders = [held(scene.root / f"d{number}") for number in range(3)]
    pictures = [source.read_bytes() for source in INPUTS]

    def worst(count):
        folder, index = folders[count % 3], count % len(INPUTS)
        name = f"x{count % 7}.jpg"
        os.symlink(scene.outside / f"d{count % 3}" / INPUTS[index].name, ".link", dir_fd=folder)
        os.rename(".link", name, src_dir_fd=folder, dst_dir_fd=folder)
        put(folder, ".new", pictures[index])
        os.rename(".new", name, src_dir_fd=folder, dst_dir_fd=folder)
    return worst


def links(scene, seconds):
    """Nothing outside changes, whatever is swapped."""
    figures = counted(seconds)
    scene.fill()
    before = snapshot(scene.outside)
    worst = [make(scene) for make in (swap_folder, swap_file, exchange_with_link)]
    attackers = [Attacker(what) for what in worst]
    try:
        for number, _ in enumerate(until(seconds)):
            scene.run(list(MODES)[number % len(MODES)], figures)
    finally:
        figures["attacks"] = sum(attacker.stop() for attacker in attackers)
    after = snapshot(scene.outside)
    figures["escaped"] = sum(before.get(name) != after.get(name) for name in {*before, *after})
    return figures


class ByPath(Scene):
    """The control: a tool that looks at a path, and then writes to it."""
    NAIVE = ("import os, sys\n"
             "for folder, _, names in (step for _ in range(100) for step in os.walk(sys.argv[1])):\n"
             "    for name in names:\n"
             "        path = os.path.join(folder, name)\n"
             "        try:\n"
             "            if os.path.islink(path) or not os.path.isfile(path): continue\n"
             "            open(path, 'r+b').write(b'clean')\n"
             "        except OSError: pass\n")

    def command(self, mode, jobs=3):
        return [sys.executable, "-c", self.NAIVE, str(self.root)]


def links_by_path(scene, seconds):
    return links(ByPath(scene.program, scene.place), seconds)


def variants(scene, mode):
    """Both forms that the editor leaves, and what the program makes of each."""
    first, second = (source.read_bytes() for source in INPUTS[:2])
    allowed = {first, second}
    for content in (first, second):
        scene.fill(1)
        path = scene.root / "d0" / "a.jpg"
        path.write_bytes(content)
        scene.run(mode, counted(0))
        allowed.add(path.read_bytes())
    return first, second, allowed


def editing(scene, seconds):
    """Another program saves anew while ours works: each name holds one or the other, scrubbed or not, never a mixture."""
    figures = counted(seconds)
    for mode in ("strip", "in place", "gps-only"):
        first, second, allowed = variants(scene, mode)
        scene.fill(1)
        names = [scene.root / "d0" / f"{i}.jpg" for i in range(6)]
        for path in names:
            path.write_bytes(first)

        def save(count, names=names, contents=(first, second)):
            new = scene.root / f"new{os.getpid()}"
            new.write_bytes(contents[random.randrange(2)])
            os.rename(new, names[count % len(names)])
            time.sleep(0.0005)
        attackers = [Attacker(save), Attacker(save)]
        try:
            for _ in until(seconds / 3):
                scene.run(mode, figures)
                figures["mixed"] += sum(path.read_bytes() not in allowed for path in names)
        finally:
            figures["attacks"] += sum(attacker.stop() for attacker in attackers)
        figures["mixed"] += sum(path.read_bytes() not in allowed for path in names)
        figures["leftover"] += scene.leftovers()
    return figures


def sizes(scene, seconds):
    """Another program truncates and grows the files: reads come short, and nobody dies."""
    figures = counted(seconds)
    scene.fill(1)
    names = [scene.root / "d0" / source.name for source in INPUTS]

    def resize(count):
        index = count % len(names)
        with open(names[index], "r+b") as file:
            file.truncate(random.randrange(0, 30000))
        with open(names[index], "r+b") as file:
            file.write(INPUTS[index].read_bytes())
    attackers = [Attacker(resize), Attacker(resize)]
    try:
        for number, _ in enumerate(until(seconds)):
            scene.run(list(MODES)[number % len(MODES)], figures)
            for backup in scene.root.rglob("*.exifscrub-orig"):
                backup.unlink()
    finally:
        figures["attacks"] = sum(attacker.stop() for attacker in attackers)
    figures["leftover"] = scene.leftovers()
    return figures


def together(scene, seconds):
    """Eight runs on one tree: what comes out is what one run makes of it."""
    figures = counted(seconds)
    expected = {}
    for mode in ("strip", "in place", "gps-only"):
        scene.fill(4)
        scene.run(mode, counted(0))
        expected[mode] = contents(scene.root)
    for number, _ in enumerate(until(seconds)):
        mode = list(expected)[number % len(expected)]
        scene.fill(4)
        runs = [subprocess.Popen(scene.command(mode), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for _ in range(8)]
        statuses = [run.wait() for run in runs]
        figures["runs"] += len(runs)
        figures["died"] += sum(status not in (0, 1, 2) for status in statuses)
        # Where two met, one was refused ("in use", "changed"); what it left, the next run finishes.
        left = scene.leftovers()
        figures["leftover"] += left
        figures["attacks"] += 8
        scene.run(mode, figures)
        figures["different"] += contents(scene.root) != expected[mode]
    return figures


CASES = {"links swapped in (R26)": links, "files saved anew": editing, "files truncated and grown": sizes,
         "eight runs at once (R7)": together, "control: links, written by path": links_by_path}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("table")
    parser.add_argument("--seconds", type=float, default=60, help="a case (60)")
    parser.add_argument("--case", action="append", help="repeatable; all by default")
    options = parser.parse_args()
    random.seed(7)
    table, bad = Table(*FIGURES), False
    for name, case in CASES.items():
        if options.case and name not in options.case:
            continue
        with tempfile.TemporaryDirectory(prefix="races-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:
            figures = case(Scene(os.path.abspath(options.program), pathlib.Path(place)), options.seconds)
        table.add(name, *(figures[figure] for figure in FIGURES))
        table.write(options.table)
        print(name, figures, flush=True)
        if name.startswith("control"):
            wrong = not figures["escaped"]  # blind: nobody would have noticed
        else:
            wrong = any(figures[figure] for figure in FIGURES[3:]) or not figures["runs"] or not figures["attacks"]
        bad = bad or wrong
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
