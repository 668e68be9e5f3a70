#!/usr/bin/env python3
"""sdk/examples/try-site leaves no broker behind where it fails, and names what failed. try_site_test.py BIN HOME DIR"""
import pathlib
import shutil
import subprocess
import sys

programs, home, root = (pathlib.Path(word).absolute() for word in sys.argv[1:])
TIMEOUT_S = 120  # against hanging only


def package(name, **scripts):
    """An installed package, with these programs (a shell script each) in the place of ours."""
    place = root / name
    examples = place / "share/caseway/examples"
    examples.mkdir(parents=True)
    shutil.copy(home / "sdk/examples/try-site", examples)
    (place / "share/caseway/packs").symlink_to(home / "schemas/packs")
    (place / "bin").mkdir()
    for program in ("caseway", "caseway-rules", "casewayd"):
        file = place / "bin" / program
        if program.replace("-", "_") in scripts:
            file.write_text("#!/bin/sh\n" + scripts[program])
            file.chmod(0o700)
        else:
            file.symlink_to(programs / program)
    return examples / "try-site"


def refused(script, *words):
    """It fails, says these words, and its broker has ended."""
    site = script.parent / "site"
    done = subprocess.run([script, site], capture_output=True, text=True, timeout=TIMEOUT_S)
    assert done.returncode != 0, done
    for word in (*words, f"remove {site} before another try"):
        assert word in done.stderr, f"{word!r} is not in {done.stderr}"
    broker = (site / "casewayd.pid").read_text().strip()
    assert not pathlib.Path("/proc", broker).exists(), f"the broker {broker} runs on"


def main():
    shutil.rmtree(root, ignore_errors=True)
    ours = programs / "caseway"
    no_order = f'case "$1 $2" in "order send") echo "the order was not accepted" >&2; exit 9;; esac\nexec "{ours}" "$@"\n'
    refused(package("order", caseway=no_order), "the order was not accepted")
    refused(package("broker", casewayd='echo "no room for it"\nexit 3\n'), "the broker does not listen", "casewayd.log says why: no room for it")
    print("try_site: ok")


if __name__ == "__main__":
    main()
