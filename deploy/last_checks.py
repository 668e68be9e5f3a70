"""What is looked at once all rows of all cases are told: what each agency holds and is owed, intruders, and that the audit sees damage."""
import json
import re
import shutil

from processes import wait_for
from script import Failed
from telling import counted, in_short


def check_deliveries(agencies, scripts, words):
    """What each agency's system holds in the end: of each case what its script says, and nothing of any other case."""
    wait_until_taken(agencies, scripts)
    for agency in agencies:
        agency.stop()
    print(words("holds"))
    for agency in agencies:
        if not agency.adapter:
            continue
        messages = agency.deliveries()
        for script in scripts:
            got = [in_short(m) for m in messages if m["case"] in script.case_ids]
            expected = script.deliveries.get(agency.id, [])
            if got != expected:
                raise Failed(f"{script.case}: {agency.id} holds {json.dumps(got)}, expected {json.dumps(expected)}")
        if strange := [in_short(m) for m in messages if not any(m["case"] in s.case_ids for s in scripts)]:
            raise Failed(f"{agency.id} holds what belongs to no case: {json.dumps(strange)}")
        print(f"  {agency.name(words.lang)}: {counted(messages)}", flush=True)


def expected_count(agency, scripts):
    return sum(len(script.deliveries.get(agency.id, [])) for script in scripts)


def wait_until_taken(agencies, scripts):
    """The last rows' deliveries may still be under way; whoever lacks some is named by the comparison that follows."""
    try:
        wait_for(lambda: all(len(a.deliveries()) >= expected_count(a, scripts) for a in agencies if a.adapter), "all deliveries")
    except Failed:
        pass


def check_owed(audit, agencies, scripts):
    """Counted by the record, so that it tells also of those whose mailbox nobody takes."""
    for agency in agencies:
        if (owed := audit["deliveries"].get(agency.id, 0)) != (expected := expected_count(agency, scripts)):
            raise Failed(f"the record owes {agency.id} {owed} deliveries, expected {expected}")


def intruders(site, agency, words):
    forged = site.run("caseway-intruder", "forged", site.dir, agency.dir, agency.id).stdout.strip()
    stranger = site.run("caseway-intruder", "stranger", site.dir).stdout.strip()
    if not forged.startswith("bad_signature") or not stranger.startswith("kept out"):
        raise Failed(f"intruders: forged: {forged!r}, stranger: {stranger!r}")
    print(f"{words('forged')}: " + (forged if words.lang == "en" else f"{words('refused')} ({forged.split(':')[0]})"))
    print(f"{words('stranger')}: {words('kept_out')}", flush=True)


def flipped_byte(site, words):
    """One byte of a copy of the journal is changed: the audit must name the place."""
    copy = site.root / "broker-flipped"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site.dir, copy)
    segment = sorted((copy / "journal").glob("*.journal"))[0]
    with open(segment, "r+b") as file:
        file.seek(4000)
        byte = file.read(1)[0]
        file.seek(4000)
        file.write(bytes([byte ^ 1]))
    done = site.run("caseway-audit", "verify", copy, ok=(1,))
    named = place_named(done.stdout, segment.name)
    if words.lang == "zh":  # the audit speaks English: its place is told, which stands in what follows
        named = re.sub(r"mismatch: (\S+) offset (\d+):.*", rf"{words('mismatch')}: \1 {words('at_byte')} \2", named)
    print(f"{words('flipped')}: {named}", flush=True)
    shutil.rmtree(copy)


def place_named(audit, segment):
    """The line of the audit that says where in `segment` something does not hold."""
    for line in audit.splitlines():
        if line.startswith("mismatch: ") and f"{segment} offset " in line:
            return line
    raise Failed(f"one byte of {segment} is flipped, and the audit does not name the place:\n{audit}")
