"""What a wrong command line gets: one line that says what to do, status 2, and nothing changed."""
import os

from scene import CLEAN, LEAKING, main


def wrong(scene, *arguments, says, **others):
    before = {name: scene.read(name) for name in scene.names() if os.path.isfile(scene.at(name))}
    scene.expect(*arguments, status=2, out="", err=f"exifscrub: {says}\n", **others)
    after = {name: scene.read(name) for name in scene.names() if os.path.isfile(scene.at(name))}
    assert before == after


def test_no_path(scene):
    wrong(scene, says="name at least one file or folder; exifscrub --help shows how")


def test_unknown_options(scene):
    scene.put("a.jpg", LEAKING)
    wrong(scene, "--rec", "a.jpg", says="there is no option --rec; did you mean --recursive?")
    wrong(scene, "-x", "a.jpg", says="there is no option -x; a file of that name is written ./-x")
    wrong(scene, "a.jpg", "--gps", says="there is no option --gps; did you mean --gps-only?")


def test_missing_path_stops_everything(scene):
    scene.put("a.jpg", LEAKING)
    wrong(scene, "a.jpg", "b.jpg", says='there is no file or folder "b.jpg"')


def test_folder_without_r(scene):
    scene.put("d/a.jpg", LEAKING)
    wrong(scene, "d", says='"d" is a folder; -r takes everything in it')


def test_special_files(scene):
    os.mkfifo(scene.at("pipe"))
    wrong(scene, "pipe", says='"pipe" is a FIFO; only files and folders can be read')
    wrong(scene, "/dev/null", says='"/dev/null" is a device; only files and folders can be read')


def test_verbs(scene):
    scene.put("a.jpg", LEAKING)
    wrong(scene, "audti", "a.jpg", says='there is no file or folder "audti"; did you mean the verb `audit`?')
    wrong(scene, "a.jpg", "audit",
          says='there is no file or folder "audit"; a verb stands first: exifscrub audit ...')
    wrong(scene, "help", says='there is no file or folder "help"; did you mean --help?')
    scene.put("audit/b.jpg", LEAKING)
    scene.expect("-r", "./audit", status=0)


def test_clashes(scene):
    scene.put("a.jpg", LEAKING)
    wrong(scene, "--exif-only", "--gps-only", "a.jpg",
          says="--exif-only and --gps-only do not go together: each says what goes")
    wrong(scene, "-o", "out", "--backup", "a.jpg",
          says="--output and --backup do not go together: --output leaves the originals alone")
    wrong(scene, "-", "a.jpg", says="- stands for standard input and goes alone; a file of that name is written ./-")


def test_values(scene):
    scene.put("a.jpg", LEAKING)
    wrong(scene, "--keep=", "a.jpg", says="--keep needs a value: --keep CLASS,...")
    wrong(scene, "--keep=gps", "a.jpg", says='--keep: there is no class "gps"; did you mean location?')
    wrong(scene, "-j", "many", "a.jpg", says='--jobs is a number from 0 to 1024, not "many"')
    wrong(scene, "--max-stdin=1X", "-", says='--max-stdin is a size such as 500K, 64M or 1G, not "1X"')
    wrong(scene, "--config=none", "a.jpg", says="there is no configuration file none")
    wrong(scene, "--files-from=none", says="cannot read --files-from none: No such file or directory")
    wrong(scene, "--report=none/r.json", "a.jpg",
          says="cannot write the report none/r.json: No such file or directory")


def test_globs(scene):
    scene.put("d/raw/a.jpg", LEAKING)
    scene.put("d/b.jpg", LEAKING)
    wrong(scene, "-r", "--include=raw/", "d", says="--include is about files; write raw/** for all in a folder")
    wrong(scene, "-r", "--exclude=*.{jpg,png}", "d",
          says="--exclude: braces stand for themselves; give the option once for each, or write \\{")
    wrong(scene, "-r", "--exclude=../d/raw", "d",
          says="--exclude: a GLOB is compared with paths below PATH, in which no .. stands")
    for glob in ("raw/", "./raw", "raw", "/raw/"):
        said = scene.expect("-r", "-n", "--exclude", glob, "d", status=0).out
        assert b"1 file: 1 would be scrubbed." in said, (glob, said)


def test_color_never_eats_a_file_name(scene):
    scene.put("a.jpg", CLEAN)
    scene.expect("--color", "a.jpg", status=0, out="1 file: 1 clean.\n", err="")
    scene.put("always", CLEAN)
    wrong(scene, "--color", "always", "a.jpg",
          says="write --color=always, with an equals sign; a file of that name is written ./always")
    scene.expect("--color", "./always", status=0, out="1 file: 1 clean.\n", err="")


def test_output_inside_a_path(scene):
    scene.put("d/a.jpg", LEAKING)
    wrong(scene, "-r", "-o", "d/out", "d", says='--output "d/out" lies inside "d"; choose a folder outside')


def test_home_and_root_need_force(scene):
    scene.put("a.jpg", LEAKING)
    wrong(scene, "-r", "-n", "/", says='"/" is the root of the whole system; --force scrubs it nevertheless')
    wrong(scene, "-r", ".", says='"." is your home folder; --force scrubs it nevertheless', env={"HOME": scene.root})
    scene.expect("-r", "--force", ".", status=0, env={"HOME": scene.root})
    scene.put("home/me/b.jpg", LEAKING)
    wrong(scene, "-r", "home", says='"home" holds your home folder; --force scrubs it nevertheless',
          env={"HOME": os.path.join(scene.root, "home/me")})
    scene.put("list", b"home\n")
    said = scene.expect("-r", "--files-from=list", status=2, env={"HOME": os.path.join(scene.root, "home/me")})
    assert b"holds your home folder" in said.out and scene.read("home/me/b.jpg") == LEAKING, said
    scene.expect("-r", "home/me", status=0, env={"HOME": os.path.join(scene.root, "home/other")})


def test_names_in_messages_are_harmless(scene):
    wrong(scene, "a\n\x1b[31m.jpg", says='there is no file or folder "a\\x0A\\x1B[31m.jpg"')


def test_config_in_a_folder_may_only_tighten(scene):
    scene.put("d/a.jpg", LEAKING)
    scene.put("d/.exifscrub.conf", b"keep = location\n")
    wrong(scene, "-r", "d", says="d/.exifscrub.conf line 1: only remove and fail-on may stand in a file that comes "
                                 "with the pictures, not keep")


def test_config_switches(scene):
    scene.put("a.jpg", LEAKING)
    scene.put("conf", b"backup = true\nrecursive = false\n")
    scene.expect("--config=conf", "a.jpg", status=0)
    assert scene.read("a.jpg.exifscrub-orig") == LEAKING
    scene.put("b.jpg", LEAKING)
    scene.put("conf", b"backup = false\n")
    scene.expect("--config=conf", "b.jpg", status=0)
    assert not os.path.exists(scene.at("b.jpgfalse")) and not os.path.exists(scene.at("b.jpg.exifscrub-orig"))


if __name__ == "__main__":
    main(globals())
