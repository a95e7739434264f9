"""Standard input and output, report files, signals."""
import gzip
import json
import os
import resource
import signal
import stat
import subprocess
import time

from scene import CLEAN, DAMAGED, LEAKING, PROGRAM, main


def test_filter(scene):
    run = scene.expect("-", stdin=LEAKING, out=CLEAN)
    assert run.err.startswith(b"scrubbed  -"), run.err
    scene.expect("-", stdin=CLEAN, out=CLEAN)


def test_filter_writes_nothing_when_refused(scene):
    for content in (DAMAGED, b"", b"text"):
        scene.expect("-", stdin=content, out=b"", status=2)
    scene.expect("--max-stdin=10", "-", stdin=LEAKING, out=b"", status=2)


def test_filter_audits(scene):
    scene.expect("audit", "-", stdin=LEAKING, status=1, err="",
                 out="leaks  -  location near Las Vegas, US (EXIF)\nThe file gives away where it was taken.\n")


def test_report_files(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/r.json", b"an older report")
    scene.expect("audit", "-r", "--report=d/r.json", "--report=ndjson=lines.gz", "-q", "d", status=1, out="", err="")
    assert stat.S_IMODE(os.stat(scene.at("d/r.json")).st_mode) == 0o600
    report = json.loads(scene.read("d/r.json"))
    assert [record["path"] for record in report["files"]] == ["d/a.jpg"]
    lines = gzip.decompress(scene.read("lines.gz")).splitlines()
    assert json.loads(lines[0]) == report["files"][0] and json.loads(lines[1])["summary"] == report["summary"]
    assert [name for name in scene.names() if b".exifscrub-" in name] == []


def test_a_report_in_the_tree_is_no_picture(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/report.jpg", b"{}\n")
    scene.expect("audit", "-r", "--report=ndjson=d/report.jpg", "-q", "d", status=1, out="", err="")
    paths = [json.loads(line).get("path") for line in scene.read("d/report.jpg").splitlines()]
    assert paths == ["d/a.jpg", None], paths


def test_a_report_takes_no_pictures_place(scene):
    movie = b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
    kept = {"a.jpg": LEAKING, "b.jpg": LEAKING, "damaged.jpg": DAMAGED, "d/m.mp4": movie, "sheet.csv": b"PK\3\4\0\0",
            "named.txt": b"text\n", "r.txt": b"read-only\n"}
    for name, content in kept.items():
        scene.put(name, content)
    os.chmod(scene.at("r.txt"), 0o444)
    image, other = "there is an image, video or sound of that name", "there is a file of that name that is no report"
    for name, why in (("a.jpg", "the run is to read that file"), ("./a.jpg", "the run is to read that file"),
                      ("b.jpg", image), ("damaged.jpg", image), ("d/m.mp4", image), ("sheet.csv", other),
                      ("named.txt", "the run is to read that file"),
                      ("r.txt", "there is a file of that name that is read-only")):
        for verb in ((), ("audit",)):
            scene.expect(*verb, "--report=new.json", f"--report=csv={name}", "a.jpg", "named.txt", status=2, out="",
                         err=f"exifscrub: cannot write the report {name}: {why}; choose another name\n")
    scene.expect("-r", "--report=html=d/m.mp4", "d", status=2, out="")
    scene.expect("audit", "--report=html=b.jpg", "-", stdin=CLEAN, status=2, out="")
    scene.expect("audit", "--report=json=-", "a.jpg", status=2, out="",
                 err="exifscrub: --report writes a file; for standard output write --format json (a file of the name - is "
                     "written ./-)\n")
    assert {name: scene.read(name) for name in kept} == kept
    assert scene.names() == sorted([*map(os.fsencode, kept), b"d"])


def test_a_report_stands_whole_or_not_at_all(scene):
    for number in range(50):
        scene.put(f"d/{number}.jpg", LEAKING)
    scene.put("report.json", b"an older report")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run([PROGRAM, "audit", "-rq", "--report=report.json", "d"], cwd=scene.root, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, check=False, preexec_fn=limit, restore_signals=False)
    assert done.returncode == 2 and b"report.json" in done.stderr, done
    assert scene.read("report.json") == b"an older report"
    assert [name for name in scene.names() if b".exifscrub-" in name] == []


def test_reports_tell_only_what_they_may(scene):
    scene.put("a.jpg", LEAKING)
    position = (b"36.17", b"115.1", b"36 10", b"115 8")
    text = scene.run("audit", "a.jpg").out + scene.run("audit", "-vv", "a.jpg").out
    none = scene.run("audit", "--format=json", "--coordinates=none", "a.jpg").out
    assert not any(value in text + none for value in position)
    exact = json.loads(scene.run("audit", "--format=json", "a.jpg").out)["files"][0]
    assert abs(exact["location"]["lat"] - 36.17) < 0.001 and abs(exact["location"]["lon"] + 115.1397) < 0.001
    coarse = json.loads(scene.run("audit", "--format=json", "--coordinates=coarse", "a.jpg").out)["files"][0]
    assert coarse["location"] == {"lat": 36.2, "lon": -115.1, "country": "US"}


def test_a_reader_that_goes_away_ends_the_run_quietly(scene):
    for number in range(300):
        scene.put(f"d/{number}.jpg", LEAKING)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([PROGRAM, "audit", "-rv", "d"], cwd=scene.root, stdout=writer, stderr=subprocess.PIPE,
                          timeout=60, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


def test_full_standard_output_is_trouble(scene):
    scene.put("a.jpg", CLEAN)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "audit", "a.jpg"], cwd=scene.root, stdout=full, stderr=subprocess.PIPE,
                              timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == b"exifscrub: cannot write the report: No space left on device\n"


def test_a_filter_that_could_not_write_claims_nothing(scene):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "-"], input=LEAKING, cwd=scene.root, stdout=full, stderr=subprocess.PIPE,
                              timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == (b"error  -  standard output cannot be written: No space left on device; file untouched\n"
                           b"1 file: 1 failed.\n"), done.stderr


def test_closed_standard_output_is_trouble_and_no_picture(scene):
    scene.put("a.jpg", LEAKING)
    done = subprocess.run(["sh", "-c", '"$0" a.jpg >&-', PROGRAM], cwd=scene.root, stderr=subprocess.PIPE,
                          timeout=60, check=False)
    assert done.returncode == 2 and b"cannot write the report" in done.stderr, done
    assert scene.read("a.jpg") in (CLEAN, LEAKING)


def catches(pid, number):
    """Whether the process has come to where it handles the signal: on a busy machine that takes its time."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        caught = next(line for line in status if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def test_interrupts(scene):
    for number in range(4000):
        scene.put(f"d/{number // 100}/{number}.jpg", LEAKING)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = subprocess.Popen([PROGRAM, "-r", "--durability=file", "--format=json", "d"], cwd=scene.root,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while process.poll() is None and not catches(process.pid, number):
            time.sleep(0.001)
        time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        assert process.returncode in (128 + number, 0), (process.returncode, err)
        report = json.loads(out)
        assert report["summary"]["interrupted"] == (process.returncode != 0)
        assert report["summary"]["files"] == len(report["files"])
        for record in report["files"]:
            assert record["status"] in ("scrubbed", "clean") or record["state"] == "untouched", record
        assert [name for name in scene.names() if b".exifscrub-" in name] == []
        assert all(scene.read(name) in (CLEAN, LEAKING) for name in scene.names() if name.endswith(b".jpg"))


def test_nothing_on_a_pipe_depends_on_time_or_terminal(scene):
    scene.put("a.jpg", LEAKING)
    first = scene.run("-n", "a.jpg")
    assert first.err == b"" and b"\x1b" not in first.out and b" s\n" not in first.out
    coloured = scene.run("audit", "--color=always", "a.jpg")
    assert b"\x1b[1;31mleaks\x1b[0m" in coloured.out
    assert b"\x1b" not in scene.run("audit", "--color=auto", "a.jpg", env={"NO_COLOR": "1"}).out


def test_completions_are_valid(scene):
    script = scene.expect("completions", "bash").out
    checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    words = subprocess.run(["bash", "-c", script.decode() + "COMP_WORDS=(exifscrub --gp); COMP_CWORD=1\n"
                                                            "_exifscrub; echo ${COMPREPLY[@]}"],
                           capture_output=True, check=False)
    assert words.stdout == b"--gps-only\n", words
    scene.expect("completions", "fish")
    scene.expect("completions", "zsh")
    scene.expect("completions", "csh", status=2)


def test_help_fits_the_screen(scene):
    for verb in ([], ["audit"], ["inspect"], ["completions"]):
        out = scene.expect(*verb, "--help", err="").out.decode()
        assert out.startswith("Usage: exifscrub")
        assert max(map(len, out.splitlines())) <= 80, verb


def test_version(scene):
    assert scene.expect("--version", err="").out.startswith(b"exifscrub ")
    assert b"reports: text json ndjson csv sarif github gitlab junit geojson kml html\n" in scene.expect("--version", "--verbose", err="").out


def test_inspect(scene):
    scene.put("a.jpg", LEAKING)
    lines = scene.expect("inspect", "--raw-map", "a.jpg", err="").out.decode().splitlines()
    end = -1
    for line in lines:
        first, last = (int(part, 16) for part in line.split()[0].split("-"))
        assert first == end + 1 and last >= first
        end = last
    assert end + 1 == len(LEAKING)


def test_the_output_can_be_rebuilt_from_the_plan(scene):
    scene.put("a.jpg", LEAKING)
    for options in ([], ["--gps-only"], ["--exif-only"], ["--in-place"]):
        scene.put("b.jpg", LEAKING)
        source = bytearray(LEAKING)
        output = b""
        lines = scene.expect("inspect", "--plan", *options, "a.jpg", err="").out.decode().splitlines()
        for line in sorted(lines, key=lambda line: not line.startswith("patch")):
            words = line.split()
            if words[0] == "patch":
                first = int(words[1].split("-")[0], 16)
                zeros = int(words[-2]) if words[-1] == "zeros" else 0
                new = bytes.fromhex("".join(words[3:-2] if zeros else words[3:])) + bytes(zeros)
                source[first:first + len(new)] = new
            elif words[0] == "literal":
                output += bytes.fromhex(words[2])
            elif words[0] == "keep":
                first, last = (int(part, 16) for part in words[1].split("-"))
                output += source[first:last + 1]
        scene.expect(*options, "b.jpg")
        assert scene.read("b.jpg") == output, options


def test_a_page_is_the_same_for_any_number_of_threads(scene):
    for i in range(120):
        scene.put(f"tree/{i % 7}/{i}.jpg", LEAKING if i % 3 else CLEAN)
    pages = []
    for jobs in ("1", "4"):
        scene.run("audit", "-r", f"-j{jobs}", f"--report={jobs}.html", "tree")
        pages.append(scene.read(f"{jobs}.html"))
    assert pages[0] == pages[1]
    assert pages[0].count(b'"g":"') == 120, "every file has its thumbnail"


if __name__ == "__main__":
    main(globals())
