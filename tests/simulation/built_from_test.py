#!/usr/bin/env python3
"""What programs say they were built from: the commit there was at that build, and whether files had been changed."""
import pathlib
import re
import subprocess
import tempfile

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "deploy/built_from.cmake"


def main():
    with tempfile.TemporaryDirectory() as place:
        source = pathlib.Path(place, "source")
        header = pathlib.Path(place, "built_from.h")
        source.mkdir()

        def git(*words):
            return subprocess.run(["git", "-C", source, "-c", "user.name=n", "-c", "user.email=e@example.org", *words],
                                  check=True, capture_output=True, text=True).stdout.strip()

        def built_from():
            subprocess.run(["cmake", "-D", f"SOURCE={source}", "-D", f"TO={header}", "-P", SCRIPT], check=True)
            return re.search(r'built_from_commit = "(.*)"', header.read_text())[1]

        def commit(text):
            (source / "file").write_text(text)
            git("add", "file")
            git("commit", "--quiet", "-m", text)
            return git("rev-parse", "--short=12", "HEAD")

        git("init", "--quiet")
        first = commit("first")
        assert built_from() == first
        written = header.stat().st_mtime_ns
        assert built_from() == first and header.stat().st_mtime_ns == written, "written anew, and nothing was new"
        (source / "file").write_text("changed")
        assert built_from() == first + "-dirty"
        second = commit("second")
        assert built_from() == second != first
    print("built_from: ok")


if __name__ == "__main__":
    main()
