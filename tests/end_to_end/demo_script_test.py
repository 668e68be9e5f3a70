#!/usr/bin/env python3
"""Scripts of the demonstration are refused, named by case and row, before anything runs; and what comes otherwise than a row says is
found, each thing by itself. demo_script_test.py HOME"""
import contextlib
import copy
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import types
import unittest
import unittest.mock

HOME = pathlib.Path(sys.argv.pop()).absolute()
sys.path.insert(0, str(HOME / "deploy"))
import processes  # noqa: E402
from closing import check_closing  # noqa: E402
from last_checks import check_owed, place_named  # noqa: E402
from script import ClockName, Failed, Script, by_instant, instant, merged  # noqa: E402
from story import Story, play, told  # noqa: E402
from telling import Pages, Words  # noqa: E402

CN01 = HOME / "deploy/cases/cn-01"
OTHER = HOME / "tests/end_to_end/cases/minqing"


class Scripts(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.script = json.loads((OTHER / "script.json").read_text())

    def read(self, script):
        folder = self.root / "minqing"
        shutil.copytree(OTHER, folder, dirs_exist_ok=True)
        (folder / "script.json").write_text(json.dumps(script))
        return Script(folder)

    def refused_message(self, name, change, *words):
        """`change` may put a text in place of the message."""
        folder = self.root / "minqing"
        shutil.copytree(OTHER, folder, dirs_exist_ok=True)
        path = folder / f"{name}.json"
        message = json.loads(path.read_text())
        path.write_text(change(message) or json.dumps(message))
        with self.assertRaises(Failed) as raised:
            Script(folder)
        for word in (f"{name}.json", *words):
            self.assertIn(word, str(raised.exception))

    def refused(self, change, *words):
        script = copy.deepcopy(self.script)
        change(script)
        with self.assertRaises(Failed) as raised:
            self.read(script)
        for word in words:
            self.assertIn(word, str(raised.exception))

    def test_what_nobody_reads_or_has_named(self):
        row = "minqing row 3 (3-accepted)"
        self.refused(lambda t: t.update(membres=[]), "script.json", "membres")
        self.refused(lambda t: t["members"][0].update(roles="police"), "minqing", "roles")
        self.refused(lambda t: t["rows"][2].update(files=""), row, "files")
        self.refused(lambda t: t["rows"][2]["expect"].update(copy={}), row, "copy")
        self.refused(lambda t: t["rows"][2].pop("transfer"), row, "transfer")
        self.refused(lambda t: t["rows"][2].update(agency="minqing-polise"), row, "minqing-polise")
        self.refused(lambda t: t["rows"][2]["expect"]["clocks"].update({"K01.review buying": "2025-09-30 24:00"}), row, "buying")
        self.refused(lambda t: t["rows"][2]["expect"].update(state={"fiel": "accepted"}), row, "fiel")
        self.refused(lambda t: t["rows"][2].update(file="3-acepted"), "3-acepted.json")
        self.refused(lambda t: t["deliveries"].update({"minqing-court": []}), "minqing-court")

    def test_a_closing_that_nobody_could_look_at(self):
        view = "minqing closing, file as minqing-police sees it"
        self.refused(lambda t: t.pop("closing"), "script.json", "closing")
        self.refused(lambda t: t["closing"].pop(), "minqing closing", "minqing-procuratorate")
        self.refused(lambda t: t["closing"][1].pop("counters"), view, "counters")
        self.refused(lambda t: t["closing"][1].update(flags=[]), view, "flags")
        self.refused(lambda t: t["closing"][1].update(of="fiel"), "minqing closing, fiel as", "fiel")
        self.refused(lambda t: t["closing"][1].update(seenBy="minqing-polise"), "minqing-polise")
        self.refused(lambda t: t["closing"][1]["transfers"].update(fiel="closed"), view, "fiel")
        self.refused(lambda t: t["closing"][1]["outcomes"].update(fiel={}), view, "fiel")
        self.refused(lambda t: t["closing"][1]["outcomes"]["file"].update(buying="filed"), view, "buying")
        self.refused(lambda t: t["closing"][1].update(links=["file joined fiel"]), view, "fiel")
        self.refused(lambda t: t["closing"][1].update(links=["file copy"]), view, "NAME relation NAME")
        self.refused(lambda t: t["closing"][1].update(clocks=["K01.review"]), view, "''")
        self.refused(lambda t: t["closing"][1].update(clocks=["K01.review buying in file"]), view, "buying")

    def test_counters_links_and_outcomes_of_a_row(self):
        self.refused(lambda t: t["rows"][1]["expect"].update(counters={"cure_notices in fiel": 0}), "minqing row 2", "fiel")
        self.refused(lambda t: t["rows"][1]["expect"].update(links=["file joined fiel"]), "minqing row 2", "fiel")
        self.refused(lambda t: t["rows"][1]["expect"].update(outcomes={}), "minqing row 2", "outcomes")
        self.refused(lambda t: t["rows"][5]["expect"].pop("outcomes"), "minqing row 6", "1/213")
        self.refused(lambda t: t["rows"][5]["expect"]["outcomes"].update(selling="filed"), "minqing row 6", "1/214")
        self.refused(lambda t: t["rows"][5]["expect"]["outcomes"].update(buying="filed"), "minqing row 6", "buying")

    def test_what_is_not_there_yet_when_a_row_comes(self):
        self.refused(lambda t: t["rows"][0].pop("opens"), "row 2", "copy")
        repeat = {"row": "1a", "at": self.script["rows"][0]["at"], "zh": "", "en": "", "agency": "minqing-amr", "again": "3-accepted", "expect": {}}
        self.refused(lambda t: t["rows"].insert(1, repeat), "row 1a", "3-accepted")
        self.refused(lambda t: t["rows"].insert(3, {**repeat, "at": t["rows"][2]["at"]}), "row 1a", "3-accepted", "that agency")
        self.refused(lambda t: t["rows"][3].update(at="2025-09-27T10:29:00+08:00"), "row 4", "before")

    def test_an_expectation_that_would_not_be_looked_at(self):
        self.refused(lambda t: t["rows"][1].update(expect={}), "row 2", "nothing is looked for")
        self.refused(lambda t: t["rows"][1]["expect"].update(copies={}), "row 2", "copies")
        self.refused(lambda t: (t["members"][1].update(adapter=False)), "row 1", "minqing-police")

    def test_a_row_is_of_one_form(self):
        said = {"row": "1a", "at": self.script["rows"][0]["at"], "zh": "", "en": "", "expect": {}}
        again = {**said, "agency": "minqing-amr", "again": "1-transfer"}
        for row, words in (({**said, "offBus": True, "file": "1-transfer"}, "of one form"), ({**said, "offBus": False}, "of one form"),
                           ({**said, "transfer": "file"}, "of one form"),
                           ({**again, "file": "1-transfer"}, "of one form"), ({**again, "seenBy": "minqing-amr"}, "of one form"),
                           ({**said, "offBus": True, "hold": ["minqing-police"]}, "hold"), ({**said, "offBus": True, "transfer": "file"}, "transfer"),
                           ({**said, "again": "1-transfer"}, "agency"), ({**again, "expect": {"state": "sent"}}, "state"),
                           ({**said, "offBus": True, "expect": {"state": "sent"}}, "state"), ({**again, "opens": {}}, "opens"),
                           ({**said, "seenBy": "minqing-amr", "expect": {"state": "sent"}}, "transfer"),
                           ({**said, "seenBy": "minqing-amr", "transfer": "file", "agency": "minqing-amr"}, "agency"),
                           ({**said, "file": "1-transfer", "transfer": "file"}, "agency")):
            self.refused(lambda t: t["rows"].insert(1, row), "minqing row 1a", words)

    def test_what_is_of_another_form_is_named_by_its_place(self):
        self.refused(lambda t: t.update(start="2025-09-26T08:00:00"), "script.json", "no offset")
        self.refused(lambda t: t["rows"][3].update(at="2025-09-27T10:40:00"), "minqing row 4", "no offset")
        self.refused(lambda t: t["rows"][3].update(at="noon"), "minqing row 4", "noon")
        self.refused(lambda t: t["rows"][3].update(expect=None), "minqing row 4")
        self.refused(lambda t: t.update(members={}, pairs=[]), "script.json")
        self.refused(lambda t: t["counterparts"][0].update(counterpart="minqing-polise"), "minqing", "minqing-polise")
        self.refused(lambda t: t["counterparts"][0].pop("role"), "counterpart", "role")
        self.refused(lambda t: t["counterparts"][0].update(roles=""), "counterpart", "roles")
        self.refused(lambda t: t["rows"][0]["opens"]["copy"].update(recipient="minqing-court"), "minqing row 1", "minqing-court")
        self.refused_message("3-accepted", lambda m: m.pop("transfer") and None, "minqing row 3", "transfer")
        self.refused_message("3-accepted", lambda m: m.pop("head") and None, "minqing row 3", "head")
        self.refused_message("3-accepted", lambda m: "{", "line 1")
        self.refused_message("1-transfer", lambda m: m["head"]["evidence"][0].update(file="evidence/none.txt"), "row 1", "evidence/none.txt")
        with self.assertRaisesRegex(Failed, "no script"):
            merged([])

    def test_a_clock_is_looked_at_in_its_transfer(self):
        self.refused(lambda t: t["rows"][2]["expect"]["ended"].update({"ALL.signoff in copy": "lapsed"}), "row 3", "ALL.signoff in copy")
        for key in ("clocks", "moved", "warns"):
            self.refused(lambda t: t["rows"][2]["expect"].update({key: {"ALL.signoff": ["27th", "28th"]}}), "row 3", "ALL.signoff", "one value")
        for row, key, name in ((1, "clocks", "K01.cure"), (1, "warns", "K01.cure"), (2, "warns", "K01.cure"), (2, "moved", "K01.cure"),
                               (2, "clocks", "K01.cure in copy")):
            self.refused(lambda t: t["rows"][row]["expect"].update({key: {name: "on receipt"}}), f"row {row + 1}", name, "only a receipt")

    def test_what_is_said_twice(self):
        self.refused(lambda t: t["rows"].insert(1, {**t["rows"][0], "row": "1a"}), "minqing row 1a", "said above")

    def test_two_scripts_that_contradict_each_other(self):
        first = Script(OTHER)
        with self.assertRaisesRegex(Failed, "cases/minqing is called minqing too"):
            merged([first, self.read(self.script)])
        for change, words in ((lambda t: t["members"][0].update(region="350125"), "minqing-amr"),
                              (lambda t: t["counterparts"][0].update(counterpart="minqing-procuratorate"), "counterpart"),
                              (lambda t: None, "c5000000000000000000000000000001")):
            script = {**copy.deepcopy(self.script), "case": "minqing-2"}
            change(script)
            with self.assertRaisesRegex(Failed, words):
                merged([first, self.read(script)])
        second = self.read({**self.script, "case": "minqing-2"})
        second.case_ids = {"c5000000000000000000000000000002"}
        with self.assertRaisesRegex(Failed, "minqing has a 1-transfer.json of minqing-amr too"):
            merged([first, second])

    def test_the_rows_of_all_follow_one_clock(self):
        scripts = [Script(CN01), Script(OTHER)]
        rows = by_instant(scripts)
        instants = [instant(row["at"]) for _, row in rows]
        self.assertEqual(instants, sorted(instants))
        for script in scripts:
            self.assertEqual([row for s, row in rows if s is script], script.rows)
        members, counterparts, start = merged(scripts)
        self.assertEqual(start, "2025-09-08T09:00:00+08:00")
        self.assertEqual([m.id for m in members if not m.adapter], ["lianjiang-amr"])
        self.assertEqual((len(members), len(counterparts)), (7, 12))

    def test_the_end_of_a_day_is_the_next_days_beginning(self):
        self.assertEqual(instant("2025-12-31T24:00:00+08:00"), instant("2026-01-01T00:00:00+08:00"))

    def test_deliveries_that_the_record_owes_are_counted_for_those_without_an_adapter_too(self):
        scripts = [Script(CN01), Script(OTHER)]
        agencies = [types.SimpleNamespace(id=name) for name in ("luoyuan-amr", "minqing-amr", "lianjiang-amr")]
        owed = {"luoyuan-amr": 9, "minqing-amr": 4, "lianjiang-amr": 0}
        check_owed({"deliveries": owed}, agencies, scripts)
        for name in owed:
            with self.assertRaisesRegex(Failed, f"owes {name} {owed[name] + 1} "):
                check_owed({"deliveries": {**owed, name: owed[name] + 1}}, agencies, scripts)


def clock(name, pair=(), **more):
    return {"clock": name, **dict(zip(("party", "offence"), pair)), **more}


MAKING, SELLING = (1, "213"), (1, "214")


class Checks(unittest.TestCase):
    """One row, with a receipt and views that are as it says; then one thing of them otherwise at a time."""

    def setUp(self):
        self.row = {"row": "3", "agency": "minqing-police", "file": "3-accepted", "transfer": "file", "expect": {
            "verdict": "next_step_barred", "code": "", "findings": ["K01.D98"], "copies": {"minqing-procuratorate": ["D01", "state"]},
            "clocks": {"K01.review making": "30th", "K01.review selling": "31st", "ALL.signoff": "26th", "ALL.signoff in copy": "27th",
                       "K01.cure": "on receipt"},
            "moved": {"K01.cure_notice": "29th"}, "first": {"K01.cure_notice": "28th"},
            "warns": {"K01.review making": "28th", "K01.cure_notice": "27th", "ALL.signoff": "24th", "ALL.signoff in copy": "25th"},
            "ended": {"K01.send24": ["in_time", "lapsed"], "K01.head3": "late"},
            "state": {"file": "accepted", "copy": "noted"}, "warned": ["K01.forward24"], "fired": ["ALL.paper_confirm"], "openFindings": 1}}
        self.receipt = {"verdict": "next_step_barred", "findings": [{"code": "K01.D98"}, {"code": "K01.D98"}], "states": [], "copies": [
            {"to": "minqing-procuratorate", "documents": ["D01"], "facts": []},
            {"to": "minqing-procuratorate", "documents": [], "facts": ["state"]}], "clocks": [
            clock("K01.review", MAKING, event="started", due="30th", warn="28th"), clock("K01.review", SELLING, event="started", due="31st"),
            clock("ALL.signoff", event="started", due="27th", warn="25th"), clock("ALL.signoff", event="started", due="26th", warn="24th"),
            clock("K01.cure", event="started"),
            clock("K01.cure_notice", event="moved", due="29th", warn="27th", first="28th"),
            clock("K01.send24", event="ended", how="lapsed"), clock("K01.head3", event="ended", how="late"),
            clock("K01.send24", event="ended", how="in_time"), clock("K01.forward24", event="fired", how="warning"),
            clock("ALL.paper_confirm", event="fired", how="overdue"), clock("K01.review", MAKING, event="ended", how="restarted")]}
        self.file = {"procedure": "K01", "state": "accepted", "findings": [{}], "clocks": [
            clock("K01.review", MAKING, due="30th", warn="28th", state="running"), clock("K01.review", SELLING, due="31st", state="running"),
            clock("K01.cure", state="armed"), clock("K01.cure_notice", due="29th", warn="27th", first="28th", state="running"),
            clock("ALL.signoff", due="26th", warn="24th", state="running"), clock("K01.forward24", due="28th", state="warned"),
            clock("ALL.paper_confirm", due="26th", state="fired")]}
        self.copy = {"procedure": "K01b", "state": "noted", "clocks": [clock("ALL.signoff", due="27th", warn="25th", state="running")]}
        self.again = "one statement"
        self.patience = unittest.mock.patch.object(processes, "WAIT_S", 0)  # what is not there does not come
        self.patience.start()
        self.addCleanup(self.patience.stop)

    def check(self):
        views = {"1": self.file, "2": self.copy}
        agency = types.SimpleNamespace(id="minqing-police", ask=lambda _, transfer: views[transfer])
        story = Story([agency], Script(OTHER), Words("en"), unittest.mock.Mock(), "")
        story.transfers = {"file": "1", "copy": "2"}
        story.check_receipt(self.row, self.receipt)
        story.settle(self.row)

    def otherwise(self, what, change):
        before = copy.deepcopy((self.row, self.receipt, self.file, self.copy))
        change()
        with self.assertRaisesRegex(Failed, what):
            self.check()
        self.row, self.receipt, self.file, self.copy = before

    def clocks(self, event, name, **more):
        """Changes one clock's news in the receipt."""
        next(each for each in self.receipt["clocks"] if (each["event"], each["clock"]) == (event, name)).update(more)

    def seen(self, view, name, **more):
        next(each for each in view["clocks"] if each["clock"] == name).update(more)

    def test_what_is_as_the_row_says(self):
        self.check()

    def test_what_the_receipt_tells_otherwise(self):
        self.otherwise("expected .*, got proceeds ", lambda: self.receipt.update(verdict="proceeds"))
        self.otherwise("expected .*, got next_step_barred step_barred", lambda: self.receipt.update(code="step_barred"))
        self.otherwise("^findings: ", lambda: self.receipt["findings"].append({"code": "K01.D04"}))
        self.otherwise("^findings: ", lambda: self.receipt["findings"].clear())
        self.otherwise("^copies: ", lambda: self.receipt["copies"].pop())
        self.otherwise("^copies: ", lambda: self.receipt["copies"].append({"to": "minqing-amr", "documents": ["D01"], "facts": []}))
        self.otherwise("^clocks: ", lambda: self.clocks("started", "K01.review", due="29th"))
        self.otherwise("^clocks: ", lambda: self.clocks("started", "K01.cure", due="29th"))
        self.otherwise("^clocks: ", lambda: self.clocks("started", "K01.review", offence="215"))
        self.otherwise("^moved: ", lambda: self.clocks("moved", "K01.cure_notice", due="30th"))
        self.otherwise("^warns: ", lambda: self.clocks("started", "K01.review", warn="29th"))
        self.otherwise("^warns: ", lambda: self.clocks("moved", "K01.cure_notice", warn=""))
        self.otherwise("^first: ", lambda: self.clocks("started", "K01.review", first="27th"))
        self.otherwise("^first: ", lambda: self.clocks("moved", "K01.cure_notice", first="29th"))
        self.otherwise("^ended: ", lambda: self.clocks("ended", "K01.head3", how="in_time"))
        self.otherwise("^ended: ", lambda: self.clocks("ended", "K01.send24", how="in_time"))

    def test_news_that_the_row_does_not_name(self):
        for key, news in (("clocks", clock("K25.enter7", event="started", due="1st")), ("clocks", clock("K25.enter7", event="started")),
                          ("moved", clock("K25.enter7", event="moved", due="1st")), ("ended", clock("K25.enter7", event="ended", how="late")),
                          ("warned", clock("K25.enter7", event="fired", how="warning")),
                          ("fired", clock("K01.forward24", event="fired", how="overdue")),
                          ("warned", clock("ALL.paper_confirm", event="fired", how="warning"))):
            self.otherwise(f"^{key}\\b", lambda: self.receipt["clocks"].append(news))
        for event in ("suspended", "resumed"):
            self.otherwise(f"^clocks that a row has no word for: .*K01.review {event}",
                           lambda: self.receipt["clocks"].append(clock("K01.review", MAKING, event=event, due="30th")))
        self.otherwise("^warns: .*selling", lambda: self.receipt["clocks"][1].update(warn="29th"))

    def test_what_the_views_tell_otherwise(self):
        self.otherwise("state of file .*; it is presented", lambda: self.file.update(state="presented"))
        self.otherwise("state of copy .*; it is presented", lambda: self.copy.update(state="presented"))
        self.otherwise("due of K01.review making .*; it is \\['29th'\\]", lambda: self.seen(self.file, "K01.review", due="29th"))
        self.otherwise("first of K01.cure_notice .*; it is \\['27th'\\]", lambda: self.seen(self.file, "K01.cure_notice", first="27th"))
        self.otherwise("due of K01.cure_notice ", lambda: self.seen(self.file, "K01.cure_notice", due="30th"))
        self.otherwise("warn of K01.review making ", lambda: self.seen(self.file, "K01.review", warn="29th"))
        self.otherwise("due of ALL.signoff in copy ", lambda: self.seen(self.copy, "ALL.signoff", due="28th"))
        self.otherwise("warn of ALL.signoff .*; it is \\['25th'\\]", lambda: (self.seen(self.file, "ALL.signoff", warn="25th"),
                                                                           self.seen(self.copy, "ALL.signoff", warn="24th")))
        self.otherwise("state of K01.forward24 ", lambda: self.seen(self.file, "K01.forward24", state="running"))
        self.otherwise("state of ALL.paper_confirm ", lambda: self.seen(self.file, "ALL.paper_confirm", state="warned"))
        self.otherwise("open findings of file .*; it is 2", lambda: self.file["findings"].append({}))
        self.otherwise("open findings of file .*; it is 0", lambda: self.file["findings"].clear())

    def test_what_the_case_counts_and_links_otherwise(self):
        cases = {"c5": {"counters": {"rounds": 1}, "links": [{"from": "1", "relation": "joined", "to": "2"}]}, "c6": {}}
        views = {"1": {"case": "c5"}, "2": {"case": "c6"}}
        agency = types.SimpleNamespace(id="minqing-police", ask=lambda what, identity: (cases if what == "case" else views)[identity])
        story = Story([agency], Script(OTHER), Words("en"), unittest.mock.Mock(), "")
        story.transfers = {"file": "1", "copy": "2"}
        row = {"agency": "minqing-police", "transfer": "file"}
        story.settle({**row, "expect": {"counters": {"rounds": 1, "rounds in copy": 0}, "links": ["file joined copy"]}})
        for expect, what in (({"counters": {"rounds": 2}}, "the counter rounds to be 2; it is 1"),
                             ({"counters": {"rounds in copy": 1}}, "the counter rounds in copy to be 1; it is 0"),
                             ({"links": ["copy joined file"]}, "the link copy joined file .*; it is \\[\\]")):
            with self.assertRaisesRegex(Failed, what):
                story.settle({**row, "expect": expect})

    def test_what_a_message_tells_the_other_side_otherwise(self):
        message = {"body": "b1", "head": {"outcomes": [{"party": 1, "offence": "213", "outcome": "filed"}]}}
        police = types.SimpleNamespace(id="minqing-police", ask=lambda *_: {"sender": "minqing-amr", "recipient": "minqing-police"})
        regulator = types.SimpleNamespace(id="minqing-amr", deliveries=lambda: [{"event": True}, {"body": "b2", "head": {}}, message])
        story = Story([police, regulator], Script(OTHER), Words("en"), unittest.mock.Mock(), "")
        story.transfers, story.receipts = {"file": "1"}, {"6-filed": {"body": "b1"}}
        row = {"agency": "minqing-police", "file": "6-filed", "transfer": "file", "expect": {"verdict": "proceeds", "outcomes": {"making": "filed"}}}
        story.settle(row)
        for outcomes in ({"making": "not_filed"}, {}, {"making": "filed", "selling": "filed"}):
            with self.assertRaisesRegex(Failed, "the outcomes that minqing-amr is told"):
                story.settle({**row, "expect": {**row["expect"], "outcomes": outcomes}})

    def test_a_repeat_that_gets_another_statement(self):
        agency = types.SimpleNamespace(id="minqing-amr", name=lambda _: "", send_again=lambda _: {"record": 1, "statement": self.again})
        story = Story([agency], Script(OTHER), Words("en"), unittest.mock.Mock(), "")
        story.receipts = {"1-transfer": {"statement": "one statement"}}
        row = {"row": "1", "at": "2025-09-26T11:06:00+08:00", "agency": "minqing-amr", "again": "1-transfer", "en": "", "expect": {}}
        clock = unittest.mock.Mock()
        story.row(row, clock)
        clock.move.assert_called_once_with(instant(row["at"]))
        self.again = "another"
        with self.assertRaisesRegex(Failed, "minqing row 1 .1-transfer.: the repeat got another statement"):
            story.row(row, clock)

    def test_a_clock_or_a_program_that_fails_is_named_by_the_row(self):
        row = {"row": "1a", "at": "2025-09-26T11:06:00+08:00", "offBus": True, "en": "", "expect": {}}
        for failed in (Failed("exit 3"), subprocess.TimeoutExpired("caseway", 120)):
            story = Story([], Script(OTHER), Words("en"), unittest.mock.Mock(), "")
            with self.assertRaisesRegex(Failed, "minqing row 1a: .*(exit 3|caseway.*120)"):
                story.row(row, unittest.mock.Mock(move=unittest.mock.Mock(side_effect=failed)))


class Closing(unittest.TestCase):
    """A view that is as `closing` says; then one thing of it otherwise at a time."""

    def setUp(self):
        self.expected = {"seenBy": "minqing-police", "of": "file", "transfers": {"file": "decided", "copy": "noted"},
                         "outcomes": {"file": {"making": "filed", "2/214": "not_filed"}}, "counters": {"cure_notices": 2},
                         "links": ["file joined copy"], "notPlain": ["K01 transfer: K01.D98 K01.D102", "K07 offer: step_not_open"],
                         "clocks": ["ALL.signoff in copy", "K01.review making in file"], "steps": {"K01 accepted": 1, "K07 offer": 0}}
        self.case = {"transfers": [
            {"transfer": "1", "state": "decided", "clocks": [clock("K01.review", MAKING, state="warned"), clock("K01.cure_notice", state="fired")],
             "pairs": [{**clock("", MAKING), "outcome": "filed"}, {**clock("", SELLING)}, {**clock("", (2, "214")), "outcome": "not_filed"}]},
            {"transfer": "2", "state": "noted", "clocks": [clock("ALL.signoff", state="armed")]}],
            "counters": {"cure_notices": 2}, "links": [{"from": "1", "relation": "joined", "to": "2"}], "history": [
            {"procedure": "K01", "step": "transfer", "verdict": "proceeds_with_findings", "findings": ["K01.D98", "K01.D102"]},
            {"procedure": "K01", "step": "accepted", "verdict": "proceeds"}, {"type": "tick", "verdict": "proceeds"},
            {"procedure": "K07", "step": "offer", "verdict": "returned", "code": "step_not_open"}]}
        self.lines = []
        patience = unittest.mock.patch.object(processes, "WAIT_S", 0)
        patience.start()
        self.addCleanup(patience.stop)

    def check(self):
        def ask(what, identity):
            return self.case if (what, identity) == ("case", "c5") else {"transfer": identity, "case": "c5"}
        agency = types.SimpleNamespace(id="minqing-police", name=lambda _: "the police", ask=ask)
        story = Story([agency], Script(OTHER), Words("en"), types.SimpleNamespace(line=lambda _, text: self.lines.append(text)), "")
        story.transfers, story.script.closing = {"file": "1", "copy": "2"}, [self.expected]
        check_closing(story)

    def otherwise(self, key, change):
        before = copy.deepcopy(self.case)
        change(self.case)
        with self.assertRaisesRegex(Failed, f"^minqing closing, file as minqing-police sees it: {key}: expected .*, got "):
            self.check()
        self.case = before

    def test_what_is_as_it_says_is_told(self):
        self.check()
        for line in ("outcome Zhou / 213: filed (file)", "outcome 2/214: not_filed (file)", "counter cure_notices: 2", "link: file -> copy (joined)",
                     "not simply proceeded: K07 offer: step_not_open", "said: K01 accepted x1", "state: file: decided; copy: noted",
                     "clocks that still run: ALL.signoff (copy); K01.review Zhou / 213 (file)"):
            self.assertIn(f"         {line}", self.lines)

    def test_what_differs_is_named_by_the_view(self):
        self.otherwise("transfers", lambda c: c["transfers"][0].update(state="closed"))
        self.otherwise("transfers", lambda c: c["transfers"].append({"transfer": "3", "state": "owed"}))
        self.otherwise("transfers", lambda c: c["transfers"].pop())
        self.otherwise("outcomes", lambda c: c["transfers"][0]["pairs"][1].update(outcome="filed"))
        self.otherwise("outcomes", lambda c: c["transfers"][0]["pairs"][0].pop("outcome"))
        self.otherwise("counters", lambda c: c["counters"].update(cure_notices=1))
        self.otherwise("counters", lambda c: c["counters"].update(outcomes_told=1))
        self.otherwise("links", lambda c: c["links"].clear())
        self.otherwise("links", lambda c: c["links"].append({"from": "2", "relation": "follow_on", "to": "1"}))
        self.otherwise("clocks", lambda c: c["transfers"][0]["clocks"][1].update(state="running"))
        self.otherwise("clocks", lambda c: c["transfers"][0]["clocks"][0].update(state="fired"))
        self.otherwise("notPlain", lambda c: c["history"][1].update(verdict="next_step_barred", findings=["K01.D07"]))
        self.otherwise("notPlain", lambda c: c["history"].pop())
        self.otherwise("steps", lambda c: c["history"].append(c["history"][1]))


class Sending(unittest.TestCase):
    def test_the_answer_to_an_earlier_message_of_that_name_is_none(self):
        with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.object(processes, "WAIT_S", 0):
            agency = processes.Agency(types.SimpleNamespace(root=pathlib.Path(folder)), "minqing-amr", "administrative", "350124", "", "")
            done = agency.dir / "out/done"
            done.mkdir(parents=True)
            for answer in ("1-transfer.receipt.json", "1-transfer.error.json"):
                (done / answer).write_text("{}")
                with self.assertRaisesRegex(Failed, "waited 0 s for minqing-amr to have the answer to 1-transfer"):
                    agency.send(OTHER, "1-transfer", {"head": {}})

    def test_an_adapter_that_does_not_stop_is_killed_and_named(self):
        agency = processes.Agency(types.SimpleNamespace(root=pathlib.Path("site")), "minqing-amr", "administrative", "350124", "", "")
        agency.process = unittest.mock.Mock(poll=lambda: None)
        agency.process.wait.side_effect = [subprocess.TimeoutExpired("caseway-adapter", 20), -9]
        with self.assertRaisesRegex(Failed, "adapter of minqing-amr, told to stop, ran on"):
            agency.stop()
        agency.process.kill.assert_called_once_with()

    def test_all_that_was_started_is_ended_though_the_first_will_not_stop(self):
        ended = []
        agencies = [types.SimpleNamespace(adapter=True, start=lambda: None, kill=lambda name=name: ended.append(name),
                                          stop=unittest.mock.Mock(side_effect=Failed("it runs on"))) for name in ("one", "two")]
        site = types.SimpleNamespace(kill=lambda: ended.append("site"), dir=pathlib.Path("site"))
        args = types.SimpleNamespace(bin=None, dir=None, home=HOME, case=[OTHER], follow=False, keep=False)
        with unittest.mock.patch.multiple("story", Site=lambda *_: site, Agency=unittest.mock.Mock(side_effect=agencies),
                                          merged=lambda _: ([(), ()], [], ""), prepare=lambda *_: None,
                                          tell_cases=unittest.mock.Mock(side_effect=Failed("row 1"))):
            with contextlib.redirect_stderr(io.StringIO()):
                self.assertEqual(play(args, Words("en")), 1)
        self.assertEqual(ended, ["one", "two", "site"])

    def test_the_audit_names_the_segment_and_the_place_of_a_flipped_byte(self):
        line = "mismatch: journal/0000000000000000.journal offset 2696: no whole group"
        self.assertEqual(place_named(f"records 3\n{line}\n", "0000000000000000.journal"), line)
        for audit in ("", "mismatch: journal/0000000000000001.journal offset 2696: x", "mismatch: head: x",
                      "mismatch: journal/0000000000000000.journal: x", "read journal/0000000000000000.journal offset 2696"):
            with self.assertRaisesRegex(Failed, "does not name the place"):
                place_named(audit, "0000000000000000.journal")


class Telling(unittest.TestCase):
    def test_the_names_of_clocks(self):
        self.assertEqual(ClockName.read("K01.review lin in file 1"), ("K01.review", "lin", "file 1"))
        self.assertEqual(ClockName.read("ALL.signoff in file 1"), ("ALL.signoff", "", "file 1"))
        self.assertEqual(ClockName.read("ALL.signoff"), ("ALL.signoff", "", ""))

    def test_a_receipts_clocks_are_told_apart_by_pair_and_transfer(self):
        story = Story([], Script(OTHER), Words("en"), None, "")
        clocks = [{"clock": "K01.review", "party": 1, "offence": "213", "due": "a"},
                  {"clock": "K01.review", "party": 1, "offence": "214", "due": "b"},
                  {"clock": "K01.review", "party": 2, "offence": "213", "due": "c"}, {"clock": "ALL.signoff", "due": "e"},
                  {"clock": "ALL.signoff", "due": "d"}]
        self.assertEqual(story.by_name(clocks, "due"), {"K01.review making": "a", "K01.review selling": "b", "K01.review 2/213": "c",
                                                        "ALL.signoff": ["d", "e"]})
        self.assertEqual(told({"ALL.signoff in one": "e", "ALL.signoff in two": "d", "K01.review making in one": "a"}),
                         {"ALL.signoff": ["d", "e"], "K01.review making": "a"})

    def test_each_cases_lines_stand_together(self):
        printed = []
        for follow, expected in ((False, ["a1", "a2", "b1", "b2", "b3", "c1"]), (True, ["b1", "a1", "c1", "b2", "a2", "b3"])):
            pages = Pages(["a", "b", "c"], follow)
            pages.show = printed.append
            for case, text in (("b", "b1"), ("a", "a1"), ("c", "c1"), ("b", "b2"), ("a", "a2")):
                pages.line(case, text)
            pages.ended("c")
            pages.ended("a")
            pages.line("b", "b3")
            pages.close()
            self.assertEqual(printed, expected)
            printed.clear()


if __name__ == "__main__":
    unittest.main()
