#!/usr/bin/env python3
"""Whether libcaseway.so shows what sdk/symbols.txt lists, no more and no less. symbols_test.py LIBRARY LIST [--update].
A name that is gone breaks programs that were linked before; a name too many is one that can never be taken back."""
import pathlib
import subprocess
import sys


def shown(library):
    """Mangled names without versions: what the loader matches."""
    lines = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({name.split("@")[0] for kind, name in (line.split()[-2:] for line in lines) if kind != "A"})


def readable(names):
    return subprocess.run(["c++filt"], input="\n".join(names), capture_output=True, text=True, check=True).stdout.splitlines()


def main():
    library, listed = sys.argv[1], pathlib.Path(sys.argv[2])
    now = shown(library)
    if "--update" in sys.argv:
        listed.write_text("".join(f"{name}\n" for name in now))
        return 0
    then = listed.read_text().split()
    gone, new = sorted(set(then) - set(now)), sorted(set(now) - set(then))
    for name in readable(gone):
        print(f"gone: {name}")
    for name in readable(new):
        print(f"new: {name}")
    if gone:
        print("Programs that were linked against the last release may not start. Bring the names back, or raise the minor number (the\n"
              "major one from 1.0 on) in CMakeLists.txt, sdk/caseway_version.h and sdk/package/exported.map.")
    if new:
        print("If each new name is meant for agencies for good, it belongs to the list; if not, leave CASEWAY_API away or narrow\n"
              "sdk/package/exported.map.")
    if gone or new:
        print(f"Then: python3 tests/sdk/symbols_test.py {library} {listed} --update")
        return 1
    print(f"{len(now)} symbols, as listed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
