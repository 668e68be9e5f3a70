#include "sdk/order_session.h"

#include <algorithm>

#include "sdk/json_text.h"
#include "sdk/machine.h"
#include "sdk/session.h"

namespace caseway::sdk {
namespace {

/// One question or order on one session: when that is lost, nothing is said again.
class Exchange {
 public:
  Exchange(const Agency& home, int wait_ms)
      : session_(home, {{}, "caseway", false, 0}, time_), until_(time_.monotonic_ms() + wait_ms) {}

  /// Says `frame` once a session is open, and gives the next frame of kind `Wanted`. `refused` is told of a refusal;
  /// `said` of whether the broker may have heard the frame.
  template <class Wanted>
  std::optional<Wanted> ask(const wire::ClientFrame& frame, std::string& refused, bool& said) {
    while (time_.monotonic_ms() < until_) {
      const auto heard = session_.next();
      if (heard) {
        if (const auto* wanted = std::get_if<Wanted>(&*heard); wanted != nullptr && said) return *wanted;
        if (const auto* no = std::get_if<wire::RefusalFrame>(&*heard)) {
          refused = std::string(core::name_of(no->code)) + ": " + no->where + ": " + no->what;
          return std::nullopt;
        }
      }
      if (said && (!session_.open() || session_.serial() != 1)) return std::nullopt;
      if (!said && session_.open()) said = session_.send(frame);
      if (!heard) session_.wait(static_cast<int>(std::clamp<std::int64_t>(until_ - time_.monotonic_ms(), 1, 100)));
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string trouble() const {
    return session_.trouble().empty() ? "is it running, and is this key the operator's?" : session_.trouble();
  }

 private:
  SystemTime time_;
  Session session_;
  std::int64_t until_;
};

}  // namespace

std::optional<core::Digest> ask_previous(const Agency& home, int wait_ms, std::string& why) {
  Exchange exchange(home, wait_ms);
  bool said = false;
  const auto answer = exchange.ask<wire::Answer>(wire::Query{1, wire::QueryKind::status, {}, {}, {}, 0, 0}, why, said);
  if (!answer || !answer->found) {
    if (!said) why = "no session with the broker: " + (why.empty() ? exchange.trouble() : why);
    if (why.empty()) why = answer ? "the broker does not tell its status" : "no answer to a query in time";
    return std::nullopt;
  }
  Mistakes mistakes;
  const auto json = parse_json(answer->json, "status", mistakes);
  if (!json) {
    why = "its status is no JSON: " + (mistakes.empty() ? answer->json : print_mistake(mistakes.front()));
    return std::nullopt;
  }
  const auto last = json->text_of("lastOrder");  // empty before the first order
  return last.empty() ? core::Digest{} : core::from_hex<core::Digest>(last);
}

OrderOutcome send_order(const Agency& home, const wire::SendOrder& order, int wait_ms) {
  Exchange exchange(home, wait_ms);
  OrderOutcome outcome;
  bool said = false;
  auto answer = exchange.ask<wire::OrderAnswer>(order, outcome.why, said);
  if (!answer) {
    outcome.answered = !outcome.why.empty();  // refused by name: nothing was recorded
    if (!outcome.answered) {
      outcome.why = said ? "no answer in time: the order may or may not be recorded; ask before sending again"
                         : "no session with the broker, nothing was sent: " + exchange.trouble();
    }
    return outcome;
  }
  outcome.answered = true;
  outcome.accepted = answer->accepted;
  outcome.why = answer->why;
  outcome.receipt = answer->receipt;
  outcome.previous = answer->previous;
  return outcome;
}

}  // namespace caseway::sdk
