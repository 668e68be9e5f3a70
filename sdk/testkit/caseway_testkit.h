// An agency tests its integration here, without a server: a broker in the process of the test, with real rules, real
// keys and real sockets, a clock that stands until the test moves it, members that the test plays by a script, and
// faults where it asks for them.
//
//   caseway::testkit::Bus bus({"/tmp/bus", "packs"});
//   const auto amr = bus.admit({"luoyuan.amr", "administrative"});  // a directory, for the system under test
//   auto& police = bus.play({"luoyuan.psb", "police"});
//   bus.counterpart("luoyuan.amr", "police", "luoyuan.psb");
//   police.on("K01", "transfer").say(R"({"step": "accepted", "documents": [...]})");
//   bus.fail_at(Hop::acknowledge);                                  // the next receipt is lost on its way
//
// Threads: a Bus and its Actors may be called from any one thread at a time. The broker and each actor run in threads
// of their own. Everything of the site lies in `directory`; nothing else is touched, and the broker listens
// on a free port of this machine alone. Errors are std::runtime_error with what failed, where, and what to do.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#define CASEWAY_TESTKIT_API __attribute__((visibility("default")))

namespace caseway::testkit {

/// Where a message can fail on its way, numbered as docs/ARCHITECTURE.md numbers the hops of `turn()`. Those between
/// are the broker's judgement: what it answers there is had with refuse_next(), or by sending something wrong.
enum class Hop {
  listen = 1,       ///< the connection breaks before the broker hears the message
  record = 6,       ///< the disk fails while it is recorded: the broker ends, and starts again from what it holds
  deliver = 7,      ///< the connection breaks before a delivery reaches its receiver
  acknowledge = 8,  ///< recorded and delivered, and the receipt is lost on its way to the sender
};

/// A member as the directory knows it.
struct Member {
  std::string id;                 ///< a-z 0-9 . -
  std::string role;               ///< administrative, police, procuratorate, court ...
  std::string name_zh = {};       ///< left out: the id
  std::string name_en = {};       ///< left out: the id
  std::string region = "350123";  ///< GB/T 2260, 6 digits
  int level = 4;                  ///< 1 nation, 2 province, 3 city, 4 county
};

/// What an actor was delivered.
struct Received {
  std::string procedure;    ///< "K01"
  std::string step;         ///< "transfer"; "event": the bus tells something, and nobody said it
  std::string case_id;      ///< 32 hex digits
  std::string transfer_id;  ///< 32 hex digits
  std::string sender;
  std::string message;  ///< JSON as docs/FOLDER.md has it
};

/// What became of something that an actor said.
struct Said {
  std::string step;
  std::string verdict;  ///< proceeds, proceeds_with_findings, next_step_barred, returned; empty: not recorded
  std::string error;    ///< why it was not sent or not recorded; empty where it was
};

/// A member played by the test. It takes what it is delivered, and says what its script has for it: nothing where the
/// script has nothing.
class CASEWAY_TESTKIT_API Actor {
 public:
  /// What it does with each delivery of one kind and step, from now on; the last word for a step counts.
  class CASEWAY_TESTKIT_API Answer {
   public:
    /// Says this message: JSON as docs/FOLDER.md has it. `procedure`, `case`, `transfer` and `occurredAt` are filled in
    /// where they are left out: those of the delivery, and the bus's time.
    void say(std::string message);
    /// The same, made for each delivery; nothing: it stays silent this time.
    void say(std::function<std::optional<std::string>(const Received&)> message);
    /// Hands the case on to `to`, another police organ (K02 `forward`), which then says `taken_over` or `disputed`. The
    /// message as with say(), with its documents (D08, D52, D06, the file); `procedure`, `step`, `case`, `recipient`,
    /// `occurredAt` are filled in where they are left out, and persons and pairs of the delivery. It opens a transfer
    /// of its own.
    void forward(std::string to, std::string message);
    /// Takes it and says nothing.
    void stay_silent();
    /// Cannot take it: the delivery is parked with this reason, and the case waits.
    void park(std::string reason);

   private:
    friend class Actor;
    Answer(Actor& actor, std::string key) : actor_(actor), key_(std::move(key)) {}
    Actor& actor_;
    std::string key_;
  };

  Answer on(const std::string& procedure, const std::string& step);
  /// Says a message unasked; waits until it is recorded or refused, and throws after `wait_ms` with what is in the way:
  /// then what was not begun is not said any more, and of what was begun the outcome is unknown.
  Said say(const std::string& message, int wait_ms = 60'000);
  /// All it was delivered so far, in order; parked ones are not among them.
  [[nodiscard]] std::vector<Received> received() const;
  /// The first delivery of this kind and step; waits for it, and throws after `wait_ms` with what came instead.
  Received wait_for(const std::string& procedure, const std::string& step, int wait_ms = 30'000);
  /// The first delivery that `wanted` says yes to; as above.
  Received wait_for(const std::function<bool(const Received&)>& wanted, int wait_ms = 30'000);
  /// What became of what its script said, in order.
  [[nodiscard]] std::vector<Said> said() const;
  [[nodiscard]] const std::string& id() const;

  struct Parts;
  explicit Actor(std::unique_ptr<Parts> parts);
  ~Actor();
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;

 private:
  std::unique_ptr<Parts> parts_;
};

class CASEWAY_TESTKIT_API Bus {
 public:
  struct Options {
    std::filesystem::path directory;  ///< new or empty; stays for whoever wants to look, caseway-audit among them
    std::filesystem::path packs;  ///< a directory with one compiled *.pack and one *.calendar (caseway-rules compile)
    std::string clock = "2025-09-26T09:00:00+08:00";  ///< where its clock stands at first
  };

  /// The broker listens when it returns.
  explicit Bus(const Options& options);
  ~Bus();  ///< ends actors and broker
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  /// A new member, with keys of its own. Returns its directory, as `caseway agency new` makes one: for the system under
  /// test.
  std::filesystem::path admit(const Member& member);
  /// A new member that the test plays. Lives as long as the bus.
  Actor& play(const Member& member);
  /// `counterpart` plays `role` for `agency`.
  void counterpart(const std::string& agency, const std::string& role, const std::string& counterpart);
  /// The clock moves forward; what fell due by then fires.
  void set_clock(const std::string& instant);
  /// Where the clock stands, "2025-09-26T09:00:00+08:00".
  [[nodiscard]] std::string clock() const;

  /// The next `times` messages (deliveries, receipts) fail at this hop.
  void fail_at(Hop hop, std::size_t times = 1);
  /// The next `times` messages are answered with this refusal of docs/PROTOCOL.md ("try_later", "disk_full", "gap" ...)
  /// and not heard. Throws where there is no such refusal.
  void refuse_next(const std::string& code, std::size_t times = 1);
  /// How many failed at `hop` so far.
  [[nodiscard]] std::size_t failed_at(Hop hop) const;
  /// The broker ends without a word, as after a power cut, and starts again.
  void crash();
  /// "tcp://127.0.0.1:40123"; another one after a crash. Agency directories name the file that holds it.
  [[nodiscard]] std::string endpoint() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace caseway::testkit
