#include "sdk/testkit/actor.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "broker/core/bytes.h"
#include "broker/core/digest.h"
#include "broker/core/instant.h"
#include "sdk/report.h"

namespace caseway::testkit {
namespace {

constexpr int round_ms = 20;
constexpr int settle_ms = 30'000;  // against hanging only: a fault on the way costs a reconnect

sdk::Agency agency_in(const std::filesystem::path& directory) {
  sdk::Mistakes mistakes;
  auto agency = sdk::read_agency(directory, mistakes);
  if (!mistakes.empty()) throw sdk::Fault(sdk::print_mistake(mistakes.front()));
  return agency;
}

sdk::ClientOptions options() {
  sdk::ClientOptions options;
  options.consume = true;
  options.software = "caseway-testkit";
  return options;
}

std::string key_of(const std::string& procedure, const std::string& step) { return procedure + " " + step; }

/// Persons and pairs of the delivery, in the head of a message that names none: it opens a transfer for them.
void name_persons(sdk::Json& message, const std::string& delivery) {
  sdk::Mistakes mistakes;
  const auto told = sdk::parse_json(delivery, "delivery", mistakes);
  const sdk::Json* head = told ? told->find("head") : nullptr;
  if (head == nullptr) return;
  if (message.find("head") == nullptr) message.with("head", sdk::Json::object().with("title", sdk::Json::of("")));
  for (auto& member : message.members) {
    if (member.name != "head") continue;
    for (const char* name : {"parties", "pairs"}) {
      const sdk::Json* known = head->find(name);
      if (known != nullptr && member.value.find(name) == nullptr) member.value.with(name, *known);
    }
  }
}

std::string listed(const std::vector<Received>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + key_of(one.procedure, one.step);
  return text.empty() ? "nothing" : text;
}

}  // namespace

Actor::Parts::Parts(const std::filesystem::path& directory)
    : agency(agency_in(directory)), store_(agency.lane), client_(agency, options(), store_, time_) {
  client_.on_delivery([this](const sdk::Delivered& delivered) { return take(delivered); });
  thread_ = std::thread([this] { run(); });
}

Actor::Parts::~Parts() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  thread_.join();
}

void Actor::Parts::run() {
  try {
    while (true) {
      std::optional<Word> word;
      {
        const std::lock_guard lock(mutex_);
        if (stop_) return;
        trouble_ = client_.trouble();
        if (!words_.empty() && client_.open()) {
          word = std::move(words_.front());
          words_.pop_front();
        }
      }
      if (word) {
        end(*word, speak(*word));
      } else {
        client_.run(round_ms);
      }
    }
  } catch (const std::exception& why) {
    const std::lock_guard lock(mutex_);
    broke_ = agency.id + ": " + why.what();
    words_.clear();
    changed_.notify_all();
  }
}

bool Actor::Parts::have_rules() {
  std::string why;
  return client_.refresh() && sdk::fetch_rules(client_, agency.packs, rules_, why);
}

/// Called from run(): what the script says is said after the delivery is acknowledged, as a person's answer is.
sdk::Taken Actor::Parts::take(const sdk::Delivered& delivered) {
  Received received;
  received.procedure = delivered.frame.procedure.str();
  received.step = delivered.frame.event ? "event" : delivered.envelope.step.str();
  received.case_id = core::hex(delivered.frame.case_id);
  received.transfer_id = core::hex(delivered.frame.transfer);
  received.sender = delivered.statement.sender;
  const std::vector<std::string> no_files(delivered.head ? delivered.head->evidence.size() : 0);
  received.message =
      sdk::print_json(sdk::delivery_json(delivered, no_files, rules_.bundle ? &*rules_.bundle : nullptr));

  Rule rule;
  {
    const std::lock_guard lock(mutex_);
    const auto found = rules_by_step_.find(key_of(received.procedure, received.step));
    if (found != rules_by_step_.end()) rule = found->second;
  }
  if (!rule.park.empty()) return {sdk::Taken::How::parked, rule.park};
  std::optional<std::string> message;
  if (rule.say) message = rule.say(received);
  const std::lock_guard lock(mutex_);
  if (message) words_.push_back({*message, received, nullptr, rule.forward_to});
  received_.push_back(std::move(received));
  changed_.notify_all();
  return {};
}

/// The message with what its writer left out.
std::string Actor::Parts::completed(const Word& word) {
  sdk::Mistakes mistakes;
  auto json = sdk::parse_json(word.message, "message", mistakes);
  if (!json) throw sdk::Fault(sdk::print_mistake(mistakes.front()));
  const auto fill = [&](const char* name, const std::string& value) {
    if (json->find(name) == nullptr) json->with(name, sdk::Json::of(value));
  };
  if (!word.forward_to.empty()) {
    fill("procedure", "K02");
    fill("step", "forward");
    fill("case", word.answers->case_id);
    fill("recipient", word.forward_to);
    name_persons(*json, word.answers->message);
  } else if (word.answers) {
    fill("procedure", word.answers->procedure);
    fill("case", word.answers->case_id);
    fill("transfer", word.answers->transfer_id);
  }
  fill("occurredAt", core::print_instant(client_.now()));
  if (json->find("head") == nullptr) json->with("head", sdk::Json::object().with("title", sdk::Json::of("")));
  return sdk::print_json(*json);
}

Said Actor::Parts::speak(const Word& word) {
  Said said;
  if (!have_rules()) {
    said.error = "no rules: " + client_.trouble();
    return said;
  }
  const auto file = agency.out / ("said-" + std::to_string(++files_) + ".json");
  sdk::Mistakes mistakes;
  try {
    sdk::write_file(file, sdk::view_of(completed(word)));
  } catch (const sdk::Fault& fault) {
    said.error = fault.what();
    return said;
  }
  const auto outgoing = sdk::prepare(file, rules_, agency.id, random_, client_.now(), mistakes);
  if (!outgoing) {
    said.error = sdk::print_mistake(mistakes.front());
    return said;
  }
  said.step = outgoing->message.envelope.step.str();
  const auto number = client_.queue(outgoing->message, file.filename().string());
  if (!number) {
    said.error = "the lane is full";
    return said;
  }
  switch (client_.settle(*number, settle_ms)) {
    case sdk::Fate::receipted:
      if (const auto record = sdk::lane_record(client_.lane(), *number); record && record->outcome) {
        said.verdict = core::name_of(record->outcome->verdict);
        return said;
      }
      said.error = "the receipt holds no outcome";
      return said;
    case sdk::Fate::refused: {
      const auto why = client_.lane().refused(*number);
      said.error = why ? std::string(core::name_of(why->code)) + ": " + why->where + ": " + why->what : "refused";
      return said;
    }
    case sdk::Fate::renumbered: said.error = "another program uses this actor's lane"; return said;
    case sdk::Fate::unknown: said.error = "no answer: " + client_.trouble(); return said;
  }
  return said;
}

void Actor::Parts::end(const Word& word, Said said) {
  const std::lock_guard lock(mutex_);
  if (word.told != nullptr) word.told->set_value(said);
  said_.push_back(std::move(said));
  changed_.notify_all();
}

void Actor::Parts::script(const std::string& key, Rule rule) {
  const std::lock_guard lock(mutex_);
  rules_by_step_[key] = std::move(rule);
}

Said Actor::Parts::say(const std::string& message, int wait_ms) {
  auto told = std::make_shared<std::promise<Said>>();
  const auto* const mine = told.get();
  auto said = told->get_future();
  {
    const std::lock_guard lock(mutex_);
    if (!broke_.empty()) throw std::runtime_error(broke_);
    words_.push_back({message, std::nullopt, std::move(told), {}});
  }
  if (said.wait_for(std::chrono::milliseconds(wait_ms)) != std::future_status::ready) {
    const std::lock_guard lock(mutex_);
    std::erase_if(words_, [&](const Word& word) { return word.told.get() == mine; });
    throw std::runtime_error(agency.id + ": not said within " + std::to_string(wait_ms) +
                             " ms: " + (trouble_.empty() ? "the broker has not answered yet" : trouble_));
  }
  try {
    return said.get();
  } catch (const std::future_error&) {  // nobody is left who could keep the promise
    const std::lock_guard lock(mutex_);
    throw std::runtime_error(broke_);
  }
}

std::vector<Received> Actor::Parts::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

std::vector<Said> Actor::Parts::said() const {
  const std::lock_guard lock(mutex_);
  return said_;
}

Received Actor::Parts::wait_for(const std::function<bool(const Received&)>& wanted, const std::string& what,
                                int wait_ms) const {
  std::unique_lock lock(mutex_);
  const auto there = [&] { return std::any_of(received_.begin(), received_.end(), wanted) || !broke_.empty(); };
  changed_.wait_for(lock, std::chrono::milliseconds(wait_ms), there);
  const auto found = std::find_if(received_.begin(), received_.end(), wanted);
  if (found != received_.end()) return *found;
  if (!broke_.empty()) throw std::runtime_error(broke_);
  throw std::runtime_error(agency.id + ": no " + what + " within " + std::to_string(wait_ms) +
                           " ms; it was delivered " + listed(received_));
}

Actor::Actor(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Actor::~Actor() = default;
Actor::Answer Actor::on(const std::string& procedure, const std::string& step) {
  return {*this, key_of(procedure, step)};
}
Said Actor::say(const std::string& message, int wait_ms) { return parts_->say(message, wait_ms); }
std::vector<Received> Actor::received() const { return parts_->received(); }
std::vector<Said> Actor::said() const { return parts_->said(); }
Received Actor::wait_for(const std::string& procedure, const std::string& step, int wait_ms) {
  const auto is_it = [&](const Received& one) { return one.procedure == procedure && one.step == step; };
  return parts_->wait_for(is_it, key_of(procedure, step), wait_ms);
}
Received Actor::wait_for(const std::function<bool(const Received&)>& wanted, int wait_ms) {
  return parts_->wait_for(wanted, "delivery that is waited for", wait_ms);
}
const std::string& Actor::id() const { return parts_->agency.id; }

void Actor::Answer::say(std::string message) {
  actor_.parts_->script(key_, {[message = std::move(message)](const Received&) { return message; }, "", ""});
}
void Actor::Answer::say(std::function<std::optional<std::string>(const Received&)> message) {
  actor_.parts_->script(key_, {std::move(message), "", ""});
}
void Actor::Answer::forward(std::string to, std::string message) {
  Parts::Rule rule;
  rule.say = [message = std::move(message)](const Received&) { return message; };
  rule.forward_to = std::move(to);
  actor_.parts_->script(key_, std::move(rule));
}
void Actor::Answer::stay_silent() { actor_.parts_->script(key_, {}); }
void Actor::Answer::park(std::string reason) { actor_.parts_->script(key_, {{}, std::move(reason), ""}); }

}  // namespace caseway::testkit
