#!/usr/bin/env python3
"""Scripts of the demonstration are refused, named by case and row, before anything runs. demo_script_test.py HOME"""
import copy
import json
import pathlib
import shutil
import sys
import tempfile
import types
import unittest

HOME = pathlib.Path(sys.argv.pop()).absolute()
sys.path.insert(0, str(HOME / "deploy"))
from script import ClockName, Failed, Script, by_instant, instant, merged  # noqa: E402
from story import Story, check_owed, told  # noqa: E402
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

    def test_what_is_not_there_yet_when_a_row_comes(self):
        self.refused(lambda t: t["rows"][0].pop("opens"), "row 2", "copy")
        self.refused(lambda t: t["rows"].insert(1, {**t["rows"][0], "again": "3-accepted", "file": "1-transfer"}), "row 1", "3-accepted")
        self.refused(lambda t: t["rows"][3].update(at="2025-09-27T10:29:00+08:00"), "row 4", "before")

    def test_an_expectation_that_would_not_be_looked_at(self):
        self.refused(lambda t: t["rows"][1].pop("seenBy"), "row 2", "whose view")
        self.refused(lambda t: t["rows"][1]["expect"].update(copies={}), "row 2", "copies")
        self.refused(lambda t: t["rows"][1].update(offBus=True), "row 2", "clocks")
        self.refused(lambda t: (t["members"][1].update(adapter=False)), "row 1", "minqing-police")

    def test_two_scripts_that_contradict_each_other(self):
        first = Script(OTHER)
        for change, words in ((lambda t: t["members"][0].update(region="350125"), "minqing-amr"),
                              (lambda t: t["counterparts"][0].update(counterpart="minqing-procuratorate"), "counterpart"),
                              (lambda t: None, "c5000000000000000000000000000001")):
            script = copy.deepcopy(self.script)
            change(script)
            with self.assertRaisesRegex(Failed, words):
                merged([first, self.read(script)])

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
        owed = {"luoyuan-amr": 8, "minqing-amr": 4, "lianjiang-amr": 0}
        check_owed({"deliveries": owed}, agencies, scripts)
        for name in owed:
            with self.assertRaisesRegex(Failed, f"owes {name} {owed[name] + 1} "):
                check_owed({"deliveries": {**owed, name: owed[name] + 1}}, agencies, scripts)


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
