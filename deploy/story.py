#!/usr/bin/env python3
"""Runs the demonstration cases through a real broker and tells them as they happen.

One broker (casewayd) and a folder adapter for each agency that has one run as processes of their own, each with its own keys. The script
of each case (deploy/cases/*/script.json, see script.py) says who says what and when, and what must come of it; the cases run at once, and
the one clock of the training site follows the instants of all their rows. Whatever differs from a script ends the demo with exit 1.
Named by case and row: verdicts, findings, who is owed a copy of what, clocks with their due instants, warnings and how they ended (what of
these a row does not name must not come), states, outcomes told, counters, links, and a clock or a program that fails meanwhile. Named by case and
agency: what its own view of the case tells after the last row, and what its system holds in the end. Named by agency: how many deliveries the record owes it, of all cases. An expectation that nobody reads is an error too.
"""
import argparse
import collections
import json
import pathlib
import signal
import subprocess
import sys

from closing import check_closing, links_of
from last_checks import check_deliveries, check_owed, flipped_byte, intruders
from processes import Agency, Site, prepare, wait_for
from script import ON_RECEIPT, ClockName, Failed, Script, by_instant, instant, merged, read_json, row_name
from telling import Pages, Words, clock_label, clock_line, counter_label, outcome_line, pair_name, pair_of, receipt_lines


class Clock:
    """The training site's one clock, which stands for all cases and only moves forward."""

    def __init__(self, site, start):
        self.site, self.now = site, instant(start)

    def move(self, at):
        if at > self.now:
            self.site.set_clock(at.isoformat())
            self.now = at


class Story:
    """Tells one case row by row and checks each against the script."""

    def __init__(self, agencies, script, words, pages, mark):
        self.agencies, self.script, self.words, self.pages = {a.id: a for a in agencies}, script, words, pages
        self.mark = mark  # stands before a row's number where several cases are told at once
        self.receipts = {}
        self.transfers = {}  # the script's name -> id
        self.left = len(script.rows)

    def line(self, text):
        self.pages.line(self.script.case, text)

    def detail(self, text):
        self.line(f"         {text}")

    def row(self, row, clock):
        try:
            clock.move(instant(row["at"]))
            if self.left == len(self.script.rows):
                self.line(f"== {self.script.case}  {self.words.of(self.script.title)}")
            self.tell(row)
        except (Failed, subprocess.TimeoutExpired) as failed:
            raise Failed(f"{self.script.case} {row_name(row)}: {failed}") from None
        self.left -= 1
        if self.left == 0:
            check_closing(self)
            self.pages.ended(self.script.case)

    def tell(self, row):
        head = f"[{self.mark}{row['row']:>4}] {row['at'][:16].replace('T', ' ')}"
        if row.get("offBus"):
            self.line(f"{head}  ({self.words('off')}) {self.words.of(row)}")
            return
        for name in row.get("hold", []):
            self.agencies[name].hold()
        if "file" in row:
            self.said(head, row)
        elif "again" in row:
            self.again(head, row)
        else:
            self.line(f"{head}  {self.words('bus')}: {self.words.of(row)}")
        for name in row.get("release", []):
            self.agencies[name].release()
        self.settle(row)

    def said(self, head, row):
        agency = self.agencies[row["agency"]]
        message = read_json(self.script.dir / f"{row['file']}.json")
        if message.get("confirms", "").startswith("@"):
            message["confirms"] = self.receipts[message["confirms"][1:]]["body"]
        if message["transfer"].startswith("@"):
            message["transfer"] = self.transfers[message["transfer"][1:]]
        receipt = agency.send(self.script.dir, row["file"], message)
        self.receipts[row["file"]] = receipt
        self.line(f"{head}  {agency.name(self.words.lang)}: {self.words.of(row)}  [{receipt['procedure']} {receipt['step']}]")
        for text in receipt_lines(self.words, self.script, receipt):
            self.detail(text)
        self.same(f"the transfer {row['transfer']}", self.transfers.setdefault(row["transfer"], receipt["transfer"]), receipt["transfer"])
        self.check_receipt(row, receipt)
        for name, opened in row.get("opens", {}).items():
            self.transfers[name] = self.opened(agency, receipt, **opened)

    def opened(self, agency, receipt, kind, recipient):
        """The transfer that the bus opened, found by whom it is for among those that the receipt tells. Who said the step is party to each."""
        found = [s["transfer"] for s in receipt["states"] if s["procedure"] == kind and s["transfer"] not in self.transfers.values()]
        found = [t for t in found if agency.ask("transfer", t)["recipient"] == recipient]
        self.same(f"{kind} transfers opened for {recipient}", 1, len(found))
        return found[0]

    def again(self, head, row):
        agency, first = self.agencies[row["agency"]], self.receipts[row["again"]]
        again = agency.send_again(first)
        same = again["statement"] == first["statement"]
        self.line(f"{head}  {agency.name(self.words.lang)}: {self.words.of(row)}: {self.words('record')} {again['record']}, {'=' if same else '!='}")
        if not same:
            raise Failed("the repeat got another statement")

    def check_receipt(self, row, receipt):
        expect = row["expect"]
        if receipt["verdict"] != expect["verdict"] or receipt.get("code", "") != expect.get("code", ""):
            raise Failed(f"expected {expect}, got {receipt['verdict']} {receipt.get('code')} {receipt['findings']}")
        self.same("findings", sorted(expect.get("findings", [])), sorted({f["code"] for f in receipt["findings"]}))
        copies = collections.defaultdict(list)
        for copy in receipt["copies"]:
            copies[copy["to"]] += copy["documents"] or copy["facts"]
        self.same("copies", expect.get("copies", {}), dict(copies))
        self.check_clocks(expect, receipt)

    def check_clocks(self, expect, receipt):
        news = collections.defaultdict(list)
        for clock in receipt["clocks"]:
            news[clock["event"]].append(clock)
        others = [f"{clock['clock']} {event}" for event in sorted(set(news) - {"started", "moved", "ended", "fired"}) for clock in news[event]]
        self.same("clocks that a row has no word for", [], others)  # suspended, resumed: no case has such yet
        self.same("clocks", told(expect.get("clocks", {})), self.by_name(news["started"], "due"))
        self.same("moved", told(expect.get("moved", {})), self.by_name(news["moved"], "due"))
        warn = [clock for clock in news["started"] + news["moved"] if clock.get("warn")]
        self.same("warns", told(expect.get("warns", {})), self.by_name(warn, "warn"))
        first = [clock for clock in news["started"] + news["moved"] if clock.get("first", clock.get("due")) != clock.get("due")]
        self.same("first", told(expect.get("first", {})), self.by_name(first, "first"))
        ended = [clock for clock in news["ended"] if clock["how"] != "restarted"]
        self.same("ended", told(expect.get("ended", {})), self.by_name(ended, "how"))
        for how, state in (("warning", "warned"), ("overdue", "fired")):
            came = self.by_name([clock for clock in news["fired"] if clock["how"] == how], "how")
            self.same(f"{state}, not named", [], sorted(set(came) - {ClockName.read(clock).told for clock in expect.get(state, [])}))

    def by_name(self, clocks, field):
        """By the names of expectations: "K01.review lin". A list where several transfers have the clock."""
        values = collections.defaultdict(list)
        for clock in clocks:
            name = ClockName(clock["clock"], pair_of(self.script, clock), "")
            values[name.told].append(clock.get(field, ON_RECEIPT))
        return one_or_all(values)

    def settle(self, row):
        """What else the row must have led to shows in a party's own view of the transfer."""
        expect = row["expect"]
        states = expect.get("state", {})
        for name, state in (states if isinstance(states, dict) else {row["transfer"]: states}).items():
            self.await_state(row, name, state)
        for key, field in (("clocks", "due"), ("moved", "due"), ("warns", "warn"), ("first", "first")):
            for clock, value in expect.get(key, {}).items():
                if value != ON_RECEIPT:  # by now it may have been received
                    self.await_clock(row, clock, field, value)
        for state in ("warned", "fired"):
            for clock in expect.get(state, []):
                self.await_clock(row, clock, "state", state)
        if "outcomes" in expect and expect["verdict"] != "returned":
            self.await_outcomes(row)
        if "counters" in expect or "links" in expect:
            self.await_case(row)
        if "openFindings" in expect:
            self.wait(lambda: len(self.view(row).get("findings", [])), expect["openFindings"], f"open findings of {row['transfer']}")

    def view(self, row, transfer=""):
        return self.agencies[row.get("seenBy") or row["agency"]].ask("transfer", self.transfers[transfer or row["transfer"]])

    def await_state(self, row, transfer, state):
        self.wait(lambda: self.view(row, transfer)["state"], state, f"the state of {transfer}")
        self.detail(f"{self.words('state')}: {self.view(row, transfer)['procedure']} {state}")

    def await_clock(self, row, named, field, value):
        """A pair's clock is looked for under its party and offence, one of the transfer as a whole without."""
        name = ClockName.read(named)

        def clocks():
            return [c for c in self.view(row, name.transfer).get("clocks", []) if c["clock"] == name.clock and pair_of(self.script, c) == name.pair]

        def values():
            return [clock.get(field) for clock in clocks()]

        self.wait(lambda: [value] if value in (seen := values()) else seen, [value], f"{field} of {named}")
        clock = next(c for c in clocks() if c.get(field) == value)
        label = clock_label(self.words, self.script, clock)
        if field == "due":  # its line tells the warning too
            self.detail(clock_line(self.words, label, clock))
        elif field == "state":
            self.detail(f"{self.words(value)}: {label}")

    def await_outcomes(self, row):
        """The head of the message, as the other side's system holds it."""
        view = self.view(row)
        other = self.agencies[view["recipient"] if view["sender"] == row["agency"] else view["sender"]]
        body = self.receipts[row["file"]]["body"]

        def held():
            return [{pair_of(self.script, each): each["outcome"] for each in message["head"].get("outcomes", [])}
                    for message in other.deliveries() if message.get("body") == body]
        self.wait(held, [row["expect"]["outcomes"]], f"the outcomes that {other.id} is told")
        for pair, outcome in row["expect"]["outcomes"].items():
            self.detail(outcome_line(self.words, pair_name(self.words, self.script, pair), outcome))

    def await_case(self, row):
        """What is counted and linked in a case, as the query for it tells the row's agency."""
        agency = self.agencies[row.get("seenBy") or row["agency"]]

        def case_of(transfer):
            return agency.ask("case", agency.ask("transfer", self.transfers[transfer])["case"])
        for counter, value in row["expect"].get("counters", {}).items():
            name, _, transfer = counter.partition(" in ")
            self.wait(lambda: case_of(transfer or row["transfer"]).get("counters", {}).get(name, 0), value, f"the counter {counter}")
            self.detail(f"{counter_label(self.words, name)}: {value}" + (f" ({transfer})" if transfer else ""))
        names = {transfer: name for name, transfer in self.transfers.items()}
        for link in row["expect"].get("links", []):
            self.wait(lambda: [each for each in links_of(case_of(row["transfer"]), names) if each == link], [link], f"the link {link}")
            one, relation, other = link.split(" ")
            self.detail(f"{self.words('link')}: {one} -> {other} ({self.words.code(relation)})")

    def wait(self, look, expected, what):
        seen = []

        def there():
            seen[:] = [look()]
            return seen == [expected]
        try:
            wait_for(there, f"{what} to be {expected}")
        except Failed as failed:
            raise Failed(f"{failed}; it is {seen[0] if seen else 'unknown'}") from None

    def same(self, what, expected, got):
        if expected != got:
            raise Failed(f"{what}: expected {expected}, got {got}")


def told(expected):
    """Expectations as a receipt tells clocks: without the transfer's name."""
    values = collections.defaultdict(list)
    for clock, value in expected.items():
        values[ClockName.read(clock).told] += value if isinstance(value, list) else [value]
    return one_or_all(values)


def one_or_all(values):
    return {name: each[0] if len(each) == 1 else sorted(each, key=str) for name, each in values.items()}


def tell_cases(site, agencies, scripts, start, words, follow):
    """All rows of all cases, in the order of their instants."""
    pages = Pages([script.case for script in scripts], follow)
    stories = {s.case: Story(agencies, s, words, pages, f"{s.case} " if follow and len(scripts) > 1 else "") for s in scripts}
    clock = Clock(site, start)
    try:
        for script, row in by_instant(scripts):
            stories[script.case].row(row, clock)
    finally:
        pages.close()


def keep(site, agency, args, words):
    site.start()
    print(words("runs_on").format(pid=site.process.pid, endpoint=(site.dir / "endpoint").read_text().strip()) + "\n"
          f"  {args.bin}/caseway --agency {agency.dir} show todo\n"
          f"  {args.bin}/caseway-audit replay {args.dir}/broker\n"
          f"  kill {site.process.pid}   # {words('stops')}")


def play(args, words):
    site, agencies = Site(args.bin, args.dir), []
    kept = False
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what was started is ended too
    try:
        scripts = [Script(folder) for folder in args.case or cases_of(args.home)]
        members, counterparts, start = merged(scripts)
        agencies = [Agency(site, *member) for member in members]
        prepare(site, agencies, counterparts, args.home, start)
        for agency in agencies:
            if agency.adapter:
                agency.start()
        tell_cases(site, agencies, scripts, start, words, args.follow)
        intruders(site, agencies[0], words)
        check_deliveries(agencies, scripts, words)
        site.stop()
        flipped_byte(site, words)
        audit = json.loads(site.run("caseway-audit", "replay", site.dir, "--json").stdout)
        check_owed(audit, agencies, scripts)
        if args.keep:
            keep(site, agencies[0], args, words)
        ended = words("replayed").format(transfers=audit["transfers"], records=audit["records"], audit=words.code(audit["audit"]))
        print(f"demo: {ended}", flush=True)
        kept = args.keep
        return 0
    except (Failed, subprocess.TimeoutExpired) as failed:
        print(f"demo: {failed}", file=sys.stderr)
        return 1
    finally:
        for agency in agencies:
            agency.kill()
        if not kept:
            site.kill()


def cases_of(home):
    return sorted(path.parent for path in (home / "deploy/cases").glob("*/script.json"))


def main():
    parser = argparse.ArgumentParser(prog="deploy/demo", description="Carries the cases of deploy/cases from agency to agency and back.")
    parser.add_argument("--bin", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--case", type=pathlib.Path, action="append", metavar="DIR", help=argparse.SUPPRESS)  # instead of deploy/cases/*
    parser.add_argument("--lang", choices=["zh", "en"], default="en")
    parser.add_argument("--follow", action="store_true", help="print each row as it comes instead of case by case")
    parser.add_argument("--keep", action="store_true", help="leave the broker running and say how to talk to it")
    parser.add_argument("--dir", type=pathlib.Path, help="where everything is put, in the place of what an earlier run left there (default build/demo)")
    args = parser.parse_args()
    args.dir = (args.dir or args.home / "build/demo").absolute()
    return play(args, Words(args.lang))


if __name__ == "__main__":
    sys.exit(main())
