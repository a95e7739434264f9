"""Trees: what is looked at, in which order, and what is counted."""
import json
import os

from scene import CLEAN, DAMAGED, LEAKING, Skip, main, without_root_rights


def records(run):
    return [json.loads(line) for line in run.out.splitlines()]


def statuses(run):
    return {record["path"]: record["status"] for record in records(run) if "path" in record}


def test_a_folder_becomes_clean(scene):
    scene.put("d/b.jpg", LEAKING)
    scene.put("d/a.jpg", CLEAN)
    scene.put("d/sub/c.jpg", LEAKING)
    removed = len(LEAKING) - len(CLEAN)
    scene.expect("-r", "d", err="", out=f"scrubbed  b.jpg     -{removed} B  location\n"
                                        f"scrubbed  sub/c.jpg -{removed} B  location\n"
                                        f"3 files: 2 scrubbed, 1 clean. {2 * removed} B removed, picture data "
                                        "identical in all.\n")
    assert scene.read("d/b.jpg") == CLEAN
    assert scene.read("d/sub/c.jpg") == CLEAN
    scene.expect("-r", "d", err="", out="3 files: 3 clean.\n")


def test_audit_changes_nothing_and_fails(scene):
    path = scene.put("d/a.jpg", LEAKING)
    before = os.stat(path)
    scene.expect("audit", "-r", "d", status=1, err="",
                 out="leaks  a.jpg  location near Las Vegas, US (EXIF)\nThe file gives away where it was taken.\n")
    assert os.stat(path).st_mtime_ns == before.st_mtime_ns and os.stat(path).st_ino == before.st_ino


def test_dry_run_and_check(scene):
    scene.put("a.jpg", LEAKING)
    scene.expect("-n", "a.jpg", status=0)
    scene.expect("--check", "a.jpg", status=1)
    assert scene.read("a.jpg") == LEAKING
    scene.expect("a.jpg", status=0)
    scene.expect("--check", "a.jpg", status=0)


def test_damaged_files_are_refused_and_the_rest_goes_on(scene):
    scene.put("d/a.jpg", DAMAGED)
    scene.put("d/b.jpg", LEAKING)
    scene.put("d/c.txt", b"no image at all")
    scene.put("d/empty.jpg", b"")
    run = scene.expect("-r", "--format=ndjson", "d", status=2)
    assert statuses(run) == {"d/a.jpg": "refused", "d/b.jpg": "scrubbed", "d/c.txt": "skipped",
                             "d/empty.jpg": "refused"}
    assert scene.read("d/a.jpg") == DAMAGED
    summary = records(run)[-1]["summary"]
    assert summary["files"] == 4 and summary["refused"] == 2


def test_a_named_file_that_is_no_image_is_an_error(scene):
    scene.put("notes.txt", b"no image at all")
    scene.expect("notes.txt", status=2)


def test_names_with_newlines_and_without_utf8(scene):
    scene.put(b"d/a\nb.jpg", LEAKING)
    scene.put(b"d/caf\xe9.jpg", LEAKING)
    text = scene.expect("-r", "-n", "d")
    assert b"a\\x0Ab.jpg " in text.out and b"caf\\xE9.jpg" in text.out
    by_name = {record["path"]: record for record in records(scene.expect("audit", "-r", "--format=ndjson", "d", status=1))
               if "path" in record}
    assert by_name["d/a\nb.jpg"]["status"] == "leaks"
    assert by_name["d/caf\ufffd.jpg"]["path_b64"] == "ZC9jYWbpLmpwZw=="


def test_links_and_special_files_are_counted(scene):
    scene.put("d/a.jpg", LEAKING)
    os.link(scene.at("d/a.jpg"), scene.at("d/twin.jpg"))
    os.symlink("a.jpg", scene.at("d/link.jpg"))
    os.symlink(".", scene.at("d/loop"))
    os.mkfifo(scene.at("d/pipe"))
    scene.put("d/.git/x.jpg", LEAKING)
    scene.expect("audit", "-r", "d", status=1, err="",
                 out="leaks  a.jpg  location near Las Vegas, US (EXIF)\nThe file gives away where it was taken.\n"
                     "Not looked at: 2 symbolic links, 1 other name of a file, 1 special file, "
                     "1 version control folder.\n")
    verbose = scene.expect("audit", "-rv", "d", status=1).out.decode()
    assert "passed  link.jpg  symbolic link\n" in verbose
    assert "passed  twin.jpg  another name of a file that is done already\n" in verbose


def test_hard_links_are_refused_unless_in_place(scene):
    scene.put("a.jpg", LEAKING)
    os.link(scene.at("a.jpg"), scene.at("b.jpg"))
    refused = scene.expect("a.jpg", status=2)
    assert b"--in-place" in refused.out
    scene.expect("--in-place", "a.jpg")
    assert scene.read("b.jpg") == scene.read("a.jpg") != LEAKING
    assert os.path.samefile(scene.at("a.jpg"), scene.at("b.jpg"))


def test_unreadable_folders_are_errors(scene):
    wrapper = without_root_rights()
    scene.put("d/locked/a.jpg", LEAKING)
    scene.put("d/open/b.jpg", LEAKING)
    os.chmod(scene.root, 0o755)
    os.chmod(scene.at("d/locked"), 0)
    run = scene.run("audit", "-r", "--format=ndjson", "d", wrapper=wrapper)
    if run.status == 126:
        raise Skip("the program cannot be started without root rights")
    os.chmod(scene.at("d/locked"), 0o700)
    assert run.status == 2, run.err
    assert statuses(run) == {"d/locked": "error", "d/open/b.jpg": "leaks"}
    assert records(run)[0]["reason"] == "folder cannot be opened: Permission denied"


def test_reports_are_equal_for_any_number_of_jobs(scene):
    for folder in range(7):
        for number in range(40):
            content = (LEAKING, CLEAN, DAMAGED, b"text")[(folder * 40 + number) % 4]
            scene.put(f"d/{folder}/{number}.jpg", content)
        os.symlink("1.jpg", scene.at(f"d/{folder}/2-link"))
    for options in (["--format=text", "-vv"], ["--format=json"], ["--format=ndjson"]):
        outputs = {scene.run("audit", "-r", f"-j{jobs}", *options, "d").out for jobs in (1, 2, 3, 8)}
        assert len(outputs) == 1, options
    outputs = {scene.run("-rn", f"-j{jobs}", "-v", "d").out for jobs in (1, 8)}
    assert len(outputs) == 1


def test_statuses_add_up(scene):
    for number, content in enumerate([LEAKING, CLEAN, DAMAGED, b"text", b""]):
        scene.put(f"d/{number}.jpg", content)
    os.symlink("0.jpg", scene.at("d/link"))
    summary = records(scene.run("-rn", "--format=ndjson", "d"))[-1]["summary"]
    counted = sum(summary[status] for status in ("error", "refused", "leaks", "kept", "scrubbed", "would-scrub",
                                                 "metadata", "unproven", "clean", "skipped"))
    assert counted == summary["files"] == 5
    assert summary["not_looked_at"]["symlinks"] == 1


def test_empty_trees_and_lists(scene):
    os.mkdir(scene.at("d"))
    scene.expect("-r", "d", out="no images found.\n", err="")
    scene.expect("--files-from=-", out="no images found.\n", err="", stdin=b"")


def test_lists_of_files(scene):
    scene.put("a.jpg", LEAKING)
    scene.put("b\nc.jpg", LEAKING)
    scene.put("notes.txt", b"text")
    run = scene.expect("audit", "--format=ndjson", "--files-from=-", "-0", status=1,
                       stdin=b"a.jpg\0b\nc.jpg\0notes.txt\0a.jpg\0")
    assert statuses(run) == {"a.jpg": "leaks", "b\nc.jpg": "leaks", "notes.txt": "skipped"}
    assert records(run)[-1]["summary"]["not_looked_at"]["other_names"] == 1


def test_output_folder(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/sub/b.jpg", CLEAN)
    scene.put("d/bad.jpg", DAMAGED)
    scene.put("d/notes.txt", b"text")
    scene.expect("-r", "-o", "out", "d", status=2)
    assert scene.read("d/a.jpg") == LEAKING
    assert [name for name in scene.names() if name.startswith(b"out/")] == [b"out/a.jpg", b"out/sub", b"out/sub/b.jpg"]
    assert scene.read("out/a.jpg") == scene.read("out/sub/b.jpg") == CLEAN


def test_output_folder_is_the_current_one_or_above(scene):
    scene.put("in/a.jpg", LEAKING)
    os.link(scene.at("in/a.jpg"), scene.at("in/b.jpg"))
    for number, output in enumerate((".", "./", "..", "../new/.", "../new/..", "../deep/er")):
        inside = f"scene{number}/here"
        os.makedirs(scene.at(inside))
        scene.expect("-r", "-o", output, scene.at("in"), inside=inside)
        for name in ("a.jpg", "b.jpg"):
            assert scene.read(os.path.normpath(os.path.join(inside, output, name))) == CLEAN, (output, name)
    assert scene.read("in/a.jpg") == LEAKING


def test_backups_stay_and_are_passed_over(scene):
    scene.put("a.jpg", LEAKING)
    scene.expect("--backup", "a.jpg")
    assert scene.read("a.jpg") == CLEAN and scene.read("a.jpg.exifscrub-orig") == LEAKING
    scene.expect("-r", ".", out="1 file: 1 clean.\nNot looked at: 1 backup.\n")
    scene.expect("audit", "-r", ".", status=1)


def test_config_of_a_folder(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/.exifscrub.conf", b"# ours\nremove = location\n")
    run = scene.expect("-r", "--keep=location", "d")
    assert scene.read("d/a.jpg") == CLEAN
    assert run.out.endswith(b"Settings taken from d/.exifscrub.conf.\n")


if __name__ == "__main__":
    main(globals())
