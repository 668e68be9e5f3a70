// Caseway for an agency's own system: hand a case over, take what others send, answer it. This page and the values in
// caseway_values.h are all there is to read; docs/SDK.md leads from nothing to the first message. One Client is one
// lane of one agency.
//
//   caseway::Client client = caseway::Client::connect({.directory = "luoyuan-amr"});
//   caseway::Receipt receipt = client.hand_over(caseway::Message::from_file("transfer.json"));
//   while (auto delivery = client.receive(std::chrono::seconds(10))) { keep(*delivery); client.taken(*delivery); }
//
// What is promised
//   Durable      A message has its number and lies on disk, synced, before it is sent. Whatever ends the program, the
//                next Client on this directory sends it again, the same bytes under the same number; the broker answers
//                a repeat with the same statement. So a message has one effect, however often it travels.
//   Ordered      Messages of a lane are recorded in the order in which they were queued.
//   Verified     No receipt and no delivery is told before its signatures, digests and proofs held.
//   Once or more A delivery comes until taken() reached the broker: once in a Client's life, and again after a crash in
//                between. `body` and `id` tell a repeat.
//   By itself    What waits is signed with one signature. A lost connection is made anew, with a back-off of 0.1 to 5 s
//                (2 s where the key is denied, 60 s where only people can mend it), for as long as the Client lives.
//
// Threads. A Client may be used from any thread, by several at once. It has one thread of its own, which owns socket,
// lane and rules. Callbacks run on that thread: they must be short, must not throw (std::terminate), and may call what
// does not wait (taken, park, unpark, on_delivery, the forms with a callback or future); a call that waits throws Error
// wrong_thread there. Once the Client ended, by itself or while it is destroyed, taken, park, unpark and on_delivery do
// nothing, and the forms with a callback or future tell why, the callback at once and on the caller's own thread: one
// that hands over again whenever it hears an error never returns then.
// Questions to the broker are asked one after another. A Client may not be destroyed while another thread is in a call,
// nor be used across fork().
//
// Waiting. A call that waits for the broker takes the longest time it waits, counted from when the thread comes to it;
// more than a day counts as a day. The others wait for the thread alone. A question keeps the thread for 10 s at most,
// where the broker is silent. Not counted is what queue and hand_over ask first over an open session, at most once a
// second which rules are in force, then these where they are new, and on a training site the time: together 35 s at
// most. Whoever waits for a session may hear denied, not_ours or rolled_back, as soon as it is known, or unreachable:
// "no session" in the comments below, and unreachable also where an answer does not come in time.
//
// Errors. Every call may throw Error and nothing else but std::bad_alloc; its comment names the failures that are
// particular to it. local_fault and closed may come from all: after a local_fault of the lane's own disk every further
// call fails so (taken and its like do nothing), and a new Client goes on where it stopped. The message that met the
// fault may be in the lane all the same: then the new Client sends it, waiting() tells it, and handed over again under
// its name it is not said twice.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>

#include "caseway_values.h"

namespace caseway {

namespace sdk {
class Service;
}

struct Settings {
  /// The agency's directory, as `caseway agency new` makes it: agency.toml, keys/ lane/ packs/. Without an agency.toml
  /// the fields below must say everything, keys/signing.key and keys/transport.key must be there, and lane/ and packs/
  /// are made.
  std::string directory;
  std::string agency = {};         ///< id; empty: as agency.toml says, like all that follow
  std::string origin = {};         ///< name of the broker
  std::string endpoint = {};       ///< "tcp://host:port"
  std::string server_key = {};     ///< the broker's CURVE key, 64 hex digits
  std::string log_key = {};        ///< under which receipts are checked, 64 hex digits
  unsigned lane = 0;               ///< 0 to 15; one program at a time has a lane open
  bool receives = true;            ///< take the mailbox; of an agency's sessions the newest that does has it
  unsigned deliveries_ahead = 64;  ///< deliveries given out and not yet taken, at most; 1 to 256
  std::string software = "own/0";  ///< who is calling, for the broker's log
};

class CASEWAY_API Client {
 public:
  /// Opens the lane and waits for a session. Errors: bad_settings, lane_busy; no session.
  static Client connect(const Settings& settings, Milliseconds wait = std::chrono::seconds(15));
  /// The same without waiting: to queue, check and read policies while there is no network. A lane that never had a
  /// session queues nothing.
  static Client open(const Settings& settings);
  /// Does what was asked for (taken(), park()), ends the session, and waits for the Client's thread: never from a
  /// callback. What waits stays in the lane; calls that wait fail with outcome_unknown or closed.
  ~Client();
  /// One that was moved from may only be destroyed or assigned to.
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  // ---- Saying -------------------------------------------------------------------------------------------------------

  /// Composes, pre-flights, and persists; returns its number once it is on disk. Waits only for rules and site, before
  /// the first session. Errors: bad_input, stopped, lane_full, no_rules; no session.
  std::uint64_t queue(const Message& message, Milliseconds wait = std::chrono::seconds(15));
  /// Waits for what was recorded; at once when it is known, also from an earlier program's life. Errors:
  /// outcome_unknown, refused, not_found.
  Receipt outcome(std::uint64_t number, Milliseconds wait = std::chrono::seconds(30));
  /// queue() and outcome() within one time. A `returned` verdict is no error: see Receipt::delivered().
  Receipt hand_over(const Message& message, Milliseconds wait = std::chrono::seconds(30));
  /// The same, at once: future or callback. One of the callback's two is null; both are gone when it returns. What
  /// hand_over() throws the future throws.
  std::future<Receipt> hand_over_async(Message message, Milliseconds wait = std::chrono::seconds(30));
  using OnReceipt = std::function<void(const Receipt* receipt, const Error* error)>;
  void hand_over(Message message, Milliseconds wait, OnReceipt done);
  /// Says `step` in the transfer of `delivery`: the JSON of `message` needs no procedure, step, case and transfer, and
  /// what it has of them is replaced. Else as hand_over().
  Receipt answer(const Delivery& delivery, const std::string& step, Message message,
                 Milliseconds wait = std::chrono::seconds(30));
  /// Numbers that have no receipt yet, with their names, oldest first: after a crash, what to ask outcome() for.
  std::vector<std::pair<std::uint64_t, std::string>> waiting();

  // ---- Taking -------------------------------------------------------------------------------------------------------

  /// The next delivery; nothing when none came in time. It stays the caller's until taken() or park(). Errors: fenced;
  /// bad_settings without `receives`.
  std::optional<Delivery> receive(Milliseconds wait);
  /// Deliveries go to `handler` instead, those that wait already first; an empty one ends that. What it is given is
  /// gone when it returns: keep a copy to take it later. That the mailbox went to a newer session, or that the Client
  /// ended, no handler hears: receive() without waiting throws it. Errors: bad_settings without `receives`.
  void on_delivery(std::function<void(const Delivery&)> handler);
  /// The caller holds it durably: the broker may forget it, and the case's next delivery comes.
  void taken(const Delivery& delivery);
  /// This system cannot take it: its case waits, and the site's operators see `reason` (1 KiB). `caseway unpark` or
  /// unpark() offers it again.
  /// Without a session both are said by the next one, as long as this Client lives.
  void park(const Delivery& delivery, const std::string& reason);
  void unpark(std::uint64_t id);

  // ---- Parts --------------------------------------------------------------------------------------------------------

  /// Adds a file to a message under the name that its JSON uses, replacing one. Errors: bad_input when it is empty or
  /// longer than a part may be (1 MiB).
  static void put(Message& message, const std::string& name, Blob bytes);
  /// A part of a delivery by number or by name; it lives as long as the delivery. Errors: not_found, also of a part
  /// that is not here.
  static const Part& fetch(const Delivery& delivery, unsigned no);
  static const Part& fetch(const Delivery& delivery, const std::string& name);
  /// The parts of a message of one's own, as the lane keeps them. Errors: not_found.
  std::vector<Part> fetch(std::uint64_t number);

  // ---- Asking -------------------------------------------------------------------------------------------------------

  /// Judges by the pack held here, offline; sends nothing. Of a training site's clock it knows what it last heard.
  /// Errors: bad_input, no_rules.
  Check check(const Message& message);
  /// What the rules ask for in a step, offline, by the pack held here. Errors: not_found, no_rules.
  Policy policy(const std::string& procedure, const std::string& step);
  /// Own transfers that are not final, as the broker has them. Errors: no session.
  std::vector<Transfer> to_do(Milliseconds wait = std::chrono::seconds(15));
  /// The clocks of these that run, nearest due first.
  std::vector<Clock> clocks(Milliseconds wait = std::chrono::seconds(15));
  /// One transfer. Errors: not_found when this agency is no party of it; no session.
  Transfer transfer(const std::string& id, Milliseconds wait = std::chrono::seconds(15));

  /// Cases by the beginning of a number under which any agency keeps them (3 characters at least, whatever brackets or
  /// widths it is written with), or by the id of a case or transfer; as far as this agency said it, was sent it, or
  /// received its transfer since. Errors: bad_input beyond 255 bytes; no session.
  Found search(const std::string& text, Milliseconds wait = std::chrono::seconds(15));

  /// Whether a session is open, and why there is none or the lane stands still; empty: no trouble.
  bool connected();
  std::string trouble();

 private:
  CASEWAY_HIDDEN explicit Client(std::unique_ptr<sdk::Service> service);
  std::unique_ptr<sdk::Service> service_;  // what all of it is made of; hidden
};

}  // namespace caseway
