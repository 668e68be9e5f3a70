// An agency's side of the session: says hello, sends what the lane holds, checks what comes back, hands deliveries
// over. One thread; nothing happens outside run() and the calls that wait. Reconnects by itself, with back-off, for as
// long as run() is called.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "broker/core/refusal.h"
#include "broker/wire/session.h"
#include "sdk/agency.h"
#include "sdk/delivery.h"
#include "sdk/directory.h"
#include "sdk/lane.h"
#include "sdk/ports.h"
#include "sdk/session.h"

namespace caseway::sdk {

/// What the broker recorded for a message of the lane; verified under the site's log key.
struct Answered {
  core::LaneNumber number = 0;
  std::string name;
  bool is_void = false;
  core::Statement statement;
  LaneReceipt receipt;
};

/// What the handler did with a delivery.
struct Taken {
  enum class How : std::uint8_t {
    held,    ///< it is durable here: acknowledge it
    parked,  ///< this system cannot take it: its case waits, operators see `reason`
    later,   ///< not now: acknowledge() or park() follows, else it comes again with the next session
  };
  How how = How::held;
  std::string reason;
};

struct ClientOptions {
  core::LaneNo lane = 0;
  bool send = true;      ///< false: sends nothing of the lane; another program of the agency may have it open
  bool consume = false;  ///< take the mailbox
  std::uint32_t delivery_credit = 64;
  std::string endpoint;  ///< overrides agency.toml
  std::string software = "caseway-sdk 0.1.0";
  int wake = -1;  ///< a descriptor that ends wait() when it can be read; not read here
};

/// What the broker says of its site.
struct SiteSeen {
  bool training = false;
  core::Instant time;  ///< its last word on the time; a training site's clock stands there
  core::Digest pack;
  core::Digest calendar;
  std::uint64_t deliveries_waiting = 0;
};

/// How a message fared. `renumbered`: the number was used by another copy of the lane; the message goes on under
/// Client::renumbered(). `unknown`: no answer within the time given; it stays in the lane and is sent again.
enum class Fate : std::uint8_t { receipted, refused, renumbered, unknown };

class Client {
 public:
  using OnAnswer = std::function<void(const Answered&)>;
  using OnRefused = std::function<void(core::LaneNumber, const LaneRefused&)>;
  using OnDelivery = std::function<Taken(const Delivered&)>;

  /// Reads keys; opens the lane and the highest checkpoint held in `store` (the agency's lane directory). Throws Fault.
  /// Borrows all.
  Client(const Agency& agency, ClientOptions options, Store& store, Time& time);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Handlers are called from run() and settle() only, and may call back. Answers come lowest number first.
  void on_answer(OnAnswer handler);
  void on_refused(OnRefused handler);
  void on_delivery(OnDelivery handler);

  /// Does what there is to do, and waits at most `wait_ms` for something to happen. True when something happened.
  bool run(int wait_ms);
  /// Waits until run() may have something to do, at most `wait_ms`.
  void wait(int wait_ms);
  /// Runs until a session is open; false when there is none after `wait_ms` (trouble() says why).
  bool connect(int wait_ms);
  /// A session is open: hello was said and welcome heard.
  [[nodiscard]] bool open() const;
  /// Why there is no session, else why the lane stands still, else why the broker did not answer this session's last
  /// question; empty: no trouble.
  [[nodiscard]] const std::string& trouble() const;
  /// What kind of trouble keeps a session away; none while there is one.
  [[nodiscard]] Trouble kind_of_trouble() const;
  /// Counts the sessions opened, and the tries that failed or sessions that ended.
  [[nodiscard]] std::uint64_t sessions() const;
  [[nodiscard]] std::uint64_t drops() const;
  /// A newer session took the mailbox: nothing more is delivered here.
  [[nodiscard]] bool fenced() const;
  /// Messages wait for their receipts, or something that came is not handled yet.
  [[nodiscard]] bool busy() const;

  /// As of the last session, kept over restarts, a training site's time as it was last heard; nothing before the first.
  [[nodiscard]] const std::optional<SiteSeen>& site() const;
  /// Asks the broker for its time and for pack and calendar in force; false when it does not answer.
  bool refresh();
  /// The time to sign with: the site's own on a training site (asked for anew when a session is open), else the
  /// machine's.
  core::Instant now();
  /// The same without asking: on a training site as it was last heard.
  [[nodiscard]] core::Instant last_time() const;

  /// Numbers and persists the message; it is sent by run(). Nothing when too many wait, or before the first session
  /// ever.
  std::optional<core::LaneNumber> queue(const Composed& message, std::string name);
  /// Runs until the number is answered, at most `wait_ms`.
  Fate settle(core::LaneNumber number, int wait_ms);
  /// The number that took the place of `number` in this process; nothing when none did.
  [[nodiscard]] std::optional<core::LaneNumber> renumbered(core::LaneNumber number) const;
  /// Sends the same bytes of an answered number again and gives the receipt that comes back; nothing when none comes in
  /// time.
  std::optional<LaneReceipt> send_again(core::LaneNumber number, int wait_ms);
  /// Asks, and again while the broker says try_later; nothing when no answer comes in time, or another refusal
  /// (trouble() says which). Deliveries that arrive meanwhile wait.
  std::optional<wire::Answer> ask(wire::Query query, int wait_ms);
  /// For a delivery whose handler said `later`, once held. Of one that this session has not offered nothing comes.
  void acknowledge(std::uint64_t delivery);
  /// For one that cannot be taken: `reason` is cut after 1 KiB. Said as soon as it can be sent, by a later session too;
  /// until then an offer of it is passed over.
  void park(std::uint64_t delivery, std::string reason);
  /// Offers a parked delivery again; said as soon as it can be sent.
  void unpark(std::uint64_t delivery);
  /// Members of the site, asked for once a session; null when they cannot be had.
  const Members* members();

  [[nodiscard]] const Lane& lane() const;
  [[nodiscard]] const Agency& agency() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace caseway::sdk
