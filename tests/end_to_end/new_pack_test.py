#!/usr/bin/env python3
"""caseway-rules new: what it writes passes every command as it is, alone and among the files of the shipped set; and how check and test
end where a pack is not whole. new_pack_test.py BIN HOME DIR"""
import pathlib
import shutil
import subprocess
import sys

BIN, HOME, ROOT = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
TEMPLATE = HOME / "schemas/new_pack"


def rules(*words, code=0, **more):
    done = subprocess.run([str(BIN / "caseway-rules"), *map(str, words)], capture_output=True, text=True, timeout=120, **more)
    assert done.returncode == code, done
    assert bool(done.stderr) == (code == 2), done
    return done


def files_of(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def whole(pack):
    """No finding, and every row seen."""
    assert rules("check", pack).stdout.endswith(f"{pack}: ok\n")
    assert rules("test", pack).stdout.splitlines()[-1].startswith("test: 100 % of ")


def started():
    pack = ROOT / "first-pack"
    said = rules("new", pack).stdout
    wrote = files_of(pack)
    expected = files_of(TEMPLATE)
    expected["pack.capnp"] = expected["pack.capnp"].replace('"my-pack"', '"first-pack"')
    assert wrote == expected, wrote.keys()
    assert said.splitlines()[:len(wrote)] == [str(pack / name) for name in sorted(wrote)], said
    assert f"caseway-rules check {pack}\n" in said and f"caseway-rules test {pack}\n" in said, said
    whole(pack)
    whole(TEMPLATE)
    rules("compile", pack, "--out", ROOT / "out")
    assert (ROOT / "out/first-pack.pack").stat().st_size > 0
    rules("docs", pack, "--out", ROOT / "book")
    for language in ("zh", "en"):
        assert "函告与答复" in (ROOT / f"book/{language}-N01.html").read_text()
    told = rules("diff", pack, TEMPLATE).stdout
    assert ": 2 rows differ\n" in told and "\n- set first-pack\n" in told and "\n+ set my-pack\n" in told, told


def called_otherwise():
    """By --id, by the folder's name however it is written, and an empty folder is as good as none."""
    (ROOT / "Empty Folder").mkdir()
    rules("new", "Empty Folder", "--id", "x" * 31, cwd=ROOT)
    assert f'id = "{"x" * 31}"' in (ROOT / "Empty Folder/pack.capnp").read_text()
    whole(ROOT / "Empty Folder")
    rules("new", "below/of-folder/", cwd=ROOT)
    assert 'id = "of-folder"' in (ROOT / "below/of-folder/pack.capnp").read_text()
    here = ROOT / "here"
    here.mkdir()
    rules("new", ".", cwd=here)
    assert 'id = "here"' in (here / "pack.capnp").read_text()


def refused():
    """Nothing is written over, and no id leads to another folder."""
    taken = ROOT / "taken"
    taken.mkdir()
    (taken / "a-file").write_text("kept")
    assert f"{taken}: is there already and not empty; name a new folder" in rules("new", taken, code=2).stderr
    assert files_of(taken) == {"a-file": "kept"}
    assert f"{taken / 'a-file'}: is no folder" in rules("new", taken / "a-file", code=2).stderr
    for wrong in ("../up", "a/b", "Mine", "a.b", "规则", "-a", "x" * 32):
        done = rules("new", ROOT / "none", f"--id={wrong}", code=2)
        assert "is no id of a pack (1 to 31 of a-z" in done.stderr, done
    done = rules("new", ROOT / "My Pack", code=2)
    assert 'DIR: "My Pack" is no id of a pack' in done.stderr and "--id ID" in done.stderr, done
    assert not (ROOT / "none").exists() and not (ROOT / "My Pack").exists()
    assert "DIR: names no folder" in rules("new", "", "--id", "x", code=2, cwd=taken).stderr
    assert files_of(taken) == {"a-file": "kept"}
    assert "cannot be written" in rules("new", "/proc/none", code=2).stderr
    assert "DIR is required" in rules("new", code=2).stderr


def among_the_shipped():
    """Its kind is added to the shipped set by its files alone: no name of theirs is taken there."""
    pack = ROOT / "cn-ip-and-n01"
    shutil.copytree(HOME / "schemas/packs/cn-ip", pack)
    for file in TEMPLATE.glob("n01*.capnp"):
        assert not (pack / file.name).exists(), file
        shutil.copy(file, pack)
    whole(pack)
    assert "N01 adm.pol.letter" in rules("check", pack).stdout


def changed(name, file, old, new):
    pack = ROOT / name
    shutil.copytree(TEMPLATE, pack)
    text = (pack / file).read_text()
    assert text.count(old) == 1, (file, old, text.count(old))
    (pack / file).write_text(text.replace(old, new))
    return pack


def misspelt():
    """What happens first to who never wrote a pack: the place is where the sign is missing, or just behind it."""
    for name, old, new, said in (
        ("comma", 'inStates = ["sent"], leads', 'inStates = ["sent"] leads', 'n01.capnp:34:34: error: Parse error.'),
        ("quote", 'en = "refused")', 'en = "refused)', 'n01.capnp:23:62: error: Parse error.'),
        ("bracket", 'officer = "签收人 named officer")', 'officer = "签收人 named officer"', "n01.capnp:37:61: error: Parse error."),
        ("word", 'inStates = ["sent"], leads', 'inState = ["sent"], leads', "n01.capnp:34:8: error: Struct has no field named 'inState'.")):
        pack = changed(name, "n01.capnp", old, new)
        assert f"{pack}/{said}\n" in rules("check", pack, code=2).stderr, name


def not_whole():
    """A finding of check is exit 2 and stops no test; a row that no case sees is exit 1 of test, and so is a case that fails."""
    found = changed("found", "n01.capnp", 'leads = (state = "closed")', 'leads = (state = "answered")')
    done = rules("check", found, code=2)
    assert "n01.capnp:" in done.stderr and "no step leads to this state" in done.stderr and not done.stdout, done
    rules("test", found, code=1)  # its case of `close` leads elsewhere now
    rules("compile", found, "--out", ROOT / "found-out")  # a broker loads it all the same
    unseen = changed("unseen", "n01_test.capnp", 'name = "closed", step = "close", state = "refused"',
                     'name = "closed", step = "notice", state = ""')
    text = (unseen / "n01_test.capnp").read_text()
    (unseen / "n01_test.capnp").write_text(text.replace('T09:00:00+08:00", leadsTo = "closed"', 'T09:00:00+08:00", documents = [.letter], leadsTo = "sent"'))
    rules("check", unseen)
    done = rules("test", unseen, code=1)
    assert "not covered: step N01.close\n" in done.stdout and " 0 failed" in done.stdout, done
    assert done.stdout.splitlines()[-1] == "test: 92 % of 4 requirements, 8 steps, 1 clocks, 0 outcomes", done
    assert "not covered" in rules("test", unseen / "n01_test.capnp").stdout, "test files named alone fail by their cases only"
    failing = changed("failing", "n01_test.capnp", 'leadsTo = "closed"', 'leadsTo = "sent"')
    done = rules("test", failing, code=1)
    assert 'closed: leads to: expected "sent", came "closed"\n' in done.stdout, done


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(parents=True)
    started()
    called_otherwise()
    refused()
    among_the_shipped()
    misspelt()
    not_whole()
    print("new pack: ok")


if __name__ == "__main__":
    main()
