#!/usr/bin/env python3
"""Every program and every script that people type tells its help and its version on stdout, with exit 0, and builds nothing for it.
programs_test.py BIN HOME"""
import pathlib
import re
import subprocess
import sys

PROGRAMS = ("casewayd", "caseway", "caseway-adapter", "caseway-rules", "caseway-audit", "caseway-sim")
SCRIPTS = ("deploy/demo", "bench/run", "tests/soak")
MISTAKES = {"bench/run": ([], ["frobnicate"]), "tests/soak": (["frobnicate"], ["--minutes"]), "deploy/demo": (["frobnicate"],)}


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


def only_says(what, *words):
    done = run(*words)
    assert done.returncode == 0 and re.search(what, done.stdout) and not done.stderr, f"{words}: {done}"
    return done.stdout


def main():
    programs, home = map(pathlib.Path, sys.argv[1:])
    version = re.search(r"project\(caseway VERSION ([\d.]+)", (home / "CMakeLists.txt").read_text())[1]
    in_git = run("git", "-C", home, "rev-parse", "HEAD").returncode == 0
    commit = r" \(commit [0-9a-f]{12}(-dirty)?\)" if in_git else ""
    said = set()
    for program in PROGRAMS:
        said.add(only_says(rf"^{program} {re.escape(version)}{commit}\n$", programs / program, "--version").split(" ", 1)[1])
        only_says("--version", programs / program, "--help")
    assert len(said) == 1, f"programs of one build name several: {said}"
    for script in SCRIPTS:
        only_says(".", home / script, "--help")
    for script, mistakes in MISTAKES.items():
        for words in mistakes:
            done = run(home / script, *words)
            assert done.returncode == 2 and done.stderr and not done.stdout, f"{script} {words}: {done}"
    print("programs: ok")


if __name__ == "__main__":
    main()
