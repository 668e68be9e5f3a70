// What a public Client is made of: one thread that owns socket, lane and rules, and does what other threads ask of it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "sdk/caseway_client.h"
#include "sdk/local_rules.h"
#include "sdk/machine.h"
#include "sdk/outgoing.h"

namespace caseway::sdk {

/// One of the two is null.
template <class T>
using Done = std::function<void(const T*, const Error*)>;

/// The machine's time, with a descriptor that can be read when somebody asks for something.
class WakingTime final : public Time {
 public:
  WakingTime();
  ~WakingTime() override;
  WakingTime(const WakingTime&) = delete;
  WakingTime& operator=(const WakingTime&) = delete;
  core::Instant wall() override { return time_.wall(); }
  std::int64_t monotonic_ms() override { return time_.monotonic_ms(); }
  void pause(int ms) override { time_.pause(ms); }
  void wake();   ///< from any thread
  void awake();  ///< the reason is known: who waits for the descriptor waits again
  [[nodiscard]] int descriptor() const { return fd_; }

 private:
  SystemTime time_;
  int fd_;
};

class Service {
 public:
  using Deadline = std::int64_t;  ///< by the monotonic clock, in ms

  /// Opens all and starts the thread. Throws Error.
  explicit Service(const Settings& settings);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // ---- From any thread ----------------------------------------------------------------------------------------------

  /// Has the thread run `begin`, and waits until that says it is done. Throws what it failed with.
  template <class T>
  T wait_for(std::function<void(Done<T>)> begin) {
    refuse_own_thread();
    const auto promise = std::make_shared<std::promise<T>>();
    auto future = promise->get_future();
    const Done<T> done = [promise](const T* value, const Error* error) {
      value != nullptr ? promise->set_value(*value) : promise->set_exception(std::make_exception_ptr(*error));
    };
    post([begin, done] { begin(done); }, [done](const Error& error) { done(nullptr, &error); });
    return future.get();
  }
  /// The same of work that is done at once.
  template <class T>
  T now(std::function<T()> work) {
    return wait_for<T>([work](const Done<T>& done) {
      const T value = work();
      done(&value, nullptr);
    });
  }
  /// The same once a session is open; the session and what `work` asks come within `wait`.
  template <class T>
  T ask_open(Milliseconds wait, std::function<T(Deadline)> work) {
    return wait_for<T>([this, wait, work](const Done<T>& done) {
      const Deadline until = after(wait);
      const auto ask = [work, until, done] {
        const T value = work(until);
        done(&value, nullptr);
      };
      when_open(until, ask, [done](const Error& error) { done(nullptr, &error); });
    });
  }
  /// The thread runs `task`; `fail` hears what it threw, or why it never ran: at once, on the caller's thread, when the
  /// service has ended. Throws std::bad_alloc alone.
  void post(std::function<void()> task, std::function<void(const Error&)> fail);
  std::optional<Delivery> receive(Milliseconds wait);
  /// Throws Error bad_settings where the mailbox is another's.
  void must_receive() const;
  void refuse_own_thread() const;

  // ---- On its own thread --------------------------------------------------------------------------------------------

  [[nodiscard]] Deadline after(Milliseconds wait);
  /// Once the message is on disk with its number.
  void queue(const Message& message, Deadline until, const Done<std::uint64_t>& done);
  void settle(std::uint64_t number, Deadline until, const Done<Receipt>& done);
  /// Runs `work` once a session is open; it may ask. `fail` hears what it throws.
  void when_open(Deadline until, std::function<void()> work, std::function<void(const Error&)> fail);
  /// The JSON of an answer that comes by `until`, and within 10 s. Throws Error.
  Json ask(wire::Query query, Deadline until);
  Check check(const Message& message);
  void hand_out(std::function<void(const Delivery&)> handler);
  void taken(std::uint64_t id);
  void park(std::uint64_t id, const std::string& reason);
  [[nodiscard]] const rules::PackBundle* bundle() const { return rules_.bundle ? &*rules_.bundle : nullptr; }
  /// Throws Error no_rules.
  const rules::PackBundle& bundle_or_fail() const;
  Client& client() { return *client_; }

 private:
  struct Task {
    std::function<void()> run;
    std::function<void(const Error&)> fail;
  };
  struct Opening {
    Deadline until;
    std::uint64_t drops;  ///< tries that had failed before it waited
    Task task;
  };
  struct Sending {
    std::uint64_t number;
    Deadline until;
    Done<Receipt> done;
  };

  void live();
  void end(const Error& why);
  bool run_tasks();
  void run(const Task& task);
  void opened();
  void serve_openings();
  void serve_sendings();
  bool answer(Sending& sending);
  std::uint64_t queue_now(const Message& message);
  std::optional<std::uint64_t> known(const std::string& name);
  void remember_names();
  Outgoing prepare(const Message& message, core::Instant now);
  void keep_rules();
  [[nodiscard]] bool hopeless(std::uint64_t drops_before) const;
  [[nodiscard]] Error no_session() const;
  Taken deliver(const Delivered& delivered);
  int pause_ms();

  Agency agency_;
  ClientOptions options_;
  WakingTime time_;
  SystemRandom random_;
  std::optional<Lock> lock_;
  std::optional<DirectoryStore> store_;
  LocalRules rules_;
  std::string no_rules_;         ///< why there are none
  std::int64_t rules_seen_ = 0;  ///< when the broker last said which are in force
  std::unique_ptr<Client> client_;
  std::uint64_t session_ = 0;
  std::list<Opening> openings_;
  std::list<Sending> sendings_;
  std::map<std::string, std::uint64_t> names_;
  std::function<void(const Delivery&)> handler_;
  std::map<std::uint64_t, core::Digest> out_;   ///< deliveries given out, with the statement they are known by
  std::map<std::uint64_t, core::Digest> held_;  ///< the last ones that were taken

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable came_;
  std::deque<Task> tasks_;
  std::deque<Delivery> inbox_;
  std::optional<Error> ended_;
  bool fenced_ = false;
  bool stop_ = false;
  std::thread thread_;  // last: it uses all of the above
};

/// The agency that `settings` name: its agency.toml, where there is one, and what they say themselves. Makes lane/ and
/// packs/ where they are missing. Throws Error bad_settings.
Agency agency_of(const Settings& settings);

}  // namespace caseway::sdk
