#!/usr/bin/env python3
"""`caseway policy` at a real broker where two versions of the rules are active, one in force and one from a later day.
policy_test.py BIN HOME DIR [WORDS OF A SENTENCE]"""
import json
import re
import shutil
import sys

from stand import Stand, order, run_all, sentence

LATER = "2025-10-01"
REGION = """@0xb2c7d1e0f3a49586;
using R = import "/rules.capnp";
using L = import "laws.capnp";
const pack :R.Pack = (overlays = [(region = "35", label = (zh = "福建省", en = "Fujian"), basis = [L.site],
  effectiveFrom = "2025-10-01", effectiveTo = "2025-12-31",
  limits = [(clock = "K01.review", length = (amount = 2), basis = [L.site])])]);
"""


def activate_later(stand):
    """The shipped packs as a version of their own from LATER on, with what region 35 adds for three months."""
    folder = stand.root / "later"
    shutil.copytree(stand.home / "schemas/packs/cn-ip", folder / "cn-ip")
    laws = folder / "cn-ip/laws.capnp"
    text = laws.read_text()
    for name, of in (("version", "{}.1"), ("effectiveFrom", "{}")):
        old, new = (f'{name} = "{of.format(day)}"' for day in ("2025-05-01", LATER))
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    laws.write_text(text)
    (folder / "cn-ip/region_35.capnp").write_text(REGION)
    stand.site.run("caseway-rules", "compile", folder / "cn-ip", "--out", folder / "packs")
    order(stand.site, "pack", folder / "packs/cn-ip.pack")


def policy(stand, *words, agency="luoyuan-amr", json_flag=("--json",), ok=0):
    """stdout of the command; its stderr where it is to fail."""
    done = stand.run("caseway", "--agency", stand.agencies[agency].dir, "policy", *words, *json_flag)
    assert done.returncode == ok, done
    assert (done.stderr == "") == (ok == 0), done
    assert ok == 0 or done.stdout == "", done
    return done.stdout if ok == 0 else done.stderr


def told(stand, *words, **more):
    return json.loads(policy(stand, *words, **more))


def step_of(version, step):
    return next(one for one in version["steps"] if one["step"] == step)


def review_of(version):
    return next(one for one in step_of(version, "accepted")["clocks"] if one["clock"] == "K01.review")


@sentence("policy: a version in force and one of a later day are told, each with its days and what its region adds (K01)")
def both_versions(stand):
    asked = told(stand, "luoyuan-police", "K01")
    assert asked["agency"]["id"] == "luoyuan-police" and asked["procedure"] == "K01" and asked["day"] == "2025-09-26", asked
    now, later = asked["versions"]
    status = stand.agencies["luoyuan-amr"].ask("status")
    assert [one["digest"] for one in status["packs"]] == [now["digest"], later["digest"]], status
    assert [one["inForce"] for one in status["packs"]] == [True, False], status
    assert (now["version"], now["from"], now["inForce"]) == ("2025-05-01.1", "2025-05-01", True), now
    assert now["days"] == [{"from": "2025-09-26", "to": "2025-09-30"}], now
    assert (later["version"], later["from"], later["inForce"]) == (f"{LATER}.1", LATER, False), later
    assert later["days"] == [{"from": LATER}], later
    for version in (now, later):
        assert version["issuer"] == "Caseway" and "sample members' agreement" in version["agreement"], version
        transfer = step_of(version, "transfer")
        assert transfer["toAgency"] and not transfer["byAgency"] and transfer["documents"][0] == "D01", transfer
        assert review_of(version)["length"] == 3 and review_of(version)["owner"] == "receiver", version
    assert "earlierLimits" not in review_of(now), review_of(now)
    limit, = review_of(later)["earlierLimits"]
    assert limit["length"] == 2, limit
    assert limit["local"] == {"region": "35", "zh": "福建省", "en": "Fujian", "from": LATER, "to": "2025-12-31"}, limit


@sentence("policy: it is readable in both languages, the options stand before or after the command, and --step tells one step")
def readable(stand):
    en = policy(stand, "luoyuan-police", "K01", json_flag=())
    assert en.startswith("luoyuan-police Luoyuan police (the police), K01, 2025-09-26\n"), en
    assert f"version cn-ip {LATER}.1: to come, from {LATER}\n" in en, en
    assert "warns earlier, after 2 days; region 35 Fujian, from 2025-10-01 to 2025-12-31\n" in en, en
    zh = policy(stand, "luoyuan-police", "K01", "--lang", "zh", json_flag=())
    assert zh.startswith("luoyuan-police 罗源县公安局(公安机关),K01,2025-09-26\n") and "地方内部期限:2日届满时预警;地区 35 福建省" in zh, zh
    before = stand.run("caseway", "--agency", stand.agencies["luoyuan-amr"].dir, "--lang", "zh", "policy", "luoyuan-police", "K01")
    assert before.stdout == zh, before
    one = told(stand, "luoyuan-police", "K01", "--step", "transfer")
    assert [[step["step"] for step in version["steps"]] for version in one["versions"]] == [["transfer"]] * 2, one


def names_in(told):
    """Every member name in an answer."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield name
            yield from names_in(value)
    elif isinstance(told, list):
        for one in told:
            yield from names_in(one)


# No shipped pack and no region here has such a row.
NOT_SEEN = {"absent", "localCopies", "facts", "secondLength", "note"}


@sentence("policy: every name of the JSON of every kind is in the table of SDK.md, and each name there occurs")
def names_as_documented(stand):
    page = (stand.home / "docs/SDK.md").read_text().split("## What an agency asks for")[1].split("\n## ")[0]
    table = "".join(line for line in page.splitlines(True) if line.startswith("| "))
    documented = set(re.findall(r"`([a-zA-Z]+)`", table)) - {"caseway_policy"}
    seen = set()
    for kind in ("K01", "K01b", "K02", "K07", "K08", "K12", "K13", "K15", "K29"):
        for agency in ("luoyuan-police", "luoyuan-procuratorate"):  # one of them plays in each
            done = stand.run("caseway", "--agency", stand.agencies["luoyuan-amr"].dir, "policy", agency, kind, "--json")
            assert done.returncode in (0, 2), done
            if done.returncode == 0:
                seen |= set(names_in(json.loads(done.stdout)))
    assert seen <= documented, seen - documented
    assert documented - seen <= NOT_SEEN, documented - seen


@sentence("policy: an agency asks of itself, and of a sender: it says what it is asked for")
def of_a_sender(stand):
    for asked in (told(stand, "luoyuan-amr", "K01"), told(stand, "luoyuan-amr", "K01", agency="luoyuan-police")):
        now = asked["versions"][0]
        assert now["maySend"] and not now["mayReceive"], now
        assert step_of(now, "transfer")["byAgency"] and step_of(now, "accepted")["toAgency"], now


@sentence("policy: what is not there is exit 2, named, with what there is; no broker is exit 3 (7 cases)")
def what_is_not_there(stand):
    for words, parts in ((("nobody", "K01"), ("nobody: no such member of this site", "luoyuan-police")),
                         (("luoyuan-police", "K99"), ("K99: no such kind in", "K01, K01b")),
                         (("luoyuan-police", "K31"), ("K31: declared absent by", "K01, K01b")),
                         (("luoyuan-procuratorate", "K01"), ("plays no role in this kind", "sent by administrative, received by police")),
                         (("luoyuan-police", "K01", "--step", "tranfer"), ("K01.tranfer: no such step", "transfer")),
                         (("luoyuan-police",), ("KIND",))):
        said = policy(stand, *words, ok=2)
        assert all(part in said for part in parts), (words, said)
    stand.site.stop()
    assert "no session" in policy(stand, "luoyuan-police", "K01", ok=3)
    stand.site.start()


@sentence("policy: the later version is in force from the first instant of its day on, also after a restart; the other is told no more")
def the_day_comes(stand):
    stand.site.set_clock("2025-09-30T23:59:59+08:00")
    now, later = told(stand, "luoyuan-police", "K01")["versions"]
    assert now["inForce"] and now["days"] == [{"from": "2025-09-30", "to": "2025-09-30"}] and not later["inForce"], (now, later)
    stand.site.set_clock(f"{LATER}T00:00:00+08:00")
    for _ in range(2):
        only, = told(stand, "luoyuan-police", "K01")["versions"]
        assert only["version"] == f"{LATER}.1" and only["inForce"] and only["days"] == [{"from": LATER}], only
        stand.site.stop()
        stand.site.start()
    stand.site.set_clock("2026-01-01T00:00:00+08:00")
    only, = told(stand, "luoyuan-police", "K01")["versions"]
    assert "earlierLimits" not in review_of(only), only


def main():
    with Stand("policy") as stand:
        activate_later(stand)
        failed = run_all(stand)
        judged = stand.replay()
        print(f"audit {judged['audit']}, {judged['records']} records")
        return failed


if __name__ == "__main__":
    sys.exit(main())
