#!/usr/bin/env python3
"""What a change keeps of a file, and what stops it, on every file system that can be made here.

    preservation.py PROGRAM TABLE [--file-system NAME]... [--row PREFIX] [--without PREFIX]

Each function below is one row: it gets a folder on the file system, and asserts.
"""
import argparse
import ctypes
import fcntl
import os
import pathlib
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import traceback

from mounts import KINDS, in_a_namespace, mounted, run as mount_tool
from result import SOURCE
from table import Table

PICTURE = SOURCE / "corpus/demo/phone/kitchen.jpg"
NOBODY = 65534
PROGRAM = ""


class NotThere(Exception):
    """The file system, or this kernel, has no such property."""


class Done:
    def __init__(self, done):
        self.status, self.text = done.returncode, done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")


def scrub(*words, user=None, cwd=None):
    wrapper = [] if user is None else ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
    return Done(subprocess.run([*wrapper, PROGRAM, *map(str, words)], capture_output=True, check=False, cwd=cwd))


def scrubbed(*words, **options):
    done = scrub(*words, **options)
    assert done.status == 0, done.text
    return done


def refused(*words, saying="", **options):
    done = scrub(*words, **options)
    assert done.status == 2 and saying in done.text, f"status {done.status}: {done.text}"
    return done


def picture(folder, name="a.jpg", mode=0o644):
    path = folder / name
    shutil.copyfile(PICTURE, path)
    path.chmod(mode)
    return path


def is_old(path):
    return path.read_bytes() == PICTURE.read_bytes()


def is_clean(path):
    return scrub("-q", "--check", path).status == 0


def is_without_place(path):
    return scrub("-q", "--check", "--gps-only", path).status == 0


def attribute(path, name, value):
    try:
        os.setxattr(path, name, value)
    except OSError as failure:
        raise NotThere(f"no {name.partition('.')[0]} attributes ({failure.strerror})") from failure


def mode_is_kept(folder):
    for mode in (0o600, 0o640, 0o644, 0o666, 0o755, 0o777):
        path = picture(folder, mode=mode)
        scrubbed("-q", path)
        assert stat.S_IMODE(path.stat().st_mode) == mode, oct(mode)


def set_user_id_goes(folder):
    path = picture(folder, mode=0o6755)
    scrubbed("-q", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o755


def owner_and_group_are_kept(folder):
    path = picture(folder)
    os.chown(path, NOBODY, 12345)
    scrubbed("-q", path)
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, 12345)


def an_owner_that_would_be_lost_refuses(folder):
    folder.chmod(0o777)
    path = picture(folder, mode=0o666)
    refused(path, user=NOBODY, saying="--in-place")
    assert is_old(path) and path.stat().st_uid == 0
    scrubbed("-q", "--in-place", path, user=NOBODY)
    assert path.stat().st_uid == 0 and not is_old(path)


def access_lists_are_kept(folder):
    def entry(tag, permissions, who=0xFFFFFFFF):
        return struct.pack("<HHI", tag, permissions, who)
    acl = b"\2\0\0\0" + entry(1, 6) + entry(2, 4, 12345) + entry(4, 4) + entry(0x10, 4) + entry(0x20, 0)
    path = picture(folder)
    attribute(path, "system.posix_acl_access", acl)
    scrubbed("-q", path)
    assert os.getxattr(path, "system.posix_acl_access") == acl
    attribute(folder, "system.posix_acl_default", acl)
    other = folder / "b.jpg"
    os.rename(path, other)
    os.removexattr(other, "system.posix_acl_access")
    shutil.copyfile(PICTURE, folder / "bytes")
    other.write_bytes((folder / "bytes").read_bytes())
    scrubbed("-q", other)
    assert "system.posix_acl_access" not in os.listxattr(other), "the folder's default list is inherited"


def attributes_are_kept(folder):
    for name in ("user.rating", "security.exifscrub", "trusted.exifscrub"):
        path = picture(folder)
        attribute(path, name, b"5")
        scrubbed("-q", path)
        assert os.getxattr(path, name) == b"5", name


def origins_go_on_request(folder):
    path = picture(folder)
    attribute(path, "user.xdg.origin.url", b"https://example.org/home")
    attribute(path, "user.rating", b"5")
    assert "user.xdg.origin.url" in scrubbed("-v", path).text or os.listxattr(path)
    assert os.getxattr(path, "user.xdg.origin.url")
    scrubbed("-q", "--xattrs", path)
    assert os.listxattr(path) == ["user.rating"] or set(os.listxattr(path)) & {"user.xdg.origin.url"} == set()


def the_time_is_new_unless_asked(folder):
    for options, kept in (([], False), (["--preserve-times"], True)):
        for way in ([], ["--in-place"]):
            path = picture(folder)
            os.utime(path, ns=(10**18 + 7000, 11 * 10**17 + 9000))
            scrubbed("-q", *options, *way, path)
            assert (path.stat().st_mtime_ns == 11 * 10**17 + 9000) == kept


def hard_links(folder):
    path = picture(folder)
    os.link(path, folder / "b.jpg")
    refused(path, saying="--in-place")
    assert is_old(path)
    done = scrubbed("-r", "--in-place", folder)
    assert path.stat().st_ino == (folder / "b.jpg").stat().st_ino and is_clean(folder / "b.jpg")
    assert "1 scrubbed" in done.text, done.text


def symbolic_links(folder):
    inner = folder / "inner"
    inner.mkdir()
    path = picture(folder)
    os.symlink("../a.jpg", inner / "link.jpg")
    scrub("-q", "-r", inner)
    assert is_old(path)
    refused(inner / "link.jpg", saying="--follow")
    assert is_old(path)
    scrubbed("-q", "--follow", inner / "link.jpg")
    assert is_clean(path) and (inner / "link.jpg").is_symlink()


def read_only_files_refuse(folder):
    path = picture(folder, mode=0o444)
    os.chown(path, NOBODY, NOBODY)
    folder.chmod(0o777)
    for way in ([], ["--gps-only"], ["--in-place"]):
        refused(*way, path, user=NOBODY, saying="--force")
        assert is_old(path)
    scrubbed("-q", "--force", path, user=NOBODY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o444 and is_clean(path)


def read_only_folders_allow_in_place(folder):
    path = picture(folder)
    os.chown(path, NOBODY, NOBODY)
    folder.chmod(0o555)
    refused(path, user=NOBODY)
    assert is_old(path)
    scrubbed("-q", "--in-place", path, user=NOBODY)
    folder.chmod(0o777)
    assert not is_old(path)


def flags(descriptor, change=None):
    """The inode flags of chattr(1)."""
    room = bytearray(struct.pack("l", change or 0))
    request = 0x40086602 if change is not None else 0x80086601
    try:
        fcntl.ioctl(descriptor, request, room)
    except OSError as failure:
        raise NotThere(f"no file flags ({failure.strerror})") from failure
    return struct.unpack("l", room)[0]


def immutable_and_append_only_stay(folder):
    for flag in (0x10, 0x20):
        path = picture(folder, f"{flag}.jpg")
        descriptor = os.open(path, os.O_RDONLY)
        before = flags(descriptor)
        flags(descriptor, before | flag)
        try:
            results = [scrub("-q", *way, path).status for way in ([], ["--gps-only"], ["--in-place"])]
        finally:
            flags(descriptor, before)
            os.close(descriptor)
        assert results == [2, 2, 2] and is_old(path), results


def sparse_files_beyond_4_gib(folder):
    """A picture whose 5 GiB are nearly all hole: a change in place leaves the hole alone."""
    path = picture(folder)
    far = 5 << 30
    try:
        os.truncate(path, far)
    except OSError as failure:
        raise NotThere(f"no such size ({failure.strerror})") from failure
    scrubbed("-q", "--in-place", path)
    assert path.stat().st_size == far and path.stat().st_blocks * 512 < 1 << 20, "the hole was filled"
    assert is_clean(path)
    # A hole in the picture itself stays one in the copy that takes its place.
    content, hole = PICTURE.read_bytes(), 64 << 20
    with open(path, "wb") as file:
        file.write(content[:-2])
        file.seek(hole)
        file.write(content[-2:])
    before = path.stat().st_size
    scrubbed("-q", path)
    assert before - len(content) < path.stat().st_size < before, "nothing was cut out"
    assert path.stat().st_blocks * 512 < 1 << 20, "the hole was filled by a strip"


def names_of_255_bytes(folder):
    path = picture(folder, "n" * 251 + ".jpg")
    scrubbed("-q", path)
    assert is_clean(path)
    shutil.copyfile(PICTURE, path)
    refused("--backup", path)
    assert is_old(path) and len(list(folder.iterdir())) == 1


def names_that_are_no_text(folder):
    name = os.fsencode(folder) + b"/caf\xe9\n\x1b[31m.jpg"
    with open(name, "wb") as file:
        file.write(PICTURE.read_bytes())
    done = scrubbed("-r", folder)
    assert "\x1b" not in done.text
    with open(name, "rb") as file:
        assert file.read() != PICTURE.read_bytes()


def paths_longer_than_any_limit(folder):
    deep = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for _ in range(33):
        os.mkdir("d" * 250, dir_fd=deep)
        inner = os.open("d" * 250, os.O_RDONLY | os.O_DIRECTORY, dir_fd=deep)
        os.close(deep)
        deep = inner
    descriptor = os.open("a.jpg", os.O_CREAT | os.O_WRONLY, 0o644, dir_fd=deep)
    os.write(descriptor, PICTURE.read_bytes())
    os.close(descriptor)
    scrubbed("-q", "-r", folder)
    assert os.stat("a.jpg", dir_fd=deep).st_size < PICTURE.stat().st_size
    os.close(deep)
    # rmtree has limits of its own.
    subprocess.run(["rm", "-rf", *map(str, folder.iterdir())], check=True)


def mount_boundaries(folder):
    other = folder / "other"
    other.mkdir()
    mount_tool("mount", "-t", "tmpfs", "tmpfs", str(other))
    try:
        path = picture(other)
        scrub("-q", "-r", "--one-file-system", folder)
        assert is_old(path)
        scrubbed("-q", "-r", folder)
        assert is_clean(path)
    finally:
        mount_tool("umount", str(other))


def special_files_are_not_opened(folder):
    os.mkfifo(folder / "pipe.jpg")
    picture(folder)
    done = scrubbed("-r", folder)
    assert stat.S_ISFIFO((folder / "pipe.jpg").lstat().st_mode), done.text
    refused(folder / "pipe.jpg")


def fill_up(path):
    """A file that takes all room there is."""
    with open(path, "wb", buffering=0) as file:
        for block in (1 << 20, 4096, 512, 1):
            try:
                while True:
                    file.write(b"\xAA" * block)
            except OSError:
                pass
        try:
            os.fsync(file.fileno())
        except OSError:
            pass


def a_full_disk_leaves_the_old(folder):
    path = picture(folder)
    filler = folder / "filler"
    fill_up(filler)
    names = set(folder.iterdir())
    for way in ([], ["--backup"], ["-o", folder / "out"]):
        done = scrub(*way, path)
        left = set(folder.iterdir()) - names - {folder / "out"}
        assert not left, f"left: {left}"
        if done.status == 0:
            raise NotThere("there was room all the same")
        assert is_old(path), done.text
    scrub("--in-place", path)  # where blocks are never overwritten, even this needs room
    assert path.stat().st_size == PICTURE.stat().st_size, "in place never changes the size"
    filler.unlink()
    scrubbed("-q", "--in-place", path)
    assert is_clean(path)


def a_quota_leaves_the_old(folder):
    """The group of a btrfs subvolume may grow no further; the disk itself has room."""
    limited = folder / "limited"
    if subprocess.run(["btrfs", "-q", "subvolume", "create", limited], capture_output=True, check=False).returncode:
        raise NotThere("tried on btrfs")
    try:
        mount_tool("btrfs", "quota", "enable", str(folder))
        mount_tool("btrfs", "qgroup", "limit", str(1 << 20), str(limited))
        path = picture(limited)
        os.sync()
        fill_up(limited / "filler")
        names = set(limited.iterdir())
        for way in ([], ["--backup"], ["-o", limited / "out"]):
            done = refused(*way, path, saying="quota")
            left = set(limited.iterdir()) - names - {limited / "out"}
            assert not left and is_old(path), f"left: {left}: {done.text}"
        mount_tool("btrfs", "qgroup", "limit", "none", str(limited))
        scrubbed("-q", path)
        assert is_clean(path)
    finally:
        subprocess.run(["btrfs", "quota", "disable", folder], capture_output=True, check=False)
        subprocess.run(["btrfs", "-q", "subvolume", "delete", limited], capture_output=True, check=False)


ROWS = {name.replace("_", " "): row for name, row in list(globals().items())
        if callable(row) and getattr(row, "__code__", None) and row.__code__.co_varnames[:1] == ("folder",)
        and row.__code__.co_argcount == 1}


def outcome(row, place):
    folder = pathlib.Path(tempfile.mkdtemp(dir=place))
    folder.chmod(0o755)
    try:
        row(folder)
        return "held"
    except NotThere as reason:
        return f"- {reason}"
    except Exception:  # pylint: disable=broad-except
        traceback.print_exc(limit=-2, file=sys.stdout)
        return "FAILED"
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=False)


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("table")
    parser.add_argument("--file-system", action="append", choices=KINDS, help="repeatable; all by default")
    parser.add_argument("--row", default="", help="only rows that begin so")
    parser.add_argument("--without", default="\0", help="not rows that begin so")
    options = parser.parse_args()
    in_a_namespace()
    PROGRAM = os.path.abspath(options.program)
    os.umask(0o022)
    kinds = options.file_system or KINDS
    with tempfile.TemporaryDirectory(prefix="preservation-", dir="/dev/shm") as place:
        os.chmod(place, 0o755)
        points = {kind: mounted(kind, place) for kind in kinds}
        table = Table(*kinds, "failed")
        for name, row in ROWS.items():
            if not name.startswith(options.row) or name.startswith(options.without):
                continue
            outcomes = ["- not here" if points[kind] is None else outcome(row, points[kind]) for kind in kinds]
            table.add(name, *outcomes, outcomes.count("FAILED"))
            print(name, *outcomes, sep="\t", flush=True)
        for kind in reversed(kinds):
            if points[kind]:
                subprocess.run(["umount", str(points[kind])], check=False)
        if "overlay" in kinds and points["overlay"]:
            subprocess.run(["umount", str(pathlib.Path(place) / "below/ext4")], check=False)
    table.write(options.table)
    return 1 if any(row[-1] != "0" for row in table.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
