"""audit --git-history: what was ever committed."""
import json
import os
import shutil

from git_scene import commit, exifscrub, git, repository
from scene import CLEAN, LEAKING, jpeg, main, segment

POSITION = LEAKING[2:LEAKING.index(b"\xff\xdb")]


def leaking(number):
    """Pictures that leak, each another content."""
    return jpeg(POSITION, scan=bytes([0x12, 0x34 + number % 100, number // 100]))


def leaks(scene, folder, *words, status=1, **env):
    done = exifscrub(scene, folder, "audit", "--git-history", "--format=json", *words, status=status, **env)
    return {record["path"]: record.get("commits") for record in json.loads(done.stdout)["files"]
            if record["status"] == "leaks"}


def test_what_was_removed_is_still_there(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    scene.put("repo/b.txt", b"text")
    first = commit(scene, repo)
    scene.put("repo/a.jpg", CLEAN)
    commit(scene, repo)
    git(scene, repo, "rm", "-q", "a.jpg")
    commit(scene, repo)
    scene.put("repo/a.jpg", LEAKING)
    again = commit(scene, repo)
    os.remove(scene.at("repo/a.jpg"))
    commit(scene, repo)
    assert leaks(scene, repo) == {"a.jpg": [again, first]}
    exifscrub(scene, repo, "audit", "--git-history", status=1,
              out=f"leaks  a.jpg  location near Las Vegas, US (EXIF), in commit {again[:12]} and 1 more\n"
                  "1 of 2 files gives away where it was taken. The others: 1 clean. 1 file is no image.\n")
    done = exifscrub(scene, repo, "audit", "--git-history", "--format=github", status=1)
    assert done.stdout.startswith(b"::error file=a.jpg,title=exifscrub location::location in EXIF: ") and \
        f", in commit {again[:12]} and 1 more\n".encode() in done.stdout


def test_every_branch_tag_and_merge(scene):
    repo = repository(scene)
    scene.put("repo/base.txt", b"x")
    commit(scene, repo)
    git(scene, repo, "checkout", "-q", "-b", "side")
    scene.put("repo/side.jpg", leaking(1))
    side = commit(scene, repo)
    git(scene, repo, "rm", "-q", "side.jpg")
    commit(scene, repo)
    git(scene, repo, "checkout", "-q", "main")
    scene.put("repo/main.jpg", leaking(2))
    on_main = commit(scene, repo)
    git(scene, repo, "merge", "-q", "--no-commit", "--no-ff", "side")
    scene.put("repo/evil.jpg", leaking(3))
    merge = commit(scene, repo)
    git(scene, repo, "checkout", "-q", "-b", "other", "HEAD~1")
    scene.put("repo/other.jpg", leaking(4))
    other = commit(scene, repo)
    git(scene, repo, "checkout", "-q", "main")
    scene.put("note.jpg", leaking(5))
    blob = git(scene, repo, "hash-object", "-w", "../note.jpg").decode().strip()
    git(scene, repo, "tag", "picture", blob)
    scene.put("stash.jpg", leaking(6))
    shutil.copy(scene.at("stash.jpg"), scene.at("repo/main.jpg"))
    git(scene, repo, "stash", "-q")
    stash = git(scene, repo, "rev-parse", "stash").decode().strip()
    found = leaks(scene, repo)
    in_stash = [found.pop("main.jpg")]
    assert found == {"side.jpg": [side], "evil.jpg": [merge], "other.jpg": [other],
                     "refs/tags/picture": None}, found
    done = json.loads(exifscrub(scene, repo, "audit", "--git-history", "--format=json", status=1).stdout)["files"]
    of_main = [record["commits"] for record in done if record["path"] == "main.jpg"]
    assert [on_main] in of_main and any(stash in commits for commits in of_main) and in_stash, of_main


def test_one_content_under_several_paths(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    first = commit(scene, repo)
    git(scene, repo, "mv", "a.jpg", "b.jpg")
    scene.put("repo/copy.dat", LEAKING)
    second = commit(scene, repo)
    assert leaks(scene, repo) == {"a.jpg": [first], "b.jpg": [second], "copy.dat": [second]}


def test_a_name_matters_for_what_is_no_picture(scene):
    repo = repository(scene)
    scene.put("repo/a.txt", b"not a picture")
    scene.put("repo/b.jpg", b"not a picture")
    commit(scene, repo)
    done = exifscrub(scene, repo, "audit", "--git-history", "--format=json", status=2)
    assert {record["path"]: record["status"] for record in json.loads(done.stdout)["files"]} == \
        {"a.txt": "skipped", "b.jpg": "refused"}


def test_a_folder_or_another_repository(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", leaking(1))
    scene.put("repo/sub/b.jpg", leaking(2))
    scene.put("repo/sub/deep/c.jpg", leaking(3))
    commit(scene, repo)
    assert set(leaks(scene, repo, "sub")) == {"sub/b.jpg", "sub/deep/c.jpg"}
    assert set(leaks(scene, "repo/sub")) == {"../a.jpg", "b.jpg", "deep/c.jpg"}
    assert set(leaks(scene, "repo/sub", ".")) == {"b.jpg", "deep/c.jpg"}
    assert set(leaks(scene, ".", "repo")) == {"repo/a.jpg", "repo/sub/b.jpg", "repo/sub/deep/c.jpg"}
    assert set(leaks(scene, ".", "repo/")) == {"repo/a.jpg", "repo/sub/b.jpg", "repo/sub/deep/c.jpg"}
    assert set(leaks(scene, repo, "--exclude=sub")) == {"a.jpg"}
    # A hook's variables are about the repository that is committed to, not about one that is named.
    repository(scene, "second")
    assert set(leaks(scene, "second", "../repo", GIT_DIR=".git")) == \
        {"../repo/a.jpg", "../repo/sub/b.jpg", "../repo/sub/deep/c.jpg"}
    git(scene, ".", "clone", "-q", "--bare", "repo", "bare.git")
    assert set(leaks(scene, "bare.git")) == {"a.jpg", "sub/b.jpg", "sub/deep/c.jpg"}
    assert set(leaks(scene, ".", "bare.git")) == {"bare.git/a.jpg", "bare.git/sub/b.jpg", "bare.git/sub/deep/c.jpg"}
    git(scene, repo, "worktree", "add", "-q", "../linked", "-b", "linked")
    assert set(leaks(scene, "linked")) == {"a.jpg", "sub/b.jpg", "sub/deep/c.jpg"}


def test_answers_that_are_no_history(scene):
    repo = repository(scene)
    exifscrub(scene, repo, "audit", "--git-history", out="no images found.\n")
    scene.put("repo/a.jpg", LEAKING)
    os.makedirs(scene.at("plain"))
    commit(scene, repo)
    wrong = [(("plain",), "there is no git repository here"),
             (("repo", "plain"), "--git-history looks at one repository at a time"),
             (("repo/a.jpg",), "--git-history looks at a repository; name its folder"),
             (("none",), 'there is no file or folder "none"')]
    for words, says in wrong:
        exifscrub(scene, ".", "audit", "--git-history", *words, status=2, out="", err=f"exifscrub: {says}\n",
                  GIT_CEILING_DIRECTORIES=scene.root)
    exifscrub(scene, repo, "audit", "--git-history", status=2, out="", PATH="/nonexistent",
              err="exifscrub: git is not installed\n")
    exifscrub(scene, repo, "scrub", "--git-history", status=2, out="")


def test_a_shallow_clone_is_no_proof(scene):
    repo = repository(scene)
    for number in range(3):
        scene.put("repo/a.jpg", leaking(number) if number < 2 else CLEAN)
        commit(scene, repo)
    git(scene, ".", "clone", "-q", "--depth", "1", f"file://{scene.root}/repo", "shallow")
    done = exifscrub(scene, "shallow", "audit", "--git-history", status=2)
    assert b"refused  .  a shallow clone, whose older commits are not here; git fetch --unshallow brings them" in \
        done.stdout, done.stdout
    git(scene, "shallow", "fetch", "-q", "--unshallow")
    assert len(leaks(scene, "shallow")) == 1


def test_a_partial_clone_is_no_proof_and_nothing_is_fetched(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    commit(scene, repo)
    scene.put("repo/a.jpg", CLEAN)
    commit(scene, repo)
    git(scene, repo, "config", "uploadpack.allowFilter", "true")
    git(scene, ".", "clone", "-q", "--filter=blob:none", f"file://{scene.root}/repo", "partial")
    shutil.rmtree(scene.at("repo"))
    done = exifscrub(scene, "partial", "audit", "--git-history", status=2)
    assert b"partial clone" in done.stdout + done.stderr, (done.stdout, done.stderr)


def test_unusual_names(scene):
    repo = repository(scene)
    names = [b"-r.jpg", b"new\nline.jpg", b"\xff\xfe.jpg", b":::.jpg", b":100644 x.jpg", b'"q"\t.jpg']
    for number, name in enumerate(names):
        scene.put(b"repo/" + name, leaking(number))
    commit(scene, repo)
    done = exifscrub(scene, repo, "audit", "--git-history", status=1)
    assert done.stdout.count(b"leaks  ") == len(names), done.stdout
    os.rename(scene.at("repo"), scene.at("-C"))
    done = exifscrub(scene, ".", "audit", "--git-history", "--", "-C", status=1)
    assert done.stdout.count(b"leaks  ") == len(names), done.stdout


def test_the_same_for_any_jobs(scene):
    repo = repository(scene)
    for number in range(150):
        scene.put(f"repo/{number}.jpg", leaking(number) if number % 3 else jpeg(size=8 + number))
        scene.put(f"repo/{number}.txt", b"text %d" % number)
    commit(scene, repo)
    texts = {exifscrub(scene, repo, "audit", "--git-history", "--format=json", "-j", jobs, status=1).stdout
             for jobs in ("1", "2", "7")}
    assert len(texts) == 1


def test_large_contents(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", jpeg(POSITION, scan=b"\x12\x34" * 400_000))
    scene.put("repo/b.dat", os.urandom(1_500_000))
    scene.put("repo/c.jpg", leaking(1))
    scene.put("repo/d.mp4", b"\0\0\0\x18ftypisom" + os.urandom(1_500_000))
    commit(scene, repo)
    done = exifscrub(scene, repo, "audit", "--git-history", "--format=json", "--max-stdin=500K", status=2)
    records = {record["path"]: record for record in json.loads(done.stdout)["files"]}
    assert records["a.jpg"]["status"] == "refused" and records["a.jpg"]["reason"] == \
        "larger than 512 kB; --max-stdin raises the limit"
    assert (records["b.dat"]["status"], records["b.dat"]["bytes_in"]) == ("skipped", 1_500_000)
    assert records["c.jpg"]["status"] == "leaks" and records["d.mp4"]["reason"] == "MP4 is not supported yet"
    assert set(leaks(scene, repo, status=2)) == {"a.jpg", "c.jpg"}


def test_a_baseline_for_the_past(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", leaking(1))
    commit(scene, repo)
    exifscrub(scene, repo, "audit", "--git-history", "--write-baseline=../known")
    scene.put("repo/a.jpg", leaking(2))
    commit(scene, repo)
    exifscrub(scene, repo, "audit", "--git-history", "--baseline=../known", status=1)
    assert segment


if __name__ == "__main__":
    main(globals())
