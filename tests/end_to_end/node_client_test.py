#!/usr/bin/env python3
"""A real broker and the Node client (sdk/node, made by tests/sdk/node/package.py): the scenes of node_client.mjs, then the example of
sdk/examples/node against the installed package; in the end the audit decides all of it again. node_client_test.py BIN HOME PLACE."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading

home = pathlib.Path(sys.argv[2])
sys.path.insert(0, str(home / "deploy"))
import processes  # noqa: E402
from script import Failed  # noqa: E402

TIMEOUT_S = 240  # against hanging only
CASE = home / "deploy/cases/cn-01"


def scenes(site, place):
    """node_client.mjs, which asks for the broker to be frozen, thawed, restarted: one word a line on its stdout behind "driver: "."""
    acts = {
        "freeze": lambda: site.process.send_signal(processes.signal.SIGSTOP),
        "thaw": lambda: site.process.send_signal(processes.signal.SIGCONT),
        "restart": lambda: (site.stop(), site.start()),
    }
    words = ["node", home / "tests/end_to_end/node_client.mjs", site.root, CASE]
    told = []
    with subprocess.Popen(list(map(str, words)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={**os.environ, "CASEWAY_NODE_PACKAGE": str(place / "package")}) as process:
        watch = threading.Timer(TIMEOUT_S, process.kill)
        watch.start()
        try:
            for line in process.stdout:
                told.append(line)
                if line.startswith("driver: "):
                    acts[line.split()[1]]()
                    process.stdin.write("done\n")
                    process.stdin.flush()
            code = process.wait()
        finally:
            watch.cancel()
            processes.end_at_once(process)
    if code != 0:
        raise Failed(f"node_client.mjs: exit {code}\n{''.join(told)}")
    print("".join(line for line in told if not line.startswith("driver: ")))


def example(site, place):
    """In a folder outside, with what `npm install` of the archive brings."""
    folder = place / "example"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home / "sdk/examples/node", folder)
    archive = next(place.glob("caseway-*.tgz"))
    run(folder, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", str(archive))
    waiting = ["node", "hand_over.js", str(site.root / "luoyuan-amr"), "receive", "1"]
    with subprocess.Popen(waiting, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as receiver:
        try:
            said = run(folder, "node", "hand_over.js", site.root / "luoyuan-police", "send", CASE / "08-accepted.json")
            heard = receiver.communicate(timeout=TIMEOUT_S)[0]
        finally:
            processes.end_at_once(receiver)
    if not said.startswith("proceeds none: "):
        raise Failed(f"the example sent, and was told: {said}")
    if receiver.returncode != 0 or "K01 accepted from luoyuan-police" not in heard:
        raise Failed(f"the example received, exit {receiver.returncode}: {heard}")


def run(folder, *words):
    done = subprocess.run(list(map(str, words)), cwd=folder, capture_output=True, text=True, timeout=TIMEOUT_S)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, words))}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    programs, place = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[3])
    script = json.loads((CASE / "script.json").read_text())
    root = place / "site"
    site = processes.Site(programs, root)
    names = ("id", "role", "region", "zh", "en", "level")
    agencies = [processes.Agency(site, *(member[name] for name in names)) for member in script["members"]]
    try:
        processes.prepare(site, agencies, script["counterparts"], home, "2025-09-26T11:05:00+08:00")
        scenes(site, place)
        site.set_clock("2025-09-26T15:40:00+08:00")
        example(site, place)
        site.stop()
        site.run("caseway-audit", "replay", site.dir)
    except Failed as failed:
        print(f"node_client: {failed}")
        return 1
    finally:
        if site.process:
            site.process.send_signal(processes.signal.SIGCONT)
        site.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
