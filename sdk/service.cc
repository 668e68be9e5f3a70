#include "sdk/service.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace caseway::sdk {
namespace {

constexpr int pause_most_ms = 100;
constexpr int rounds_most = 64;  // of the session, before others are heard
constexpr int ask_wait_ms = 10'000;
constexpr Milliseconds wait_most = std::chrono::hours(24);  // sums with it do not overflow, in nanoseconds either

Milliseconds within_bounds(Milliseconds wait) { return std::clamp(wait, Milliseconds(0), wait_most); }

Error fault_of(const std::exception& fault) {
  return {Failure::local_fault, "", fault.what(), "mend it and open a new Client: the lane goes on where it stopped"};
}

Error closed() { return {Failure::closed, "", "the client ended", "what was queued is in the lane"}; }

}  // namespace

// ---- Time -----------------------------------------------------------------------------------------------------------

WakingTime::WakingTime() : fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (fd_ < 0) throw Fault("eventfd: no descriptor is left; close some, or raise the limit");
}

WakingTime::~WakingTime() { ::close(fd_); }

void WakingTime::wake() {
  const std::uint64_t one = 1;
  (void)!::write(fd_, &one, sizeof one);  // a full counter is awake already
}

void WakingTime::awake() {
  std::uint64_t count = 0;
  (void)!::read(fd_, &count, sizeof count);
}

// ---- From any thread ------------------------------------------------------------------------------------------------

Service::Service(const Settings& settings) {
  try {
    agency_ = agency_of(settings);
    (void)read_signing_key(agency_.signing_key);  // before the lane is touched: a key is named as what it is
    (void)read_transport_key(agency_.transport_key);
    lock_.emplace(agency_.lane / (std::to_string(settings.lane) + ".lock"));
  } catch (const Busy& busy) {
    throw Error(Failure::lane_busy, agency_.lane.string(), busy.what(), "end that program, or choose another lane");
  } catch (const Fault& fault) {
    throw Error(Failure::bad_settings, settings.directory, fault.what(), "mend the file named");
  }
  try {
    store_.emplace(agency_.lane);
    options_.lane = static_cast<core::LaneNo>(settings.lane);
    options_.consume = settings.receives;
    options_.delivery_credit = settings.deliveries_ahead;
    options_.software = settings.software + " caseway-sdk/" CASEWAY_VERSION_STRING;
    options_.wake = time_.descriptor();
    client_ = std::make_unique<Client>(agency_, options_, *store_, time_);
    rules_ = load_rules(agency_.packs);
    remember_names();
  } catch (const Fault& fault) {
    throw fault_of(fault);
  }
  if (settings.receives) client_->on_delivery([this](const Delivered& delivered) { return deliver(delivered); });
  thread_ = std::thread([this] { live(); });
}

Service::~Service() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  time_.wake();
  thread_.join();
}

void Service::refuse_own_thread() const {
  if (std::this_thread::get_id() != thread_.get_id()) return;
  throw Error(Failure::wrong_thread, "", "a call that waits was made from a callback",
              "use the form with a callback or future, or another thread");
}

void Service::post(std::function<void()> task, std::function<void(const Error&)> fail) {
  std::optional<Error> ended;
  {
    const std::scoped_lock lock(mutex_);
    ended = ended_;
    if (!ended) tasks_.push_back({std::move(task), std::move(fail)});
  }
  ended ? fail(*ended) : time_.wake();  // told, not thrown: a callback that asks while the Client ends may not throw
}

void Service::must_receive() const {
  if (options_.consume) return;
  throw Error(Failure::bad_settings, "Settings::receives", "this client does not take the mailbox",
              "set it, or receive with another client");
}

std::optional<Delivery> Service::receive(Milliseconds wait) {
  refuse_own_thread();
  must_receive();
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, within_bounds(wait), [this] { return !inbox_.empty() || fenced_ || ended_; });
  if (inbox_.empty()) {
    if (ended_) throw *ended_;
    if (fenced_) {
      throw Error(Failure::fenced, agency_.id, "a newer session of this agency took the mailbox",
                  "let one program receive; a new Client takes the mailbox back");
    }
    return std::nullopt;
  }
  Delivery delivery = std::move(inbox_.front());
  inbox_.pop_front();
  return delivery;
}

// ---- Its own thread -------------------------------------------------------------------------------------------------

void Service::live() {
  Error why = closed();
  try {
    for (;;) {
      if (run_tasks()) break;
      bool happened = false;
      for (int round = 0; round < rounds_most && client_->run(0); ++round) happened = true;
      if (client_->open() && client_->sessions() != session_) opened();
      serve_openings();
      serve_sendings();
      if (client_->fenced()) {
        const std::scoped_lock lock(mutex_);
        if (!std::exchange(fenced_, true)) came_.notify_all();
      }
      if (!happened) client_->wait(pause_ms());
    }
  } catch (const std::exception& fault) {
    why = fault_of(fault);
  }
  end(why);
}

/// Nobody waits for what will not come.
void Service::end(const Error& why) {
  std::deque<Task> tasks;
  {
    const std::scoped_lock lock(mutex_);
    ended_ = why;
    tasks.swap(tasks_);
    came_.notify_all();
  }
  for (const auto& task : tasks) task.fail(why);
  for (const auto& opening : openings_) opening.task.fail(why);
  for (const auto& sending : sendings_) {
    Error unknown(Failure::outcome_unknown,
                  "lane " + std::to_string(options_.lane) + " number " + std::to_string(sending.number), why.problem,
                  "it is kept, and sent again by the next Client on this lane");
    unknown.number = sending.number;
    sending.done(nullptr, &unknown);
  }
  openings_.clear();
  sendings_.clear();
  client_.reset();  // here: it says which deliveries are held, and bye
}

/// True when it is time to stop: what was asked for before that is done, a delivery taken is taken. Tasks that a Fault
/// leaves undone stay, for end() to tell.
bool Service::run_tasks() {
  time_.awake();
  std::unique_lock lock(mutex_);
  const bool stop = stop_;
  for (auto left = tasks_.size(); left > 0; --left) {
    const Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    run(task);
    lock.lock();
  }
  return stop;
}

/// Throws Fault, for live() to end with: what the disk holds after a failed write or sync only a new start can tell.
void Service::run(const Task& task) {
  try {
    task.run();
  } catch (const Error& error) {
    task.fail(error);
  } catch (const Fault& fault) {
    task.fail(fault_of(fault));
    throw;
  } catch (const std::exception& fault) {  // also no memory: who waits must hear of it
    task.fail(fault_of(fault));
  }
}

int Service::pause_ms() {
  Deadline next = time_.monotonic_ms() + pause_most_ms;
  for (const auto& opening : openings_) next = std::min(next, opening.until);
  for (const auto& sending : sendings_) next = std::min(next, sending.until);
  return static_cast<int>(std::max<std::int64_t>(next - time_.monotonic_ms(), 0));
}

Service::Deadline Service::after(Milliseconds wait) { return time_.monotonic_ms() + within_bounds(wait).count(); }

// ---- Sessions -------------------------------------------------------------------------------------------------------

void Service::opened() {
  session_ = client_->sessions();
  keep_rules();
  const std::scoped_lock lock(mutex_);
  fenced_ = client_->fenced();
}

void Service::keep_rules() {
  rules_seen_ = time_.monotonic_ms();
  no_rules_.clear();
  (void)fetch_rules(*client_, agency_.packs, rules_, no_rules_);
}

Error Service::no_session() const {
  const std::string where = endpoint_of(agency_).empty() ? agency_.origin : endpoint_of(agency_);
  const std::string& why = client_->trouble();
  switch (client_->kind_of_trouble()) {
    case Trouble::denied:
      return {Failure::denied, where, why,
              "have the site's officers admit " + agency_.id + " with the key in " + agency_.transport_key.string()};
    case Trouble::not_ours:
      return {Failure::not_ours, where, why, "compare endpoint, origin and keys with what the site's operator gives"};
    case Trouble::rolled_back:
      return {Failure::rolled_back, where, why, "keep the lane directory; the site's operator must act"};
    default:
      return {Failure::unreachable, where, why.empty() ? "no session in time" : why,
              "see that the broker runs and the network leads there; a Client that is open goes on trying"};
  }
}

void Service::when_open(Deadline until, std::function<void()> work, std::function<void(const Error&)> fail) {
  openings_.push_back({until, client_->drops(), {std::move(work), std::move(fail)}});
}

/// Waiting is of no use: people must act. A denied key may have been admitted since: who waits sees a try of his own.
bool Service::hopeless(std::uint64_t drops_before) const {
  const auto kind = client_->kind_of_trouble();
  if (kind == Trouble::denied) return client_->drops() > drops_before;
  return kind == Trouble::not_ours || kind == Trouble::rolled_back;
}

void Service::serve_openings() {
  const std::int64_t now = time_.monotonic_ms();
  for (auto at = openings_.begin(); at != openings_.end();) {
    const bool open = client_->open();
    if (!open && !hopeless(at->drops) && now < at->until) {
      ++at;
      continue;
    }
    const Task task = std::move(at->task);
    at = openings_.erase(at);
    open ? run(task) : task.fail(no_session());
  }
}

Json Service::ask(wire::Query query, Deadline until) {
  const auto left = std::clamp<std::int64_t>(until - time_.monotonic_ms(), 0, ask_wait_ms);
  const auto answer = client_->ask(std::move(query), static_cast<int>(left));
  if (!answer) {
    const std::string& why = client_->trouble();
    throw Error(Failure::unreachable, agency_.origin,
                "the broker did not answer" + (why.empty() ? " in time" : ": " + why), "ask again");
  }
  if (!answer->found) {
    throw Error(Failure::not_found, agency_.origin, "not found among the transfers of " + agency_.id,
                "the id is one that a receipt or a delivery tells");
  }
  Mistakes mistakes;
  auto json = parse_json(answer->json, "answer", mistakes);
  if (!json) throw Error(Failure::unreachable, agency_.origin, print_mistake(mistakes.front()), "tell its operator");
  return std::move(*json);
}

}  // namespace caseway::sdk
