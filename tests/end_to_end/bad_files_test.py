#!/usr/bin/env python3
"""Files that somebody wrote wrongly: messages, packs, configuration, as the programs themselves answer them (docs/BAD_INPUT.md).
bad_files_test.py BIN HOME DIR [WORDS OF A SENTENCE]"""
import json
import pathlib
import re
import shutil
import sys
import time

from stand import Failed, Stand, document, order, run_all, sentence, transfer

MESSAGE = r"caseway: (?:.*\n)*?message\.json: "


def refused(stand, message, *lines):
    """`caseway send` ends with 2, says each of `lines`, and nothing was sent."""
    before = stand.records()
    done = stand.send(message)
    assert done.returncode == 2 and not done.stdout, done
    for line in lines:
        assert re.search(line, done.stderr, re.M), f"{line}\n{done.stderr}"
    assert stand.records() == before, "something was sent"
    return done.stderr


@sentence("end to end: bad files: JSON that cannot be parsed is told by line and column in characters, exit 2, nothing sent")
def not_json(stand):
    for text, place in ((b"", "1:1"), (b"{", r"1:2"), (b"[1,]", "1:4"), ('{\n "案": }'.encode(), "2:7"), (b"\xef\xbb\xbf{}", "1:1"),
                        (b'{"a": "\xff"}', r"1:\d+"), (b'{"a": 1, "a": 2}', "1:12"), (b"[" * 100_000, r"1:\d+"), (b'{"a": 1} x', "1:10")):
        refused(stand, text, rf"message\.json:{place}: .+")


@sentence("end to end: bad files: an unknown field is told by file and path, with what is known there, exit 2, nothing sent")
def unknown_field(stand):
    message = transfer()
    message["urgent"] = True
    document(message, "D03")["fields"]["items"][0]["weight"] = 1
    refused(stand, message, r"message\.json: urgent: unknown; known here: procedure, step,",
            r"message\.json: documents\[2\]\.fields\.items\[0\]\.weight: unknown; known here: no, name,")


@sentence("end to end: bad files: a wrong type is told by file and path, with what was expected and found, exit 2, nothing sent")
def wrong_type(stand):
    message = transfer()
    document(message, "D03")["fields"]["items"][0]["quantity"] = "7241"
    document(message, "D01")["fields"]["penaltyImposed"] = "yes"
    message["head"]["pairs"] = {}
    refused(stand, message, r'documents\[2\]\.fields\.items\[0\]\.quantity: expected a whole number; found "7241"',
            r"documents\[0\]\.fields\.penaltyImposed: expected true, false, or null", r"head\.pairs: expected a list")


@sentence("end to end: bad files: an impossible date is told by file and path, with what was expected, exit 2, nothing sent")
def impossible_date(stand):
    message = transfer()
    message["head"]["acts"][0]["from"] = "2018-02-30"
    message["occurredAt"] = "2025-09-26 11:05"
    document(message, "D01")["fields"]["issued"] = "26.9.2025"
    refused(stand, message, r'head\.acts\[0\]\.from: expected a date that exists, as in "2025-09-26"; found "2018-02-30"',
            r"occurredAt: expected an instant with its offset", r"documents\[0\]\.fields\.issued: expected a date")


@sentence("end to end: bad files: the adapter sends no file with mistakes, and tells each of them beside it by its path")
def adapter(stand):
    agency = stand.agencies["luoyuan-police"]
    message = transfer()
    message["urgent"] = True
    message["head"]["acts"][0]["from"] = "2018-02-30"
    (agency.dir / "out/wrong.json").write_text(json.dumps(message))
    done = stand.run("caseway-adapter", "folder", "--agency", agency.dir, "--once")
    assert done.returncode == 0, done
    error = json.loads((agency.dir / "out/done/wrong.error.json").read_text())
    assert error["error"] == "bad_input" and all(any(path in each for each in error["mistakes"]) for path in ("urgent: ", "head.acts[0].from: ")), error
    assert not list((agency.dir / "lane").glob("**/*.message")), "it is queued"


def pack(stand, *changes):
    """A copy of the shipped packs with (file, from, to) changed."""
    folder = stand.root / "pack/cn-ip"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stand.home / "schemas/packs/cn-ip", folder)
    for file, old, new in changes:
        text = (folder / file).read_text()
        assert old in text, (file, old)
        (folder / file).write_text(text.replace(old, new, 1))
    return folder


def pack_in_force(stand):
    return stand.agencies["luoyuan-amr"].ask("status")["pack"]


@sentence("end to end: bad files: each error of a pack is told at once, by file, line and column in characters, and no pack is written")
def pack_errors(stand):
    folder = pack(stand, ("k01_requirements.capnp", '(zh = "同级移送", en', '(zh = "同级移送", eng'), ("k07.capnp", "label = ", "lable = "),
                  ("universal.capnp", "label = ", "labell = "))
    out = stand.root / "pack/out"
    for words in (("check", folder), ("compile", folder, "--out", out)):
        done = stand.run("caseway-rules", *words)
        assert done.returncode == 2 and not list(out.glob("*")), done
        told = re.findall(rf"^{re.escape(str(folder))}/([\w.]+):(\d+):(\d+): error: .+$", done.stderr, re.M)
        assert {"k01_requirements.capnp", "k07.capnp"} <= {file for file, _, _ in told}, done.stderr
        assert len({file for file, _, _ in told}) == 3, done.stderr
        lines = (folder / "k01_requirements.capnp").read_text().splitlines()
        line, column = next((int(line), int(column)) for file, line, column in told if file.startswith("k01_req"))
        assert lines[line - 1][column - 1:].startswith("eng"), (line, column)


@sentence("end to end: bad files: a hostile pack is refused and not run, and the broker keeps the last good one")
def hostile_pack(stand):
    good = pack_in_force(stand)
    for changes in ((("codes.capnp", "const ", "(" * 5000 + "const "),), (("k07.capnp", "using ", 'using import "/etc/passwd";\nusing '),),
                    (("k07.capnp", "using ", "#" + "x" * (2 << 20) + "\nusing "),)):
        done = stand.run("caseway-rules", "check", pack(stand, *changes))
        assert done.returncode == 2 and re.search(r"\.capnp:\d+:\d+: error: ", done.stderr), done
    compiled = (stand.root / "packs/cn-ip.pack").read_bytes()
    bad = stand.root / "bad.pack"
    for bytes_of in (b"", compiled[:len(compiled) // 2], compiled[:12] + bytes([compiled[12] ^ 0x40]) + compiled[13:], b"\xff" * 4096):
        bad.write_bytes(bytes_of)
        try:
            order(stand.site, "pack", bad)
            raise AssertionError("it was taken")
        except Failed as failed:
            assert "the order was not accepted: the pack does not load: pack: " in str(failed), failed
        assert pack_in_force(stand) == good
    assert stand.answered(transfer())["verdict"] == "proceeds_with_findings", "the last good pack judges"


@sentence("end to end: bad files: every configuration mistake is told at once by file and line, --check and a start exit 2")
def configuration(stand):
    path = stand.root / "wrong/casewayd.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text('[site]\norigin = "Caseway Fujian"\ngenesys = "genesis.bin"\n[listen]\nendpoint = "ipc:///tmp/x"\n[directories]\njournal = 7\n'
                    'vault = ""\nindex = "index"\nkeys = "keys"\n[limits]\nhandshake_ms = 99\n[extra]\nx = 1\n')
    for words in (("--check",), ()):
        done = stand.run("casewayd", "--config", path, *words)
        assert done.returncode == 2 and not done.stdout, done
        told = {int(line) for line in re.findall(r"^casewayd\.toml:(\d+):\d+: .+", done.stderr, re.M)}
        assert told >= {2, 3, 5, 7, 8, 12, 13}, done.stderr
    path.write_text("[site]\norigin = \n")
    done = stand.run("casewayd", "--config", path, "--check")
    assert done.returncode == 2 and re.search(r"casewayd\.toml:2:\d+: ", done.stderr), done


@sentence("end to end: bad files: an agency.toml that names another agency: its message is refused by name and number, and nobody waits")
def another_agency(stand):
    own = stand.agencies["luoyuan-amr"].dir
    other = own.parent / "named-otherwise"
    shutil.copytree(own, other, ignore=shutil.ignore_patterns("lane"))
    (other / "lane").mkdir()
    settings = other / "agency.toml"
    settings.write_text(settings.read_text().replace("id = 'luoyuan-amr'", "id = 'luoyuan-police'"))
    before = stand.records()
    began = time.monotonic()
    done = stand.run("caseway", "--agency", other, "--json", "send", stand.write(transfer()))
    assert done.returncode == 12 and re.search(r"number \d+ refused: not_yours: envelope\.sender: ", done.stderr), done
    assert time.monotonic() - began < 20, "it waited for an answer that it had"
    assert stand.records() <= before + 1, "more than the count of it was recorded"


@sentence("end to end: bad files: every mistake of agency.toml is told at once by file and line, exit 2")
def agency_configuration(stand):
    home = stand.root / "wrong-agency"
    home.mkdir(exist_ok=True)
    text = (stand.agencies["luoyuan-amr"].dir / "agency.toml").read_text()
    (home / "agency.toml").write_text(re.sub(r"(?m)^id = .*$", 'id = "Not An Id"\nextra = 1', re.sub(r"(?m)^key = .*$", 'key = "zz"', text)))
    done = stand.run("caseway", "--agency", home, "send", stand.write(transfer()))
    lines = re.findall(r"agency\.toml:\d+:\d+: .+", done.stderr)
    assert done.returncode == 2 and len(lines) >= 3, done


def main():
    with Stand("bad-files") as stand:
        return run_all(stand)


if __name__ == "__main__":
    sys.exit(main())
