#!/usr/bin/env python3
"""Makes the Node package where its tests find it, as its user gets it: a copy of sdk/node with the packages of its lock file, what generate.js
writes of the schemas, and one archive of it all. package.py HOME PLACE. It fails where node, npm, or a registry with these packages is missing."""
import hashlib
import pathlib
import shutil
import subprocess
import sys

LISTS = "./deploy/install sdk/node/packages.txt"
STAMP = ".installed"  # the lock file whose packages are there


def run(what, *words, cwd):
    try:
        done = subprocess.run(words, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=500)
    except FileNotFoundError:
        raise SystemExit(f"node_package: {words[0]} is not there; install it: {LISTS}") from None
    except subprocess.TimeoutExpired as late:
        raise SystemExit(f"node_package: {what}: no end after {late.timeout:.0f} s\n{late.output or ''}") from None
    if done.returncode != 0:
        raise SystemExit(f"node_package: {what}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


def main():
    home, place = map(pathlib.Path, sys.argv[1:])
    source, package = home / "sdk/node", place / "package"
    package.mkdir(parents=True, exist_ok=True)
    for name in ("src", "generated"):
        shutil.rmtree(package / name, ignore_errors=True)
    shutil.copytree(source / "src", package / "src")
    for name in ("package.json", "package-lock.json", "generate.js", "README.md"):
        shutil.copy(source / name, package)
    lock = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()
    stamp = package / "node_modules" / STAMP
    if not stamp.exists() or stamp.read_text() != lock:
        run("the packages of sdk/node/package-lock.json could not be had; is the npm registry reached? (npm config get registry, proxy, cafile)",
            "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", cwd=package)
        stamp.write_text(lock)
    run("generate.js", "node", "generate.js", str(home / "schemas"), "generated/schemas.json", cwd=package)
    for old in place.glob("*.tgz"):
        old.unlink()
    run("npm pack", "npm", "pack", "--ignore-scripts", f"--pack-destination={place}", cwd=package)
    print(f"node_package: {next(place.glob('*.tgz')).name}, node {run('node', 'node', '--version', cwd=package).strip()}")


if __name__ == "__main__":
    main()
