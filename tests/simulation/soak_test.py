#!/usr/bin/env python3
"""tests/soak beside simulators of a few lines: it counts what they say, stops at the first failure, and names it."""
import os
import pathlib
import re
import subprocess
import tempfile

SOAK = pathlib.Path(__file__).resolve().parents[1] / "soak"
HOLDS = """#!/usr/bin/env bash
echo "  frame lost                      2"
echo "sim: seed $2, 10 steps, 3 faults, 0 lost"
"""
# The first run fails, by a signal; every other one never ends.
FAILS = """#!/usr/bin/env bash
[ "${5:-}" = --minimize ] && { echo "minimized $2"; exit 1; }
mkdir "$(dirname "$0")/first" 2>/dev/null && { echo "seed $2"; kill -ABRT $$; }
exec tail -f /dev/null
"""


def soak(folder, text, minutes):
    simulator = pathlib.Path(folder, "simulator")
    simulator.write_text(text)
    simulator.chmod(0o755)
    return subprocess.run([SOAK, str(minutes)], env={**os.environ, "CASEWAY_SIM": str(simulator)}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)  # of 30 minutes that are asked


def main():
    with tempfile.TemporaryDirectory() as folder:
        holds = soak(folder, HOLDS, 0)
        runs = [line for line in holds.stdout.splitlines() if line.startswith("sim: ")]
        assert holds.returncode == 0 and runs, holds.stdout
        last = f"soak: {len(runs)} runs, {10 * len(runs)} steps, {3 * len(runs)} faults, 0 lost"
        assert holds.stdout.splitlines()[-1] == last, holds.stdout
        assert re.search(rf"^  frame lost +{2 * len(runs)}$", holds.stdout, re.M), holds.stdout
        assert len({line.split()[2] for line in runs}) == len(runs), "a seed ran twice"
    with tempfile.TemporaryDirectory() as folder:
        fails = soak(folder, FAILS, 30)
        assert fails.returncode == 1, fails.stdout
        seed = re.search(r"^seed (\d+)$", fails.stdout, re.M)[1]
        assert re.search(rf"again: \S+/simulator --seed {seed} --steps \d+$", fails.stdout, re.M), fails.stdout
        assert fails.stdout.splitlines()[-1] == f"minimized {seed}", fails.stdout
    print("soak: ok")


if __name__ == "__main__":
    main()
