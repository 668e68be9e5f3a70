#!/usr/bin/env python3
"""Parts recalled and erased through a real broker, by the programs that agencies, officers and auditors run.
recall_test.py BIN HOME DIR [WORDS OF A SENTENCE]"""
import json
import shutil
import sys

from stand import NOW, Stand, run_all, sentence, transfer

RECALLED = {"page.txt": b"a page that its own agency alone may keep", "film.txt": b"a film that its own agency alone may keep " * 2000}
KEPT = {"kept-page.txt": b"a page that the police may read, too", "kept-film.txt": b"a film that the police may see, too. " * 2000}


def with_files(stand):
    """A transfer with two items that are recalled later, one of them in a file of its own, and two that are not; and their part numbers."""
    message = transfer()
    folder = stand.root / "out" / "items"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**RECALLED, **KEPT}.items():
        (folder / name).write_bytes(content)
        message["head"]["evidence"].append({"id": name, "class": "E7", "title": name, "made": "2025-09-08", "file": f"items/{name}"})
    last = len(message["documents"]) + len(message["head"]["evidence"])
    return message, list(range(last - 3, last + 1))


def recall(of, record, parts, **fields):
    """One side's word of it."""
    notice = {"message": str(record), "reason": "wrong_part", "parts": [str(part) for part in parts], **fields}
    return {"procedure": of["procedure"], "step": "recall", "case": of["case"], "transfer": of["transfer"], "occurredAt": NOW,
            "head": {"title": of["head"]["title"], "about": str(record)},
            "documents": [{"id": "d118", "type": "D118", "carrier": "E", "stamp": "valid", "fields": notice}]}


def take_back(stand, message, record, parts):
    """The sender asks, the receiver confirms that it destroyed them."""
    asked = stand.answered(recall(message, record, parts))
    assert asked["verdict"] != "returned", asked
    word = recall(message, record, parts, destroyed=True)
    word["confirms"] = stand.agencies["luoyuan-police"].ask("transfer", message["transfer"])["pending"][0]["body"]
    confirmed = stand.answered(word, agency="luoyuan-police")
    assert confirmed["verdict"] != "returned", confirmed


def erase(stand, message, record, parts, ok=(0,)):
    """The order of two officers, from its words to the broker's answer."""
    site, path = stand.site, stand.root / "erase.json"
    named = [word for part in parts for word in ("--part", part)]
    site.run("caseway", "order", "new", "erase", "--transfer", message["transfer"], "--record", record, *named, "--site", site.dir, "--out", path)
    for officer in ("officer-1", "officer-2"):
        site.run("caseway", "order", "sign", path, "--officer", officer, "--key", site.dir / "keys" / f"{officer}.key")
    return site.run("caseway", "order", "send", path, "--site", site.dir, ok=ok)


def files_with(folder, content):
    return [path for path in folder.rglob("*") if path.is_file() and content[:200] in path.read_bytes()]


def mail_of(stand, agency):
    """What an agency is delivered now."""
    done = stand.run("caseway", "--agency", stand.agencies[agency].dir, "receive", "--once")
    assert done.returncode == 0, done
    return stand.agencies[agency].deliveries()


def audit(stand, command, site, *options):
    done = stand.run("caseway-audit", command, site, *options)
    return done.returncode, done.stdout


@sentence("end to end: recall: a part recalled is delivered no more, who had been sent it is told to its sender alone")
def recalled(stand):
    message, parts = with_files(stand)
    record = stand.answered(message)["record"]
    refused = erase(stand, message, record, parts[:1], ok=range(256))  # nobody recalled it
    assert refused.returncode != 0 and "order.parts" in refused.stderr, refused
    mail_of(stand, "luoyuan-police")
    take_back(stand, message, record, parts[:2])
    show = ("show", "transfer", message["transfer"])
    told = stand.run("caseway", "--agency", stand.agencies["luoyuan-amr"].dir, "--lang", "en", *show, "--seen", record)
    assert told.returncode == 0 and f"recalled: part {parts[0]} of record {record}\n" in told.stdout, told
    assert "was sent to Luoyuan police: the whole message" in told.stdout, told.stdout
    assert ", taken 2025-09-26" in told.stdout, told.stdout
    for agency, which in (("luoyuan-police", record), ("luoyuan-amr", record + 1)):
        no = stand.run("caseway", "--agency", stand.agencies[agency].dir, *show, "--seen", which)
        assert no.returncode == 2 and "--seen" in no.stderr, no


@sentence("end to end: erase: two officers erase recalled parts; gone from the disk, shown to nobody after a restart, every proof whole")
def erased(stand):
    message, parts = with_files(stand)
    answer = stand.answered(message)
    record, site = answer["record"], stand.site
    take_back(stand, message, record, parts[:2])
    erase(stand, message, record, parts[:2])
    again = erase(stand, message, record, parts[:1], ok=range(256))
    assert again.returncode != 0 and "order.parts" in again.stderr, again
    site.stop()
    site.start()
    arrived = next(each for each in mail_of(stand, "luoyuan-police") if each["transfer"] == message["transfer"] and each["step"] == "transfer")
    files = {item["id"]: item.get("file", "") for item in arrived["head"]["evidence"]}
    assert not any(files[name] for name in RECALLED) and all(files[name] for name in KEPT), files
    told = stand.run("caseway", "--agency", stand.agencies["luoyuan-police"].dir, "--lang", "en", "show", "transfer", message["transfer"])
    for part in parts[:2]:
        assert f"recalled: part {part} of record {record}, erased\n" in told.stdout, told
    repeat = stand.run("caseway", "--agency", stand.agencies["luoyuan-amr"].dir, "--json", "send", "--again", answer["lane"], answer["number"])
    proven = json.loads(repeat.stdout)
    assert proven["statement"] == answer["statement"] and proven["treeSize"] >= answer["treeSize"], proven
    site.stop()
    held = stand.agencies["luoyuan-amr"].dir / "lane" / "checkpoint"
    for command in ("verify", "replay"):
        code, said = audit(stand, command, site.dir, "--held", held)
        assert code == 0, said
        for part in parts[:2]:
            assert f"erased: part {part} of record {record} was erased by order " in said, said
    assert f"left out: record {record} is not judged again" in said, said
    site.start()


@sentence("end to end: erase: nothing of an erased part is left on the disk once no other message carries it, and no index holds its words")
def gone(stand):
    message, parts = with_files(stand)
    for name in RECALLED:  # of its own, unlike those of other sentences
        path = stand.root / "out" / "items" / name
        path.write_bytes(path.read_bytes().replace(b"agency", b"bureau"))
    message["head"]["ownCaseNumber"] = "罗市监案〔2025〕9907号"
    record = stand.answered(message)["record"]
    contents = [(stand.root / "out" / "items" / name).read_bytes() for name in RECALLED]
    assert all(files_with(stand.site.dir, content) for content in contents)
    take_back(stand, message, record, [0, *parts[:2]])
    erase(stand, message, record, [0, *parts[:2]])
    stand.site.stop()
    assert not any(files_with(stand.site.dir, content) for content in contents)
    left = files_with(stand.site.dir, message["head"]["ownCaseNumber"].encode())
    assert not left, left
    stand.site.start()
    found = stand.agencies["luoyuan-amr"].ask("search", "罗市监案〔2025〕9907")
    assert not found.get("found"), found


@sentence("end to end: erase: an audit names what is lost without an order, and not what an order erased")
def lost(stand):
    message, parts = with_files(stand)
    record = stand.answered(message)["record"]
    take_back(stand, message, record, parts[:2])
    erase(stand, message, record, parts[:2])
    stand.site.stop()

    def damaged(change):
        copy = stand.root / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(stand.site.dir, copy)
        toml = copy / "casewayd.toml"
        toml.write_text(toml.read_text().replace(str(stand.site.dir), str(copy)))
        change(copy / "vault")
        return audit(stand, "verify", copy)

    code, said = damaged(lambda vault: None)
    assert code == 0 and "missing" not in said, said

    def remove(vault):
        for path in files_with(vault, KEPT["kept-film.txt"]):
            path.unlink()

    code, said = damaged(remove)
    assert code == 3 and f"(record {record} part {parts[3]})" in said, said
    assert f"part {parts[1]})" not in said.replace(f"(record {record} part {parts[3]})", ""), said

    def blank(vault):
        for path in files_with(vault, KEPT["kept-page.txt"]):
            path.write_bytes(path.read_bytes().replace(KEPT["kept-page.txt"], bytes(len(KEPT["kept-page.txt"]))))

    code, said = damaged(blank)
    assert code == 1 and f"record {record} part {parts[2]}: its bytes are zeros, and no record says that they were erased" in said, said
    stand.site.start()


def main():
    with Stand("recall") as stand:
        failed = run_all(stand)
        judged = stand.replay()
        print(f"audit {judged['audit']}, {judged['records']} records, {len(judged['erased'])} parts erased")
        return failed


if __name__ == "__main__":
    sys.exit(main())
