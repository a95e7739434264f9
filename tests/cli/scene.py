"""A scratch folder, the program, and what it printed: the vocabulary of the tests in this folder.

Each test is a function whose name begins with `test_`; `main` runs them all, each in a scene of its own. Exit status 77
is a visible skip of the whole file, `Skip` of one test.
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback

PROGRAM = os.path.abspath(sys.argv[1])


class Skip(Exception):
    """Why a test cannot run here."""


def exif_with_gps():
    """A big-endian TIFF stream whose IFD0 points at a GPS IFD with a position near Las Vegas."""
    def rationals(*values):
        return b"".join(struct.pack(">II", value, 1) for value in values)
    ifd0 = struct.pack(">HHHII", 1, 0x8825, 4, 1, 26) + struct.pack(">I", 0)
    latitude, longitude = 26 + 2 + 4 * 12 + 4, 26 + 2 + 4 * 12 + 4 + 24
    gps = struct.pack(">H", 4)
    gps += struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack(">HHII", 2, 5, 3, latitude)
    gps += struct.pack(">HHI4s", 3, 2, 2, b"W\0\0\0") + struct.pack(">HHII", 4, 5, 3, longitude)
    gps += struct.pack(">I", 0)
    return b"MM\0*\0\0\0\x08" + ifd0 + gps + rationals(36, 10, 12) + rationals(115, 8, 23)


def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def jpeg(*segments, size=8, scan=b"\x12\x34\x56"):
    """The smallest baseline JPEG with these segments in front."""
    table = segment(0xDB, b"\0" + bytes([16] * 64))
    frame = segment(0xC0, struct.pack(">BHHB", 8, size, size, 1) + b"\x01\x11\0")
    huffman = b"".join(segment(0xC4, bytes([kind]) + bytes([1] + [0] * 15) + b"\0") for kind in (0x00, 0x10))
    start = segment(0xDA, b"\x01\x01\0\0\x3f\0")
    return b"\xff\xd8" + b"".join(segments) + table + frame + huffman + start + scan + b"\xff\xd9"


CLEAN = jpeg()
LEAKING = jpeg(segment(0xE1, b"Exif\0\0" + exif_with_gps()))
DAMAGED = LEAKING[:40]


# Of all that stands around a test only this gets into it: a program under a sanitizer is told how to look.
SANITIZER_OPTIONS = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}


class Run:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr


class Scene:
    def __init__(self):
        self.root = tempfile.mkdtemp(prefix="scene-")

    def close(self):
        for folder, folders, _ in os.walk(os.fsencode(self.root)):
            for name in folders:
                path = os.path.join(folder, name)
                if not os.path.islink(path):
                    os.chmod(path, 0o700)
        shutil.rmtree(os.fsencode(self.root))

    def at(self, path):
        return os.path.join(os.fsencode(self.root), os.fsencode(path))

    def put(self, path, content=CLEAN):
        full = self.at(path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(content)
        return full

    def read(self, path):
        with open(self.at(path), "rb") as file:
            return file.read()

    def names(self):
        """All files and folders below the scene, sorted."""
        found = []
        for folder, folders, files in os.walk(os.fsencode(self.root)):
            found += [os.path.relpath(os.path.join(folder, name), os.fsencode(self.root))
                      for name in files + folders]
        return sorted(found)

    def run(self, *arguments, stdin=b"", env=None, wrapper=(), inside=""):
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **SANITIZER_OPTIONS, **(env or {})}
        return Run(subprocess.run([*wrapper, PROGRAM, *arguments], cwd=os.path.join(self.root, inside), input=stdin, env=environment,
                                  capture_output=True, timeout=120, check=False))

    def expect(self, *arguments, status=0, out=None, err=None, **others):
        """Runs the program and compares status and texts exactly; `None` for a text means: any."""
        run = self.run(*arguments, **others)
        shown = (f"$ exifscrub {' '.join(map(str, arguments))}\nstatus {run.status}, expected {status}\n"
                 f"--- stdout\n{run.out.decode(errors='backslashreplace')}"
                 f"--- stderr\n{run.err.decode(errors='backslashreplace')}")
        assert run.status == status, shown
        for got, wanted in ((run.out, out), (run.err, err)):
            if wanted is not None:
                wanted = wanted.encode() if isinstance(wanted, str) else wanted
                assert got == wanted, f"{shown}--- expected\n{wanted.decode(errors='backslashreplace')}"
        return run


def without_root_rights():
    """Words in front of a command that take the super-user's rights to read everything."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        raise Skip("runs as root and there is no setpriv")
    return ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


def main(names):
    failed = skipped = 0
    for name, test in sorted(names.items()):
        if not name.startswith("test_"):
            continue
        scene = Scene()
        try:
            test(scene)
            print("ok     ", name)
        except Skip as reason:
            skipped += 1
            print("SKIPPED", name + ":", reason)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print("FAILED ", name)
            traceback.print_exc(limit=-2, file=sys.stdout)
        finally:
            scene.close()
    sys.exit(1 if failed else 77 if skipped else 0)
