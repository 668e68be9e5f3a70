"""What tests/rounds does to processes, links and disks."""
import errno
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import time

from members import PORT
from net import Wrong, sh

# What stands in the logs of broker and adapters when a trouble was felt. The others are felt by being there, few descriptors by who is
# turned away: of that the log has ten lines a minute.
FELT = {
    "clock jumped": "event=clock_alarm",
    "sync failed": "cannot sync|Input/output error",
    "disk full": "disk_full|No space left|disk is full|event=index_not_written",
    "little memory": "no memory left|Cannot allocate memory|bad_alloc|event=aborted signal=SIGABRT",
}


def took(what, there):
    """Waits a moment for a trouble to be there; what never happened must not be counted."""
    until = time.monotonic() + 5
    while not there():
        if time.monotonic() > until:
            raise Wrong(f"{what}: it did not take")
        time.sleep(0.01)


def is_stopped(process):
    return pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def come_to_the_door():
    """A stranger's connection that says nothing; None when nobody listens, or too many wait."""
    try:
        return socket.create_connection(("127.0.0.1", PORT), timeout=1)
    except OSError:
        return None


def is_closed(connection):
    watch = select.poll()
    watch.register(connection, select.POLLRDHUP)
    return bool(watch.poll(0))


def can_open_nothing(process, most):
    """Somebody waits to be accepted, and no number below the limit is free."""
    try:
        taken = sum(int(number) < most for number in os.listdir(f"/proc/{process.pid}/fd"))
    except FileNotFoundError:
        return False
    door = sh("ss", "-ltnH", f"sport = :{PORT}").stdout.split()
    return taken == most and len(door) > 1 and int(door[1]) > 0


class Trouble:
    """Does things to processes, links and disks, sees that they are so, and mends them. Each returns its name and how to mend it, or
    None when the broker, or the adapter, was gone before it was done."""

    def __init__(self, site, agencies, net, dice, wanted):
        self.site, self.agencies, self.net, self.dice, self.wanted, self.next = site, agencies, net, dice, wanted, []

    def some(self):
        return self.dice.choice(self.agencies)

    def kill_broker(self):
        self.site.kill()
        return "broker killed", lambda: None

    def kill_adapter(self):
        agency = self.some()
        agency.kill()
        return "adapter killed", lambda: None

    def stop_broker(self):
        process = self.site.process
        process.send_signal(signal.SIGSTOP)
        took("SIGSTOP", lambda: process.poll() is not None or is_stopped(process))
        if process.poll() is not None:
            return None
        return "broker stopped", lambda: process.send_signal(signal.SIGCONT)

    def stop_adapter(self):
        process = self.some().process
        if process.poll() is not None:  # killed a moment ago, in this round
            return None
        process.send_signal(signal.SIGSTOP)
        took("SIGSTOP", lambda: is_stopped(process))
        return "adapter stopped", lambda: process.send_signal(signal.SIGCONT)

    def partition(self):
        agency = self.some()
        self.net.link(agency.number, False)
        took("link down", lambda: "UP" not in self.net.shown(agency.number, "link").split(">")[0].split("<")[1].split(","))
        return "link down", lambda: self.net.link(agency.number, True)

    def slow_link(self):
        agency = self.some()
        self.net.slow(agency.number, True)
        took("link slow", lambda: self.net.slow_words[0] in self.net.shown(agency.number, "qdisc"))
        return "link slow", lambda: self.net.slow(agency.number, False)

    def clock(self):
        self.site.offset.write_text(str(self.dice.choice([-90000, -3600, 3600, 90000, 400000])))
        return "clock jumped", lambda: self.site.offset.write_text("0")

    def disk_full(self):
        filler = self.site.dir / "filler"
        def free():
            at = os.statvfs(self.site.dir)
            return at.f_bavail * at.f_bsize
        with open(filler, "wb") as file:
            size = free()
            while free() > 0 and size > 0:  # the broker takes and gives room meanwhile
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, size)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    size //= 2
        if free() >= 1 << 16:
            raise Wrong(f"the full disk has {free()} bytes left")
        return "disk full", lambda: filler.unlink(missing_ok=True)

    def failed_sync(self):
        """The broker ends at the first thing that it would have to answer for; what it had not synced was said to nobody."""
        self.site.sync_fails.touch()
        return "sync failed", lambda: self.site.sync_fails.unlink(missing_ok=True)

    def read_only(self):
        """With a file open for writing the kernel refuses to remount, so it is done to a broker that starts."""
        self.site.kill()
        sh("mount", "-o", "remount,ro", self.site.dir)
        took("read-only", lambda: os.statvfs(self.site.dir).f_flag & os.ST_RDONLY)
        done = subprocess.run([str(self.site.bin / "casewayd"), "--config", str(self.site.dir / "casewayd.toml")], capture_output=True,
                              text=True, timeout=60)
        sh("mount", "-o", "remount,rw", self.site.dir)
        if done.returncode in (0, -signal.SIGSEGV, -signal.SIGABRT) or not done.stderr.strip() + done.stdout.strip():
            raise Wrong(f"a broker on a disk that can only be read ended with {done.returncode}: {done.stdout}{done.stderr}")
        return "disk read-only", lambda: None

    def limit(self, name, words, low, high):
        """A soft limit of the broker, seen to be there; it is lifted again if that process still lives."""
        process = self.site.process
        done = sh("prlimit", "--pid", process.pid, f"--{words[0]}={low}:{high}", check=False)
        if process.poll() is not None:
            return None
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
        if done.returncode != 0 or not re.search(rf"^{words[1]} +{low} ", limits, re.M):
            raise Wrong(f"{name}: the limit of {low} did not take: {done.stderr}{limits}")

        def lift():
            if sh("prlimit", "--pid", process.pid, f"--{words[0]}={high}:{high}", check=False).returncode != 0 and process.poll() is None:
                raise Wrong(f"{name}: the limit could not be lifted")
        return name, lift

    def descriptors(self):
        """The broker may open nothing more, or has far more open than it may; strangers crowd its door, and an agency comes anew. The
        limit alone would not be felt: all connections are there, and the broker keeps descriptors for its files."""
        process, agency = self.site.process, self.some()
        if is_stopped(process):
            return None
        count = len(os.listdir(f"/proc/{process.pid}/fd"))
        most = self.dice.choice([count, count // 2])
        if (limited := self.limit("few descriptors", ("nofile", "Max open files"), most, 20000)) is None:
            return None
        crowd = [c for c in (come_to_the_door() for _ in range(count)) if c]
        took("few descriptors", lambda: process.poll() is not None or any(map(is_closed, crowd)) or can_open_nothing(process, most))
        agency.kill()
        agency.start()

        def mend():
            limited[1]()
            for stranger in crowd:
                stranger.close()
        return limited[0], mend

    def memory(self):
        """Of the data: what malloc has reserved and not used yet counts as address space already."""
        lines = pathlib.Path(f"/proc/{self.site.process.pid}/status").read_text().splitlines()
        size = next((int(line.split()[1]) for line in lines if line.startswith("VmData")), 0) * 1024
        if size == 0:  # it has ended
            return None
        return self.limit("little memory", ("data", "Max data size"), size + self.dice.randrange(1 << 20), "unlimited")

    KINDS = ("kill_broker", "kill_adapter", "stop_broker", "stop_adapter", "partition", "slow_link", "clock", "disk_full", "failed_sync",
             "read_only", "descriptors", "memory")

    def any(self):
        """One of the kinds that are wanted: each once before one comes again, so that few rounds see all of few kinds."""
        if not self.next:
            self.next = self.dice.sample(self.wanted, len(self.wanted))
        return getattr(self, self.next.pop())()
