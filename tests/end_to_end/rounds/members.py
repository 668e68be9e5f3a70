"""The broker and the adapters of tests/rounds: each in its namespace, each held to account for how it ends."""
import collections
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

HOME = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(HOME / "deploy"))
import processes  # noqa: E402  the demo's Site, Agency and orders
from net import Wrong  # noqa: E402

PORT = 7450


class Site(processes.Site):
    def __init__(self, bin_dir, root, net):
        super().__init__(bin_dir, root)
        self.net, self.ends = net, collections.Counter()
        self.offset = root / "clock-offset"
        self.sync_fails = root / "sync-fails"
        self.killed = None  # the process that was killed on purpose

    def start(self):
        (self.dir / "endpoint").unlink(missing_ok=True)
        log = open(self.root / "casewayd.log", "ab")
        self.log_begun = log.tell()
        self.process = subprocess.Popen(["ip", "netns", "exec", self.net.broker, str(self.bin / "casewayd"), "--config",
                                         str(self.dir / "casewayd.toml")], stdout=log, stderr=log, start_new_session=True,
                                        env={**os.environ, "LD_PRELOAD": str(self.root / "shim.so"), "CLOCK_OFFSET": str(self.offset),
                                             "SYNC_FAILS": str(self.sync_fails)})
        until = time.monotonic() + 60
        while not (self.dir / "endpoint").exists():
            if self.process.poll() is not None:
                raise Wrong(f"casewayd does not start: exit {self.process.returncode}; see {self.root}/casewayd.log")
            if time.monotonic() > until:
                raise Wrong("casewayd does not listen after 60 s")
            time.sleep(0.02)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.killed = self.process

    def check_end(self, strains):
        """Whether it may have ended so. `strains`: what weighed on it in this round. SIGKILL is ours alone; exit 1, with a line
        that says why, needs a disk, descriptors or memory that ran short; SIGABRT memory (docs/OPERATIONS.md), and that line too."""
        code = self.process.returncode
        if code == -signal.SIGKILL and self.killed is self.process:
            return "killed"
        may = {1: {"disk full", "sync failed", "few descriptors", "little memory"}, -signal.SIGABRT: {"little memory"}}.get(code, set()) & strains
        said = (self.root / "casewayd.log").read_bytes()[self.log_begun:].decode(errors="replace")
        event = "aborted" if code < 0 else "fault"
        if not may or not re.search(f"Z level=alarm event={event} ", said):
            raise Wrong(f"casewayd ended by itself with {code}, with {sorted(strains) or 'nothing'} weighing on it: {said[-2000:]}")
        return f"{code} ({', '.join(sorted(may))})"

    def stop(self):
        if self.died():
            raise Wrong(f"casewayd ended with {self.process.returncode} when nothing weighed on it; see {self.root}/casewayd.log")
        super().stop()

    def died(self):
        return self.process is not None and self.process.poll() is not None


class Agency(processes.Agency):
    def __init__(self, site, number, member):
        super().__init__(site, *member)
        self.number = number
        self.killed = None  # the process that was killed on purpose

    def create(self):
        super().create()
        toml = self.dir / "agency.toml"
        text = toml.read_text()
        toml.write_text(text.replace("endpoint_file = '../broker/endpoint'", f"endpoint = 'tcp://10.77.{self.number}.1:{PORT}'"))

    def start(self):
        log = open(self.site.root / f"{self.id}.log", "ab")
        self.process = subprocess.Popen(["ip", "netns", "exec", self.site.net.agency(self.number), str(self.site.bin / "caseway-adapter"),
                                         "folder", "--agency", str(self.dir)], stdout=log, stderr=log, start_new_session=True)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.killed = self.process

    def check_end(self):
        """Nothing here touches an adapter's disk, descriptors or memory: it ends when it is killed or told to."""
        code = self.process.returncode
        if code != -signal.SIGKILL or self.killed is not self.process:
            raise Wrong(f"the adapter of {self.id} ended by itself with {code}; see {self.site.root}/{self.id}.log")

    def stop(self):
        super().stop()
        if self.process.returncode != 0:
            raise Wrong(f"the adapter of {self.id}, told to stop, ended with {self.process.returncode}")
