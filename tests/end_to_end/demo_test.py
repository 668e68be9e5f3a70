#!/usr/bin/env python3
"""The demonstration: as `deploy/demo` runs it, beside a case of another county, and with a wrong expectation in either case.
demo_test.py PART BIN HOME DIR; PART is one of the functions at the end."""
import json
import pathlib
import re
import shutil
import subprocess
import sys

LAST_LINE = re.compile(r"demo: [1-9]\d* transfers, [1-9]\d* records, audit agrees|demo: 移送[1-9]\d*件,记录[1-9]\d*条,审计一致")
# What stays in both languages: codes of the rules and of agencies, names of files and columns. Two English words in a row are a sentence.
CODES = re.compile(r"\[[^]]*\]|\([^)]*\)|[\w.]*\d[\w./:-]*|\b[a-z]+[-_][\w.-]+")
SENTENCE = re.compile(r"[A-Za-z]{2,} +[A-Za-z]{2,}")
ROW = re.compile(r"\[([\w-]+ )? *(\w+)\] (\d{4}-\d\d-\d\d \d\d:\d\d)  ")
TIMEOUT_S = 600  # against hanging only: some seconds where the machine is free


class Demo:
    """One run of it."""

    def __init__(self, programs, home, root, cases, *options):
        words = [sys.executable, home / "deploy/story.py", "--bin", programs, "--home", home, "--dir", root, *options]
        words += [word for case in cases for word in ("--case", case)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            self.stdout, self.stderr = process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.terminate()  # it ends the broker and the adapters
            self.stdout, self.stderr = process.communicate()
        self.code, self.lines = process.returncode, self.stdout.splitlines()

    def must(self, holds, what):
        if not holds:
            raise AssertionError(f"{self.stdout}\n--- stderr ---\n{self.stderr}\nexit {self.code}: {what}")

    def told(self):
        """Case -> the rows that stand below its title."""
        told = {}
        for line in self.lines:
            if line.startswith("== "):
                rows = told.setdefault(line.split()[1], [])
            elif row := ROW.match(line):
                rows.append(row[2])
        return told


    def closings(self):
        """For each case the views that follow its rows, each with the lines below its head."""
        cases, lines = [], None
        for line in self.lines:
            if line.startswith("== "):
                cases.append([])
            if re.match(r"\[(at the end|最后)\] ", line):
                cases[-1].append(lines := [])
            elif lines is not None and line.startswith("         "):
                lines.append(line)
            else:
                lines = None
        return cases


def script(case):
    return json.loads((case / "script.json").read_text())


def agrees(demo, cases):
    """It ends well, and each case was told whole, in one piece."""
    demo.must(demo.code == 0 and not demo.stderr, "it failed")
    demo.must([LAST_LINE.fullmatch(line) is not None for line in demo.lines if line.startswith("demo:")] == [True], "the audit is one line")
    demo.must(LAST_LINE.fullmatch(demo.lines[-1]), "the audit is the last line")
    scripts = [script(case) for case in cases]
    demo.must(list(demo.told()) == [each["case"] for each in scripts], f"not the cases in turn: {list(demo.told())}")
    demo.must(demo.told() == {each["case"]: [row["row"] for row in each["rows"]] for each in scripts}, "not each case's rows below its title")
    for case, told in zip(scripts, demo.closings(), strict=True):
        demo.must(len(told) == len(case["closing"]), f"not each view of {case['case']} after its rows")
        for view, lines in zip(case["closing"], told):
            closed_as(demo, view, lines)


def closed_as(demo, view, lines):
    """Each thing of the view is a line of its own."""
    text = "\n".join(lines)
    told = [f"{name}: {state}" for name, state in view["transfers"].items()] + view["notPlain"]
    told += [f" ({clock.partition(' in ')[2]})" for clock in view["clocks"]]
    told += [f"{one} -> {other} (" for one, _, other in map(str.split, view["links"])] + [f"{step} x{n}" for step, n in view.get("steps", {}).items()]
    demo.must(all(each in text for each in told), f"not all of {told} in\n{text}")
    outcomes = [name for name, pairs in view["outcomes"].items() for _ in pairs]
    demo.must([line.rpartition("(")[2] for line in lines if re.search(r"(outcome|结果) .*: ", line) and line.endswith(")")] ==
              [f"{name})" for name in outcomes], f"not an outcome for each pair of {view['outcomes']} in\n{text}")
    counters = [str(value) for value in view["counters"].values()]
    demo.must([line.rpartition(" ")[2] for line in lines if re.match(r" +(counter|计数) ", line)] == counters, f"not the counters {counters} in\n{text}")


def differs(demo, what):
    demo.must(demo.code == 1 and re.match(what, demo.stderr), f"it must say {what}")
    demo.must(not any(line.startswith("demo:") for line in demo.lines), "it must not end as if all agreed")


def changed(case, root, change):
    """A copy of the case with another script."""
    copy = root / "cases" / case.name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(case, copy)
    told = script(case)
    change(told)
    (copy / "script.json").write_text(json.dumps(told, ensure_ascii=False))
    return copy


def expect(told, file):
    return next(row["expect"] for row in told["rows"] if row.get("file") == file)


def zh(programs, home, root, ours, _):
    """As deploy/demo: all cases of deploy/cases."""
    demo = Demo(programs, home, root, [], "--lang", "zh")
    agrees(demo, ours)
    demo.must(demo.lines[-1].startswith("demo: 移送"), "the last line is told in Chinese")
    english = [line for line in demo.lines if SENTENCE.search(CODES.sub("", line))]
    demo.must(not english, f"these stayed English: {english}")


def en(programs, home, root, ours, other):
    """Six agencies; the other case's rows lie between those of cn-01."""
    agrees(Demo(programs, home, root, [*ours, other], "--lang", "en"), [*ours, other])


def wrong_copy(programs, home, root, ours, other):
    def change(told):
        expect(told, "06-transfer")["copies"]["luoyuan-procuratorate"] = ["D01"]
    wrong = [changed(case, root, change) if case.name == "cn-01" else case for case in ours]
    differs(Demo(programs, home, root / "site", [*wrong, other]), r"demo: cn-01 row 6 \(06-transfer\): copies: expected .*'D01'\]}, got .*'D06'\]}\n")


def wrong_clock(programs, home, root, ours, other):
    """Of two pairs' clocks one; told as it comes, so that the rows of all cases stand in the order of their instants."""
    def change(told):
        expect(told, "3-accepted")["clocks"]["K01.review selling"] = "2025-09-29 24:00"
    demo = Demo(programs, home, root / "site", [*ours, changed(other, root, change)], "--follow")
    differs(demo, r"demo: minqing row 3 \(3-accepted\): clocks: expected .*'K01.review selling': '2025-09-29 24:00'.*, got ")
    rows = [row for row in map(ROW.match, demo.lines) if row]
    demo.must([row[3] for row in rows] == sorted(row[3] for row in rows), "the clock only moves forward")
    cases = [row[1] for row in rows]
    demo.must("minqing " in cases[:-1] and any(cases[cases.index("minqing "):].count(f"{case.name} ") for case in ours), "rows of all cases in turn")


def wrong_delivery(programs, home, root, _, other):
    def change(told):
        told["deliveries"]["minqing-procuratorate"].pop()
    demo = Demo(programs, home, root / "site", [changed(other, root, change)])
    differs(demo, r"demo: minqing: minqing-procuratorate holds .*not_filed: D11")


def wrong_closing(programs, home, root, _, other):
    def change(told):
        told["closing"][1]["outcomes"]["file"]["selling"] = "filed"
    demo = Demo(programs, home, root / "site", [changed(other, root, change)])
    differs(demo, r"demo: minqing closing, file as minqing-police sees it: outcomes: expected .*'selling': 'filed'.*, got .*'selling': 'not_filed'")


def wrong_outcome(programs, home, root, _, other):
    """Of what a message tells the other side."""
    def change(told):
        expect(told, "6-filed")["outcomes"]["making"] = "not_filed"
    demo = Demo(programs, home, root / "site", [changed(other, root, change)])
    differs(demo, r"demo: minqing row 6 \(6-filed\): waited .* for the outcomes that minqing-amr is told to be .*not_filed.*; it is .*'filed'")


def main():
    part = {each.__name__: each for each in (zh, en, wrong_copy, wrong_clock, wrong_delivery, wrong_closing, wrong_outcome)}[sys.argv[1]]
    programs, home, root = map(pathlib.Path, sys.argv[2:])
    root = root / part.__name__
    ours = sorted(path.parent for path in (home / "deploy/cases").glob("*/script.json"))
    try:
        part(programs, home, root, ours, home / "tests/end_to_end/cases/minqing")
    except AssertionError as failed:
        print(failed)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
