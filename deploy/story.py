#!/usr/bin/env python3
"""Runs a demonstration case through a real broker and tells it as it happens.

One broker (casewayd) and one folder adapter per agency run as processes of their own, each with its own keys. The script of the case
(deploy/cases/*/script.json) says who says what and when, and what must come of it; the training site's clock follows its instants.
Whatever differs from the script ends the demo with exit 1: verdicts, findings (those a row does not name must not come), who is owed a
copy of what, clocks with their due instants and how they ended, states, and in the end what each agency's system holds. An expectation
that this program does not know is an error too.
"""
import argparse
import calendar
import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

ORIGIN = "caseway.fujian.example"
MEMBERS = [  # id, role, region, zh, en
    ("luoyuan-amr", "administrative", "350123", "罗源县市场监督管理局", "Luoyuan market regulator"),
    ("luoyuan-police", "police", "350123", "罗源县公安局", "Luoyuan police"),
    ("luoyuan-procuratorate", "procuratorate", "350123", "罗源县人民检察院", "Luoyuan procuratorate"),
    ("lianjiang-amr", "administrative", "350122", "连江县市场监督管理局", "Lianjiang market regulator"),
]
COUNTERPARTS = [
    ("luoyuan-amr", "police", "luoyuan-police"), ("luoyuan-amr", "procuratorate", "luoyuan-procuratorate"),
    ("luoyuan-police", "administrative", "luoyuan-amr"), ("luoyuan-police", "procuratorate", "luoyuan-procuratorate"),
    ("luoyuan-procuratorate", "administrative", "luoyuan-amr"), ("luoyuan-procuratorate", "police", "luoyuan-police"),
]
ROW_KEYS = {"row", "at", "agency", "file", "again", "offBus", "hold", "release", "zh", "en", "expect"}
EXPECT_KEYS = {"verdict", "code", "findings", "copies", "clocks", "warns", "ended", "state", "warned", "fired", "openFindings"}
MARK = ".caseway-demo"
WAIT_S = 20


class Failed(Exception):
    """Something did not happen as the script says."""


class Words:
    """The few words of the story itself; verdicts, findings and clocks come from the bus in both languages."""
    TABLE = {
        "verdict": ("校验结果", "verdict"), "proceeds": ("通过", "proceeds"), "proceeds_with_findings": ("附校验发现送达", "delivered with findings"),
        "next_step_barred": ("已送达,后续环节受阻", "delivered, a later step is barred"), "returned": ("退回发送方", "returned to sender"),
        "finding": ("校验发现", "finding"), "clock": ("期限", "clock"), "due": ("届满", "due"), "warns": ("预警", "warns"), "ended": ("结束", "ended"),
        "copy": ("抄送", "copy"), "receipt": ("平台凭证", "receipt"), "record": ("记录", "record"), "open": ("现可使用的环节", "open now"),
        "off": ("线下", "off the bus"), "bus": ("平台", "the bus"), "state": ("状态", "state"), "warned": ("期限预警", "clock warns"), "fired": ("期限届满", "clock ran out"),
        "armed": ("自文书收到时起算", "runs from receipt of the document"),
    }

    def __init__(self, lang):
        self.lang = lang

    def __call__(self, word):
        zh, en = self.TABLE[word]
        return zh if self.lang == "zh" else en

    def of(self, both):
        return both.get(self.lang) or both.get("en") or ""


class Site:
    """The broker's own directory and process."""

    def __init__(self, bin_dir, root):
        self.bin, self.root, self.process = bin_dir, root, None
        self.dir = root / "broker"

    def run(self, *words, ok=(0,), **more):
        done = subprocess.run([str(self.bin / words[0]), *map(str, words[1:])], capture_output=True, text=True, timeout=120, **more)
        if done.returncode not in ok:
            raise Failed(f"{' '.join(map(str, words))}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self):
        endpoint = self.dir / "endpoint"
        endpoint.unlink(missing_ok=True)
        log = open(self.root / "casewayd.log", "ab")
        self.process = subprocess.Popen([str(self.bin / "casewayd"), "--config", str(self.dir / "casewayd.toml")], stdout=log, stderr=log,
                                        start_new_session=True)
        wait_for(lambda: endpoint.exists() or self.process.poll() is not None, "the broker to listen")
        if self.process.poll() is not None:
            raise Failed(f"casewayd ended with {self.process.returncode}; see {self.root / 'casewayd.log'}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            if self.process.wait(timeout=30) != 0:
                raise Failed(f"casewayd ended with {self.process.returncode}; see {self.root / 'casewayd.log'}")

    def set_clock(self, instant):
        self.run("caseway", "clock", "set", instant, "--site", self.dir)


class Agency:
    """One agency's directory and its adapter process."""

    def __init__(self, site, agency_id, role, region, zh, en):
        self.site, self.id, self.role, self.region, self.zh, self.en = site, agency_id, role, region, zh, en
        self.dir, self.process = site.root / agency_id, None
        self.seen = set()

    def name(self, lang):
        return self.zh if lang == "zh" else self.en

    def create(self):
        self.site.run("caseway", "agency", "new", self.dir, "--site", self.site.dir, "--id", self.id, "--name-zh", self.zh, "--name-en", self.en,
                      "--role", self.role, "--level", "4", "--region", self.region)

    def start(self):
        log = open(self.site.root / f"{self.id}.log", "ab")
        self.process = subprocess.Popen([str(self.site.bin / "caseway-adapter"), "folder", "--agency", str(self.dir)], stdout=log, stderr=log,
                                        start_new_session=True)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(timeout=20)

    def send(self, case_dir, name, confirms):
        """Drops the message with its files into the agency's out folder and waits for the receipt."""
        out = self.dir / "out"
        message = json.loads((case_dir / f"{name}.json").read_text())
        if message.get("confirms", "").startswith("@"):
            message["confirms"] = confirms(message["confirms"][1:])
        for item in message["head"].get("evidence", []):
            (out / item["file"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(case_dir / item["file"], out / item["file"])
        part = out / f".{name}.json"
        part.write_text(json.dumps(message, ensure_ascii=False, indent=1))
        part.rename(out / f"{name}.json")
        receipt, error = out / "done" / f"{name}.receipt.json", out / "done" / f"{name}.error.json"
        wait_for(lambda: receipt.exists() or error.exists(), f"{self.id} to have the answer to {name}")
        if error.exists():
            raise Failed(f"{self.id}: {name}: {error.read_text()}")
        return json.loads(receipt.read_text())

    def deliveries(self):
        """Deliveries taken since the last call, oldest first."""
        new = sorted(p.parent for p in (self.dir / "in").glob("*/message.json") if p.parent.name not in self.seen)
        self.seen.update(p.name for p in new)
        return [json.loads((p / "message.json").read_text()) for p in new]

    def ask(self, *words):
        return json.loads(self.site.run("caseway", "--agency", self.dir, "--json", "show", *words).stdout)


def wait_for(happened, what):
    until = time.monotonic() + WAIT_S
    while not happened():
        if time.monotonic() > until:
            raise Failed(f"waited {WAIT_S} s for {what}")
        time.sleep(0.01)


class Story:
    """Tells one case row by row and checks each against the script."""

    def __init__(self, site, agencies, case_dir, words):
        self.site, self.agencies, self.dir, self.words = site, {a.id: a for a in agencies}, case_dir, words
        self.script = json.loads((case_dir / "script.json").read_text())
        self.receipts = {}
        self.transfers = {}
        self.now = ""

    def line(self, text=""):
        print(text, flush=True)

    def run(self):
        self.line(f"== {self.script['case']}  {self.words.of(self.script)}")
        for row in self.script["rows"]:
            self.row(row)

    def row(self, row):
        if unknown := (set(row) - ROW_KEYS) | (set(row["expect"]) - EXPECT_KEYS):
            raise Failed(f"row {row['row']}: nobody reads {sorted(unknown)}")
        self.tick(row["at"])
        head = f"[{row['row']:>4}] {row['at'][:16].replace('T', ' ')}"
        if row.get("offBus"):
            self.line(f"{head}  ({self.words('off')}) {self.words.of(row)}")
            return
        for name in row.get("hold", []):
            self.agencies[name].process.send_signal(signal.SIGSTOP)
        if "file" in row:
            self.said(head, row)
        elif "again" in row:
            self.again(head, row)
        else:
            self.line(f"{head}  {self.words('bus')}: {self.words.of(row)}")
        for name in row.get("release", []):
            self.agencies[name].process.send_signal(signal.SIGCONT)
        self.settle(row)

    def tick(self, at):
        """Moves the training clock; 24:00 of a day is 00:00 of the next."""
        if at == self.now:
            return
        if "T24:00" in at:
            day = time.strptime(at[:10], "%Y-%m-%d")
            at = time.strftime("%Y-%m-%d", time.gmtime(calendar.timegm(day) + 86400)) + at[10:].replace("T24", "T00")
        if at > self.now:
            self.site.set_clock(at)
            self.now = at

    def said(self, head, row):
        agency = self.agencies[row["agency"]]
        receipt = agency.send(self.dir, row["file"], lambda name: self.receipts[name]["body"])
        self.receipts[row["file"]] = receipt
        self.transfers[receipt["procedure"]] = receipt["transfer"] if row["row"] != "side" else self.transfers.get(receipt["procedure"])
        self.line(f"{head}  {agency.name(self.words.lang)}: {self.words.of(row)}  [{receipt['procedure']} {receipt['step']}]")
        self.line(f"         {self.words('verdict')}: {self.words(receipt['verdict'])}" + (f" ({receipt['code']})" if receipt.get("code") else ""))
        self.tell(receipt)
        self.check_receipt(row, receipt)

    def tell(self, receipt):
        for finding in receipt["findings"]:
            self.line(f"         {self.words('finding')} {finding['code']}: {finding.get(self.words.lang) or finding['code']}")
        if receipt.get("openSteps"):
            self.line(f"         {self.words('open')}: {', '.join(receipt['openSteps'])}")
        for clock in receipt["clocks"]:
            whom = f" ({clock['party']} / {clock['offence']})" if clock.get("party") else ""  # one for each person and offence
            name = clock["clock"] + whom
            if clock["event"] == "started" and not clock.get("due"):
                self.line(f"         {self.words('clock')} {name}: {self.words('armed')}")
            elif clock["event"] == "started":
                warns = f", {self.words('warns')} {clock['warn']}" if clock.get("warn") else ""
                self.line(f"         {self.words('clock')} {name}: {self.words('due')} {clock['due']}{warns}")
            elif clock["event"] == "ended":
                self.line(f"         {self.words('clock')} {name}: {self.words('ended')} ({clock['how']})")
        for copy in receipt["copies"]:
            parts = ", ".join(copy["documents"] or copy["facts"])
            self.line(f"         {self.words('copy')} -> {copy['to']} ({copy['procedure'] or receipt['procedure']}): {parts}")
        states = ", ".join(f"{s['procedure']} {s['state']}" for s in receipt.get("states", []) if s["procedure"])
        self.line(f"         {self.words('receipt')}: {self.words('record')} {receipt['record']} / {receipt['treeSize']}" +
                  (f"; {self.words('state')}: {states}" if states else ""))

    def again(self, head, row):
        agency, first = self.agencies[row["agency"]], self.receipts[row["again"]]
        agency.stop()  # a lane has one sender at a time
        again = json.loads(self.site.run("caseway", "--agency", agency.dir, "--json", "send", "--again", first["lane"], first["number"],
                                         ok=(0, 10)).stdout)
        agency.start()
        same = again["statement"] == first["statement"]
        self.line(f"{head}  {agency.name(self.words.lang)}: {self.words.of(row)}: record {again['record']}, {'=' if same else 'DIFFERENT'}")
        if not same:
            raise Failed("the repeat got another statement")

    def settle(self, row):
        """What the row must have led to shows in the sender's own view of the transfer."""
        expect = row["expect"]
        agency = self.agencies[row.get("agency", "luoyuan-amr")]
        for procedure, state in expect.get("state", {}).items() if isinstance(expect.get("state"), dict) else []:
            self.await_state(agency, procedure, state)
        if isinstance(expect.get("state"), str):
            self.await_state(agency, self.receipts[row["file"]]["procedure"], expect["state"])
        for clock, due in expect.get("clocks", {}).items():
            self.await_clock(agency, clock, due)
        for state in ("warned", "fired"):
            for clock in expect.get(state, []):
                self.await_clock_state(agency, clock, state)
        if "openFindings" in expect:
            wait_for(lambda: len(self.view(agency, "K01").get("findings", [])) == expect["openFindings"],
                     f"K01 to have {expect['openFindings']} open findings")

    def view(self, agency, procedure):
        return agency.ask("transfer", self.transfers[procedure])

    def await_state(self, agency, procedure, state):
        seen = []

        def there():
            seen[:] = [self.view(agency, procedure)["state"]]
            return seen == [state]
        try:
            wait_for(there, f"{procedure} to be {state}")
        except Failed as failed:
            raise Failed(f"{failed}; it is {seen}") from None
        self.line(f"         {self.words('state')}: {procedure} {state}")

    def clocks(self, agency, clock):
        return [c for c in self.view(agency, self.home_of(clock)).get("clocks", []) if c["clock"] == clock]

    def home_of(self, clock):
        kind = clock.split(".")[0]
        return kind if kind in self.transfers else ("K07" if clock == "ALL.paper_confirm" else "K01")

    def await_clock(self, agency, clock, due):
        wait_for(lambda: any(c["due"] == due for c in self.clocks(agency, clock)), f"{clock} to be due {due}")
        warns = next(c for c in self.clocks(agency, clock) if c["due"] == due).get("warn", "")
        self.line(f"         {self.words('clock')} {clock}: {self.words('due')} {due}" + (f", {self.words('warns')} {warns}" if warns else ""))

    def await_clock_state(self, agency, clock, state):
        wait_for(lambda: any(c["state"] == state for c in self.clocks(agency, clock)), f"{clock} to be {state}")
        self.line(f"         {self.words(state)}: {clock}")

    def check_receipt(self, row, receipt):
        expect = row["expect"]
        if receipt["verdict"] != expect["verdict"] or receipt.get("code", "") != expect.get("code", ""):
            raise Failed(f"row {row['row']}: expected {expect}, got {receipt['verdict']} {receipt.get('code')} {receipt['findings']}")
        clocks = receipt["clocks"]
        started = [c for c in clocks if c["event"] == "started" and c.get("due")]
        self.same(row, "findings", sorted(expect.get("findings", [])), sorted({f["code"] for f in receipt["findings"]}))
        self.same(row, "copies", expect.get("copies", {}), {c["to"]: c["documents"] or c["facts"] for c in receipt["copies"]})
        self.same(row, "clocks", expect.get("clocks", {}), {c["clock"]: c["due"] for c in started})
        for clock, warn in expect.get("warns", {}).items():
            self.same(row, f"warning of {clock}", {warn}, {c.get("warn") for c in started if c["clock"] == clock})
        self.same(row, "ended", expect.get("ended", {}),
                  {c["clock"]: c["how"] for c in clocks if c["event"] == "ended" and c["how"] != "restarted"})

    def same(self, row, what, expected, got):
        if expected != got:
            raise Failed(f"row {row['row']}: {what}: expected {expected}, got {got}")


def in_short(message):
    """Who is owed what, in a line: "K01b transfer: D01 D06", "K01b: occurred_at state"."""
    if message["event"]:
        return f"{message['procedure']}: {' '.join(message['facts'])}"
    return f"{message['procedure']} {message['step']}: {' '.join(d['type'] for d in message['documents'])}"


def tell_deliveries(agencies, words, expected):
    """What each agency's system holds at the end."""
    for agency in agencies:
        kinds = {}
        messages = agency.deliveries()
        if (got := [in_short(m) for m in messages]) != expected[agency.id]:
            raise Failed(f"{agency.id} holds {json.dumps(got)}, expected {json.dumps(expected[agency.id])}")
        for message in messages:
            key = f"{message['procedure']} {message['step'] if not message['event'] else '(' + ', '.join(message['facts']) + ')'}"
            kinds[key] = kinds.get(key, 0) + 1
        print(f"  {agency.name(words.lang)}: " + ("; ".join(f"{k} x{n}" if n > 1 else k for k, n in kinds.items()) or "-"), flush=True)


def intruders(site, words):
    forged = site.run("caseway-intruder", "forged", site.dir, site.root / "luoyuan-amr", "luoyuan-amr").stdout.strip()
    stranger = site.run("caseway-intruder", "stranger", site.dir).stdout.strip()
    if not forged.startswith("bad_signature") or not stranger.startswith("kept out"):
        raise Failed(f"intruders: forged: {forged!r}, stranger: {stranger!r}")
    print(("伪造签名: " if words.lang == "zh" else "forged signature: ") + forged)
    print(("未知成员: " if words.lang == "zh" else "unknown member: ") + stranger, flush=True)


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
    named = next(line for line in done.stdout.splitlines() if line.startswith("mismatch"))
    print(("日志副本改动一个字节: " if words.lang == "zh" else "one byte flipped in a copy of the journal: ") + named, flush=True)
    shutil.rmtree(copy)


def is_open(journal):
    """Whether a broker holds the lock of that directory."""
    if not journal.exists():
        return False
    handle = os.open(journal, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(handle)


def prepare(site, agencies, home, start):
    if site.root.exists():
        if any(site.root.iterdir()) and not (site.root / MARK).exists():
            raise Failed(f"{site.root} is not empty and was not made by the demo; choose another --dir")
        if is_open(site.dir / "journal"):
            raise Failed(f"a broker still runs on {site.dir}; stop it first (kill its process), or choose another --dir")
        shutil.rmtree(site.root)
    site.root.mkdir(parents=True)
    (site.root / MARK).touch()
    site.run("caseway", "init", site.dir, "--origin", ORIGIN, "--training", start)
    site.run("caseway-rules", "compile", home / "schemas/packs/cn-ip", "--out", site.root / "packs")
    site.start()
    for agency in agencies:
        agency.create()
        order(site, "admit", agency.dir / "admit.json")
    table = site.root / "counterparts.json"
    table.write_text(json.dumps([{"agency": a, "role": r, "counterpart": c} for a, r, c in COUNTERPARTS], indent=1))
    order(site, "counterparts", table)
    order(site, "calendar", site.root / "packs/cn-ip.calendar")
    order(site, "pack", site.root / "packs/cn-ip.pack")


def order(site, kind, file):
    """Two officers sign what the operator hands in."""
    path = site.root / "order.json"
    site.run("caseway", "order", "new", kind, file, "--site", site.dir, "--out", path)
    for officer in ("officer-1", "officer-2"):
        site.run("caseway", "order", "sign", path, "--officer", officer, "--key", site.dir / "keys" / f"{officer}.key")
    site.run("caseway", "order", "send", path, "--site", site.dir)


def play(args, words):
    site = Site(args.bin, args.dir)
    agencies = [Agency(site, *member) for member in MEMBERS]
    case_dir = args.home / "deploy/cases/cn-01"
    first = json.loads((case_dir / "script.json").read_text())["start"]
    kept = False
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what was started is ended too
    try:
        prepare(site, agencies, args.home, first)
        for agency in agencies:
            agency.start()
        story = Story(site, agencies, case_dir, words)
        story.run()
        intruders(site, words)
        print("收到的报文:" if words.lang == "zh" else "what each system holds:")
        for agency in agencies:
            agency.stop()
        tell_deliveries(agencies, words, story.script["deliveries"])
        site.stop()
        flipped_byte(site, words)
        audit = json.loads(site.run("caseway-audit", "replay", site.dir, "--json").stdout)
        if args.keep:
            site.start()
            print(f"the broker runs on (process {site.process.pid}, {(site.dir / 'endpoint').read_text().strip()}); for example:\n"
                  f"  {args.bin}/caseway --agency {args.dir}/luoyuan-amr show todo\n"
                  f"  {args.bin}/caseway-audit replay {args.dir}/broker\n"
                  f"  kill {site.process.pid}   # stops it cleanly")
        print(f"demo: {audit['transfers']} transfers, {audit['records']} records, audit {audit['audit']}", flush=True)
        kept = args.keep
        return 0
    except (Failed, subprocess.TimeoutExpired) as failed:
        print(f"demo: {failed}", file=sys.stderr)
        return 1
    finally:
        for agency in agencies:
            agency.stop()
        if not kept and site.process and site.process.poll() is None:
            site.process.kill()


def main():
    parser = argparse.ArgumentParser(prog="deploy/demo", description="Carries case cn-01 from the market regulator to the police and back.")
    parser.add_argument("--bin", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--lang", choices=["zh", "en"], default="en")
    parser.add_argument("--keep", action="store_true", help="leave the broker running and say how to talk to it")
    parser.add_argument("--dir", type=pathlib.Path, help="where everything is put (default build/demo)")
    args = parser.parse_args()
    args.dir = (args.dir or args.home / "build/demo").absolute()
    return play(args, Words(args.lang))


if __name__ == "__main__":
    sys.exit(main())
