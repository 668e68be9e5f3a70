#!/usr/bin/env python3
"""The rows that wait for the engine (schemas/packs/next): laid over the shipped packs they have no other mistake than words that nothing judges
yet, and the case that needs them has the form of a demonstration. next_rules_test.py BIN HOME"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

programs, home = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
sys.path.insert(0, str(home / "deploy"))
from script import Script  # noqa: E402

WAITS = ": not evaluated yet"


def overlaid(place, below, above):
    shutil.copytree(below, place)
    return pathlib.Path(shutil.copytree(above, place, dirs_exist_ok=True))


def main():
    with tempfile.TemporaryDirectory() as root:
        packs = overlaid(f"{root}/cn-ip", home / "schemas/packs/cn-ip", home / "schemas/packs/next/cn-ip")
        checked = subprocess.run([programs / "caseway-rules", "check", packs], capture_output=True, text=True)
        told = checked.stderr.splitlines()
        other = [line for line in told if not line.endswith(WAITS)]
        assert not other, "\n".join(other)
        assert checked.returncode == 2 and told, "no word waits any more: move the files to their places (schemas/packs/next/README.md)"
        for name in ("cn-01", "case-98"):
            below = home / "deploy/cases" / name
            above = home / "schemas/packs/next/cases" / name
            case = overlaid(f"{root}/{name}", below, above) if below.exists() else above
            Script(case)  # throws what is wrong with it, by row
    print(f"{len(told)} places wait for the engine, nothing else is wrong")


if __name__ == "__main__":
    main()
