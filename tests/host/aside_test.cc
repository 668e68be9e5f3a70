#include "broker/host/aside.h"

#include <doctest/doctest.h>

#include <future>
#include <string>

#include "tests/host/scratch.h"

namespace caseway::host {
namespace {

flow::Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

/// Lets the thread end what it was given.
void wait(AsideThread& aside) {
  while (aside.busy()) std::this_thread::yield();
}

}  // namespace

TEST_CASE("aside: work runs on another thread, in the same directory, and its end is seen") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  AsideThread aside(disk);
  CHECK_FALSE(aside.busy());
  for (const std::string name : {"a", "b"}) {
    std::thread::id worked;
    std::promise<void> go;
    aside.begin([&, name](flow::Disk& beside, const std::function<bool()>& stopped) {
      go.get_future().wait();
      worked = std::this_thread::get_id();
      if (!stopped()) beside.open(name, true)->write(0, bytes_of("made"));
    });
    CHECK(aside.busy());
    go.set_value();
    wait(aside);
    CHECK(worked != std::this_thread::get_id());
    CHECK(worked != std::thread::id());
    CHECK(disk.open(name, false)->size() == 4);
  }
}

TEST_CASE("aside: a stop has the work end early and waits for it; so does the end of the object") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  bool ended = false;
  {
    AsideThread aside(disk);
    const auto until_stopped = [&](flow::Disk&, const std::function<bool()>& stopped) {
      while (!stopped()) std::this_thread::yield();
      ended = true;
    };
    aside.begin(until_stopped);
    aside.stop();
    CHECK(ended);
    CHECK_FALSE(aside.busy());
    aside.stop();  // nothing is at hand
    ended = false;
    aside.begin(until_stopped);  // what was stopped does not stop what follows
  }
  CHECK(ended);
}

TEST_CASE("aside: a write that fails beside the path fails the directory for the path too") {
  const Scratch dir;
  PosixDisk disk(dir.path());
  auto file = disk.open("a", true);
  AsideThread aside(disk);
  aside.begin([](flow::Disk& beside, const std::function<bool()>&) {
    CHECK_THROWS_AS(beside.sync_directory("gone"), flow::Fault);
  });
  wait(aside);
  CHECK_THROWS_AS(file->write(0, bytes_of("x")), flow::Fault);
}

}  // namespace caseway::host
