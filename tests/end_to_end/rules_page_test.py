#!/usr/bin/env python3
"""docs/RULES.md as somebody follows it: its blocks are taken in order, each is applied to a fresh folder or run there, and what the page
says that a command prints is compared with what it prints. Then each change is left out, which must be noticed.
rules_page_test.py BIN HOME DIR

A block is told by the last line of the text before it, which people follow too:
  Write `FILE`:                          the block is the file
  In `FILE`, below the line `LINE`:      the block stands after the one line that says this, spaces aside
  In `FILE`, in place of `WORDS`:        the block stands where these words stood, everywhere
  `FILE` says:                           nothing is changed: the file holds the block, spaces at the ends of lines aside
A block of console holds commands behind "$ " and what they print; `...` stands for any text, alone on a line for any lines.
Blocks of bash are not run: they build the programs."""
import dataclasses
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys

BIN, HOME, ROOT = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
TIMEOUT_S = 60  # against hanging only


class Stale(Exception):
    """The page says what is not so."""


@dataclasses.dataclass
class Block:
    line: int  # of the page
    before: str  # the line of text before it
    language: str
    text: str


def blocks_of(page):
    found = []
    for one in re.finditer(r"^([^\n]*)\n\n?```(\w+)\n(.*?)^```$", page, re.S | re.M):
        found.append(Block(page[:one.start(2)].count("\n") + 1, one[1], one[2], one[3]))
    if len(found) * 2 != page.count("\n```"):
        raise Stale("a block without a language, or one that is not closed")
    return found


def put_below(text, line, block):
    lines = text.splitlines(True)
    at = [number for number, each in enumerate(lines) if each.strip() == line]
    if len(at) != 1:
        raise Stale(f"{len(at)} lines say {line!r}")
    return "".join(lines[:at[0] + 1]) + block + "".join(lines[at[0] + 1:])


def put_in_place(text, words, block):
    if words not in text:
        raise Stale(f"nothing says {words!r}")
    return text.replace(words, block.strip())


def change(folder, block):
    if told := re.search(r"Write `([^`]+)`:$", block.before):
        (folder / told[1]).write_text(block.text)
    elif told := re.search(r"[Ii]n `([^`]+)`, (below the line|in place of) `([^`]+)`:$", block.before):
        put = put_below if told[2] == "below the line" else put_in_place
        text = put((folder / told[1]).read_text(), told[3], block.text)
        (folder / told[1]).write_text(text)
    elif told := re.search(r"`([^`]+)` says:$", block.before):
        if block.text not in (folder / told[1]).read_text():
            raise Stale(f"{told[1]} does not say so")
    else:
        raise Stale(f"nothing says what to do with this block: {block.before!r}")


def is_as_told(told, said):
    pattern = re.escape(told).replace(r"\.\.\.", ".*")
    return re.fullmatch(re.sub(r"(?m)^\.\*\\?\n", r"(?s:.*)", pattern), said) is not None


def run(folder, block):
    """Its commands in one shell; each line that they print counts."""
    commands = re.findall(r"^\$ (.*)$", block.text, re.M)
    said = subprocess.run(["bash", "-c", "\n".join(commands)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=TIMEOUT_S, env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "CASEWAY": str(HOME)}).stdout
    told = re.sub(r"^\$ .*\n", "", block.text, flags=re.M)
    if not is_as_told(told, said):
        raise Stale("\n" + "\n".join(difflib.unified_diff(told.splitlines(), said.splitlines(), "the page", "the program", lineterm="")))
    for line in told.splitlines():
        if line != "..." and is_as_told(told.replace(line, "x" + line), said):
            raise Stale(f"nobody would notice another line than {line!r}")


def follow(blocks, folder, keep=None):
    """`keep`: a folder for what there was before each block, by its place among the blocks."""
    for at, block in enumerate(blocks):
        if keep:
            shutil.copytree(folder, keep / str(at))
        try:
            if block.language == "console":
                run(folder, block)
            elif block.language != "bash":
                change(folder, block)
        except Stale as stale:
            raise Stale(f"docs/RULES.md:{block.line}: {stale}") from None


def every_change_counts(blocks, kept):
    """A change that is left out is noticed by what comes after it: none stands on the page for nothing."""
    for at, block in enumerate(blocks):
        if block.language in ("console", "bash") or block.before.endswith("says:"):
            continue
        try:
            follow(blocks[at + 1:], kept / str(at))
        except (Stale, FileNotFoundError):
            continue
        raise Stale(f"docs/RULES.md:{block.line}: left out, nobody notices")


def joins_the_shipped(pack, to):
    """As the page ends: the kind goes into a copy of cn-ip, without pack.capnp, whose instrument cn-ip has."""
    shutil.copytree(HOME / "schemas/packs/cn-ip", to)
    for file in pack.glob("n01*.capnp"):
        shutil.copy(file, to)
    for command in ("check", "test"):
        done = subprocess.run([BIN / "caseway-rules", command, to], capture_output=True, text=True, timeout=TIMEOUT_S)
        if done.returncode != 0:
            raise Stale(f"in a copy of cn-ip: {done}")


def main():
    blocks = blocks_of((HOME / "docs/RULES.md").read_text())
    shutil.rmtree(ROOT, ignore_errors=True)
    (ROOT / "followed").mkdir(parents=True)
    follow(blocks, ROOT / "followed", ROOT / "kept")
    every_change_counts(blocks, ROOT / "kept")
    joins_the_shipped(ROOT / "followed/my-pack", ROOT / "cn-ip")
    print(f"docs/RULES.md: {len(blocks)} blocks are as the programs say")


if __name__ == "__main__":
    main()
