#!/usr/bin/env python3
"""The installed SDK as an agency's programmer has it. Runs the commands of docs/SDK.md as they stand there: they install it, make a site, build
the C++ example, and send a case to and fro. Then it moves the package, builds both examples against it by pkg-config and the one in C by CMake,
and has that one carry a message too; last the example of a test with the testkit. sdk_installed_test.py BUILD HOME DIR."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

build, home, root = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
# Queues a message where no broker listens, and is killed as soon as it has its number.
KILLED = """
#include <caseway/caseway_client.h>
#include <csignal>
int main(int, char** argv) {
  caseway::Client client = caseway::Client::open({.directory = argv[1], .endpoint = "tcp://127.0.0.1:1"});
  caseway::Message message = caseway::Message::from_file(argv[2]);
  message.name = argv[2];
  client.queue(message);
  std::raise(SIGKILL);
}
"""
TIMEOUT_S = 300  # against hanging only


def run(*words, ok=0, **more):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT_S, **more)
    if done.returncode != ok:
        raise AssertionError(f"{' '.join(map(str, words))}\nexit {done.returncode}, expected {ok}\n{done.stdout}")
    return done.stdout


def must(holds, what):
    if not holds:
        raise AssertionError(what)


def first_message():
    """Every shell block of the page in one shell, each followed by what the page says that it tells."""
    page = (home / "docs/SDK.md").read_text()
    blocks = re.findall(r"```sh\n(.*?)```\n(?:```text\n(.*?)```)?", page, re.S)
    must(len(blocks) == 6, f"docs/SDK.md has {len(blocks)} shell blocks, where six were known")
    sources = root / "sources"  # the page's build directory, whatever this one is called
    (sources / "build").mkdir(parents=True)
    (sources / "build/release").symlink_to(build)
    for commands, told in blocks:
        said = run("bash", "-euo", "pipefail", "-c", commands, cwd=root, env={**os.environ, "CASEWAY": str(sources)})
        at = 0
        for line in told.splitlines():  # in this order
            must(line in said[at:], f"docs/SDK.md says {line!r}; said was\n{said}")
            at = said.index(line, at) + len(line)


def moved():
    """The package elsewhere: nothing in it may know where it was made."""
    package = (root / "prefix").rename(root / "moved")
    for file in package.rglob("*"):
        if file.suffix in (".h", ".cmake", ".pc"):
            text = file.read_text()
            must(str(root) not in text and str(home) not in text, f"{file} names the place where it was made")
    return package


def made_by_target(package):
    """The target that the page has built makes all that was installed; here everything is built, so that nothing else would tell."""
    made = {pathlib.Path(line.strip()).name for line in run("ninja", "-C", build, "-t", "query", "sdk").splitlines()}
    for file in [*package.glob("bin/*"), *package.rglob("*.so")]:
        must(file.name in made, f"the target sdk does not build {file.name}")


def composed(package):
    """What the page shows of composing a message is C++ that compiles."""
    shown, = re.findall(r"```cpp\n(.*?)```", (home / "docs/SDK.md").read_text(), re.S)
    source = root / "composed.cc"
    source.write_text("#include <caseway/caseway_client.h>\n#include <caseway/caseway_dossier.h>\nvoid show(const std::string&, const std::string&);\n"
                      "void say(caseway::Client& client, caseway::Instant occurred_at) {\n" + shown + "(void)asked;\n(void)receipt;\n}\n")
    run("c++", "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{package}/include", source)


def built_by_pkg_config(package, compiler, source, *options):
    lib = next(package.rglob("caseway.pc")).parent
    flags = run("pkg-config", "--cflags", "--libs", "caseway", env={**os.environ, "PKG_CONFIG_PATH": str(lib)}).split()
    program = root / f"by-pkg-config-{source.stem}-{compiler}"
    run(compiler, *options, "-Wall", "-Wextra", "-Werror", "-o", program, source, *flags, f"-Wl,-rpath,{lib.parent}")
    return program


def in_c(package):
    """The police in C, on the site of the page, which is started again."""
    run("cmake", "-S", package / "share/caseway/examples/c", "-B", root / "c", f"-DCMAKE_PREFIX_PATH={package}")
    run("cmake", "--build", root / "c")
    (root / "site/broker/endpoint").unlink(missing_ok=True)
    broker = subprocess.Popen([package / "bin/casewayd", "--config", "site/broker/casewayd.toml"], cwd=root, stdout=subprocess.DEVNULL)
    try:
        case = package / "share/caseway/examples/case"
        said = run("c/example", "site/luoyuan-police", case / "08-accepted.json", cwd=root)
        must('"code": "step_not_open"' in said, f"accepted twice, under two names: {said}")
        said = run("c/example", "site/luoyuan-procuratorate", cwd=root)
        must(said.startswith("luoyuan-amr: K01b transfer, "), f"the copy of the procuratorate: {said}")
        must(run("c/example", "site/luoyuan-procuratorate", cwd=root) == "", "what was taken came again")
        killed(package, case / "08-accepted.json")
        said = run("c/example", "site/luoyuan-amr", "nowhere.json", cwd=root, ok=1)
        must(said.startswith("bad_input: nowhere.json: "), said)
    finally:
        broker.kill()
        broker.wait()


def with_testkit(package):
    """An agency's own test, with a broker in its process."""
    run("cmake", "-S", package / "share/caseway/examples/test", "-B", root / "test", f"-DCMAKE_PREFIX_PATH={package}")
    run("cmake", "--build", root / "test")
    run(package / "bin/caseway-rules", "compile", package / "share/caseway/packs/cn-ip", "--out", root / "packs")
    said = run("test/handover_test", "bus", "packs", package / "share/caseway/examples/case/06-transfer.json", cwd=root)
    must(said == "proceeds_with_findings, delivered to luoyuan-police 1 time(s), after 1 lost receipt(s)\n", said)


def killed(package, message):
    """A program that was killed when its message had a number: whoever says the same again sends that one, and no other."""
    (root / "killed.cc").write_text(KILLED)
    shutil.copy(message, root / "killed.json")
    lane = root / "site/luoyuan-police/lane/0"
    before = len(list(lane.glob("*.message")))
    program = built_by_pkg_config(package, "c++", root / "killed.cc", "-std=c++20")
    run(program, "site/luoyuan-police", "killed.json", cwd=root, ok=-signal.SIGKILL)
    queued = max(lane.glob("*.message"))
    must(not queued.with_suffix(".receipt").exists(), f"{queued} was sent, where nobody listens")
    bytes_then = queued.read_bytes()
    said = run("c/example", "site/luoyuan-police", "killed.json", cwd=root)
    must(f'"number": {before + 1}' in said and '"receipt": ' in said, said)
    must(len(list(lane.glob("*.message"))) == before + 1 and queued.read_bytes() == bytes_then, "it was queued twice, or changed")


def leave_no_broker():
    """The one that try-site started, where a failure came before the page ends it."""
    try:
        process = int((root / "site/casewayd.pid").read_text())
        if b"casewayd" in pathlib.Path(f"/proc/{process}/cmdline").read_bytes():
            os.kill(process, signal.SIGKILL)
    except (OSError, ValueError):
        pass


def main():
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    try:
        first_message()
        package = moved()
        made_by_target(package)
        composed(package)
        for program in (built_by_pkg_config(package, "c++", home / "sdk/examples/cpp/example.cc", "-std=c++20"),
                        built_by_pkg_config(package, "cc", home / "sdk/examples/c/example.c", "-std=c11", "-pedantic")):
            said = run(program, ok=2)
            must(said.startswith("usage: "), f"{program} said {said}")
        in_c(package)
        with_testkit(package)
    finally:
        leave_no_broker()


if __name__ == "__main__":
    main()
