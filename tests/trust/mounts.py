"""File systems of each kind, mounted where only this process sees them, and gone when it ends."""
import os
import pathlib
import shutil
import subprocess
import sys

MAKERS = {"ext4": ("mkfs.ext4 -q -F", 64), "xfs": ("mkfs.xfs -q -f", 320), "btrfs": ("mkfs.btrfs -q -f", 128)}
KINDS = [*MAKERS, "tmpfs", "overlay"]


def in_a_namespace(needs=()):
    """Starts over where mounts are nobody else's and go with the process; ends with 77 where that is not allowed."""
    if os.geteuid() != 0 or any(not os.path.exists(path) for path in needs):
        print("SKIP: needs root", *needs)
        sys.exit(77)
    if "EXIFSCRUB_IN_NAMESPACE" not in os.environ:
        os.environ["EXIFSCRUB_IN_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable, *sys.argv])


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def loop_mount(kind, place, mib=None):
    """A new file system in a file below `place`; where it is mounted, or nothing when it cannot be made here."""
    maker, least = MAKERS[kind]
    if not shutil.which(maker.split()[0]):
        return None
    image, point = place / f"{kind}.image", place / kind
    with open(image, "wb") as file:
        file.truncate((mib or least) << 20)
    point.mkdir()
    try:
        run(*maker.split(), str(image))
        run("mount", "-o", "loop", str(image), str(point))
    except subprocess.CalledProcessError as failure:
        print(f"SKIP: {kind}: {failure.stderr.decode(errors='replace').strip()}")
        return None
    return point


def mounted(kind, place, mib=None):
    """The root of a fresh file system of the kind, or nothing."""
    place = pathlib.Path(place)
    if kind in MAKERS:
        return loop_mount(kind, place, mib)
    point = place / kind
    point.mkdir()
    if kind == "tmpfs":
        run("mount", "-t", "tmpfs", "-o", f"size={mib or 64}m", "tmpfs", str(point))
        return point
    below = loop_mount("ext4", point.parent / "below", mib) if (place / "below").mkdir() is None else None
    for name in ("lower", "upper", "work"):
        (below / name).mkdir()
    try:
        run("mount", "-t", "overlay", "overlay", "-o",
            f"lowerdir={below}/lower,upperdir={below}/upper,workdir={below}/work", str(point))
    except subprocess.CalledProcessError as failure:
        print(f"SKIP: {kind}: {failure.stderr.decode(errors='replace').strip()}")
        return None
    return point
