#!/usr/bin/env python3
"""What --keep motion leaves can be found and played: by the fields that point at a video or a sound, and by programs
that are not ours.

motion_parts.py PROGRAM FOLDER...     FOLDER `samples`: the JPEGs below $EXIFSCRUB_SAMPLES

The images that an index points at are still there too, and
for each JPEG whose container directory, MicroVideoOffset, Samsung trailer (in a block, or by the file offsets of mpv2 and
QDIO) leads to a video or a sound: after `--keep motion` and `--gps-only` the same field leads to a video again. ExifTool
calls it what it was, of the same duration, and sees no place in it; ffprobe, where it is installed, reads the same packets.
"""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

import further_images

MODES = (["--keep", "motion"], ["--gps-only"])
PLACE = re.compile(r"GPS(?!Version)|Location(?!Role)|Latitude|Longitude", re.I)
BLANKED = {"", None, 0, "0"}


def by_container(data):
    """The last item of the container's directory, counted from the end."""
    for marker, _, payload in further_images.segments(data):
        if marker != 0xE1 or b"MotionPhoto" not in payload:
            continue
        for item in re.findall(rb"<(?:Container|GContainer):Item\b[^>]*>", payload):
            field = dict(re.findall(rb'Item:(\w+)="([^"]*)"', item))
            length = int(field.get(b"Length", b"0") or 0)
            if field.get(b"Semantic") == b"MotionPhoto" and length:
                return data[len(data) - length:]
    return None


def by_micro_video_offset(data):
    for marker, _, payload in further_images.segments(data):
        found = re.search(rb'MicroVideoOffset(?:="|>)(\d+)', payload) if marker == 0xE1 else None
        if found:
            return data[len(data) - int(found.group(1)):]
    return None


def seft_blocks(data):
    """{type: data} of the Samsung trailer that ends the file, its audio index aside."""
    end = len(data)
    if data[-6:] == b"QDIOBS":
        end -= 10 + struct.unpack("<I", data[-10:-6])[0]
    if data[end - 4:end] != b"SEFT":
        return {}
    directory = end - 8 - struct.unpack("<I", data[end - 8:end - 4])[0]
    count = struct.unpack("<I", data[directory + 8:directory + 12])[0]
    blocks = {}
    for number in range(count):
        kind, distance, size = struct.unpack("<2xHII", data[directory + 12 + 12 * number:directory + 24 + 12 * number])
        if not 8 <= size <= distance <= directory:
            continue
        block = data[directory - distance:directory - distance + size]
        name = struct.unpack("<I", block[4:8])[0]
        blocks[kind] = block[8 + name:]
    return blocks


def by_samsung_block(data):
    block = seft_blocks(data).get(0x0A30, b"")
    return block if block[4:8] == b"ftyp" else None


def by_samsung_pointer(data):
    block = seft_blocks(data).get(0x0A30, b"")
    if block[:4] != b"mpv2" or len(block) < 12:
        return None
    offset, length = struct.unpack(">II", block[4:12])
    return data[offset:offset + length]


def sound_by_samsung_pointer(data):
    """QDIO: where the recorded sound starts and ends."""
    if data[-6:] != b"QDIOBS":
        return None
    start, end = struct.unpack("<II", data[-18:-10]) if data[-30:-26] == b"QDIO" else (0, 0)
    return data[start:end]


WAYS = {"container": by_container, "MicroVideoOffset": by_micro_video_offset, "SEFT block": by_samsung_block,
        "mpv2": by_samsung_pointer}


def exiftool(video):
    run = subprocess.run(["exiftool", "-j", "-a", "-G1", "-u", "-n", "-ee3", str(video)], capture_output=True, timeout=120)
    return json.loads(run.stdout.decode("utf-8", "replace") or "[{}]")[0]


def packets(video):
    """Every packet's track and digest, and what ffprobe had to say; nothing without ffprobe."""
    if shutil.which("ffprobe") is None:
        return None
    run = subprocess.run(["ffprobe", "-v", "error", "-show_packets", "-show_data_hash", "sha256", "-of", "json", str(video)],
                         capture_output=True, timeout=120)
    rows = json.loads(run.stdout or b"{}").get("packets", [])
    return run.returncode, [(row["codec_type"], row["size"], row["data_hash"]) for row in rows]


class Check:
    def __init__(self, program):
        self.program = program
        self.failures = []
        self.checked = 0

    def fail(self, path, mode, what):
        self.failures.append(f"{path.name} {' '.join(mode)}: {what}")

    def run(self, path, scratch):
        original = path.read_bytes()
        promised = {way: find(original) for way, find in WAYS.items()}
        promised = {way: video for way, video in promised.items() if video and video[4:8] == b"ftyp"}
        sound = sound_by_samsung_pointer(original)
        if not promised and not sound:
            return
        for mode in MODES:
            copy = scratch / "work.jpg"
            shutil.copyfile(path, copy)
            copy.chmod(0o644)
            run = subprocess.run([self.program, "--format", "ndjson", *mode, str(copy)], capture_output=True, timeout=120)
            if json.loads(run.stdout.splitlines()[0])["status"] not in ("scrubbed", "clean", "kept"):
                continue
            after = copy.read_bytes()
            holds = further_images.held(after)
            for index, held in further_images.held(original).items():
                if held and not holds.get(index, False):
                    self.fail(path, mode, f"{index[0]} entry {index[1]} points at no JPEG that decodes")
            if sound:
                self.checked += 1
                if sound_by_samsung_pointer(after) != sound:
                    self.fail(path, mode, "QDIO does not lead to the sound")
            for way, video in promised.items():
                self.compare(path, mode, way, video, WAYS[way](after), scratch)

    def compare(self, path, mode, way, before, after, scratch):
        self.checked += 1
        if not after or after[4:8] != b"ftyp":
            return self.fail(path, mode, f"{way} leads to no video")
        files = {}
        for name, video in (("before", before), ("after", after)):
            files[name] = scratch / f"{name}.mp4"
            files[name].write_bytes(video)
        was, seen = exiftool(files["before"]), exiftool(files["after"])
        for tag in ("File:FileType", "QuickTime:Duration", "Track1:ImageWidth", "Track1:MediaDuration"):
            if was.get(tag) != seen.get(tag):
                self.fail(path, mode, f"{way}: {tag} was {was.get(tag)}, is {seen.get(tag)}")
        for tag, value in seen.items():
            if PLACE.search(tag.split(":")[-1]) and value not in BLANKED:
                self.fail(path, mode, f"{way}: ExifTool sees {tag} = {str(value)[:40]}")
        warned = {str(value) for tag, value in seen.items() if "Warning" in tag or "Error" in tag}
        warned -= {str(value) for tag, value in was.items() if "Warning" in tag or "Error" in tag}
        if warned:
            self.fail(path, mode, f"{way}: ExifTool warns: {sorted(warned)}")
        if packets(files["before"]) != packets(files["after"]):
            self.fail(path, mode, f"{way}: ffprobe reads other packets than before")


def main():
    if shutil.which("exiftool") is None:
        print("SKIP: exiftool is not installed")
        return 77
    folders = []
    for name in sys.argv[2:]:
        if name == "samples":
            if not os.environ.get("EXIFSCRUB_SAMPLES"):
                print("SKIP: EXIFSCRUB_SAMPLES is not set")
                return 77
            name = os.path.join(os.environ["EXIFSCRUB_SAMPLES"], "jpeg")
        folders.append(pathlib.Path(name))
    check = Check(os.path.abspath(sys.argv[1]))
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as scratch:
        for path in files:
            if path.read_bytes()[:3] == b"\xff\xd8\xff":
                check.run(path, pathlib.Path(scratch))
    print(f"{len(files)} files, {check.checked} videos and sounds compared, "
          f"{'with' if shutil.which('ffprobe') else 'without'} ffprobe")
    print("\n".join(check.failures))
    print(f"{len(check.failures)} failures")
    return 1 if check.failures or not check.checked else 0


if __name__ == "__main__":
    sys.exit(main())
