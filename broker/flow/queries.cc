#include "broker/flow/queries.h"

#include <algorithm>
#include <boost/json.hpp>

#include "broker/core/receipt.h"

namespace caseway::flow {
namespace {

namespace json = boost::json;

constexpr std::size_t history_most = 1000;
constexpr std::size_t found_most = 200;
constexpr std::size_t candidates_most = 1000;
constexpr std::size_t search_characters_min = 3;  // fewer fit too much to be a question
constexpr std::size_t to_do_most = 1000;

/// An object whose empty fields are left out.
class Object {
 public:
  Object& text(const char* name, std::string_view value) {
    if (!value.empty()) object_[name] = json::string_view(value.data(), value.size());
    return *this;
  }
  Object& code(const char* name, const core::Code& value) { return text(name, value.view()); }
  template <class Id>
  Object& id(const char* name, const Id& value) {
    return value.empty() ? *this : text(name, core::hex(value));
  }
  Object& at(const char* name, core::Instant value) {
    return value.empty() ? *this : text(name, core::print_instant(value));
  }
  Object& number(const char* name, std::uint64_t value) {
    object_[name] = value;
    return *this;
  }
  Object& flag(const char* name, bool value) {
    object_[name] = value;
    return *this;
  }
  Object& list(const char* name, json::array values) {
    if (!values.empty()) object_[name] = std::move(values);
    return *this;
  }
  Object& object(const char* name, json::object values) {
    if (!values.empty()) object_[name] = std::move(values);
    return *this;
  }
  json::object take() { return std::move(object_); }
  std::string print() { return json::serialize(object_); }

 private:
  json::object object_;
};

/// One object for each of `values`.
template <class Values, class Tell>
json::array list_of(const Values& values, Tell tell) {
  json::array told;
  for (const auto& value : values) {
    Object object;
    tell(object, value);
    told.push_back(object.take());
  }
  return told;
}

json::string as_json(std::string_view text) { return json::string(text.data(), text.size()); }

void tell_clock(Object& told, const engine::ClockRun& run) {
  told.code("clock", run.clock).code("offence", run.offence).text("owner", run.owner.value());
  if (run.party != 0) told.number("party", run.party);
  told.text("state", run.fired ? "fired" : run.anchor.empty() ? "armed" : run.warned ? "warned" : "running");
  told.at("anchor", run.anchor).at("warn", run.warn_at).at("first", run.due_first).at("due", run.due);
  if (run.provisional) told.flag("provisional", true);
}

void tell_transfer(Object& told, const QueryView& view, const core::AgencyId& agency,
                   const engine::Transfer& transfer) {
  told.id("transfer", transfer.id).id("case", transfer.case_id).code("procedure", transfer.procedure);
  told.code("state", transfer.state).flag("final", transfer.final_);
  told.text("sender", transfer.sender.value())
      .text("recipient", transfer.recipient.value())
      .id("cause", transfer.cause);
  told.at("openedAt", transfer.opened_at).at("presentedAt", transfer.presented_at);
  told.list("pairs", list_of(transfer.pairs, [](Object& pair, const engine::PairState& each) {
              pair.number("party", each.party).code("offence", each.offence).code("outcome", each.outcome);
              if (each.unit) pair.flag("unit", true);
            }));
  told.list("clocks", list_of(transfer.clocks, tell_clock));
  told.list("findings", list_of(transfer.open, [](Object& finding, const engine::OpenRequirement& each) {
              finding.text("code", each.code).text("path", each.path).flag("bars", each.bars);
              finding.code("barredStep", each.barred_step).flag("waived", each.waived);
            }));
  told.list("documents", list_of(transfer.documents, [](Object& document, const engine::HeldDocument& each) {
              document.text("type", each.type.str()).number("record", each.record).number("part", each.part);
            }));
  told.list("pending", list_of(transfer.pending, [](Object& pending, const engine::Pending& each) {
              pending.code("step", each.step).text("saidBy", each.said_by.value()).id("body", each.body);
              pending.flag("paper", each.paper);
            }));
  const auto bundle = view.library.bundles.find(transfer.pack);
  if (bundle == view.library.bundles.end()) return;
  json::array steps;
  for (const auto& step : engine::open_steps(*bundle->second, view.state, transfer, agency))
    steps.push_back(as_json(step.view()));
  told.list("openSteps", std::move(steps));
}

void tell_entry(Object& told, const IndexEntry& entry) {
  told.number("record", entry.index).text("type", core::name_of(entry.type)).at("receivedAt", entry.received_at);
  told.text("sender", entry.sender).text("recipient", entry.recipient).id("case", entry.case_id);
  told.id("transfer", entry.transfer).code("procedure", entry.procedure).code("step", entry.step);
  told.text("verdict", core::name_of(entry.verdict))
      .text("ownCaseNumber", entry.own_case_number)
      .id("body", entry.body);
  if (entry.return_code != core::ReturnCode::none) told.text("code", core::name_of(entry.return_code));
  json::array findings;
  for (const auto& finding : entry.findings) findings.push_back(as_json(finding));
  told.list("findings", std::move(findings));
}

std::string status(const QueryView& view, const core::AgencyId& agency) {
  const auto& state = view.state;
  const auto& member = state.agencies.at(agency);
  Object told;
  told.text("origin", state.origin).flag("training", state.training).at("time", view.now);
  told.number("records", state.next_record).id("pack", state.pack).id("calendar", state.calendar);
  told.id("lastOrder", state.last_order).text("alarm", view.alarm).text("agency", agency);
  told.list("lanes", list_of(member.lanes, [](Object& lane, const auto& each) {
              lane.number("lane", each.first).number("next", each.second.next).number("settled", each.second.settled);
            }));
  told.number("waiting", member.mailbox.entries.size());
  std::vector<std::pair<std::uint64_t, const engine::MailboxEntry*>> parked;
  for (const auto& [delivery, entry] : member.mailbox.entries)
    if (entry.parked) parked.emplace_back(delivery, &entry);
  told.list(
      "parked", list_of(parked, [](Object& entry, const auto& each) {
        entry.number("delivery", each.first).id("case", each.second->case_id).id("transfer", each.second->transfer);
      }));
  return told.print();
}

// The index knows nothing of transfers: who is told of a record is decided here, for history and search alike.
bool is_told(const engine::State& state, const core::AgencyId& agency, const IndexEntry& entry) {
  if (entry.sender == agency) return true;
  if (entry.verdict == core::Verdict::returned) return false;  // it was never delivered to anybody
  if (entry.recipient == agency) return true;
  const auto* transfer = engine::find_transfer(state, entry.transfer);
  return transfer != nullptr && engine::is_party(*transfer, agency);
}

std::string search(const QueryView& view, const core::AgencyId& agency, std::string_view text) {
  const auto characters = std::count_if(text.begin(), text.end(),
                                        [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; });
  std::vector<IndexEntry> found;
  if (static_cast<std::size_t>(characters) >= search_characters_min)
    found = view.index.search(agency, text, candidates_most);
  bool more = found.size() == candidates_most;
  std::erase_if(found, [&](const IndexEntry& entry) { return !is_told(view.state, agency, entry); });
  if (found.size() > found_most) {
    found.resize(found_most);
    more = true;
  }
  Object told;
  told.list("found", list_of(found, tell_entry));
  if (more) told.flag("more", true);
  return told.print();
}

std::string own_case(const QueryView& view, const core::AgencyId& agency, const core::CaseId& id) {
  std::vector<const engine::Transfer*> own;
  const auto* graph = engine::find_case(view.state, id);
  if (graph != nullptr)
    for (const auto& transfer_id : graph->transfers)
      if (const auto* transfer = engine::find_transfer(view.state, transfer_id);
          transfer != nullptr && engine::is_party(*transfer, agency))
        own.push_back(transfer);
  auto is_own = [&](const core::TransferId& transfer_id) {
    return std::any_of(own.begin(), own.end(), [&](const auto* transfer) { return transfer->id == transfer_id; });
  };
  auto history = view.index.case_history(agency, id, history_most);
  std::erase_if(history, [&](const IndexEntry& entry) { return !is_told(view.state, agency, entry); });
  if (own.empty() && history.empty()) return "";

  Object told;
  told.id("case", id);
  told.list("transfers",
            list_of(own, [&](Object& transfer, const auto* each) { tell_transfer(transfer, view, agency, *each); }));
  if (!own.empty()) {
    Object counters;
    for (const auto& counter : graph->counters)
      counters.number(counter.name.str().c_str(), static_cast<std::uint64_t>(counter.value));
    told.object("counters", counters.take());
    told.list("items", list_of(graph->items, [](Object& item, const engine::Item& each) {
                item.number("no", each.no)
                    .number("quantity", static_cast<std::uint64_t>(each.quantity))
                    .code("unit", each.unit);
                item.text("holder", each.holder.value()).code("status", each.status).flag("explained", each.explained);
              }));
    std::vector<engine::Link> links;
    for (const auto& link : graph->links)
      if (is_own(link.from) || is_own(link.to)) links.push_back(link);
    told.list("links", list_of(links, [](Object& link, const engine::Link& each) {
                link.id("from", each.from).id("to", each.to).code("relation", each.relation);
              }));
  }
  told.list("history", list_of(history, tell_entry));
  return told.print();
}

std::string to_do(const QueryView& view, const core::AgencyId& agency) {
  std::vector<const engine::Transfer*> own;
  for (const auto& [id, transfer] : view.state.transfers)
    if (!transfer.final_ && engine::is_party(transfer, agency) && own.size() < to_do_most) own.push_back(&transfer);
  Object told;
  told.list("transfers",
            list_of(own, [&](Object& transfer, const auto* each) { tell_transfer(transfer, view, agency, *each); }));
  return told.print();
}

std::string directory(const engine::State& state) {
  Object told;
  told.list("agencies", list_of(state.agencies, [](Object& agency, const auto& each) {
              const auto& [id, member] = each;
              agency.text("id", id).text("nameZh", member.agency.name_zh).text("nameEn", member.agency.name_en);
              json::array roles;
              for (const auto role : member.agency.roles) roles.push_back(as_json(core::name_of(role)));
              agency.list("roles", std::move(roles)).number("level", member.agency.level);
              agency.text("region", member.agency.region).text("orgCode", member.agency.org_code);
              agency.flag("retired", member.retired);
              agency.list("keys", list_of(member.agency.keys, [](Object& key, const core::AgencyKey& one) {
                            key.id("key", one.key).at("from", one.valid_from).at("until", one.valid_until);
                            key.at("revoked", one.revoked_at);
                          }));
              Object counterparts;
              for (const auto& [role, other] : member.counterparts)
                counterparts.text(std::string(core::name_of(role)).c_str(), other);
              agency.object("counterparts", counterparts.take());
            }));
  return told.print();
}

std::optional<Bytes> receipt(const QueryView& view, const core::AgencyId& agency, const wire::Query& query) {
  std::optional<core::RecordIndex> record;
  const auto& lanes = view.state.agencies.at(agency).lanes;
  if (auto lane = lanes.find(query.lane); lane != lanes.end())
    for (const auto& entry : lane->second.answered)
      if (entry.number == query.lane_number) record = entry.record;
  if (!record && !view.index.rebuilding()) record = view.index.find(agency, query.lane, query.lane_number);
  if (!record || *record >= view.state.next_record) return std::nullopt;
  const auto known = view.records.get(*record);
  const auto* event = std::get_if<core::MessageEvent>(&known->record.event.body);
  if (event == nullptr || event->message.envelope.sender != agency || event->message.envelope.lane != query.lane ||
      event->message.envelope.number != query.lane_number)
    return std::nullopt;
  return core::encode_receipt(known->receipt);
}

}  // namespace

wire::Answer answer_query(const QueryView& view, const core::AgencyId& agency, const wire::Query& query) {
  wire::Answer answer;
  answer.number = query.number;
  std::optional<Bytes> bytes;
  switch (query.kind) {
    case wire::QueryKind::status: answer.json = status(view, agency); break;
    case wire::QueryKind::transfer:
      if (const auto* transfer = engine::find_transfer(view.state, query.transfer);
          transfer != nullptr && engine::is_party(*transfer, agency)) {
        Object told;
        tell_transfer(told, view, agency, *transfer);
        answer.json = told.print();
      }
      break;
    case wire::QueryKind::own_case: answer.json = own_case(view, agency, query.case_id); break;
    case wire::QueryKind::to_do: answer.json = to_do(view, agency); break;
    case wire::QueryKind::search: answer.json = search(view, agency, query.text); break;
    case wire::QueryKind::directory: answer.json = directory(view.state); break;
    case wire::QueryKind::pack: bytes = view.vault.read_content(view.state.pack); break;
    case wire::QueryKind::calendar: bytes = view.vault.read_content(view.state.calendar); break;
    case wire::QueryKind::receipt: bytes = receipt(view, agency, query); break;
  }
  answer.found = bytes || !answer.json.empty();
  if (bytes) answer.bytes = std::move(*bytes);
  return answer;
}

}  // namespace caseway::flow
