#!/usr/bin/env python3
"""Interrupts the program at every system call and judges what it leaves.

    kill_sweep.py --input a.jpg --input b.jpg -- exifscrub --gps-only {}

Each run gets a fresh folder with copies of the inputs (and a hard link to each with --twins), which replaces
the {} in the command, and meets exactly one fault, injected by strace:

    kill    SIGKILL at the k-th call of a name, for k = 1, 2, ... until no run meets it
    term    SIGTERM there
    error   each errno of --errors there
    lie     a write that says it moved one byte and moved none

Afterwards each name must hold its old bytes or its new ones, complete. A change in place may also leave
bytes in between: the same size, each byte old or new. No fault may leave bytes that are neither, a missing
name, a leftover that holds a canary, or a success that did not happen; and the next run must finish the work:
make the same bytes, or bytes that --proof, a command, accepts (a digest of half-changed bytes may stay stale).
"""

import argparse
import collections
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

CALLS = ("openat openat2 fstat newfstatat statx pread64 pwrite64 read write copy_file_range ioctl fsync fdatasync "
         "syncfs sync_file_range linkat renameat2 renameat rename unlinkat fchmod fchown utimensat fsetxattr "
         "fgetxattr flistxattr flock ftruncate getdents64 close mmap futex clone3").split()
WRITES = ("pwrite64", "copy_file_range", "write")
ERRORS = "EIO ENOSPC EDQUOT EINTR EAGAIN EACCES EPERM EROFS EMFILE ENOMEM ESTALE EXDEV".split()
TEMP = re.compile(r"\.exifscrub-[0-9a-f]{16}$")
BAD = ("neither", "missing", "leaking", "false success", "not recovered", "leftover after term", "hang")
TIMEOUT_SECONDS = 60


class Judge:
    """Knows the old and the new bytes of every name."""

    def __init__(self, old, new, in_place, canaries):
        self.old, self.new, self.in_place, self.canaries = old, new, in_place, canaries

    def state_of(self, name, content):
        if content is None:
            return "missing"
        if content == self.new[name]:
            return "new"
        if content == self.old[name]:
            return "old"
        return "between" if self.is_between(name, content) else "neither"

    def is_between(self, name, content):
        old, new = self.old[name], self.new[name]
        if not self.in_place or not len(old) == len(new) == len(content):
            return False
        return all(c in (o, n) for o, n, c in zip(old, new, content))

    def leaks(self, content):
        return any(canary in content for canary in self.canaries)


def read_folder(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Sweep:
    def __init__(self, options):
        self.options = options
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="kill-sweep-", dir=options.place))
        self.table = collections.defaultdict(collections.Counter)
        self.examples = []
        folder = self.fresh_folder()
        old = read_folder(folder)
        status = subprocess.run(self.command(folder), capture_output=True, timeout=TIMEOUT_SECONDS)
        new = read_folder(folder)
        if status.returncode != 0 or old == new:
            sys.exit(f"the command does not work without faults: status {status.returncode}, "
                     f"changed: {old != new}\n{status.stdout.decode()}{status.stderr.decode()}")
        in_place = options.in_place
        self.judge = Judge(old, {name: new.get(name, b"") for name in old}, in_place,
                           [text.encode() for text in options.canary])
        self.extra = set(new) - set(old)

    def fresh_folder(self):
        folder = self.place / "work"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for source in self.options.input:
            for number in range(self.options.copies):
                copy = folder / (f"{number}-" * bool(number) + pathlib.Path(source).name)
                shutil.copyfile(source, copy)
                copy.chmod(0o644)
                if self.options.twins:
                    os.link(copy, folder / ("twin-" + copy.name))
        return folder

    def command(self, folder):
        return [argument.replace("{}", str(folder)) for argument in self.options.command]

    def counts(self):
        """How often each system call is made, and by how many threads, without a fault."""
        log = self.place / "trace"
        folder = self.fresh_folder()
        subprocess.run(["strace", "-f", "-qq", "-o", str(log), *self.command(folder)], capture_output=True)
        names = re.findall(r"^\d+ +(?:<\.\.\. )?(\w+)\(", log.read_text(errors="replace"), re.M)
        return collections.Counter(names)

    def run_with(self, name, fault):
        """One run; whether the fault was met, and the exit status (None: it hung)."""
        folder = self.fresh_folder()
        log = self.place / "trace"
        strace = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={name}", "-e", f"inject={name}:{fault}"]
        try:
            status = subprocess.run(strace + self.command(folder), capture_output=True,
                                    timeout=TIMEOUT_SECONDS).returncode
        except subprocess.TimeoutExpired:
            status = None
        text = log.read_text(errors="replace")
        met = "(INJECTED)" in text or "killed by SIGKILL" in text or "SIGTERM" in text
        return folder, met, status

    def record(self, row, column, what):
        self.table[row][column] += 1
        if column in BAD and len(self.examples) < 20:
            self.examples.append(f"{column}: {what}")

    def judge_run(self, row, what, folder, status, survives):
        found = read_folder(folder)
        states = set()
        for name in self.judge.old:
            state = self.judge.state_of(name, found.get(name))
            states.add(state)
            self.record(row, state, f"{what}: {name}")
        for name in set(found) - set(self.judge.old) - self.extra:
            self.record(row, "leftover after term" if survives else "leftover", f"{what}: {name}")
            if not TEMP.search(name) or self.judge.leaks(found[name]):
                self.record(row, "leaking", f"{what}: {name}")
        if status is None:
            self.record(row, "hang", what)
        if status == 0 and states != {"new"}:
            self.record(row, "false success", f"{what}: {states}")

    def recover(self, row, what, folder):
        for name in set(read_folder(folder)) & self.extra:
            (folder / name).unlink()
        subprocess.run(self.command(folder), capture_output=True, timeout=TIMEOUT_SECONDS)
        found = read_folder(folder)
        different = [name for name, new in self.judge.new.items() if found.get(name) != new]
        if different:
            column = "otherwise done" if self.is_proven(folder) else "not recovered"
            self.record(row, column, f"{what}: {', '.join(different)}")

    def is_proven(self, folder):
        if not self.options.proof:
            return False
        proof = [argument.replace("{}", str(folder)) for argument in shlex.split(self.options.proof)]
        return subprocess.run(proof, capture_output=True, timeout=TIMEOUT_SECONDS).returncode == 0

    def sweep(self, name, row, fault, survives):
        for k in range(1, self.options.most + 1):
            what = f"{name} {fault} when={k}"
            folder, met, status = self.run_with(name, f"{fault}:when={k}")
            if not met:
                return
            self.table[row]["runs"] += 1
            self.judge_run(row, what, folder, status, survives)
            self.recover(row, what, folder)

    def all(self):
        counts = self.counts()
        for name in self.options.call or CALLS:
            if not counts[name]:
                continue
            for mode in self.options.mode:
                if mode == "kill":
                    self.sweep(name, f"kill {name}", "signal=SIGKILL", False)
                elif mode == "term":
                    self.sweep(name, f"term {name}", "signal=SIGTERM", name != "unlinkat")
                elif mode == "lie" and name in WRITES:
                    self.sweep(name, f"lie {name}", "retval=1", False)
                elif mode == "error":
                    for error in self.options.errors:
                        # A failing unlink is itself the reason for a leftover, and futex and clone3 know few errors.
                        survives = name not in ("unlinkat", "futex", "clone3", "mmap")
                        self.sweep(name, f"error {name}", f"error={error}", survives)

    def report(self):
        columns = ["runs", "old", "new", "between", "leftover", "otherwise done", *BAD]
        print(f"{'':24}" + "".join(f"{column.replace(' ', '-'):>20}" for column in columns))
        total = collections.Counter()
        for row, counts in self.table.items():
            print(f"{row:24}" + "".join(f"{counts[column]:>20}" for column in columns))
            total.update(counts)
        print(f"{'all':24}" + "".join(f"{total[column]:>20}" for column in columns))
        for example in self.examples:
            print(example)
        return sum(total[column] for column in BAD)

    def clean_up(self):
        shutil.rmtree(self.place, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", action="append", required=True, help="a file to work on; repeatable")
    parser.add_argument("--copies", type=int, default=1, help="of each input")
    parser.add_argument("--call", action="append", help="interrupt only this system call; repeatable")
    parser.add_argument("--mode", action="append", choices=["kill", "term", "error", "lie"], help="default: kill")
    parser.add_argument("--errors", type=lambda text: text.split(","), default=ERRORS, help="for the mode error")
    parser.add_argument("--in-place", action="store_true", help="the command may leave bytes in between")
    parser.add_argument("--twins", action="store_true", help="give every input a second name")
    parser.add_argument("--canary", action="append", default=[], help="text that no leftover may hold")
    parser.add_argument("--proof", help="a command that accepts a finished folder {} by its status")
    parser.add_argument("--most", type=int, default=2000, help="highest k")
    parser.add_argument("--place", help="where to work; the system's place for temporary files by default")
    parser.add_argument("command", nargs="+", help="the program and its arguments, {} for the folder")
    options = parser.parse_args()
    options.mode = options.mode or ["kill"]
    if shutil.which("strace") is None:
        print("SKIP: strace is not installed")
        sys.exit(77)
    sweep = Sweep(options)
    try:
        sweep.all()
        bad = sweep.report()
    finally:
        sweep.clean_up()
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
