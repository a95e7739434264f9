"""--staged: what git is about to commit."""
import json
import os
import shutil
import stat

from git_scene import commit, environment, exifscrub, git, need_sandbox, repository, run_in, staged
from scene import CLEAN, DAMAGED, LEAKING, jpeg, main

OTHER = jpeg(size=16)
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"


def statuses(scene, folder, *words, status=0, **env):
    done = exifscrub(scene, folder, "audit", "--staged", "--format=json", *words, status=status, **env)
    return {record["path"]: record["status"] for record in json.loads(done.stdout)["files"]}


def test_the_index_counts_and_not_the_work_tree(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    scene.put("repo/b.jpg", CLEAN)
    git(scene, repo, "add", ".")
    scene.put("repo/a.jpg", CLEAN)
    scene.put("repo/b.jpg", LEAKING)
    scene.put("repo/untracked.jpg", LEAKING)
    assert statuses(scene, repo, status=1) == {"a.jpg": "leaks", "b.jpg": "clean"}


def test_only_what_the_next_commit_would_bring(scene):
    repo = repository(scene)
    scene.put("repo/old.jpg", LEAKING)
    scene.put("repo/gone.jpg", LEAKING)
    exifscrub(scene, repo, "audit", "--staged", out="no images found.\n")
    commit(scene, repo)
    exifscrub(scene, repo, "audit", "--staged", out="no images found.\n")
    git(scene, repo, "rm", "-q", "gone.jpg")
    scene.put("repo/new.jpg", CLEAN)
    git(scene, repo, "add", "new.jpg")
    assert statuses(scene, repo) == {"new.jpg": "clean"}
    assert statuses(scene, repo, ".", status=1) == {"new.jpg": "clean", "old.jpg": "leaks"}
    assert statuses(scene, repo, "old.jpg", status=1) == {"old.jpg": "leaks"}
    exifscrub(scene, repo, "audit", "--staged", "none.jpg", status=2,
              err="exifscrub: git says: pathspec 'none.jpg' did not match any file(s) known to git\n")


def test_paths_read_from_where_the_program_runs(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    scene.put("repo/sub/dir/b.jpg", LEAKING)
    git(scene, repo, "add", ".")
    assert set(statuses(scene, "repo/sub", status=1)) == {"../a.jpg", "dir/b.jpg"}
    assert set(statuses(scene, "repo/sub", "dir", status=1)) == {"dir/b.jpg"}
    assert set(statuses(scene, "repo/sub", "--exclude=sub/dir", status=1)) == {"../a.jpg"}
    assert set(statuses(scene, repo, "--include=b*", status=1)) == {"sub/dir/b.jpg"}
    done = exifscrub(scene, repo, "audit", "--staged", "--format=github", status=1)
    assert b"file=sub/dir/b.jpg," in done.stdout


def test_scrub_cleans_index_and_work_tree(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    os.chmod(scene.at("repo/a.jpg"), 0o755)
    scene.put("repo/sub/b.jpg", LEAKING)
    scene.put("repo/c.jpg", CLEAN)
    git(scene, repo, "add", ".")
    exifscrub(scene, repo, "--staged", "--check", status=1)
    exifscrub(scene, repo, "--staged", "-n", status=0)
    assert staged(scene, repo, "a.jpg") == LEAKING == scene.read("repo/a.jpg")
    removed = len(LEAKING) - len(CLEAN)
    exifscrub(scene, repo, "--staged", out=f"scrubbed  a.jpg     -{removed} B  location\n"
                                           f"scrubbed  sub/b.jpg -{removed} B  location\n"
                                           f"3 files: 2 scrubbed, 1 clean. {2 * removed} B removed, picture data "
                                           "identical in all.\n")
    for path in ("a.jpg", "sub/b.jpg"):
        assert staged(scene, repo, path) == CLEAN == scene.read("repo/" + path)
    assert git(scene, repo, "status", "--porcelain") == b"A  a.jpg\nA  c.jpg\nA  sub/b.jpg\n"
    assert git(scene, repo, "ls-files", "--stage", "a.jpg").startswith(b"100755 ")
    assert stat.S_IMODE(os.stat(scene.at("repo/a.jpg")).st_mode) == 0o755
    exifscrub(scene, repo, "--staged", out="3 files: 3 clean.\n")


def test_another_file_in_the_work_tree_stays(scene):
    repo = repository(scene)
    for name in ("edited", "deleted", "linked", "link", "twin"):
        scene.put(f"repo/{name}.jpg", LEAKING)
    git(scene, repo, "add", ".")
    scene.put("repo/edited.jpg", OTHER)
    os.remove(scene.at("repo/deleted.jpg"))
    os.remove(scene.at("repo/link.jpg"))
    scene.put("elsewhere.jpg", LEAKING)
    os.symlink(scene.at("elsewhere.jpg"), scene.at("repo/link.jpg"))
    os.link(scene.at("repo/twin.jpg"), scene.at("other-name.jpg"))
    done = exifscrub(scene, repo, "--staged", "--format=json")
    records = {record["path"]: record for record in json.loads(done.stdout)["files"]}
    assert all(record["status"] == "scrubbed" for record in records.values()), records
    assert all(staged(scene, repo, path) == CLEAN for path in records)
    assert scene.read("repo/edited.jpg") == OTHER and records["edited.jpg"]["reason"] == \
        "the work tree's file is another one and stays"
    assert not os.path.exists(scene.at("repo/deleted.jpg")) and records["deleted.jpg"]["reason"] == ""
    assert os.path.islink(scene.at("repo/link.jpg")) and scene.read("elsewhere.jpg") == LEAKING
    assert scene.read("other-name.jpg") == LEAKING == scene.read("repo/twin.jpg")
    assert records["twin.jpg"]["reason"].startswith("the work tree's file was left: "), records["twin.jpg"]
    assert scene.read("repo/linked.jpg") == CLEAN


def test_gps_only_and_in_place(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    git(scene, repo, "add", ".")
    exifscrub(scene, repo, "--staged", "--gps-only")
    assert len(staged(scene, repo, "a.jpg")) == len(LEAKING) and staged(scene, repo, "a.jpg") == scene.read("repo/a.jpg")
    scene.put("repo/b.jpg", LEAKING)
    git(scene, repo, "add", ".")
    exifscrub(scene, repo, "--staged", "--in-place")
    assert len(staged(scene, repo, "b.jpg")) == len(LEAKING) and staged(scene, repo, "b.jpg") == scene.read("repo/b.jpg")
    assert statuses(scene, repo) == {"a.jpg": "clean", "b.jpg": "clean"}


def test_what_git_is_told_not_to_look_at_stays_so(scene):
    repo = repository(scene)
    for name in ("away.jpg", "assumed.jpg", "both.jpg", "plain.jpg"):
        scene.put(f"repo/{name}", LEAKING)
    commit(scene, repo)
    git(scene, repo, "update-index", "--skip-worktree", "away.jpg", "both.jpg")
    git(scene, repo, "update-index", "--assume-unchanged", "assumed.jpg", "both.jpg")
    os.remove(scene.at("repo/away.jpg"))
    before = git(scene, repo, "ls-files", "-v")
    exifscrub(scene, repo, "--staged", ".")
    assert git(scene, repo, "ls-files", "-v") == before, git(scene, repo, "ls-files", "-v")
    assert all(staged(scene, repo, name) == CLEAN for name in ("away.jpg", "assumed.jpg", "both.jpg", "plain.jpg"))
    assert not os.path.exists(scene.at("repo/away.jpg"))


def test_objects_named_by_sha256(scene):
    repo = repository(scene)
    os.rename(scene.at("repo/.git"), scene.at("unused"))
    git(scene, repo, "init", "-q", "-b", "main", "--object-format=sha256")
    scene.put("repo/a.jpg", LEAKING)
    commit(scene, repo)
    scene.put("repo/b.jpg", LEAKING)
    git(scene, repo, "add", ".")
    assert len(git(scene, repo, "rev-parse", "HEAD").strip()) == 64
    exifscrub(scene, repo, "--staged")
    assert staged(scene, repo, "b.jpg") == CLEAN == scene.read("repo/b.jpg")
    done = exifscrub(scene, repo, "audit", "--git-history", status=1)
    assert done.stdout.count(b"leaks  ") == 1


def test_refused_content_stays_staged_as_it_is(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", DAMAGED)
    scene.put("repo/b.jpg", LEAKING)
    git(scene, repo, "add", ".")
    exifscrub(scene, repo, "--staged", status=2)
    assert staged(scene, repo, "a.jpg") == DAMAGED and staged(scene, repo, "b.jpg") == CLEAN


def test_unusual_names(scene):
    repo = repository(scene)
    names = [b"-r.jpg", b"new\nline.jpg", b"\xff\xfe.jpg", b'"quote"\t.jpg', b":(top)x.jpg", b"*.jpg", b" .jpg",
             b"tab\tin/-n/a.jpg"]
    for name in names:
        scene.put(b"repo/" + name, LEAKING)
    git(scene, repo, "add", ".")
    done = exifscrub(scene, repo, "audit", "--staged", "--", *names, status=1)
    assert done.stdout.count(b"leaks  ") == len(names) and b"new\\x0Aline.jpg" in done.stdout
    exifscrub(scene, repo, "--staged", "--", b"*.jpg")
    assert staged(scene, repo, b"*.jpg") == CLEAN and staged(scene, repo, b" .jpg") == LEAKING
    exifscrub(scene, repo, "--staged")
    for name in names:
        assert staged(scene, repo, name) == CLEAN == scene.read(b"repo/" + name), name


def test_pointers_submodules_and_links_are_named(scene):
    repository(scene, "inner")
    scene.put("inner/x.jpg", LEAKING)
    inner = commit(scene, "inner")
    repo = repository(scene)
    scene.put("repo/big.jpg", POINTER)
    scene.put("repo/note.txt", POINTER)
    os.symlink("big.jpg", scene.at("repo/link.jpg"))
    git(scene, repo, "add", ".")
    git(scene, repo, "update-index", "--add", "--cacheinfo", f"160000,{inner},lib")
    exifscrub(scene, repo, "audit", "--staged", status=2,
              out="passed   lib      submodule, a repository of its own\n"
                  "refused  big.jpg  a Git LFS pointer, not the image itself\n"
                  "Not proven: 1 refused. 1 file is no image.\n"
                  "Not looked at: 1 symbolic link, 1 submodule.\n")


def test_what_is_only_announced_is_not_in_the_commit(scene):
    repo = repository(scene)
    scene.put("repo/announced.jpg", LEAKING)
    scene.put("repo/empty.jpg", b"")
    git(scene, repo, "add", "-N", "announced.jpg")
    exifscrub(scene, repo, "audit", "--staged", out="no images found.\n")
    exifscrub(scene, repo, "audit", "--staged", "announced.jpg", out="no images found.\n")
    git(scene, repo, "add", "empty.jpg")
    for words in ((), (".",)):
        assert statuses(scene, repo, *words, status=2) == {"empty.jpg": "refused"}
    git(scene, repo, "add", "announced.jpg")
    assert statuses(scene, repo, "announced.jpg", status=1) == {"announced.jpg": "leaks"}


def test_a_conflict_is_refused(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", CLEAN)
    commit(scene, repo)
    git(scene, repo, "checkout", "-q", "-b", "side")
    scene.put("repo/a.jpg", LEAKING)
    commit(scene, repo)
    git(scene, repo, "checkout", "-q", "main")
    scene.put("repo/a.jpg", OTHER)
    commit(scene, repo)
    git(scene, repo, "merge", "-q", "side", status=1)
    for words in ((), ("a.jpg",)):
        done = exifscrub(scene, repo, "audit", "--staged", *words, status=2)
        assert done.stdout.startswith(b"refused  a.jpg  not merged yet: "), done.stdout


def test_where_there_is_nothing_staged(scene):
    repository(scene, "home/x")
    os.makedirs(scene.at("plain"))
    exifscrub(scene, "plain", "audit", "--staged", status=2, out="",
              err="exifscrub: there is no git repository here\n", GIT_CEILING_DIRECTORIES=scene.root)
    git(scene, "plain", "init", "-q", "--bare", "bare.git")
    exifscrub(scene, "plain/bare.git", "audit", "--staged", status=2, out="",
              err="exifscrub: this repository has no work tree and so nothing staged; audit --git-history looks at its "
                  "commits\n")
    scene.put("repo/a.jpg", LEAKING)
    git(scene, "repo", "init", "-q")
    exifscrub(scene, "repo", "audit", "--staged", status=2, out="", PATH="/nonexistent:relative",
              err="exifscrub: git is not installed\n")
    done = exifscrub(scene, "repo", "audit", "--staged", status=2, out="", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert done.stderr.startswith(b"exifscrub: git does not trust this repository, because somebody else owns it; if you "
                                  b"do: git config --global --add safe.directory "), done.stderr
    assert done.stderr.rstrip().endswith(scene.at("repo")), done.stderr
    exifscrub(scene, "repo", "audit", "--staged", "../elsewhere.jpg", status=2, out="")


def repository_with_a_second_work_tree(scene):
    """A clean picture is committed; one that leaks is staged in "second" alone."""
    repo = repository(scene)
    scene.put("repo/a.jpg", CLEAN)
    commit(scene, repo)
    git(scene, repo, "worktree", "add", "-q", "../second", "-b", "second")
    scene.put("second/b.jpg", LEAKING)
    git(scene, "second", "add", ".")
    return repo


def test_a_linked_work_tree_has_an_index_of_its_own(scene):
    repo = repository_with_a_second_work_tree(scene)
    assert statuses(scene, "second", status=1) == {"b.jpg": "leaks"}
    assert statuses(scene, repo) == {}
    exifscrub(scene, "second", "--staged")
    assert staged(scene, "second", "b.jpg") == CLEAN == scene.read("second/b.jpg")


def test_no_program_of_the_repository_runs(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    git(scene, repo, "add", ".")
    scene.put("trap", b"#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\n")
    os.chmod(scene.at("trap"), 0o755)
    trap = scene.at("trap").decode()
    for key in ("core.fsmonitor", "core.pager", "core.editor", "diff.external", "filter.x.clean", "filter.x.smudge"):
        git(scene, repo, "config", key, trap)
    scene.put("repo/.git/info/attributes", b"* filter=x diff=x\n")
    git(scene, repo, "config", "diff.x.textconv", trap)
    scene.put("repo/.git/hooks/post-index-change", b"#!/bin/sh\nexec " + os.fsencode(trap) + b"\n")
    os.chmod(scene.at("repo/.git/hooks/post-index-change"), 0o755)
    exifscrub(scene, repo, "audit", "--staged", status=1)
    exifscrub(scene, repo, "audit", "--git-history")
    exifscrub(scene, repo, "--staged")
    assert not os.path.exists(scene.at("sprung"))
    assert scene.read("repo/a.jpg") == CLEAN


def test_an_index_that_somebody_holds(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    git(scene, repo, "add", ".")
    scene.put("repo/.git/index.lock", b"")
    done = exifscrub(scene, repo, "--staged", status=2)
    assert b"another git is at work in this repository" in done.stdout
    assert staged(scene, repo, "a.jpg") == LEAKING == scene.read("repo/a.jpg")


def test_a_folder_configuration_tightens(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    scene.put("repo/.exifscrub.conf", b"fail-on = device\n")
    git(scene, repo, "add", ".")
    done = exifscrub(scene, repo, "audit", "--staged", status=1)
    assert b"Settings taken from ./.exifscrub.conf." in done.stdout


def test_a_baseline_for_the_index(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    git(scene, repo, "add", ".")
    exifscrub(scene, repo, "audit", "--staged", "--write-baseline=known")
    exifscrub(scene, repo, "audit", "--staged", "--baseline=known")
    exifscrub(scene, repo, "audit", "-r", "--baseline=known", ".")


SPY = b"""#!/bin/sh
# Tries to write wherever it likes, and then is git.
for place in "$OUTSIDE" "$ELSEWHERE"; do echo x 2>&- > "$place/spied" && echo "$place" >> "$TOLD"; done
exec "$REAL" "$@"
"""


def test_git_writes_in_its_repository_only(scene):
    need_sandbox(scene)
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    git(scene, repo, "add", ".")
    scene.put("spy/git", SPY)
    os.chmod(scene.at("spy/git"), 0o755)
    os.makedirs(scene.at("outside"))
    env = {"PATH": scene.at("spy").decode() + ":" + os.environ["PATH"], "REAL": shutil.which("git"),
           "OUTSIDE": scene.at("outside").decode(), "ELSEWHERE": scene.at("home").decode(), "TOLD": scene.at("told").decode()}
    for words, status in ((["audit", "--staged"], 1), (["scrub", "--staged"], 0), (["audit", "--git-history"], 0)):
        done = exifscrub(scene, repo, *words, "--sandbox=require", "--format=json", status=status, **env)
        held = json.loads(done.stdout)["summary"]["sandbox"]
        assert held == {"network_blocked": True, "writes_confined": True}, (words, held)
        assert not any(b"spied" in name or name == b"told" for name in scene.names()), words
    assert staged(scene, repo, "a.jpg") == CLEAN == scene.read("repo/a.jpg")
    # Where nothing holds it the spy does write: the test has eyes.
    exifscrub(scene, repo, "audit", "--staged", "--sandbox=off", **env)
    assert os.path.exists(scene.at("outside/spied")) and os.path.exists(scene.at("home/spied"))


def test_the_sandbox_lets_git_write_where_it_keeps_things(scene):
    """A work tree that belongs to another, and an index and objects that a hook's environment names."""
    need_sandbox(scene)
    repo = repository_with_a_second_work_tree(scene)
    exifscrub(scene, "second", "--staged", "--sandbox=require")
    assert staged(scene, "second", "b.jpg") == CLEAN == scene.read("second/b.jpg")
    os.makedirs(scene.at("objects"))
    os.makedirs(scene.at("indexes"))
    env = {"GIT_INDEX_FILE": scene.at("indexes/one").decode(), "GIT_OBJECT_DIRECTORY": scene.at("objects").decode(),
           "GIT_ALTERNATE_OBJECT_DIRECTORIES": scene.at("repo/.git/objects").decode()}
    scene.put("repo/c.jpg", LEAKING)
    git(scene, repo, "add", ".", **env)
    exifscrub(scene, repo, "--staged", "--sandbox=require", **env)
    assert git(scene, repo, "cat-file", "blob", ":c.jpg", **env) == CLEAN == scene.read("repo/c.jpg")


def test_clashes(scene):
    repo = repository(scene)
    for words in (("--staged", "-o", "out"), ("--staged", "--backup"), ("--staged", "--files-from=x"),
                  ("audit", "--staged", "--git-history"), ("--staged", "-")):
        exifscrub(scene, repo, *words, status=2, out="")


def hook(scene, repo, text):
    scene.put(f"{repo}/.git/hooks/pre-commit", text)
    os.chmod(scene.at(f"{repo}/.git/hooks/pre-commit"), 0o755)


def committed(scene, repo, path):
    return git(scene, repo, "cat-file", "blob", f"HEAD:{path}")


def test_as_a_hook_of_git(scene):
    repo = repository(scene)
    hook(scene, repo, b"#!/bin/sh\nexec exifscrub audit --staged\n")
    scene.put("repo/a.jpg", LEAKING)
    scene.put("repo/b.jpg", CLEAN)
    git(scene, repo, "add", ".")
    git(scene, repo, "commit", "-q", "-m", "x", status=1)
    hook(scene, repo, b"#!/bin/sh\nexec exifscrub scrub --staged\n")
    git(scene, repo, "commit", "-q", "-m", "x")
    assert committed(scene, repo, "a.jpg") == CLEAN == scene.read("repo/a.jpg")
    # With -a git commits an index of its own making, which the hook has to find.
    scene.put("repo/b.jpg", LEAKING)
    git(scene, repo, "commit", "-q", "-a", "-m", "y")
    assert committed(scene, repo, "b.jpg") == CLEAN == scene.read("repo/b.jpg")
    # The same with paths, from a folder below.
    scene.put("repo/sub/c.jpg", LEAKING)
    scene.put("repo/sub/d.jpg", LEAKING)
    git(scene, repo, "add", ".")
    git(scene, "repo/sub", "commit", "-q", "-m", "z", "c.jpg")
    assert committed(scene, repo, "sub/c.jpg") == CLEAN == scene.read("repo/sub/c.jpg")
    assert scene.read("repo/sub/d.jpg") == LEAKING == staged(scene, repo, "sub/d.jpg")
    assert run_in(scene, repo, "git", "fsck", "--strict").returncode == 0 and environment(scene)


if __name__ == "__main__":
    main(globals())
