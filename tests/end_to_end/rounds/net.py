"""The network of tests/rounds: namespaces, links, and what stands when a promise is broken."""
import subprocess


class Wrong(Exception):
    """Something that is promised did not hold."""


def sh(*words, check=True):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    if check and done.returncode != 0:
        raise Wrong(f"{' '.join(map(str, words))}: {done.stderr.strip()}")
    return done


class Net:
    """One namespace for the broker, one per agency, a link between each pair."""

    def __init__(self, tag, count):
        self.tag, self.count = tag, count
        self.broker = f"{tag}b"
        sh("ip", "netns", "add", self.broker)
        sh("ip", "-n", self.broker, "link", "set", "lo", "up")
        for i in range(count):
            sh("ip", "netns", "add", self.agency(i))
            sh("ip", "link", "add", f"{tag}v{i}", "netns", self.broker, "type", "veth", "peer", "name", "e0", "netns", self.agency(i))
            sh("ip", "-n", self.broker, "addr", "add", f"10.77.{i}.1/24", "dev", f"{tag}v{i}")
            sh("ip", "-n", self.agency(i), "addr", "add", f"10.77.{i}.2/24", "dev", "e0")
            self.link(i, True)
            sh("ip", "-n", self.agency(i), "link", "set", "e0", "up")
        self.slow_words = ["netem", "delay", "80ms", "40ms"]
        if sh("tc", "-n", self.broker, "qdisc", "add", "dev", f"{tag}v0", "root", *self.slow_words, check=False).returncode == 0:
            self.slow(0, False)
        else:
            self.slow_words = ["tbf", "rate", "200kbit", "burst", "4kbit", "latency", "4s"]

    def agency(self, i):
        return f"{self.tag}a{i}"

    def link(self, i, up):
        sh("ip", "-n", self.broker, "link", "set", f"{self.tag}v{i}", "up" if up else "down")

    def shown(self, i, what):
        return sh(*(["ip"] if what == "link" else ["tc"]), "-n", self.broker, what, "show", "dev", f"{self.tag}v{i}").stdout

    def slow(self, i, on):
        words = ["tc", "-n", self.broker, "qdisc", "replace" if on else "del", "dev", f"{self.tag}v{i}", "root"]
        sh(*words, *(self.slow_words if on else []), check=on)

    def remove(self):
        for name in [self.broker] + [self.agency(i) for i in range(self.count)]:
            sh("ip", "netns", "del", name, check=False)
