#!/usr/bin/env python3
"""Messages whose law is not met, and texts that break programs, sent by `caseway` through a real broker (docs/BAD_INPUT.md).
bad_matters_test.py BIN HOME DIR [WORDS OF A SENTENCE]"""
import csv
import json
import re
import sys

from stand import HOME, Stand, document, run_all, sentence, transfer

MATERIAL = HOME.parent / "shared/material"
# Of the kinds that break programs, so that they are tried where the collection of others is not: quotes and markup, control
# characters, marks of direction, what is beyond 16 bits, what joins and composes, formats, paths, queries.
STRINGS = ["undefined", "null", "\\", "'\"`", "<script>alert(1)</script>", "%s%n%x", "{0}", "$(reboot)", "../../etc/passwd", "'; DROP TABLE cases; --",
           "\x1b[2J\x1b[31m", "\u009b2J", "\x7f\x08\x08", "\u202egnp.exe", "\u2066x\u2069", "\u0000", "a\tb\r\nc", "\ufeff", "\ufffe", "👩‍👩‍👧‍👦🇨🇳", "Z̮̞̠͙͔", "𠜎𠜱𠝹",
           "السلام", "　全角　", "1/0", "1E+02", "١٢٣", "x" * 4000]


def codes(answer):
    return {finding["code"] for finding in answer["findings"]}


def found(stand, message, *wanted, agency="luoyuan-amr"):
    """Its receiver takes it, with each of these findings."""
    answer = stand.answered(message, agency=agency)
    assert answer["verdict"] in ("proceeds_with_findings", "next_step_barred"), answer
    assert set(wanted) <= codes(answer), f"{wanted}: {codes(answer)}"
    police = stand.agencies["luoyuan-police"]
    stand.run("caseway", "--agency", police.dir, "receive", "--once")
    came = [each for each in police.deliveries() if each["case"] == message["case"] and not each["event"]]
    assert [(each["from"], codes(each)) for each in came] == [(agency, codes(answer))], came
    return answer


@sentence("end to end: bad matters: wrong level and wrong region are findings, and the message is delivered")
def level_and_region(stand):
    plain = codes(stand.answered(transfer()))
    assert not plain & {"K01.level", "K01.region"}, plain
    stand.admit("fuzhou-amr", "administrative", "350100", level="3")
    message = transfer()
    message["recipient"] = "luoyuan-police"
    found(stand, message, "K01.level", "K01.region", agency="fuzhou-amr")


@sentence("end to end: bad matters: a failing check digit, an odd number, a missing stamp are findings by field, and delivered")
def form(stand):
    message = transfer()
    message["head"]["parties"][0].update(idType="citizen_18", id="110105194912310021")
    document(message, "D01")["fields"]["number"] = "12号"
    document(message, "D02")["stamp"] = "none"
    answer = found(stand, message)
    told = [f"{each['code']} {each.get('path', '')}" for each in answer["findings"]]
    for place in ("head.parties[0].id", "D01.number", "D02"):
        assert any(each.startswith("form.") and place in each for each in told), f"{place}: {told}"


@sentence("end to end: bad matters: an unknown suspect and a late step are findings, and delivered")
def unknown_and_late(stand):
    message = transfer()
    for person in document(message, "D01")["fields"]["persons"]:
        person["name"] = ""
    document(message, "D55")["fields"]["decidedAt"] = "2025-09-20T16:20:00+08:00"
    answer = found(stand, message, "late_transfer")
    late = next(each for each in answer["findings"] if each["code"] == "late_transfer")
    assert late["fault"] == "late", late
    unknown = [each for each in answer["findings"] if each["code"] == "form.D01.persons.name"]
    assert len(unknown) == len(document(message, "D01")["fields"]["persons"]), answer["findings"]
    assert all(each["path"].startswith("D01.persons[") and each["path"].endswith("].name") for each in unknown), unknown


@sentence("end to end: bad matters: every missing or defective document, field, evidence at once: article, what, who can cure")
def all_at_once(stand):
    message = transfer()
    message["documents"] = [each for each in message["documents"] if each["type"] not in ("D02", "D05")]
    message["head"]["evidence"] = []
    del document(message, "D01")["fields"]["facts"]
    document(message, "D03")["fields"]["items"][0]["unit"] = "no unit"
    for each in message["documents"]:
        each.pop("files", None)
    done = stand.send(message)
    assert done.returncode in (10, 11), done
    answer = json.loads(done.stdout)
    assert {"K01.D02", "K01.D05"} <= codes(answer), codes(answer)
    places = " ".join(each.get("path", "") for each in answer["findings"])
    assert "D01.facts" in places and "D03.items[0].unit" in places, places
    for each in answer["findings"]:
        assert each["zh"] and each["en"] and each["fault"] and each["class"], each
    missing = next(each for each in answer["findings"] if each["code"] == "K01.D02")
    assert "art" in missing["en"].lower() and "supplied by" in missing["en"].lower(), missing["en"]


def vectors(file):
    path = MATERIAL / "idcodes" / file
    if not path.exists():
        print(f"{path} is not here: skipped")
        return []
    with open(path, newline="") as text:
        return [(row["code"], row["valid_check_digit"] == "true") for row in csv.DictReader(text, delimiter="\t")]


@sentence("end to end: bad matters: published identity codes give the expected finding, or none")
def identity_codes(stand):
    people, firms = vectors("citizen-id-gb11643.tsv"), vectors("uscc-gb32100.tsv")
    # Of one field five places are named, so that as many codes are sent at once.
    for begin in range(0, max(len(people), len(firms)), 5):
        message = transfer()
        parties, expected = message["head"]["parties"], set()
        for code, good in people[begin:begin + 5]:
            parties.append({"no": len(parties) + 1, "kind": "person", "name": "某", "idType": "citizen_18", "id": code, "roles": ["suspect"],
                            "present": True})
            expected |= set() if good else {f"head.parties[{len(parties) - 1}].id"}
        for code, good in firms[begin:begin + 5]:
            parties.append({"no": len(parties) + 1, "kind": "organisation", "name": "某公司", "org": code, "roles": ["suspect"], "present": True})
            expected |= set() if good else {f"head.parties[{len(parties) - 1}].org"}
        done = stand.send(message)
        got = {each.get("path", "") for each in json.loads(done.stdout)["findings"]}
        got = {path for path in got if path.startswith("head.parties[") and path.endswith((".id", ".org"))}
        assert got == expected, (sorted(got ^ expected), len(expected))


def naughty():
    path = MATERIAL / "badinput/naughty/blns.json"
    if not path.exists():
        print(f"{path} is not here: only our own {len(STRINGS)} strings are tried")
        return STRINGS
    return STRINGS + json.loads(path.read_text())


def with_texts(message, text):
    """`text` in every text of the head, of its lists, and of the documents and their groups: in each string but dates, codes, ids, files,
    and the certificates of officers, of which no two may be one. It is not empty: that is a field left out."""
    def put(value, path):
        if isinstance(value, dict):
            return {name: put(inner, f"{path}.{name}") for name, inner in value.items()}
        if isinstance(value, list):
            return [put(inner, path) for inner in value]
        free = isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9_.:/-]*|\d{4}-\d\d-\d\d(T.*)?", value)
        return text if free and not path.endswith((".file", ".certNo")) else value
    message["head"]["note"] = message["head"]["parties"][0]["name"] = "any text"
    message["head"]["parties"][0]["aliases"] = ["any text", "another"]
    message["head"] = put(message["head"], "head")
    for each in message["documents"]:
        each["fields"] = put(each["fields"], each["type"])
    return message


def texts_of(value, path=""):
    if isinstance(value, dict):
        return {k: v for name, inner in value.items() for k, v in texts_of(inner, f"{path}.{name}").items()}
    if isinstance(value, list):
        return {k: v for i, inner in enumerate(value) for k, v in texts_of(inner, f"{path}[{i}]").items()}
    return {path: value} if isinstance(value, str) else {}


@sentence("end to end: bad matters: strings that break programs arrive byte for byte in texts of head and documents, shown and never obeyed")
def strings(stand):
    police = stand.agencies["luoyuan-police"]
    stand.run("caseway", "--agency", police.dir, "receive", "--once")  # what other tests sent
    sent = []
    texts = [text for text in naughty() if text]
    assert sum(text == "any text" for text in texts_of(with_texts(transfer(), "any text")).values()) > 100
    for i, text in enumerate(texts):
        sent.append(with_texts(transfer(), text))
        stand.write(sent[-1], f"naughty-{i}.json")
    files = [stand.root / "out" / f"naughty-{i}.json" for i in range(len(sent))]
    for begin in range(0, len(files), 50):
        done = stand.run("caseway", "--agency", stand.agencies["luoyuan-amr"].dir, "send", *files[begin:begin + 50])
        assert done.returncode in (0, 10, 11), (done.returncode, done.stderr[-2000:], done.stdout[-2000:])
        told = stand.run("caseway", "--agency", police.dir, "receive", "--once")
        assert told.returncode == 0, told
        for shown in (done.stdout, done.stderr, told.stdout, told.stderr):
            assert not any(ord(c) < 32 and c != "\n" or 0x7f <= ord(c) < 0xa0 or c in "\u202e\u2066" for c in shown), repr(shown)
    came = {each["case"]: each for each in police.deliveries()}
    for message in sent:
        arrived = came[message["case"]]
        got, said = texts_of(arrived["head"]), texts_of(message["head"])
        for path, text in said.items():
            if ".file" not in path and text:
                assert got.get(path) == text, (path, text, got.get(path))
        for each, other in zip(message["documents"], arrived["documents"]):
            got = texts_of(other["fields"])
            for path, text in texts_of(each["fields"]).items():
                assert got.get(path, "") == text, (path, text, got.get(path))
    for words in (("show", "todo"), ("show", "case", sent[10]["case"])):
        shown = stand.run("caseway", "--agency", police.dir, *words)
        assert shown.returncode == 0 and "\x1b" not in shown.stdout and "\u202e" not in shown.stdout, shown


def main():
    with Stand("bad-matters") as stand:
        failed = run_all(stand)
        audit = stand.replay()
        print(f"audit {audit['audit']}, {audit['records']} records")
        return failed


if __name__ == "__main__":
    sys.exit(main())
