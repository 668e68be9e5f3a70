"""The scripts of demonstration cases (deploy/cases/CASE/script.json): read and checked before anything runs, and several of them merged.

A script holds all that is special to its case: who takes part, who is whose counterpart, how its pairs of person and offence are called,
its rows (who says what and when, and what must come of it), and what each agency's system holds and sees in the end.

    case, zh, en     its name, which no other script of the run has, and its title in both languages
    start            the training site's first instant, if no other script of the run begins earlier
    members          id, role, level, region, zh, en; "adapter": false for one that only says something
                     once, by `caseway send`: nobody takes its mailbox, of its deliveries the number counts
    counterparts     agency, role, counterpart
    pairs            NAME: party, offence, zh, en
    rows             row (its number in the case's account), at (an instant; T24:00 ends a day), zh, en, expect, and one of
                       offBus: true                      happens without the bus; nothing is expected
                       agency, file, transfer            the agency says FILE.json, in the transfer that the script calls so; once,
                                                         and no other script of the run has a FILE.json of that agency
                       agency, again                     the same bytes as its FILE.json once more; the same statement is expected
                       transfer, seenBy                  the bus: what that agency's view of the transfer comes to tell
                     With `file`, seenBy: whose view it is (default: agency); opens: NAME: kind, recipient of a transfer that the bus
                     opened for this row. With `file` and of the bus, hold, release: whose adapter stands still
    deliveries       agency: each delivery in a line, in order
    closing          after the last row, what the query for a case answers: seenBy (an agency), of (a transfer: the case it is in), and all
                     that the answer tells of transfers {NAME: state}, outcomes {NAME: {PAIR: outcome}}, counters {COUNTER: value},
                     links ["NAME relation NAME"], clocks (those that still run), notPlain (each message that did not simply proceed:
                     "K12 registered: step_barred", with its code or its findings); steps {"K15 supplement_declined": how often it was
                     said} of those named. Each member with an adapter looks at something.

What a message says in "transfer" is an id or "@NAME", one that the bus opened; "confirms" is "@FILE", the body of what was said so.

expect, of the receipt: nothing may come that the row does not name, nor a clock that is suspended or resumed, for which it has no word:
    verdict, code, findings, copies {to: documents or facts}
    clocks           {CLOCK: due, or "on receipt" where it waits for a document's receipt}
    moved, warns     {CLOCK: its new due date}; {CLOCK: warning} of both
    first            {CLOCK: the earlier of two readings} of both, where it is not the due date
    ended            {CLOCK: how}, without those that began anew
    warned, fired    [CLOCK]
    outcomes         {PAIR: outcome} of the head as the other side's system holds it; each message with outcomes that is delivered has it
expect, of the view: what is named must come, nothing else is looked at:
    state (of `transfer`, or {NAME: state}), clocks, moved, warns, first, warned, fired, openFindings
    counters         {COUNTER: value} of the case that `transfer` is in; "COUNTER in NAME" of the case of another
    links            ["NAME relation NAME"]

CLOCK is "K01.review" or, of a pair, "K01.review lin"; " in NAME" behind it names another transfer than the row's. What has ended no view
tells any more, and a receipt names no transfer: in `ended` " in NAME" is refused, and a value is a list where several transfers have
such a clock. "on receipt" stands without " in NAME" too, and not of the bus.
"""
import datetime
import json
import typing

SCRIPT_KEYS = {"case", "zh", "en", "start", "members", "counterparts", "pairs", "rows", "deliveries", "closing"}
MEMBER_KEYS = {"id", "role", "level", "region", "zh", "en"}
PAIR_KEYS = {"party", "offence", "zh", "en"}
ROW_KEYS = {"row", "at", "zh", "en", "expect"}
ROW_FORMS = {  # what tells the form -> what else such a row must and may hold
    "offBus": (set(), set()),
    "file": ({"agency", "transfer"}, {"seenBy", "opens", "hold", "release"}),
    "again": ({"agency"}, set()),
    "seenBy": ({"transfer"}, {"hold", "release"}),
}
COUNTERPART_KEYS = {"agency", "role", "counterpart"}
MESSAGE_KEYS = {"case", "transfer", "head"}  # those that are read here; the adapter knows them all
RECEIPT_KEYS = {"verdict", "code", "findings", "copies", "moved", "ended", "outcomes"}
VIEW_KEYS = {"state", "clocks", "warns", "first", "warned", "fired", "openFindings", "counters", "links"}
CLOCK_KEYS = ("clocks", "moved", "warns", "first", "ended", "warned", "fired")
DATE_KEYS = ("clocks", "moved", "warns", "first")  # those of them that tell a date
CLOSING_KEYS = {"seenBy", "of", "transfers", "outcomes", "counters", "links", "clocks", "notPlain"}
ON_RECEIPT = "on receipt"  # in place of the due date of a clock that waits for a document's receipt


class Failed(Exception):
    """Something is not as a script says."""


class Member(typing.NamedTuple):
    id: str
    role: str
    region: str
    zh: str
    en: str
    level: str = "4"
    adapter: bool = True


class ClockName(typing.NamedTuple):
    """What an expectation calls a clock: "K01.review lin in file1"."""
    clock: str
    pair: str  # "" of the transfer as a whole
    transfer: str  # "" the row's own

    @classmethod
    def read(cls, text):
        name, _, transfer = text.partition(" in ")
        clock, _, pair = name.partition(" ")
        return cls(clock, pair, transfer)

    @property
    def told(self):
        """As a receipt tells it: of no transfer."""
        return f"{self.clock} {self.pair}".strip()


def instant(text):
    """24:00 of a day is 00:00 of the next. ValueError if it is none, or has no offset."""
    ends_day = "T24:" in text
    at = datetime.datetime.fromisoformat(text.replace("T24:", "T00:"))
    if at.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return at + datetime.timedelta(days=1) if ends_day else at


def keys(what, given, must, may=frozenset()):
    if missing := must - set(given):
        raise Failed(f"{what}: {sorted(missing)} is not told")
    if unknown := set(given) - must - set(may):
        raise Failed(f"{what}: nobody reads {sorted(unknown)}")


def known(what, names, all_names, kind):
    if unknown := sorted(set(names) - set(all_names)):
        raise Failed(f"{what}: {unknown} is not {kind}")


def row_name(row):
    said = row.get("file") or row.get("again")
    return f"row {row.get('row')}" + (f" ({said})" if said else "")


def read_json(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError) as wrong:
        raise Failed(f"{path}: {wrong}") from None


class Script:
    """One case's script. Reading it refuses what nobody would read, and what nobody has named."""

    def __init__(self, folder):
        self.dir = folder
        self.place = folder / "script.json"  # where the reading is
        try:
            self.read(read_json(self.place))
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:  # of another form than the text above says
            raise Failed(f"{self.place}: {wrong!r}") from None

    def read(self, read):
        keys(self.place, read, SCRIPT_KEYS)
        self.case, self.title = read["case"], {"zh": read["zh"], "en": read["en"]}
        self.start, self.rows, self.deliveries = read["start"], read["rows"], read["deliveries"]
        self.counterparts, self.pairs, self.closing = read["counterparts"], read["pairs"], read["closing"]
        for member in read["members"]:
            keys(f"{self.case}: a member", member, MEMBER_KEYS, {"adapter"})
        for pair in self.pairs.values():
            keys(f"{self.case}: a pair", pair, PAIR_KEYS)
        self.members = [Member(**member) for member in read["members"]]
        self.case_ids, self.said = set(), {}  # file -> agency
        self.check()

    def check(self):
        ids = {member.id for member in self.members}
        known(self.case, self.deliveries, ids, "a member")
        for entry in self.counterparts:
            keys(f"{self.case}: a counterpart", entry, COUNTERPART_KEYS)
            known(f"{self.case}: a counterpart", [entry["agency"], entry["counterpart"]], ids, "a member")
        before, transfers = instant(self.start), set()
        for row in self.rows:
            self.place = where = f"{self.case} {row_name(row)}"
            form = self.form(where, row)
            if instant(row["at"]) < before:
                raise Failed(f"{where}: {row['at']} lies before the row above it")
            before = instant(row["at"])
            known(where, [row[key] for key in ("agency", "seenBy") if key in row], ids, "a member")
            known(where, row.get("hold", []) + row.get("release", []), {m.id for m in self.members if m.adapter}, "a member with an adapter")
            self.check_said(where, row, transfers)
            self.check_expectations(where, row, form, transfers)
        for view in self.closing:
            self.check_closing(view, transfers)
        known(f"{self.case} closing", [m.id for m in self.members if m.adapter], {v["seenBy"] for v in self.closing}, "looking at what became of the case")

    def form(self, where, row):
        """Of a row that is of one form, with all keys of it and no other."""
        forms = [form for form in ROW_FORMS if form in row and not (form == "seenBy" and "file" in row)]
        if len(forms) != 1 or row.get("offBus", True) is not True:
            raise Failed(f"{where}: it must be of one form, offBus: true, file, again or seenBy, and is of {forms}")
        must, may = ROW_FORMS[forms[0]]
        keys(where, row, ROW_KEYS | {forms[0]} | must, may)
        return forms[0]

    def check_said(self, where, row, transfers):
        """`transfers`, and what was said: what there is when the row comes; it adds its own."""
        if "again" in row:
            by_it = [file for file, agency in self.said.items() if agency == row["agency"]]
            known(where, [row["again"]], by_it, "what that agency has said above")
        if "file" in row:
            if row["file"] in self.said:
                raise Failed(f"{where}: it was said above; the same bytes once more are `again`")
            path = self.dir / f"{row['file']}.json"
            message = read_json(path)
            keys(f"{where}: {path}", set(message) & MESSAGE_KEYS, MESSAGE_KEYS)
            for item in message["head"].get("evidence", []):
                if not (self.dir / item["file"]).is_file():
                    raise Failed(f"{where}: {path}: {item['file']} is not there")
            named = {key: message[key][1:] for key in ("confirms", "transfer") if message.get(key, "").startswith("@")}
            known(where, [named["confirms"]] if "confirms" in named else [], self.said, "said above")
            known(where, [named["transfer"]] if "transfer" in named else [], transfers, "a transfer opened above")
            told = {f"{each['party']}/{each['offence']}" for each in message["head"].get("outcomes", [])}
            named = {f"{self.pairs[pair]['party']}/{self.pairs[pair]['offence']}" for pair in row["expect"].get("outcomes", {})}
            if told != named and row["expect"].get("verdict") != "returned":
                raise Failed(f"{where}: {path}: it tells outcomes of {sorted(told)}, the row of {sorted(named)}")
            self.case_ids.add(message["case"])
            self.said[row["file"]] = row["agency"]
            transfers.add(row["transfer"])
        for name, opened in row.get("opens", {}).items():
            keys(f"{where}: {name}", opened, {"kind", "recipient"})
            known(f"{where}: {name}", [opened["recipient"]], {member.id for member in self.members}, "a member")
            transfers.add(name)

    def check_expectations(self, where, row, form, transfers):
        expect = row["expect"]
        keys(where, expect, {"verdict"} if form == "file" else set(), {"file": VIEW_KEYS | RECEIPT_KEYS, "seenBy": VIEW_KEYS}.get(form, set()))
        if form == "seenBy" and not expect:
            raise Failed(f"{where}: nothing is looked for in that view")
        clocks = [ClockName.read(clock) for key in CLOCK_KEYS for clock in expect.get(key, [])]
        known(where, [clock.pair for clock in clocks if clock.pair], self.pairs, "a pair of the script")
        if named := [clock for clock in expect.get("ended", {}) if ClockName.read(clock).transfer]:
            raise Failed(f"{where}: no receipt tells in which transfer {named} ended")
        if lists := [clock for key in DATE_KEYS for clock, value in expect.get(key, {}).items() if not isinstance(value, str)]:
            raise Failed(f"{where}: {lists} has one value in each transfer, \"in NAME\"")
        silent = [clock for key in DATE_KEYS for clock, value in expect.get(key, {}).items()
                  if value == ON_RECEIPT and ((form, key) != ("file", "clocks") or ClockName.read(clock).transfer)]
        if silent:
            raise Failed(f"{where}: {silent}: only a receipt tells \"{ON_RECEIPT}\", and of no transfer")
        known(where, expect.get("outcomes", {}), self.pairs, "a pair of the script")
        known(where, links_named(where, expect.get("links", [])), transfers, "a transfer opened above")
        known(where, [t for counter in expect.get("counters", {}) if (t := counter.partition(" in ")[2])], transfers, "a transfer opened above")
        states = expect.get("state", {})
        named = [clock.transfer for clock in clocks if clock.transfer] + (list(states) if isinstance(states, dict) else [])
        known(where, named + ([row["transfer"]] if "transfer" in row else []), transfers, "a transfer opened above")

    def check_closing(self, view, transfers):
        self.place = where = closing_name(self.case, view)
        keys(where, view, CLOSING_KEYS, {"steps"})
        known(where, [view["seenBy"]], {member.id for member in self.members}, "a member")
        known(where, [view["of"], *view["transfers"], *view["outcomes"], *links_named(where, view["links"])], transfers, "a transfer of the script")
        known(where, [pair for outcomes in view["outcomes"].values() for pair in outcomes], self.pairs, "a pair of the script")
        clocks = [ClockName.read(clock) for clock in view["clocks"]]
        known(where, [clock.pair for clock in clocks if clock.pair], self.pairs, "a pair of the script")
        known(where, [clock.transfer for clock in clocks], transfers, "a transfer of the script")


def closing_name(case, view):
    return f"{case} closing, {view['of']} as {view['seenBy']} sees it"


def links_named(where, links):
    """The transfers that expectations of links name."""
    if odd := [link for link in links if len(link.split(" ")) != 3]:
        raise Failed(f"{where}: {odd} is not \"NAME relation NAME\"")
    return [name for link in links for name in link.split(" ")[::2]]


def merged(scripts):
    """One run for all: its members, counterparts and first instant. What two scripts say of one member must be the same."""
    if not scripts:
        raise Failed("there is no script to run")
    members, counterparts, cases, names, files = {}, {}, {}, {}, {}
    for script in scripts:
        if (first := names.setdefault(script.case, script)) is not script:
            raise Failed(f"{script.dir}: the script of {first.dir} is called {script.case} too")
        for member in script.members:
            if members.setdefault(member.id, member) != member:
                raise Failed(f"{script.case}: another script tells {member.id} otherwise: {members[member.id]}, {member}")
        for entry in script.counterparts:
            if (first := counterparts.setdefault((entry["agency"], entry["role"]), entry)) != entry:
                raise Failed(f"{script.case}: another script tells the counterpart otherwise: {first}, {entry}")
        for case_id in script.case_ids:
            if (first := cases.setdefault(case_id, script)) is not script:
                raise Failed(f"{script.case}: the case {case_id} is told by {first.case}")
        for file, agency in script.said.items():  # both would lie in one folder, with one name for the answers
            if (first := files.setdefault((agency, file), script)) is not script:
                raise Failed(f"{script.case}: {first.case} has a {file}.json of {agency} too")
    return list(members.values()), list(counterparts.values()), min((s.start for s in scripts), key=instant)


def by_instant(scripts):
    """(script, row) of all scripts, in the order in which they happen; at one instant as the scripts are listed."""
    rows = [(instant(row["at"]), number, script, row) for number, script in enumerate(scripts) for row in script.rows]
    return [(script, row) for _, _, script, row in sorted(rows, key=lambda each: each[:2])]
