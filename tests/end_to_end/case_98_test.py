#!/usr/bin/env python3
"""The police and the procuratorate of case-98 by `caseway` through a real broker: what they find by whose number, and the third return for
supplementary investigation (docs/BAD_INPUT.md). case_98_test.py BIN HOME DIR [WORDS OF A SENTENCE]"""
import datetime
import json
import sys

from stand import HOME, Stand, run_all, sentence
from processes import wait_for
from script import Script

CASE = Script(HOME / "deploy/cases/case-98")
POLICE, PROCURATORATE = "xinwu-police", "xinwu-procuratorate"


class Talk:
    """The two agencies of the first file of case-98, an hour after each word."""

    def __init__(self, stand):
        self.stand, self.now = stand, datetime.datetime.fromisoformat(stand.agencies[POLICE].ask("status")["time"])

    def say(self, agency, name, **words):
        """FILE.json of the case, with what differs; the receipt. Whoever is owed something has taken it before."""
        self.now += datetime.timedelta(hours=1)
        self.stand.site.set_clock(self.now.isoformat())
        for each in (POLICE, PROCURATORATE):
            done = self.stand.run("caseway", "--agency", self.stand.agencies[each].dir, "receive", "--once")
            assert done.returncode == 0, done
        message = {**json.loads((CASE.dir / f"{name}.json").read_text()), **words, "occurredAt": self.now.isoformat()}
        return self.stand.answered(message, agency=agency)

    def delivered(self, agency, name, **words):
        answer = self.say(agency, name, **words)
        assert answer["verdict"] != "returned", f"{name}: {answer}"
        return answer

    def round(self, transfer):
        """Returned, investigated, sent again and registered again."""
        self.delivered(PROCURATORATE, "08-return", transfer=transfer)
        self.delivered(POLICE, "09-received", transfer=transfer)
        self.delivered(POLICE, "13-resent", transfer=transfer)
        self.delivered(PROCURATORATE, "15-registered-first")


NUMBERS = {POLICE: "锡公新诉字〔2025〕98号", PROCURATORATE: "锡新检案管收〔2025〕98号"}


@sentence("end to end: own numbers: each agency finds the case by either's number, however its brackets are written, and is told both")
def found_by_any_number(stand):
    talk = Talk(stand)
    talk.delivered(POLICE, "01-transfer")
    talk.delivered(PROCURATORATE, "02-received")
    wait_for(lambda: "indexedTo" not in stand.agencies[POLICE].ask("search", "锡公新"), "the index")
    for agency in (POLICE, PROCURATORATE):
        for text in ("锡公新诉字〔2025〕98号", "锡公新诉字（2025）", "锡新检案管收[2025]98号", CASE_ID):
            told = stand.agencies[agency].ask("search", text)
            assert {each["agency"]: each["number"] for each in told["numbers"]} == NUMBERS, (agency, text, told)
            assert all(each["case"] == CASE_ID for each in told["numbers"]), told
        words = stand.run("caseway", "--agency", stand.agencies[agency].dir, "show", "case", CASE_ID)
        assert words.returncode == 0 and all(number in words.stdout for number in NUMBERS.values()), words
    court = stand.agencies["xinwu-court"]
    assert court.ask("search", "锡公新诉字〔2025〕98号") == {}, "it was told of nothing yet"


@sentence("end to end: bad returns: the third return of a file goes back to its sender, with what is left to do; two are delivered")
def third_return(stand):
    """Of the transfer that the sentence before opened."""
    talk = Talk(stand)
    for agency, name in ((PROCURATORATE, "03-supplement-asked"), (POLICE, "05-supplemented"), (PROCURATORATE, "06-registered")):
        talk.delivered(agency, name)
    first, second, third = (f"a981300000000000000000000000000{no}" for no in (1, 2, 3))
    talk.round(first)
    talk.round(second)
    answer = talk.say(PROCURATORATE, "08-return", transfer=third)
    assert (answer["verdict"], answer["code"]) == ("returned", "stopped_at_sender"), answer
    stopped = next(each for each in answer["findings"] if each["code"] == "K13.third")
    assert all(article in stopped["en"] for article in ("367", "349", "342")), stopped
    case = stand.agencies[PROCURATORATE].ask("case", CASE_ID)
    assert case["counters"]["investigation_rounds"] == 2, case
    kinds = sorted(each["transfer"] for each in case["transfers"] if each["procedure"] == "K13")
    assert kinds == [first, second], kinds
    assert stand.replay()["audit"] == "agrees"


CASE_ID = json.loads((CASE.dir / "01-transfer.json").read_text())["case"]

if __name__ == "__main__":
    with Stand("case-98", CASE, "2025-05-19T09:01:00+08:00") as place:
        code = run_all(place)
    sys.exit(code)
