"""The demonstration's processes: one broker, and a folder adapter for each agency that has one, each with its own directory and keys; and
officers' orders."""
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time

from script import Failed

ORIGIN = "caseway.fujian.example"
MARK = ".caseway-demo"
WAIT_S = 20
STOP_S = 20  # for an adapter that is told to stop


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

    def kill(self):
        end_at_once(self.process)

    def set_clock(self, instant):
        self.run("caseway", "clock", "set", instant, "--site", self.dir)


class Agency:
    """One agency's directory and its adapter process. One without an adapter says what it says by `caseway send`."""

    def __init__(self, site, agency_id, role, region, zh, en, level="4", adapter=True):
        self.site, self.id, self.role, self.region, self.level, self.zh, self.en = site, agency_id, role, region, level, zh, en
        self.dir, self.process = site.root / agency_id, None
        self.adapter = adapter

    def name(self, lang):
        return self.zh if lang == "zh" else self.en

    def create(self):
        self.site.run("caseway", "agency", "new", self.dir, "--site", self.site.dir, "--id", self.id, "--name-zh", self.zh, "--name-en", self.en,
                      "--role", self.role, "--level", self.level, "--region", self.region)

    def start(self):
        log = open(self.site.root / f"{self.id}.log", "ab")
        self.process = subprocess.Popen([str(self.site.bin / "caseway-adapter"), "folder", "--agency", str(self.dir)], stdout=log, stderr=log,
                                        start_new_session=True)

    def hold(self):
        self.process.send_signal(signal.SIGSTOP)

    def release(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(timeout=STOP_S)
            except subprocess.TimeoutExpired:
                self.kill()
                raise Failed(f"the adapter of {self.id}, told to stop, ran on for {STOP_S} s; see {self.site.root / self.id}.log") from None

    def kill(self):
        end_at_once(self.process)

    def send(self, case_dir, name, message):
        """Puts the message with its files into the agency's out folder and brings the receipt."""
        out = self.dir / "out"
        for item in message["head"].get("evidence", []):
            (out / item["file"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(case_dir / item["file"], out / item["file"])
        part = out / f".{name}.json"
        part.write_text(json.dumps(message, ensure_ascii=False, indent=1))
        if not self.adapter:
            answer = json.loads(self.say("send", part, ok=(0, 10, 11, 12)))
            if "verdict" not in answer:
                raise Failed(f"{self.id}: {name}: {json.dumps(answer, ensure_ascii=False)}")
            return answer
        receipt, error = out / "done" / f"{name}.receipt.json", out / "done" / f"{name}.error.json"
        for earlier in (receipt, error):  # of another message of that name
            earlier.unlink(missing_ok=True)
        part.rename(out / f"{name}.json")
        wait_for(lambda: receipt.exists() or error.exists(), f"{self.id} to have the answer to {name}")
        if error.exists():
            raise Failed(f"{self.id}: {name}: {error.read_text()}")
        return json.loads(receipt.read_text())

    def send_again(self, receipt):
        """A lane has one sender at a time."""
        self.stop()
        again = json.loads(self.say("send", "--again", receipt["lane"], receipt["number"], ok=(0, 10)))
        if self.adapter:
            self.start()
        return again

    def deliveries(self):
        """All that its system holds, oldest first."""
        return [json.loads(path.read_text()) for path in sorted((self.dir / "in").glob("*/message.json"))]

    def ask(self, *words):
        return json.loads(self.say("show", *words))

    def say(self, *words, ok=(0,)):
        return self.site.run("caseway", "--agency", self.dir, "--json", *words, ok=ok).stdout


def end_at_once(process):
    """One that was started, runs or has ended; it raises nothing, so that whoever clears up comes to the next one."""
    if process and process.poll() is None:
        process.kill()
        process.wait()


def wait_for(happened, what):
    until = time.monotonic() + WAIT_S
    while not happened():
        if time.monotonic() > until:
            raise Failed(f"waited {WAIT_S} s for {what}")
        time.sleep(0.01)


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


def prepare(site, agencies, counterparts, home, start):
    """A new training site with these members; the packs and the calendar in force."""
    if site.root.exists():
        if any(site.root.iterdir()) and not (site.root / MARK).exists():
            raise Failed(f"{site.root} is not empty and was not made by the demo; choose another --dir")
        if is_open(site.dir / "journal"):
            raise Failed(f"a broker still runs on {site.dir}; stop it first (kill its process), or choose another --dir")
        shutil.rmtree(site.root)
    site.root.mkdir(parents=True)
    (site.root / MARK).touch()
    site.run("caseway", "init", site.dir, "--origin", ORIGIN, "--training", start)
    establish(site, agencies, counterparts, home)


def establish(site, agencies, counterparts, home):
    """Starts the broker of a new site; these are its members, the packs and the calendar are in force."""
    site.run("caseway-rules", "compile", home / "schemas/packs/cn-ip", "--out", site.root / "packs")
    site.start()
    for agency in agencies:
        agency.create()
        order(site, "admit", agency.dir / "admit.json")
    table = site.root / "counterparts.json"
    table.write_text(json.dumps(counterparts, indent=1))
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
