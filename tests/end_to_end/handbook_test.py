#!/usr/bin/env python3
"""The handbook that `caseway-rules docs` writes, read as a browser reads it.
handbook_test.py BIN HOME DIR"""
import html
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys

VOID = {"meta", "br"}  # elements without an end that the pages use
LANGUAGES = ("zh", "en")


class Page(html.parser.HTMLParser):
    """Its ids, links, text and elements; an element that is closed out of turn is a mistake."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.path, self.open, self.ids, self.links, self.said, self.tags = path, [], [], [], [], []
        self.feed(path.read_bytes().decode("utf-8"))
        self.close()
        assert not self.open, f"{path}: not closed: {self.open}"
        self.text = "".join(self.said)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        self.tags.append((tag, at))
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [at["id"]] if "id" in at else []
        self.links += [at["href"]] if "href" in at else []
        assert not {"src", "onclick", "onload"} & set(at) and tag not in ("script", "link", "iframe"), (self.path, tag, at)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"{self.path}:{self.getpos()}: </{tag}> inside {self.open[-3:]}"

    def handle_data(self, text):
        if "style" not in self.open:
            self.said.append(text)


def run(*words):
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=60)


def write(rules, pack, out):
    shutil.rmtree(out, ignore_errors=True)
    done = run(rules, "docs", pack, "--out", out)
    assert done.returncode == 0 and not done.stderr, done
    return {path.name: Page(path) for path in sorted(out.iterdir())}


def changed(home, to, file, old, new):
    """A copy of the shipped set with one text changed."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(home / "schemas/packs/cn-ip", to)
    text = (to / file).read_text()
    assert old in text, (file, old)
    (to / file).write_text(text.replace(old, new, 1))
    return to


def rows_of(home, word):
    """What the rows of the set are called, from its text: ids, document types, keys of instruments."""
    files = [path for path in (home / "schemas/packs/cn-ip").glob("*.capnp") if not path.name.endswith("_test.capnp")]
    return {name for path in files for name in re.findall(rf'\({word} = "([^"]+)"', path.read_text())}


def all_is_there(pages, home, rules):
    listed = json.loads(run(rules, "list", home / "schemas/packs", "--json").stdout)[0]
    ids = rows_of(home, "id")
    requirements = {name for name in ids if re.match(r"(K\w+|ALL)\.", name)}
    for language in LANGUAGES:
        own = [page for name, page in pages.items() if name.startswith(language)]
        anchors = {name.split("-", 1)[1] for page in own for name in page.ids if "-" in name}
        # Every row of the text has its place, in each language; a state has none, it is in words.
        missing = (requirements | rows_of(home, "type") | rows_of(home, "key") | {one["id"] for one in listed["absent"]}) - anchors
        assert not missing, f"{language}: {sorted(missing)}"
        assert {name for name in ids if re.fullmatch(r"S\d\d\w?", name)} <= anchors
        for kind in listed["kinds"]:
            page, form = pages[f"{language}-{kind['id']}.html"], pages[f"{language}-{kind['id']}-checklist.html"]
            count = lambda of, what: sum(name.startswith(what) for name in of.ids)
            assert (count(page, "step-"), count(page, "clock-"), count(form, "requirement-")) == (
                kind["steps"], kind["clocks"], kind["requirements"]), (language, kind)
            assert kind["zh"] in page.text and kind["en"] in page.text, "both languages in both"
            assert len(form.ids) == len(set(form.ids)) and len(page.ids) == len(set(page.ids))
    print(f"handbook: {len(requirements)} requirements and clocks, {len(listed['kinds'])} kinds, {len(pages)} pages")


def links_lead_somewhere(pages):
    for name, page in pages.items():
        assert page.links, name
        for link in page.links:
            file, _, anchor = link.partition("#")
            assert (file or name) in pages, f"{name}: {link}: no such page"
            assert not anchor or anchor in pages[file or name].ids, f"{name}: {link}: no such place"


def size_of(text, at):
    """How wide a text of a picture is at most, as fonts are: a Chinese character its size, another six tenths of it."""
    return sum(at if ord(one) > 0x1fff else 0.6 * at for one in text)


def picture_of(page):
    """Boxes (top, bottom, name, is final), arrows (height, right end, step), trunks (x, heights, entry), and what is written where."""
    svg = re.search(r"<svg.*?</svg>", page.path.read_text(), re.S)[0]
    words = []
    for x, y, anchor, spans in re.findall(r'<text x="(\d+)" y="(\d+)" text-anchor="(\w+)">(.*?)</text>', svg):
        parts = [(int(size), html.unescape(text)) for size, text in re.findall(r'<tspan font-size="(\d+)"[^>]*>(.*?)</tspan>', spans)]
        width = sum(size_of(text, size) for size, text in parts) + 8
        left = int(x) - (width / 2 if anchor == "middle" else 0)
        words.append((left, int(y) - parts[0][0], left + width, int(y) + 3, parts[0][1]))
    lines = []
    for x, y, way, end in re.findall(r'<path d="M(\d+) (\d+)([HV])(\d+)"', svg):
        x, y, end = int(x), int(y), int(end)
        lines.append((min(x, end), y, max(x, end), y) if way == "H" else (x, min(y, end), x, max(y, end)))
    return svg, words, lines


def arrows_of(svg):
    """(from, step, to), as the eye follows them: out of a box to a dot, along the trunk, in at the arrow head."""
    boxes = []
    for y, height, name in re.findall(r'<rect x="8" y="(\d+)" width="\d+" height="(\d+)".*?<tspan[^>]*>(.*?)</tspan>', svg, re.S):
        boxes.append((int(y), int(y) + int(height), html.unescape(name)))
    box_at = lambda y: next(name for top, bottom, name in boxes if top <= y <= bottom)
    trunks = [tuple(map(int, one)) for one in re.findall(r'<path d="M(\d+) (\d+)V(\d+)"', svg)]
    heads = {int(y) for y in re.findall(r'<path d="M\d+ (\d+)l10', svg)}
    entry = {(int(x), int(y)) for x, y in re.findall(r'<path d="M(\d+) (\d+)H', svg) if int(y) in heads}
    arrows = []
    for x, y, step in re.findall(r'<circle cx="(\d+)" cy="(\d+)".*?<a href="#step-([^"]+)"', svg, re.S):
        x, y = int(x), int(y)
        top, bottom = next((top, bottom) for at, top, bottom in trunks if at == x and top <= y <= bottom)
        goal, = {at for place, at in entry if place == x and top <= at <= bottom}
        arrows.append((box_at(y), step, box_at(goal)))
    assert len(arrows) == len(set(arrows)), "an arrow twice"
    return set(arrows)


def pictures_can_be_read(pages):
    for name, page in pages.items():
        if not re.fullmatch(r"\w\w-K\w+\.html", name):
            assert "<svg" not in page.path.read_text()
            continue
        svg, words, lines = picture_of(page)
        width, height = map(int, re.search(r'width="(\d+)" height="(\d+)"', svg).groups())
        assert words and lines
        for left, top, right, bottom, text in words:
            assert 0 <= left and right <= width and 0 <= top and bottom <= height, f"{name}: {text} leaves the picture"
            for x1, y1, x2, y2 in lines:
                assert x2 <= left or right <= x1 or y2 <= top or bottom <= y1, f"{name}: a line over {text}"
        for at, one in enumerate(words):
            for other in words[at + 1:]:
                assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], f"{name}: {one} over {other}"
        assert arrows_of(svg), name
    english = lambda kind: arrows_of(picture_of(pages[f"en-{kind}.html"])[0])
    assert {("start", "transfer", "sent"), ("presented", "accepted", "accepted"), ("cure open", "cured", "accepted"),
            ("cure open", "filed", "decided"), ("cure open", "filed", "accepted"), ("decided", "close", "closed"),
            ("any state not final", "withdraw", "withdrawn"), ("any state", "recall", "recalled")} <= english("K01")
    prosecution = english("K12")
    assert ("supplement open", "supplemented", "received") in prosecution and ("decided", "wait_custody_found", "received") in prosecution
    # Its own condition rules these out: what supplements a registered file does not lead it back.
    assert not {("registered", "supplemented", "received"), ("registered", "wait_custody_found", "received")} & prosecution
    assert "→ the state that the holder names" in pages["en-K12.html"].text and "→ 承办方所称状态" in pages["zh-K12.html"].text
    assert "(warned of as from transfer.signedOffAt)" in pages["en-K12.html"].text and "S01, by default both" in pages["en-K01.html"].text
    # The same arrows in both languages.
    for kind in ("K01", "K12", "K15"):
        steps = [sorted(step for _, step, _ in arrows_of(picture_of(pages[f"{language}-{kind}.html"])[0])) for language in LANGUAGES]
        assert steps[0] == steps[1], kind
    final = [svg.count('fill="#dfe3e6"') for svg in (picture_of(pages[f"zh-{kind}.html"])[0] for kind in ("K01", "K01b", "K15"))]
    assert final == [4, 3, 4], final


def other_text_is_shown_not_obeyed(rules, home, place):
    hostile = '<script>alert("1")</script> & \\u202e\\x1b \'x\' 检'
    pack = changed(home, place / "hostile", "k01.capnp", 'zh = "涉嫌犯罪案件移送"', 'zh = "' + hostile.replace('"', '\\"').replace("\\u202e", "\u202e") + '"')
    pages = write(rules, pack, place / "hostile-book")
    said = '<script>alert("1")</script> & \\u202e\\u001b \'x\' 检'
    for name in ("zh-K01.html", "en-K01.html", "zh.html", "en.html", "zh-K01-checklist.html"):
        assert said in pages[name].text, name  # and Page refuses a script element
        assert "<script" not in pages[name].path.read_text()


def a_mistake_writes_nothing(rules, home, place):
    pack, out = changed(home, place / "wrong", "k07.capnp", "label = ", "lable = "), place / "wrong-book"
    for words, what in (([pack], r"k07\.capnp:\d+:\d+: error: "), ([place / "nowhere"], "no such file or folder")):
        done = run(rules, "docs", *words, "--out", out)
        assert done.returncode == 2 and re.search(what, done.stderr) and not done.stdout and not out.exists(), done
    (place / "a-file").write_text("")
    done = run(rules, "docs", home / "schemas/packs/cn-ip", "--out", place / "a-file/book")
    assert done.returncode == 2 and "cannot be written" in done.stderr, done
    assert run(rules, "docs", pack).returncode == 2, "--out is needed"


def main():
    programs, home, place = map(pathlib.Path, sys.argv[1:])
    rules, place = programs / "caseway-rules", place / "handbook"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    pages = write(rules, home / "schemas/packs/cn-ip", place / "book")
    all_is_there(pages, home, rules)
    links_lead_somewhere(pages)
    pictures_can_be_read(pages)
    again = write(rules, home / "schemas/packs/cn-ip/k01.capnp", place / "again")  # a file stands for its set
    assert {name: page.path.read_bytes() for name, page in pages.items()} == {name: page.path.read_bytes() for name, page in again.items()}
    other_text_is_shown_not_obeyed(rules, home, place)
    a_mistake_writes_nothing(rules, home, place)
    print("handbook: ok")


if __name__ == "__main__":
    main()
