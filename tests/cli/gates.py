"""Gates: exit statuses for scripts and hooks, and baselines."""
import json
import os
import stat

from scene import CLEAN, DAMAGED, LEAKING, jpeg, main, segment

MAKE = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\4Abc\0\0\0\0\0")
DEVICE = jpeg(MAKE)
OTHER_LEAK = jpeg(*[LEAKING[2:2 + 4 + int.from_bytes(LEAKING[4:6], "big") - 2]], scan=b"\x65\x43\x21")


def files(run):
    return {record["path"]: record for record in json.loads(run.out)["files"]}


def test_fail_on_chooses_what_counts(scene):
    scene.put("d/a.jpg", DEVICE)
    scene.expect("audit", "-r", "d", status=0, out="1 file does not give away where it was taken: 1 with other "
                                                   "metadata.\n")
    scene.expect("audit", "-r", "--fail-on=location,device", "d", status=1)
    scene.expect("audit", "-r", "--fail-on=person", "d", status=0)
    scene.expect("audit", "-r", "--fail-on=unknown,icc", "d", status=0)
    scene.put("d/b.jpg", DAMAGED)
    scene.expect("audit", "-r", "--fail-on=device", "d", status=2)


def test_check_tells_and_writes_nothing(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/b.jpg", CLEAN)
    scene.expect("--check", "-r", "d", status=1)
    scene.expect("--check", "-r", "--gps-only", "d", status=1)
    scene.expect("--check", "-r", "--exclude=a*", "d", status=0)
    assert scene.read("d/a.jpg") == LEAKING
    scene.put("d/c.jpg", DAMAGED)
    scene.expect("--check", "-r", "d", status=2)


def test_a_baseline_accepts_what_it_knows(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/b.jpg", CLEAN)
    scene.expect("audit", "-r", "--write-baseline=known", "d", status=0, err="",
                 out="leaks  a.jpg  location near Las Vegas, US (EXIF), known to the baseline\n"
                     "1 of 2 files gives away where it was taken, 1 known to the baseline. The others: 1 clean.\n")
    assert stat.S_IMODE(os.stat(scene.at("known")).st_mode) == 0o600
    for value in (b"36", b"115", b"Vegas", b"GPS"):
        assert value not in scene.read("known").replace(b"sha256", b"").split(b'"content"')[0]
    scene.expect("audit", "-r", "--baseline=known", "d", status=0)
    record = files(scene.run("audit", "-r", "--baseline=known", "--format=json", "d"))["d/a.jpg"]
    assert record["status"] == "leaks" and record["accepted"] is True
    scene.expect("audit", "-r", "--fail-on=location,device", "--baseline=known", "d", status=0)


def test_a_baseline_fails_on_what_is_new(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.expect("audit", "-r", "--write-baseline=known", "d", status=0)
    scene.put("d/new.jpg", LEAKING)
    scene.expect("audit", "-r", "--baseline=known", "d", status=1)
    os.remove(scene.at("d/new.jpg"))
    scene.put("d/a.jpg", OTHER_LEAK)
    scene.expect("audit", "-r", "--baseline=known", "d", status=1)
    scene.put("d/a.jpg", jpeg(MAKE, LEAKING[2:LEAKING.index(b"\xff\xdb")]))
    scene.expect("audit", "-r", "--fail-on=device", "--write-baseline=known", "d", status=0)
    scene.expect("audit", "-r", "--fail-on=device", "--baseline=known", "d", status=0)
    scene.expect("audit", "-r", "--fail-on=device,location", "--baseline=known", "d", status=1)


def test_a_baseline_holds_paths_from_the_root(scene):
    scene.put("repo/pics/a.jpg", LEAKING)
    scene.expect("audit", "-r", "--root=repo", "--write-baseline=repo/known", "repo/pics", status=0)
    assert b'"path":"pics/a.jpg"' in scene.read("repo/known")
    scene.expect("audit", "-r", "--root=repo", "--baseline=repo/known", "repo", status=0)
    scene.expect("audit", "-r", "--baseline=repo/known", "repo", status=1)
    scene.expect("audit", "-r", "--root=repo/pics", "--baseline=repo/known", "repo", status=2)


def test_a_baseline_is_the_same_for_any_jobs_and_not_scanned(scene):
    for number in range(200):
        scene.put(f"d/{number % 7}/{number}.jpg", LEAKING if number % 3 else CLEAN)
    scene.put("d/known", b'{"exifscrub_baseline":1}\n')
    texts = set()
    for jobs in ("1", "2", "8"):
        run = scene.run("audit", "-r", "-j", jobs, "--write-baseline=d/known", "--format=json", "d")
        assert run.status == 0 and "d/known" not in files(run)
        texts.add(scene.read("d/known"))
    assert len(texts) == 1 and texts.pop().count(b"\n") == 1 + sum(1 for number in range(200) if number % 3)
    scene.expect("audit", "-r", "--baseline=d/known", "d", status=0)


def test_names_that_are_no_utf8(scene):
    scene.put(b"d/\xff.jpg", LEAKING)
    scene.expect("audit", "-r", "--write-baseline=known", "d", status=0)
    scene.expect("audit", "-r", "--baseline=known", "d", status=0)
    os.rename(scene.at(b"d/\xff.jpg"), scene.at(b"d/\xfe.jpg"))
    scene.expect("audit", "-r", "--baseline=known", "d", status=1)


def test_broken_baselines(scene):
    scene.put("a.jpg", LEAKING)
    scene.expect("audit", "--baseline=none", "a.jpg", status=2, out="",
                 err="exifscrub: there is no baseline none; --write-baseline makes one\n")
    scene.put("bad", b'{"exifscrub_baseline":1}\n{"path":"a.jpg"}\n')
    scene.expect("audit", "--baseline=bad", "a.jpg", status=2, out="",
                 err="exifscrub: bad line 2 is no part of a baseline\n")
    scene.expect("audit", "--baseline=bad", "--write-baseline=new", "a.jpg", status=2, out="",
                 err="exifscrub: --baseline and --write-baseline do not go together: a new baseline holds all that "
                     "leaks today\n")
    assert scene.names() == [b"a.jpg", b"bad"]


def test_a_baseline_takes_no_other_files_place(scene):
    leaking, note, known = scene.put("a.jpg", LEAKING), scene.put("note", b"to do\n"), scene.put("known", b"")
    head = b'{"exifscrub_baseline":1}\n'
    for name, why in (("a.jpg", "the run is to read that file"), ("note", "there is a file of that name that is no baseline"),
                      ("b.jpg", "there is an image, video or sound of that name")):
        scene.put("b.jpg", LEAKING)
        scene.expect("audit", f"--write-baseline={name}", "a.jpg", status=2, out="",
                     err=f"exifscrub: cannot write the report {name}: {why}; choose another name\n")
    scene.expect("audit", "-r", "--write-baseline=b.jpg", ".", status=2, out="")
    scene.expect("audit", "--write-baseline=-", "a.jpg", status=2, out="",
                 err="exifscrub: --write-baseline writes a file; one of the name - is written ./-\n")
    assert [scene.read(path) for path in (leaking, note, "b.jpg")] == [LEAKING, b"to do\n", LEAKING]
    for before in (b"", head, head + b'{"path":"old.jpg","content":"0","classes":["location"]}\n'):
        scene.put("known", before)
        scene.expect("audit", "--write-baseline=known", "a.jpg", status=0)
        assert scene.read(known).startswith(head) and scene.read(known).count(b"\n") == 2
    os.chmod(known, 0o444)
    scene.expect("audit", "--write-baseline=known", "a.jpg", status=2, out="",
                 err="exifscrub: cannot write the report known: there is a file of that name that is read-only; choose "
                     "another name\n")


def test_a_baseline_from_standard_input(scene):
    scene.expect("audit", "--write-baseline=known", "-", stdin=LEAKING, status=0)
    scene.expect("audit", "--baseline=known", "-", stdin=LEAKING, status=0)
    scene.expect("audit", "--baseline=known", "-", stdin=OTHER_LEAK, status=1)


if __name__ == "__main__":
    main(globals())
