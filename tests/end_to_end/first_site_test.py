#!/usr/bin/env python3
"""A site from nothing, by the words of docs/OPERATIONS.md: the first block of its section runs as it stands there, so that a reader can trust it.
first_site_test.py BIN HOME."""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

SECTION = "## From nothing to a running site"
ENDPOINT = "tcp://127.0.0.1:7450"
TIMEOUT_S = 120  # against hanging only


def block_of(page):
    section = page.split(SECTION, 1)[1].split("\n## ", 1)[0]
    return re.search(r"```\n(.*?)```", section, re.S)[1]


def free_endpoint():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{probe.getsockname()[1]}"


def end_all(group):
    """The broker too, which still writes where it stands until it is gone."""
    until = time.monotonic() + TIMEOUT_S
    try:
        os.killpg(group, signal.SIGTERM)
        while time.monotonic() < until:
            os.killpg(group, 0)
            time.sleep(0.02)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def main(programs, home):
    words = block_of((home / "docs/OPERATIONS.md").read_text())
    assert words.count(ENDPOINT) == 1, f"the block names {ENDPOINT} {words.count(ENDPOINT)} times; one free port takes its place here"
    words = words.replace(ENDPOINT, free_endpoint())
    path = f"{programs}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as place:
        run = subprocess.Popen(["bash", "-euo", "pipefail", "-c", words], cwd=place, env={**os.environ, "PATH": path, "repo": str(home)},
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        try:
            # The broker goes on in the background; its output is in a file, so that the pipe ends with the shell.
            said = run.communicate(timeout=TIMEOUT_S)[0]
        finally:
            end_all(run.pid)
        log = pathlib.Path(place) / "casewayd.log"
        told = f"{said}\n--- casewayd ---\n{log.read_text() if log.exists() else ''}"
        assert run.returncode == 0, f"exit {run.returncode}\n{told}"
        for wanted in ("site site made", "2 of 2 signatures", "accepted: record"):
            assert wanted in said, f"'{wanted}' was not told\n{told}"
        assert said.count("accepted: record") == 5, told
        assert "luoyuan.amr" in (pathlib.Path(place) / "amr/agency.toml").read_text()


if __name__ == "__main__":
    main(*(pathlib.Path(word).resolve() for word in sys.argv[1:]))
