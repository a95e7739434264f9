"""The recipes of docs/gates.md, .pre-commit-hooks.yaml, action.yml and docs/gitlab-ci.yml, run as they stand there.

Usage: recipes.py EXIFSCRUB SOURCE_DIR
"""
import json
import os
import re
import shutil
import sys

from git_scene import commit, git, need, repository, run_in, staged
from scene import CLEAN, DAMAGED, LEAKING, jpeg, main

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)

SOURCE = os.path.abspath(sys.argv[2])
OTHER = jpeg(size=16)


def read(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
        return file.read()


def blocks(language):
    """The code blocks of docs/gates.md, in order."""
    return re.findall(rf"```{language}\n(.*?)```", read("docs/gates.md"), re.DOTALL)


def hook_repository(scene):
    """A repository with our hooks in it, as pre-commit clones it."""
    repository(scene, "hooks")
    shutil.copy(os.path.join(SOURCE, ".pre-commit-hooks.yaml"), scene.at("hooks/.pre-commit-hooks.yaml"))
    return commit(scene, "hooks")


def with_pre_commit(scene, change=lambda hooks: hooks):
    """A repository that uses the configuration of docs/gates.md, with pre-commit installed in it."""
    need("pre-commit")
    revision = hook_repository(scene)
    repo = repository(scene)
    config = yaml.safe_load(next(block for block in blocks("yaml") if "exifscrub-fix" in block))
    config["repos"][0].update(repo=scene.at("hooks").decode(), rev=revision)
    config["repos"][0]["hooks"] = change(config["repos"][0]["hooks"])
    scene.put("repo/.pre-commit-config.yaml", yaml.safe_dump(config).encode())
    commit(scene, repo, "configuration")
    run_in(scene, repo, "pre-commit", "install")
    return repo


def only(name):
    return lambda hooks: [hook for hook in hooks if hook["id"] == name]


def committed(scene, repo, path):
    return git(scene, repo, "cat-file", "blob", b"HEAD:" + os.fsencode(path))


def log(done):
    return (done.stdout + done.stderr).decode(errors="backslashreplace")


def test_pre_commit_blocks_fixes_and_passes(scene):
    repo = with_pre_commit(scene)
    scene.put("repo/photo.JPG", LEAKING)
    scene.put("repo/read.txt", b"text")
    git(scene, repo, "add", ".")
    blocked = run_in(scene, repo, "git", "commit", "-m", "photo", status=1)
    assert "files were modified by this hook" in log(blocked) and "scrubbed  photo.JPG" in log(blocked), log(blocked)
    assert "leaks  photo.JPG" in log(blocked), log(blocked)
    assert scene.read("repo/photo.JPG") == CLEAN and staged(scene, repo, "photo.JPG") == LEAKING
    git(scene, repo, "add", ".")
    passed = run_in(scene, repo, "git", "commit", "-m", "photo")
    assert log(passed).count("Passed") == 2, log(passed)
    assert committed(scene, repo, "photo.JPG") == CLEAN
    # docs/gates.md shows this very log.
    _, stopped, through = re.split(r"^\$ .*\n", next(block for block in blocks("console") if "git commit" in block), flags=re.M)
    assert stopped.strip() in log(blocked) and through.strip() in log(passed), log(blocked) + log(passed)


def test_the_check_hook_alone_blocks(scene):
    repo = with_pre_commit(scene, only("exifscrub-check"))
    names = ["a.jpg", "b.HEIC.jpeg", "-x.jpg", "c d.mpo"]
    for name in names:
        scene.put("repo/" + name, LEAKING)
    git(scene, repo, "add", ".")
    blocked = run_in(scene, repo, "git", "commit", "-m", "x", status=1)
    assert all(f"leaks  {name}" in log(blocked) for name in names), log(blocked)
    for name in names:
        scene.put("repo/" + name, CLEAN)
    git(scene, repo, "add", ".")
    run_in(scene, repo, "git", "commit", "-m", "x")
    assert run_in(scene, repo, "pre-commit", "run", "--all-files").returncode == 0


def test_all_files_means_all_files(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    commit(scene, repo)
    shutil.rmtree(scene.at("repo/.git"))
    os.rename(scene.at("repo/a.jpg"), scene.at("a.jpg"))
    shutil.rmtree(scene.at("repo"))
    repo = with_pre_commit(scene, only("exifscrub-check"))
    shutil.copy(scene.at("a.jpg"), scene.at("repo/a.jpg"))
    git(scene, repo, "add", ".")
    git(scene, repo, "commit", "-q", "--no-verify", "-m", "passed by")
    done = run_in(scene, repo, "pre-commit", "run", "--all-files", status=1)
    assert "leaks  a.jpg" in log(done), log(done)


def test_unstaged_changes_come_back(scene):
    """Half-staged files: what is staged is fixed or blocked, what is not staged is not lost."""
    repo = with_pre_commit(scene)
    scene.put("repo/a.jpg", LEAKING)
    git(scene, repo, "add", ".")
    scene.put("repo/a.jpg", OTHER)
    scene.put("repo/unrelated.txt", b"1\n")
    blocked = run_in(scene, repo, "git", "commit", "-m", "x", status=1)
    assert "leaks  a.jpg" in log(blocked), log(blocked)
    assert scene.read("repo/a.jpg") == OTHER and staged(scene, repo, "a.jpg") == LEAKING


def test_damaged_pictures_block(scene):
    repo = with_pre_commit(scene)
    scene.put("repo/a.jpg", DAMAGED)
    git(scene, repo, "add", ".")
    blocked = run_in(scene, repo, "git", "commit", "-m", "x", status=1)
    assert "refused  a.jpg" in log(blocked), log(blocked)


def test_the_pattern_of_the_hooks(scene):
    hooks = yaml.safe_load(read(".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in hooks] == ["exifscrub-check", "exifscrub-fix"] and scene
    for hook in hooks:
        pattern = re.compile(hook["files"])
        for name in ("a.jpg", "A.JPEG", "x/y.HEIC", "b.dng", "c.cr3", "d.jxl", "e.avif", "f.tif", "g.mp4"):
            assert pattern.search(name), name
        for name in ("a.txt", "jpg", "a.jpg.txt", "a.js"):
            assert not pattern.search(name), name
        assert hook["args"][-1] == "--" and hook["language"] == "system"


def test_git_hooks_as_documented(scene):
    check, fix = [block for block in blocks("sh") if block.startswith("#!/bin/sh")]
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    git(scene, repo, "add", ".")
    for text, status in ((check, 1), (fix, 0)):
        scene.put("repo/.git/hooks/pre-commit", text.encode())
        os.chmod(scene.at("repo/.git/hooks/pre-commit"), 0o755)
        git(scene, repo, "commit", "-q", "-m", "x", status=status)
    assert committed(scene, repo, "a.jpg") == CLEAN == scene.read("repo/a.jpg")


def test_clean_filter_as_documented(scene):
    repo = repository(scene)
    recipe = next(block for block in blocks("sh") if "filter.exifscrub.clean" in block)
    run_in(scene, repo, "sh", "-e", "-c", recipe)
    scene.put("repo/a.jpg", LEAKING)
    scene.put("repo/b.jpg", CLEAN)
    commit(scene, repo)
    assert committed(scene, repo, "a.jpg") == CLEAN and scene.read("repo/a.jpg") == LEAKING
    assert git(scene, repo, "status", "--porcelain") == b""
    # The index is clean though the work tree is not.
    run_in(scene, repo, "exifscrub", "audit", "--staged", ".")
    run_in(scene, repo, "exifscrub", "audit", "-r", ".", status=1)
    scene.put("repo/c.jpg", DAMAGED)
    refused = run_in(scene, repo, "git", "add", "c.jpg", status=128)
    assert b"segment" in refused.stderr or b"refused" in refused.stderr, refused.stderr
    # Without exifscrub nothing is committed unseen.
    scene.put("repo/d.jpg", OTHER)
    os.remove(scene.at("tools/exifscrub"))
    run_in(scene, repo, "git", "add", "d.jpg", status=128)
    assert b"c.jpg" not in git(scene, repo, "ls-files") and b"d.jpg" not in git(scene, repo, "ls-files")


def test_baseline_and_history_as_documented(scene):
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    commit(scene, repo)
    write, check = next(block for block in blocks("sh") if "--write-baseline" in block).splitlines()
    run_in(scene, repo, "sh", "-c", write)
    run_in(scene, repo, "sh", "-c", check)
    scene.put("repo/b.jpg", LEAKING)
    run_in(scene, repo, "sh", "-c", check, status=1)
    run_in(scene, repo, "sh", "-c", next(block for block in blocks("sh") if "--git-history" in block), status=1)


def action_step(scene, repo, status, **inputs):
    """Runs the action's audit step with its inputs, as a GitHub runner would."""
    action = yaml.safe_load(read("action.yml"))
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "audit")
    values = {name: str(row["default"]) for name, row in action["inputs"].items()} | inputs
    env = {key: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: values[match[1]], text)
           for key, text in step["env"].items()}
    scene.put("output", b"")
    os.makedirs(scene.at("temp"), exist_ok=True)
    sarif = scene.at("temp/exifscrub.sarif")
    if os.path.exists(sarif):
        os.remove(sarif)
    env.update(RUNNER_TEMP=scene.at("temp").decode(), GITHUB_OUTPUT=scene.at("output").decode(),
               GITHUB_WORKSPACE=scene.at(repo).decode())
    done = run_in(scene, repo, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], status=status, **env)
    written = dict(line.split("=", 1) for line in scene.read("output").decode().splitlines())
    if "sarif" not in written:
        return done, None
    with open(written["sarif"], encoding="utf-8") as file:
        return done, json.load(file)["runs"][0]["results"]


def test_the_github_action(scene):
    repo = repository(scene)
    scene.put("repo/pics/a b.jpg", LEAKING)
    scene.put("repo/c.jpg", CLEAN)
    commit(scene, repo)
    done, results = action_step(scene, repo, 1)
    assert [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results] == ["pics/a%20b.jpg"]
    assert b"::error file=pics/a b.jpg,title=exifscrub location::location in EXIF" in done.stdout
    assert action_step(scene, repo, 0, **{"fail-on": "person"})[1] == []
    git(scene, repo, "rm", "-q", "pics/a b.jpg")
    commit(scene, repo)
    assert action_step(scene, repo, 0)[1] == []
    assert len(action_step(scene, repo, 1, **{"git-history": "true"})[1]) == 1
    done, results = action_step(scene, repo, 2, path='$(touch sprung)";touch sprung')
    assert results is None and not os.path.exists(scene.at("repo/sprung"))


def test_the_shape_of_the_action(scene):
    action = yaml.safe_load(read("action.yml"))
    steps = action["runs"]["steps"]
    assert action["runs"]["using"] == "composite" and scene
    for step in steps:
        assert "${{" not in step.get("run", ""), "inputs in a script could be commands"
        assert "run" not in step or step["shell"] == "bash"
    upload = steps[-1]
    assert upload["uses"].startswith("github/codeql-action/upload-sarif@") and upload["if"].startswith("always()")
    assert upload["with"]["sarif_file"] == "${{ steps.audit.outputs.sarif }}"
    install = steps[0]["run"]
    for path in re.findall(r"scripts/[a-z-]+", install):
        assert os.path.exists(os.path.join(SOURCE, path)), path


def test_the_gitlab_job(scene):
    job = yaml.safe_load(read("docs/gitlab-ci.yml"))["exifscrub"]
    repo = repository(scene)
    scene.put("repo/a.jpg", LEAKING)
    lines = "\n".join(job["before_script"] + job["script"])
    run_in(scene, repo, "bash", "-eo", "pipefail", "-c", lines, status=1, **job["variables"])
    reports = job["artifacts"]["reports"]
    issues = json.loads(scene.read("repo/" + reports["codequality"]))
    assert [issue["location"]["path"] for issue in issues] == ["a.jpg"]
    assert b'failures="1"' in scene.read("repo/" + reports["junit"])
    assert job["artifacts"]["when"] == "always"
    scene.put("repo/a.jpg", CLEAN)
    run_in(scene, repo, "bash", "-eo", "pipefail", "-c", lines, status=0, **job["variables"])


if __name__ == "__main__":
    main(globals())
