"""What became of a case, as its agencies' own views of it tell: counters, links, outcomes per person and offence, clocks that still run. Asked
of the broker after the case's last row, printed, and held against `closing` of its script."""
import collections

from processes import wait_for
from script import ClockName, Failed, closing_name
from telling import counter_label, outcome_line, pair_name, pair_of


def check_closing(story):
    """Failed names the case, the view and what differs in it."""
    for expected in story.script.closing:
        where = closing_name(story.script.case, expected)
        seen = {}

        def there():
            seen.update(seen_by(story, expected))
            return all(expected[key] == value for key, value in seen.items())
        try:
            wait_for(there, where)  # an acknowledgement, and what the index is to learn, may be under way
        except Failed as failed:
            key = next((key for key, value in seen.items() if expected[key] != value), None)
            if key is None:  # nobody answered
                raise Failed(f"{where}: {failed}") from None
            raise Failed(f"{where}: {key}: expected {expected[key]}, got {seen[key]}") from None
        tell(story, expected, seen)


def seen_by(story, expected):
    """The answer to the query, in the words of a script's `closing`; `steps` of those that are expected."""
    agency = story.agencies[expected["seenBy"]]
    names = {transfer: name for name, transfer in story.transfers.items()}
    told = agency.ask("case", agency.ask("transfer", story.transfers[expected["of"]])["case"])
    transfers = [(names.get(each["transfer"], each["transfer"]), each) for each in told.get("transfers", [])]
    history = told.get("history", [])
    seen = {
        "transfers": {name: each["state"] for name, each in transfers},
        "outcomes": {name: outcomes for name, each in transfers if (outcomes := outcomes_of(story.script, each.get("pairs", [])))},
        "counters": told.get("counters", {}),
        "links": links_of(told, names),
        "clocks": sorted(f"{clock['clock']} {pair_of(story.script, clock)}".strip() + f" in {name}"
                         for name, each in transfers for clock in each.get("clocks", []) if clock["state"] != "fired"),
        "notPlain": [not_plain(entry) for entry in history if entry["verdict"] != "proceeds"],
    }
    if "steps" in expected:
        counts = collections.Counter(f"{entry.get('procedure')} {entry.get('step')}" for entry in history if entry["verdict"] != "returned")
        seen["steps"] = {step: counts[step] for step in expected["steps"]}
    return seen


def outcomes_of(script, pairs):
    return {pair_of(script, pair): pair["outcome"] for pair in pairs if pair.get("outcome")}


def links_of(told, names):
    """A transfer that the script does not know stands by its id."""
    return [f"{names.get(each['from'], each['from'])} {each['relation']} {names.get(each['to'], each['to'])}" for each in told.get("links", [])]


def not_plain(entry):
    return f"{entry['procedure']} {entry['step']}: {entry.get('code') or ' '.join(entry.get('findings', []))}"


def tell(story, expected, seen):
    words, script = story.words, story.script
    agency = story.agencies[expected["seenBy"]].name(words.lang)
    story.line(f"[{words('end')}] " + words("sees").format(agency=agency, of=expected["of"]))
    story.detail(f"{words('state')}: " + "; ".join(f"{name}: {state}" for name, state in seen["transfers"].items()))
    for name, outcomes in seen["outcomes"].items():
        for pair, outcome in outcomes.items():
            story.detail(outcome_line(words, pair_name(words, script, pair), outcome) + f" ({name})")
    for name, value in seen["counters"].items():
        story.detail(f"{counter_label(words, name)}: {value}")
    for link in seen["links"]:
        one, relation, other = link.split(" ")
        story.detail(f"{words('link')}: {one} -> {other} ({words.code(relation)})")
    for entry in seen["notPlain"]:
        story.detail(f"{words('not_plain')}: {entry}")
    for step, times in seen.get("steps", {}).items():
        story.detail(f"{words('said')}: {step} x{times}")
    story.detail(f"{words('runs')}: " + ("; ".join(clock_name(words, script, clock) for clock in seen["clocks"]) or words("none")))


def clock_name(words, script, text):
    name = ClockName.read(text)
    return name.clock + (f" {pair_name(words, script, name.pair)}" if name.pair else "") + f" ({name.transfer})"
