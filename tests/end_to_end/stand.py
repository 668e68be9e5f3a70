"""What the tests of bad input share: a training site of their own with the agencies of cn-01, whose officers send files by `caseway`; and
tests that are sentences, as TEST_CASEs are: docs/BAD_INPUT.md names them."""
import copy
import json
import os
import pathlib
import subprocess
import sys
import traceback
import uuid

HOME = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "deploy"))
from processes import Agency, Site, order, prepare  # noqa: E402  the demo's, as an operator would do it
from script import Failed, Script  # noqa: E402

CASE = Script(HOME / "deploy/cases/cn-01")
NOW = "2025-09-26T11:06:00+08:00"  # the transfer of cn-01 comes in time
SENTENCES = []


def sentence(text):
    """Registers a test under its sentence."""
    def registered(test):
        SENTENCES.append((text, test))
        return test
    return registered


def run_all(stand):
    """Every sentence, or those that hold one of the words behind the first three arguments; 1 where one does not hold."""
    failed = 0
    for text, test in SENTENCES:
        if sys.argv[4:] and not any(word in text for word in sys.argv[4:]):
            continue
        try:
            test(stand)
            print(f"ok: {text}", flush=True)
        except Exception:  # one that does not hold keeps no other from being tried
            print(f"FAILED: {text}", flush=True)
            traceback.print_exc()
            failed = 1
    return failed


class Stand:
    """One site and the agencies of a case, at `now`. `run` gives exit code, stdout and stderr of a program, whatever they are."""

    def __init__(self, name, case=CASE, now=NOW):
        self.case, self.now = case, now
        self.bin, self.home, root = map(pathlib.Path, sys.argv[1:4])
        self.root = root.absolute() / name
        self.site = Site(self.bin.absolute(), self.root)
        self.agencies = {member[0]: Agency(self.site, *member) for member in case.members}
        self.counterparts = case.counterparts

    def __enter__(self):
        prepare(self.site, list(self.agencies.values()), self.counterparts, self.home, self.case.start)
        self.site.set_clock(self.now)
        return self

    def __exit__(self, *_):
        self.site.kill()

    def run(self, program, *words, **more):
        env = {**os.environ, **more.pop("env", {})}
        return subprocess.run([str(self.site.bin / program), *map(str, words)], capture_output=True, text=True, timeout=120, env=env, **more)

    def admit(self, agency_id, role, region, level="4"):
        agency = Agency(self.site, agency_id, role, region, agency_id, agency_id, level)
        agency.create()
        order(self.site, "admit", agency.dir / "admit.json")
        self.agencies[agency_id] = agency
        return agency

    def write(self, message, name="message.json"):
        """The file of a message (a value, or text as it stands) beside the evidence that its case names."""
        folder = self.root / "out"
        folder.mkdir(exist_ok=True)
        if not (folder / "evidence").exists():
            (folder / "evidence").symlink_to(self.case.dir / "evidence")
        path = folder / name
        if isinstance(message, bytes):
            path.write_bytes(message)
        else:
            path.write_text(message if isinstance(message, str) else json.dumps(message, ensure_ascii=False, indent=1))
        return path

    def send(self, message, *options, agency="luoyuan-amr", name="message.json"):
        return self.run("caseway", "--agency", self.agencies[agency].dir, "--json", "send", *options, self.write(message, name))

    def answered(self, message, *options, agency="luoyuan-amr"):
        """The receipt of one that was delivered or returned."""
        done = self.send(message, *options, agency=agency)
        assert done.returncode in (0, 10, 11, 12) and not done.stderr, done
        return json.loads(done.stdout)

    def records(self):
        """How many the journal holds, as the broker tells."""
        return self.agencies["luoyuan-amr"].ask("status")["records"]

    def replay(self):
        """Stops the broker; the audit decides everything again."""
        self.site.stop()
        done = self.run("caseway-audit", "replay", self.site.dir, "--json")
        audit = json.loads(done.stdout)
        assert done.returncode == 0 and audit["audit"] == "agrees", done.stdout
        return audit


def transfer():
    """The opening transfer of cn-01 as a case of its own."""
    message = copy.deepcopy(TRANSFER)
    message["case"], message["transfer"] = uuid.uuid4().hex, uuid.uuid4().hex
    return message


def said(name, case, transfer_id):
    """Another message of cn-01, within that transfer."""
    message = json.loads((CASE.dir / f"{name}.json").read_text())
    message["case"], message["transfer"] = case, transfer_id
    return message


def document(message, kind):
    return next(each for each in message["documents"] if each["type"] == kind)


TRANSFER = json.loads((CASE.dir / "06-transfer.json").read_text())
