"""Repositories for the tests in this folder: git as its users run it, apart from the machine's own settings."""
import os
import shutil
import subprocess
import sys

from scene import PROGRAM, SANITIZER_OPTIONS, Skip

if not shutil.which("git"):
    print("skipped: git is not installed")
    sys.exit(77)


def environment(scene, **more):
    """For git and for exifscrub, which finds itself by its name."""
    tools = scene.at("tools").decode()
    if not os.path.exists(tools):
        os.makedirs(tools)
        os.symlink(PROGRAM, os.path.join(tools, "exifscrub"))
    return {**SANITIZER_OPTIONS, "PATH": tools + ":" + os.environ["PATH"], "HOME": scene.at("home").decode(),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.org", "LC_ALL": "C", "PRE_COMMIT_HOME": scene.at("home/pc").decode(),
            **more}


def run_in(scene, folder, *words, status=0, **env):
    done = subprocess.run(words, cwd=scene.at(folder), env=environment(scene, **env), capture_output=True, timeout=300,
                          check=False)
    shown = f"$ {words}\nstatus {done.returncode}\n{done.stdout.decode(errors='backslashreplace')}" \
            f"{done.stderr.decode(errors='backslashreplace')}"
    assert status is None or done.returncode == status, shown
    return done


def git(scene, folder, *words, status=0, **env):
    return run_in(scene, folder, "git", *words, status=status, **env).stdout


def exifscrub(scene, folder, *words, status=0, out=None, err=None, **env):
    done = run_in(scene, folder, PROGRAM, *words, status=status, **env)
    for got, wanted in ((done.stdout, out), (done.stderr, err)):
        if wanted is not None:
            assert got == wanted.encode(), f"$ exifscrub {words}\n{got.decode(errors='backslashreplace')}\n" \
                                           f"--- expected\n{wanted}"
    return done


def repository(scene, folder="repo"):
    os.makedirs(scene.at("home"), exist_ok=True)
    os.makedirs(scene.at(folder))
    git(scene, folder, "init", "-q", "-b", "main")
    return folder


def commit(scene, folder, message="one"):
    git(scene, folder, "add", "-A")
    git(scene, folder, "commit", "-q", "-m", message)
    return git(scene, folder, "rev-parse", "HEAD").decode().strip()


def staged(scene, folder, path):
    """The bytes that the index holds under a path."""
    return git(scene, folder, "cat-file", "blob", b":" + os.fsencode(path))


def need(tool):
    if not shutil.which(tool):
        raise Skip(f"{tool} is not installed")


def need_sandbox(scene):
    facts = scene.run("--version", "--verbose").out
    if b"sandbox: network blocked (seccomp), writes confined (Landlock)" not in facts:
        raise Skip("this system has no seccomp or no Landlock")
