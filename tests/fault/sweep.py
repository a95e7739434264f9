"""Runs a command once for each fault at each system call, injected by strace, and judges what it leaves."""
import collections
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

CALLS = ("openat openat2 fstat newfstatat statx pread64 pwrite64 read write copy_file_range ioctl fsync fdatasync "
         "syncfs sync_file_range linkat renameat2 renameat rename link unlink unlinkat mkdir mkdirat fchmod fchmodat chmod "
         "fchown utimensat fsetxattr fgetxattr flistxattr flock ftruncate truncate getdents64 lseek close mmap futex "
         "clone3 clone vfork").split()
WRITES = ("pwrite64", "copy_file_range", "write")
READS = ("pread64", "read")
ERRORS = "EIO ENOSPC EDQUOT EINTR EAGAIN EACCES EPERM EROFS EMFILE ENOMEM ESTALE EXDEV".split()
# A failing unlink is itself the reason for a leftover; futex, mmap and threads know few errors.
MAY_LEAVE = ("unlinkat", "unlink", "futex", "clone3", "clone", "vfork", "mmap")
TEMP = re.compile(r"\.exifscrub-[0-9a-f]{16}$")
BAD = ("neither", "missing", "leaking", "no backup", "picture changed", "called clean", "false success", "not recovered",
       "leftover alive", "hang")
TIMEOUT_SECONDS = 60
WINDOW = 24  # bytes in a row that two files do not share by chance


@dataclasses.dataclass
class Scene:
    """A command, what it works on, and what it may leave."""
    command: list
    inputs: list
    copies: int = 1
    twins: bool = False
    in_place: bool = False       # bytes in between are allowed
    backup: str = ""             # the suffix of the backups that must stand beside what is new
    output: str = ""             # a folder for {out}, beside the one that is worked on
    check: list = None           # a command that fails when a file {} is not clean
    proof: list = None           # a command that accepts a finished folder {}
    foreign: bool = False        # another tool: any name of a leftover is its own, and nothing need be finished


def read_folder(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def windows(content):
    return {content[i:i + WINDOW] for i in range(len(content) - WINDOW + 1)}


class Judge:
    """Knows the old and the new bytes of every name, and what was removed."""

    def __init__(self, scene, old, new):
        self.scene, self.old = scene, old
        self.new = {name: new.get(name) for name in old}  # None: the command removes it
        self.made = {name: content for name, content in new.items() if name not in old}
        self.changed = {name for name in old if self.new[name] != old[name]}
        kept = set().union(*(windows(self.new[name] or b"") for name in self.changed))
        zeros = {bytes([byte]) * WINDOW for byte in (0, 0x20, 0xFF)}
        self.removed = set().union(*(windows(content) for content in old.values())) - kept - zeros
        self.verdicts = {}

    def state_of(self, name, content):
        if content == self.new[name]:
            return "new"
        if content is None:
            return "missing"
        if content == self.old[name]:
            return "old"
        return "between" if self.is_between(name, content) else "neither"

    def is_between(self, name, content):
        old, new = self.old[name], self.new[name]
        replaced = new is None or not name.endswith(".jpg")  # sidecars never change in place
        if not self.scene.in_place or replaced or not len(old) == len(new) == len(content):
            return False
        return all(c in (o, n) for o, n, c in zip(old, new, content))

    def is_whole(self, name, content):
        """Whether something that the command makes beside its files is complete: a report may tell of a failure."""
        if name.endswith(".json"):
            try:
                return "summary" in json.loads(content)
            except ValueError:
                return False
        return content == self.made[name]

    def other_name_keeps_all(self):
        """Whether a further hard link of a cleaned file still has everything."""
        return self.scene.twins and any(name not in self.changed for name in self.old)

    def leaks(self, content):
        return not self.removed.isdisjoint(windows(content))

    def faults_between(self, name, content, scratch):
        """What is wrong with a file that was changed in part: its picture, or that nobody would notice."""
        key = hashlib.sha256(name.encode() + content).digest()
        if key not in self.verdicts:
            path = scratch / "between.jpg"
            path.write_bytes(content)
            faults = []
            if decoded(path) != decoded_bytes(self.old[name], scratch):
                faults.append("picture changed")
            if self.scene.check and passes(self.scene.check, path):
                faults.append("called clean")
            self.verdicts[key] = faults
        return self.verdicts[key]


def decoded(path):
    return subprocess.run(["djpeg", str(path)], capture_output=True, check=False, timeout=TIMEOUT_SECONDS).stdout


def decoded_bytes(content, scratch):
    path = scratch / "decoded.jpg"
    path.write_bytes(content)
    return decoded(path)


def filled(command, folder, out=""):
    return [word.replace("{}", str(folder)).replace("{out}", str(out)) for word in command]


def passes(command, place):
    return subprocess.run(filled(command, place), capture_output=True, check=False,
                          timeout=TIMEOUT_SECONDS).returncode == 0


def heed_interrupts():
    """A shell starts background jobs with SIGINT ignored, and children inherit that: then no run would meet it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Sweep:
    def __init__(self, scene, place=None, most=2000):
        self.scene, self.most = scene, most
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="kill-sweep-", dir=place))
        self.folder, self.out = self.place / "work", self.place / "work" / "out" / "made"
        self.log = self.place / "trace"
        self.table = collections.defaultdict(collections.Counter)
        self.examples = []
        self.prepare()
        old = self.found()
        done = subprocess.run(self.command(), capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
        new = self.found()
        if done.returncode != 0 or old == new:
            sys.exit(f"the command does not work without faults: status {done.returncode}, "
                     f"changed: {old != new}\n{done.stdout.decode()}{done.stderr.decode()}")
        self.judge = Judge(scene, old, new)

    def prepare(self):
        """A fresh folder with the inputs."""
        shutil.rmtree(self.folder, ignore_errors=True)
        files = self.folder / "in"
        files.mkdir(parents=True)
        if self.scene.output:
            self.out.parent.mkdir()
        for source in self.scene.inputs:
            for number in range(self.scene.copies):
                copy = files / (f"{number}-" * bool(number) + pathlib.Path(source).name)
                shutil.copyfile(source, copy)
                copy.chmod(0o644)
                if self.scene.twins:
                    os.link(copy, files / ("twin-" + copy.name))

    def found(self):
        return read_folder(self.folder)

    def command(self):
        names = [str(path) for path in sorted((self.folder / "in").iterdir())]
        words = []
        for word in filled(self.scene.command, self.folder / "in", self.out):
            words += names[:1] if word == "{first}" else [word]
        return words

    def counts(self):
        """How often each system call is made without a fault, and how often before a file is first touched."""
        self.prepare()
        subprocess.run(["strace", "-f", "-qq", "-o", str(self.log), *self.command()], capture_output=True, check=False)
        counted, before = collections.Counter(), collections.Counter()
        for line in self.log.read_text(errors="replace").splitlines():
            match = re.match(r"\d+ +(?:<\.\.\. )?(\w+)\(", line)
            if not match:
                continue
            if not counted["touched"]:
                counted["touched"] = int(match[1] != "execve" and str(self.folder) in line)
            if not counted["touched"]:
                before[match[1]] += 1
            counted[match[1]] += 1
        return counted, before

    def run_with(self, name, fault):
        """One run; whether the fault was met, and the exit status (None: it hung)."""
        self.prepare()
        # Not --seccomp-bpf, which halves the time: strace 6.1 then injects nothing in a program with threads.
        strace = ["strace", "-f", "-qq", "-o", str(self.log), "-e", f"trace={name}", "-e", f"inject={name}:{fault}"]
        try:
            status = subprocess.run(strace + self.command(), capture_output=True, timeout=TIMEOUT_SECONDS,
                                    check=False).returncode
        except subprocess.TimeoutExpired:
            status = None
        text = self.log.read_text(errors="replace")
        return re.search(r"INJECTED|killed by SIGKILL|SIGTERM|SIGINT", text) is not None, status

    def record(self, row, column, what):
        self.table[row][column] += 1
        if column in BAD and len(self.examples) < 20:
            self.examples.append(f"{row}: {column}: {what}")

    def judge_run(self, row, what, status, survives):
        found, states = self.found(), set()
        for name in self.judge.old:
            state = self.judge.state_of(name, found.get(name))
            if name in self.judge.changed:
                states.add(state)
            self.record(row, state, f"{what}: {name}")
            if state == "between":
                for fault in self.judge.faults_between(name, found[name], self.place):
                    self.record(row, fault, f"{what}: {name}")
            if self.scene.backup and state == "new" and found.get(name + self.scene.backup) != self.judge.old[name]:
                self.record(row, "no backup", f"{what}: {name}")
        for name in set(found) - set(self.judge.old):
            if name in self.judge.made:
                if not self.judge.is_whole(name, found[name]):
                    self.record(row, "neither", f"{what}: {name}")
                continue
            self.record(row, "leftover alive" if survives else "leftover", f"{what}: {name}")
            foreign_name = not self.scene.foreign and not TEMP.search(name)
            if foreign_name or self.judge.leaks(found[name]):
                self.record(row, "leaking", f"{what}: {name}")
        if status is None:
            self.record(row, "hang", what)
        unmade = set(self.judge.made) - set(found)
        if status == 0 and (not states <= {"new"} or unmade):
            self.record(row, "false success", f"{what}: {states} {unmade}")

    def recover(self, row, what):
        """The next run must finish the work, or say that there is nothing to finish."""
        for name in set(self.found()) & set(self.judge.made):
            (self.folder / name).unlink()
        shutil.rmtree(self.out, ignore_errors=True)
        subprocess.run(self.command(), capture_output=True, timeout=TIMEOUT_SECONDS, check=False)
        found = self.found()
        different = [name for name, new in self.judge.new.items() if found.get(name) != new]
        if different:
            proven = self.scene.proof and passes(self.scene.proof, self.folder / "in")
            self.record(row, "otherwise done" if proven else "not recovered", f"{what}: {', '.join(different)}")

    def sweep(self, name, row, fault, survives, first=1):
        for k in range(first, self.most + 1):
            what = f"{name} {fault} when={k}"
            met, status = self.run_with(name, f"{fault}:when={k}")
            if not met:
                return
            self.table[row]["runs"] += 1
            self.judge_run(row, what, status, survives)
            if not self.scene.foreign:
                self.recover(row, what)

    def all(self, modes, calls=None, errors=None, by_call=True, all_calls=True):
        """Sweeps every mode; rows are named by mode and, where asked, by call. Without all_calls only what comes after
        the first touch of a file counts: interpreters make thousands of calls before."""
        counts, before = self.counts()
        for name in calls or CALLS:
            if not counts[name]:
                continue
            first = 1 if all_calls else before[name] + 1
            own = not self.scene.foreign
            for mode in modes:
                row = f"{mode} {name}" if by_call else mode
                if mode == "kill":
                    self.sweep(name, row, "signal=SIGKILL", False, first)
                elif mode in ("term", "int"):
                    self.sweep(name, row, f"signal=SIG{mode.upper()}", own and name not in MAY_LEAVE, first)
                elif mode == "lie" and name in WRITES:
                    self.sweep(name, row, "retval=1", False, first)
                elif mode == "lie" and name in READS:
                    self.sweep(name, row, "retval=0", False, first)
                elif mode == "error":
                    for error in errors or ERRORS:
                        self.sweep(name, row, f"error={error}", own and name not in MAY_LEAVE, first)

    def clean_up(self):
        shutil.rmtree(self.place, ignore_errors=True)
