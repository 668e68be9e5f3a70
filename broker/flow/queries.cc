#include "broker/flow/queries.h"

#include <algorithm>
#include <set>
#include <utility>

#include "broker/core/receipt.h"
#include "broker/flow/own_numbers.h"
#include "broker/flow/seen.h"
#include "broker/flow/telling.h"

namespace caseway::flow {
namespace {

constexpr std::size_t history_most = 1000;
constexpr std::size_t found_most = 200;
constexpr std::size_t candidates_most = 1000;
constexpr std::size_t search_characters_min = 3;  // fewer fit too much to be a question
constexpr std::size_t listed_most = 1000;         // transfers or agencies in one answer
constexpr std::size_t contents_most = 8;          // packs and calendars kept in memory, of 4 MiB at most each

void tell_number(Object& told, const OwnNumber& each) {
  told.text("agency", each.agency).text("number", each.number).number("record", each.record);
}

// `numbers`: none are told without.
void tell_whole(Object& told, const QueryView& view, const core::AgencyId& agency, const engine::Transfer& transfer,
                OwnNumbers* numbers) {
  tell_transfer(told, transfer);
  if (numbers != nullptr) told.list("numbers", list_of(numbers->of(transfer), tell_number));
  const auto bundle = view.library.bundles.find(transfer.pack);
  if (bundle == view.library.bundles.end()) return;
  json::array steps;
  for (const auto& step : engine::open_steps(*bundle->second, view.state, transfer, agency, view.now))
    steps.push_back(as_json(step.view()));
  told.list("openSteps", std::move(steps));
}

void tell_version(Object& told, const QueryView& view, const core::Digest& digest) {
  told.id("digest", digest);
  const auto bundle = view.library.bundles.find(digest);
  if (bundle != view.library.bundles.end()) {
    const auto& version = *bundle->second;
    told.text("id", version.id).text("version", version.version);
    if (version.effective_from) told.text("from", core::print_date(*version.effective_from));
    if (version.effective_to) told.text("to", core::print_date(*version.effective_to));
  }
  told.flag("inForce", digest == view.state.pack);
}

std::string status(const QueryView& view, const core::AgencyId& agency) {
  const auto& state = view.state;
  const auto& member = state.agencies.at(agency);
  Object told;
  Room room;
  told.text("origin", state.origin).flag("training", state.training).at("time", view.now);
  told.number("records", state.next_record)
      .number("indexedTo", view.index.indexed_to())
      .id("pack", state.pack)
      .id("calendar", state.calendar);
  told.list("packs",
            list_of(state.packs, room, [&](Object& pack, const auto& each) { tell_version(pack, view, each); }));
  told.id("lastOrder", state.last_order).text("alarm", view.alarm).text("agency", agency);
  told.list("lanes", list_of(member.lanes, [](Object& lane, const auto& each) {
              lane.number("lane", each.first).number("next", each.second.next).number("settled", each.second.settled);
            }));
  told.number("waiting", member.mailbox.entries.size());
  std::vector<std::pair<std::uint64_t, const engine::MailboxEntry*>> parked;
  for (const auto& [delivery, entry] : member.mailbox.entries)
    if (entry.parked) parked.emplace_back(delivery, &entry);
  told.list(
      "parked", list_of(parked, room, [](Object& entry, const auto& each) {
        entry.number("delivery", each.first).id("case", each.second->case_id).id("transfer", each.second->transfer);
      }));
  if (room.more()) told.flag("more", true);
  return told.print();
}

// The index knows nothing of transfers: who is told of a record is decided here, for history and search alike.
bool is_told(const engine::State& state, const core::AgencyId& agency, const IndexEntry& entry) {
  if (entry.sender == agency) return true;
  if (entry.verdict == core::Verdict::returned) return false;  // it was never delivered to anybody
  if (entry.recipient == agency) return true;
  const auto* transfer = engine::find_transfer(state, entry.transfer);
  return transfer != nullptr &&
         (engine::is_party(*transfer, agency) || engine::was_receiver(*transfer, agency, entry.index));
}

// The sender's own number stands in the head of its message. With the head it is taken back, before the index knows.
void hide_taken_back(const engine::State& state, std::vector<IndexEntry>& entries) {
  for (auto& entry : entries) {
    const auto* transfer = engine::find_transfer(state, entry.transfer);
    if (transfer != nullptr && engine::is_taken_back(*transfer, entry.index, 0)) entry.own_case_number.clear();
  }
}

// What the index lacks is not found yet: an answer from it says so.
void tell_behind(Object& told, const QueryView& view) {
  if (const auto indexed_to = view.index.indexed_to(); indexed_to < view.state.next_record)
    told.number("indexedTo", indexed_to);
}

// Of the cases found, in their order: the latest number of each agency in each transfer that `agency` sees, once each.
json::array numbers_found(const QueryView& view, const core::AgencyId& agency, const std::vector<IndexEntry>& found,
                          Room& room) {
  OwnNumbers numbers(view.records, agency);
  std::set<core::CaseId> cases;
  std::vector<std::pair<core::CaseId, OwnNumber>> told;
  for (const auto& entry : found) {
    const auto* graph = engine::find_case(view.state, entry.case_id);
    if (graph == nullptr || !cases.insert(entry.case_id).second) continue;
    const auto of_case = told.size();
    for (const auto& id : graph->transfers) {
      const auto* transfer = engine::find_transfer(view.state, id);
      if (transfer == nullptr) continue;
      for (auto& number : numbers.of(*transfer)) {
        const bool again = std::any_of(told.begin() + static_cast<std::ptrdiff_t>(of_case), told.end(), [&](auto& one) {
          return one.second.agency == number.agency && one.second.number == number.number;
        });
        if (!again && !number.number.empty()) told.emplace_back(entry.case_id, std::move(number));
      }
    }
  }
  if (numbers.more()) room.leave_out();
  return list_of(told, room, [](Object& number, const auto& each) {
    number.id("case", each.first);
    tell_number(number, each.second);
  });
}

std::string search(const QueryView& view, const core::AgencyId& agency, std::string_view text) {
  const auto characters = std::count_if(text.begin(), text.end(),
                                        [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; });
  std::vector<IndexEntry> found;
  if (static_cast<std::size_t>(characters) >= search_characters_min)
    found = view.index.search(agency, text, candidates_most);
  Room room;
  if (found.size() == candidates_most) room.leave_out();
  std::erase_if(found, [&](const IndexEntry& entry) { return !is_told(view.state, agency, entry); });
  hide_taken_back(view.state, found);
  std::erase_if(found, [&](const IndexEntry& entry) {  // found by a number that was taken back
    return entry.own_case_number.empty() && core::hex(entry.case_id) != text && core::hex(entry.transfer) != text;
  });
  if (found.size() > found_most) {
    found.resize(found_most);
    room.leave_out();
  }
  Object told;
  told.list("numbers", numbers_found(view, agency, found, room));
  told.list("found", list_of(found, room, tell_entry));
  tell_behind(told, view);
  if (room.more()) told.flag("more", true);
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
  const bool history_is_cut = history.size() == history_most;
  std::erase_if(history, [&](const IndexEntry& entry) { return !is_told(view.state, agency, entry); });
  hide_taken_back(view.state, history);
  if (own.empty() && history.empty()) return "";

  Object told;
  Room room;
  if (history_is_cut) room.leave_out();
  told.id("case", id);
  OwnNumbers numbers(view.records, agency);
  told.list("transfers", list_of(own, room, [&](Object& transfer, const auto* each) {
              tell_whole(transfer, view, agency, *each, &numbers);
            }));
  if (numbers.more()) room.leave_out();
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
  told.list("history", list_of(history, room, tell_entry));
  tell_behind(told, view);
  if (room.more()) told.flag("more", true);
  return told.print();
}

// `text`: the transfer after which to go on.
std::string to_do(const QueryView& view, const core::AgencyId& agency, std::string_view text) {
  const auto after = core::from_hex<core::TransferId>(text).value_or(core::TransferId());
  Room room;
  std::vector<const engine::Transfer*> own;
  const auto& open = view.open_transfers.of(view.state, agency);
  for (auto id = open.upper_bound(after); id != open.end(); ++id) {
    if (own.size() == listed_most) {
      room.leave_out();
      break;
    }
    own.push_back(engine::find_transfer(view.state, *id));
  }
  Object told;
  told.list("transfers", list_of(own, room, [&](Object& transfer, const auto* each) {
              tell_whole(transfer, view, agency, *each, nullptr);
            }));
  if (room.more()) told.flag("more", true);
  return told.print();
}

void tell_agency(Object& told, const engine::AgencyState& member, core::Instant now) {
  told.text("id", member.agency.id).text("nameZh", member.agency.name_zh).text("nameEn", member.agency.name_en);
  json::array roles;
  for (const auto role : member.agency.roles) roles.push_back(as_json(core::name_of(role)));
  told.list("roles", std::move(roles)).number("level", member.agency.level);
  told.text("region", member.agency.region).text("orgCode", member.agency.org_code);
  const auto until = member.agency.until;
  told.flag("retired", member.retired || (!until.empty() && until <= now));
  told.list("keys", list_of(member.agency.keys, [](Object& key, const core::AgencyKey& one) {
              key.id("key", one.key).at("from", one.valid_from).at("until", one.valid_until);
              key.at("revoked", one.revoked_at);
            }));
  Object counterparts;
  for (const auto& [role, other] : member.counterparts)
    counterparts.text(std::string(core::name_of(role)).c_str(), other);
  told.object("counterparts", counterparts.take());
}

// `text`: the agency after which to go on.
std::string directory(const engine::State& state, core::Instant now, const std::string& text) {
  Room room;
  std::vector<const engine::AgencyState*> listed;
  for (auto member = state.agencies.upper_bound(text); member != state.agencies.end(); ++member) {
    if (listed.size() == listed_most) {
      room.leave_out();
      break;
    }
    listed.push_back(&member->second);
  }
  Object told;
  told.list("agencies",
            list_of(listed, room, [&](Object& agency, const auto* each) { tell_agency(agency, *each, now); }));
  if (room.more()) told.flag("more", true);
  return told.print();
}

// Pack or calendar, kept once it was read: those in force for as long as they are, of other versions a few.
std::optional<Bytes> content(const QueryView& view, const core::Digest& digest) {
  if (auto kept = view.contents.find(digest); kept != view.contents.end()) return kept->second;
  auto read = view.vault.read_content(digest);
  if (!read) return std::nullopt;
  if (view.contents.size() >= contents_most)
    std::erase_if(view.contents,
                  [&](const auto& each) { return each.first != view.state.pack && each.first != view.state.calendar; });
  view.contents.emplace(digest, *read);
  return read;
}

// `text`: empty, or a digest in hex.
std::optional<Bytes> version(const QueryView& view, std::string_view text) {
  if (text.empty()) return content(view, view.state.pack);
  const auto& packs = view.state.packs;
  const auto digest = core::from_hex<core::Digest>(text);
  const bool known = digest && std::find(packs.begin(), packs.end(), *digest) != packs.end();
  return known ? content(view, *digest) : std::nullopt;
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

bool found_later(const QueryView& view, const core::AgencyId& agency, const wire::Query& query) {
  if (query.kind == wire::QueryKind::own_case) return view.index.rebuilding();
  if (query.kind != wire::QueryKind::receipt) return false;
  const auto& lanes = view.state.agencies.at(agency).lanes;
  const auto lane = lanes.find(query.lane);
  const bool used = lane != lanes.end() && query.lane_number > 0 && query.lane_number < lane->second.next;
  return used && (view.index.rebuilding() || view.index.indexed_to() < view.state.next_record);
}

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
        OwnNumbers numbers(view.records, agency);
        tell_whole(told, view, agency, *transfer, &numbers);
        if (!query.text.empty()) tell_seen(told, view, agency, *transfer, query.text);
        answer.json = told.print();
      }
      break;
    case wire::QueryKind::own_case: answer.json = own_case(view, agency, query.case_id); break;
    case wire::QueryKind::to_do: answer.json = to_do(view, agency, query.text); break;
    case wire::QueryKind::search: answer.json = search(view, agency, query.text); break;
    case wire::QueryKind::directory: answer.json = directory(view.state, view.now, query.text); break;
    case wire::QueryKind::pack: bytes = version(view, query.text); break;
    case wire::QueryKind::calendar: bytes = content(view, view.state.calendar); break;
    case wire::QueryKind::receipt: bytes = receipt(view, agency, query); break;
  }
  answer.found = bytes || !answer.json.empty();
  if (bytes) answer.bytes = std::move(*bytes);
  return answer;
}

}  // namespace caseway::flow
