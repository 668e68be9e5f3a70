#!/usr/bin/env python3
"""Runs the demonstration as `deploy/demo` does, in both languages. demo_test.py BIN HOME DIR"""
import pathlib
import re
import subprocess
import sys

LAST_LINE = re.compile(r"demo: [1-9]\d* transfers, [1-9]\d* records, audit agrees")
TIMEOUT_S = 240


def main():
    programs, home, root = map(pathlib.Path, sys.argv[1:])
    for lang in ("en", "zh"):
        words = [sys.executable, home / "deploy/story.py", "--bin", programs, "--home", home, "--dir", root / lang, "--lang", lang]
        done = subprocess.run(words, capture_output=True, text=True, timeout=TIMEOUT_S)
        last = done.stdout.splitlines()[-1] if done.stdout else ""
        if done.returncode != 0 or not LAST_LINE.fullmatch(last) or done.stderr:
            print(f"{done.stdout}\n--- stderr ---\n{done.stderr}\ndemo --lang {lang}: exit {done.returncode}, last: {last!r}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
