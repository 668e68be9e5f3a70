"""The scripts of demonstration cases (deploy/cases/CASE/script.json): read and checked before anything runs, and several of them merged.

A script holds all that is special to its case: who takes part, who is whose counterpart, how its pairs of person and offence are called,
its rows (who says what and when, and what must come of it), and what each agency's system holds in the end.

    case, zh, en     its name, and its title in both languages
    start            the training site's first instant, if no other script of the run begins earlier
    members          id, role, level, region, zh, en; "adapter": false for one that only says something
                     once, by `caseway send`: nobody takes its mailbox, of its deliveries the number counts
    counterparts     agency, role, counterpart
    pairs            NAME: party, offence, zh, en
    rows             row (its number in the case's account), at (an instant; T24:00 ends a day), zh, en, expect, and one of
                       offBus: true                      happens without the bus
                       agency, file, transfer            the agency says FILE.json, in the transfer that the script calls so
                       agency, again                     the same bytes as FILE.json once more
                       (none: the bus)
                     seenBy: whose view tells what is expected (default: agency) of `transfer`; hold, release: whose adapter stands still
                     opens: NAME: kind, recipient of a transfer that the bus opened for this row
    deliveries       agency: each delivery in a line, in order

What a message says in "transfer" is an id or "@NAME", one that the bus opened; "confirms" is "@FILE", the body of what was said so.

expect, of the receipt: nothing may come that the row does not name:
    verdict, code, findings, copies {to: documents or facts}
    clocks           {CLOCK: due, or "on receipt" where it waits for a document's receipt}
    moved, warns     {CLOCK: its new due date}; {CLOCK: warning} of both
    ended            {CLOCK: how}, without those that began anew
    warned, fired    [CLOCK]
expect, of the view: what is named must come, nothing else is looked at:
    state (of `transfer`, or {NAME: state}), clocks, moved, warns, warned, fired, openFindings

CLOCK is "K01.review" or, of a pair, "K01.review lin"; " in NAME" behind it names another transfer than the row's. What has ended no view
tells any more, and a receipt names no transfer: in `ended` " in NAME" is refused, and a value is a list where several transfers have
such a clock.
"""
import datetime
import json
import typing

SCRIPT_KEYS = {"case", "zh", "en", "start", "members", "counterparts", "pairs", "rows", "deliveries"}
MEMBER_KEYS = {"id", "role", "level", "region", "zh", "en"}
PAIR_KEYS = {"party", "offence", "zh", "en"}
ROW_KEYS = {"row", "at", "zh", "en", "expect"}
ROW_MAY = {"offBus", "agency", "file", "transfer", "again", "seenBy", "hold", "release", "opens"}
RECEIPT_KEYS = {"verdict", "code", "findings", "copies", "moved", "ended"}
VIEW_KEYS = {"state", "clocks", "warns", "warned", "fired", "openFindings"}
CLOCK_KEYS = ("clocks", "moved", "warns", "ended", "warned", "fired")
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
    """24:00 of a day is 00:00 of the next."""
    ends_day = "T24:" in text
    at = datetime.datetime.fromisoformat(text.replace("T24:", "T00:"))
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
    return f"row {row['row']}" + (f" ({said})" if said else "")


class Script:
    """One case's script. Reading it refuses what nobody would read, and what nobody has named."""

    def __init__(self, folder):
        self.dir = folder
        path = folder / "script.json"
        if not path.exists():
            raise Failed(f"{path} is not there")
        read = json.loads(path.read_text())
        keys(path, read, SCRIPT_KEYS)
        self.case, self.title = read["case"], {"zh": read["zh"], "en": read["en"]}
        self.start, self.rows, self.deliveries = read["start"], read["rows"], read["deliveries"]
        self.counterparts, self.pairs = read["counterparts"], read["pairs"]
        for member in read["members"]:
            keys(f"{self.case}: a member", member, MEMBER_KEYS, {"adapter"})
        for pair in self.pairs.values():
            keys(f"{self.case}: a pair", pair, PAIR_KEYS)
        self.members = [Member(**member) for member in read["members"]]
        self.case_ids = set()
        self.check()

    def check(self):
        ids = {member.id for member in self.members}
        known(self.case, self.deliveries, ids, "a member")
        before, said, transfers = instant(self.start), set(), set()
        for row in self.rows:
            where = f"{self.case} {row_name(row)}"
            keys(where, row, ROW_KEYS, ROW_MAY)
            if instant(row["at"]) < before:
                raise Failed(f"{where}: {row['at']} lies before the row above it")
            before = instant(row["at"])
            known(where, [row[key] for key in ("agency", "seenBy") if key in row], ids, "a member")
            known(where, row.get("hold", []) + row.get("release", []), {m.id for m in self.members if m.adapter}, "a member with an adapter")
            self.check_said(where, row, said, transfers)
            self.check_expectations(where, row, transfers)

    def check_said(self, where, row, said, transfers):
        """`said`, `transfers`: what there is when the row comes; it adds its own."""
        known(where, [row["again"]] if "again" in row else [], said, "said above")
        if "file" in row:
            keys(where, set(row) & {"agency", "transfer"}, {"agency", "transfer"})
            path = self.dir / f"{row['file']}.json"
            if not path.exists():
                raise Failed(f"{where}: {path} is not there")
            message = json.loads(path.read_text())
            named = {key: message[key][1:] for key in ("confirms", "transfer") if message.get(key, "").startswith("@")}
            known(where, [named["confirms"]] if "confirms" in named else [], said, "said above")
            known(where, [named["transfer"]] if "transfer" in named else [], transfers, "a transfer opened above")
            self.case_ids.add(message["case"])
            said.add(row["file"])
            transfers.add(row["transfer"])
        for name, opened in row.get("opens", {}).items():
            keys(f"{where}: {name}", opened, {"kind", "recipient"})
            transfers.add(name)

    def check_expectations(self, where, row, transfers):
        expect = row["expect"]
        said = "file" in row
        keys(where, expect, {"verdict"} if said else set(), set() if row.get("offBus") else VIEW_KEYS | RECEIPT_KEYS if said else VIEW_KEYS)
        clocks = [ClockName.read(clock) for key in CLOCK_KEYS for clock in expect.get(key, [])]
        known(where, [clock.pair for clock in clocks if clock.pair], self.pairs, "a pair of the script")
        if named := [clock for clock in expect.get("ended", {}) if ClockName.read(clock).transfer]:
            raise Failed(f"{where}: no receipt tells in which transfer {named} ended")
        if lists := [clock for key in ("clocks", "moved", "warns") for clock, value in expect.get(key, {}).items() if not isinstance(value, str)]:
            raise Failed(f"{where}: {lists} has one value in each transfer, \"in NAME\"")
        states = expect.get("state", {})
        named = [clock.transfer for clock in clocks if clock.transfer] + (list(states) if isinstance(states, dict) else [])
        known(where, named + ([row["transfer"]] if "transfer" in row else []), transfers, "a transfer opened above")
        if VIEW_KEYS & set(expect) and not ({"agency", "seenBy"} & set(row) and "transfer" in row):
            raise Failed(f"{where}: it does not say whose view of which transfer")


def merged(scripts):
    """One run for all: its members, counterparts and first instant. What two scripts say of one member must be the same."""
    members, counterparts, cases = {}, {}, {}
    for script in scripts:
        for member in script.members:
            if members.setdefault(member.id, member) != member:
                raise Failed(f"{script.case}: another script tells {member.id} otherwise: {members[member.id]}, {member}")
        for entry in script.counterparts:
            if (first := counterparts.setdefault((entry["agency"], entry["role"]), entry)) != entry:
                raise Failed(f"{script.case}: another script tells the counterpart otherwise: {first}, {entry}")
        for case_id in script.case_ids:
            if (first := cases.setdefault(case_id, script)) is not script:
                raise Failed(f"{script.case}: the case {case_id} is told by {first.case}")
    return list(members.values()), list(counterparts.values()), min((s.start for s in scripts), key=instant)


def by_instant(scripts):
    """(script, row) of all scripts, in the order in which they happen; at one instant as the scripts are listed."""
    rows = [(instant(row["at"]), number, script, row) for number, script in enumerate(scripts) for row in script.rows]
    return [(script, row) for _, _, script, row in sorted(rows, key=lambda each: each[:2])]
