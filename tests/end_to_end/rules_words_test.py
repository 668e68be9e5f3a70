#!/usr/bin/env python3
"""What caseway-rules tells in words: the tree behind each finding (explain --trace), and what a new edition changes (diff).
rules_words_test.py BIN HOME DIR"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

BIN, HOME, ROOT = map(pathlib.Path, sys.argv[1:4])
PACK = HOME / "schemas/packs/cn-ip"


def rules(*words, code=0):
    done = subprocess.run([str(BIN / "caseway-rules"), *map(str, words)], capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done
    return done


def leaves(tree):
    return [leaf for child in tree["children"] for leaf in leaves(child)] if tree["children"] else [tree]


def trace():
    """Every requirement found lacking has a tree that failed, and the tree shows what was seen."""
    message = HOME / "deploy/cases/cn-01/06-transfer.json"
    told = json.loads(rules("explain", "--pack", PACK, "--dossier", message, "--trace", "--json").stdout)
    found = {each["code"] for each in told["findings"] if not each["code"].startswith("form.")}
    by_result = {}
    for each in told["trace"]:
        by_result.setdefault(each["result"], set()).add(each["requirement"])
    assert found and by_result["failed"] == found, (found, by_result["failed"])
    assert by_result["open"] == {each["code"] for each in told["notJudged"]} - {"role", "state"}, by_result["open"]
    approval = next(each for each in told["trace"] if each["requirement"] == "K01.approval")
    assert 'D55.decision = "approve"' in [seen for leaf in leaves(approval["must"]) for seen in leaf["seen"]], approval
    plain = rules("explain", "--pack", PACK, "--dossier", message, "--lang", "en").stdout
    traced = rules("explain", "--pack", PACK, "--dossier", message, "--lang", "en", "--trace").stdout
    assert traced.startswith(plain) and "K01.approval approval by the head: met\n" in traced[len(plain):], traced


def edition(name, *changes):
    folder = ROOT / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PACK, folder)
    for file, old, new in changes:
        text = (folder / file).read_text()
        assert text.count(old) >= 1, (file, old)
        (folder / file).write_text(text.replace(old, new, 1))
    return folder


def diff():
    """Rows that came, went and changed, each aspect before and after; nothing where nothing changed."""
    assert rules("diff", PACK, PACK).stdout.endswith(": 0 rows differ\n")
    clock = (PACK / "k12.capnp").read_text()
    begin = clock.index('(id = "K12.move5"')
    row = clock[begin:clock.index("basis =", begin)]
    assert "amount = 5" in row, row
    new = edition("edition", ("k12.capnp", row, row.replace("amount = 5", "amount = 6")),
                  ("k12_requirements.capnp", '(id = "K12.present",', '(id = "K12.at_hand",'))
    told = json.loads(rules("diff", PACK, new, "--json").stdout)["rows"]
    assert [(each["change"], each["what"], each["id"]) for each in told] == [
        ("went", "requirement", "K12.present"), ("changed", "clock", "K12.move5"), ("came", "requirement", "K12.at_hand")], told
    assert told[1]["aspects"] == [{"aspect": "length", "before": "5 days (calendar)", "after": "6 days (calendar)"}], told[1]
    assert "    length: 5 days (calendar)\n      -> 6 days (calendar)\n" in rules("diff", PACK, new).stdout
    wrong = edition("wrong", ("k07.capnp", "label = ", "lable = "))
    done = rules("diff", PACK, wrong, code=2)
    assert not done.stdout and "k07.capnp:" in done.stderr, done


def roles():
    """The reference names each role that a pack may write, in the words in which findings and the handbook say it."""
    schema = (HOME / "schemas/rules.capnp").read_text()
    written = re.findall(r"(\w+) @\d+;", schema.split("enum Role {")[1].split("}")[0])
    said = dict(re.findall(r'\{"(\w+)", "[^"]+", "([^"]+)"\}', (HOME / "broker/rules/explain.cc").read_text().split("roles{{")[1].split("}};")[0]))
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|:]+?)(?::[^|]*)? \|", (HOME / "docs/RULES_REFERENCE.md").read_text(), re.M))
    assert len(written) == 17, written
    for word in written:
        assert rows.get(word) == said[re.sub("([A-Z])", lambda at: "_" + at[1].lower(), word)], (word, rows.get(word))


def heads():
    """What changes of the set itself is told: its days and its issuer."""
    new = edition("heads", ("laws.capnp", 'effectiveFrom = "2025-05-01"', 'effectiveFrom = "2026-01-01", effectiveTo = "2026-12-31"'))
    told = rules("diff", PACK, new).stdout
    assert "~ set cn-ip\n    in force from: 2025-05-01\n      -> 2026-01-01\n    until: nothing\n      -> 2026-12-31\n" in told, told
    assert told.splitlines()[0].endswith(": 1 rows differ"), told


if __name__ == "__main__":
    ROOT.mkdir(parents=True, exist_ok=True)
    trace()
    diff()
    heads()
    roles()
    print("rules in words: ok")
