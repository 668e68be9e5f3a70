#include "tests/rules/random_dossier.h"

#include <algorithm>
#include <set>

#include "tests/rules/scene.h"

namespace caseway::rules::tests {
namespace {

using core::FieldKind;

constexpr core::Instant first_instant{1758844800000};  // 2025-09-26 08:00 law time

// ---- What a step looks at -------------------------------------------------------------------------------------------

class Collector {
 public:
  explicit Collector(Subject& subject) : subject_(subject) {}

  void document(const DocumentType& type) {
    if (!type.empty() && documents_.insert(type).second) subject_.documents.push_back(type);
  }
  void path(const Path& path) {
    if (path.root == Root::document) document(path.document);
    if (path.root >= Root::transfer && told_.insert(path.text).second) subject_.told.push_back(path.text);
  }
  void word(const Path& path, const std::string& word) {
    const auto name = path.names.empty() ? path.text : path.names.back().str();
    auto& words = subject_.words[name];
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  void condition(const Condition& it) {
    for (const auto* operand : {&it.left, &it.factor, &it.right}) {
      if (operand->is_path) path(operand->path);
    }
    if (it.left.is_path) {
      for (const auto& constant : it.constants) word(it.left.path, constant);
      if (!it.right.constant.text.empty()) word(it.left.path, it.right.constant.text);
    }
    if (it.op == Op::in_time) clock(it.clock);
    for (const auto& child : it.children) condition(child);
  }
  void clock(const Code& id) {
    const auto* rule = subject_.bundle->clock(id);
    if (rule == nullptr) return;
    const auto due = "clock." + id.str() + ".due";
    if (told_.insert(due).second) subject_.told.push_back(due);
    path(rule->anchor_path);
    for (const auto* more : {&rule->end_path, &rule->length_from, &rule->length_or}) {
      if (*more) path(**more);
    }
  }

 private:
  Subject& subject_;
  std::set<DocumentType> documents_;
  std::set<std::string> told_;
};

Subject subject_of(const PackBundle& bundle, const Procedure& procedure, const Step& step) {
  Subject subject;
  subject.bundle = &bundle;
  subject.procedure = &procedure;
  subject.step = &step;
  Collector collector(subject);
  for (const auto& type : step.documents) collector.document(type);
  for (const auto& requirement : procedure.requirements) {
    const auto& steps = requirement.steps;
    if (!steps.empty() && std::find(steps.begin(), steps.end(), step.id) == steps.end()) continue;
    collector.document(requirement.document);
    collector.condition(requirement.when);
    collector.condition(requirement.must);
  }
  return subject;
}

// ---- A message ------------------------------------------------------------------------------------------------------

class Maker {
 public:
  /// `occurred_at`: of the step; times in documents are often the same.
  Maker(Choices& choices, const Subject& subject, const Straying& straying, core::Instant occurred_at)
      : choices_(choices), subject_(subject), straying_(straying), occurred_at_(occurred_at) {}

  bool odd() { return straying_.odd != 0 && choices_.in_64(straying_.odd); }
  bool left_out() { return straying_.left_out != 0 && choices_.in_64(straying_.left_out); }

  std::string word_for(const std::string& name, const char* otherwise) {
    const auto found = subject_.words.find(name);
    if (found == subject_.words.end() || choices_.of(4) == 0) return otherwise;
    return choices_.among(found->second);
  }

  std::string code_for(const FieldType& type) {
    if (type.codes.empty()) return word_for(type.name.str(), "other");
    const auto word = word_for(type.name.str(), "");
    const bool known = std::find(type.codes.begin(), type.codes.end(), word) != type.codes.end();
    if (known) return word;
    return choices_.of(2) == 0 ? type.codes.front() : choices_.among(type.codes);
  }

  /// `index`: among the values of a list of groups; numbers follow it, so that lists often agree.
  core::Value good(const FieldType& type, int index) {
    switch (type.kind) {
      case FieldKind::date: return integer(core::law_date_of(first_instant).days + choices_.of(40) - 20, type.kind);
      case FieldKind::instant:
        if (choices_.of(3) == 0) return integer(occurred_at_.ms, type.kind);
        return integer(first_instant.ms + (static_cast<std::int64_t>(choices_.of(960)) - 480) * core::hour_ms,
                       type.kind);
      case FieldKind::amount: return integer(choices_.of(2) == 0 ? index + 1 : choices_.of(4), type.kind);
      case FieldKind::integer: return integer(choices_.of(8) != 0 ? index + 1 : choices_.of(4));
      case FieldKind::number:
        return text(choices_.of(2) == 0 ? "罗市监移字〔2025〕1号" : "罗市监移字[2025]1号", type.kind);
      case FieldKind::organisation: return text("某鞋业公司", type.kind);
      case FieldKind::person: return text("林某一", type.kind);
      case FieldKind::agency: return text(choices_.of(2) == 0 ? "adm" : "pol", type.kind);
      case FieldKind::document: return text("d" + std::to_string(choices_.of(6)), type.kind);
      case FieldKind::evidence: return text("ev1", type.kind);
      case FieldKind::boolean: return yes(choices_.of(2) == 0);
      case FieldKind::code: return text(code_for(type), type.kind);
      case FieldKind::group: return group(fields(type.fields, index));
      default: return text(words(type, index), type.kind);
    }
  }

  /// Names are often those of the head; of a list each value has its own.
  std::string words(const FieldType& type, int index) {
    if (type.name.view() == "name" && choices_.of(2) == 0) return "林某";
    const auto word = word_for(type.name.str(), "某");
    return index == 0 || choices_.of(4) == 0 ? word : word + std::to_string(index);
  }

  core::Value wrong(const FieldType& type) {
    if (straying_.extreme && choices_.of(2) == 0) {
      static constexpr std::int64_t ends[] = {INT64_MIN, INT64_MIN + 1, INT32_MIN, -100001, INT32_MAX, INT64_MAX};
      static constexpr FieldKind kinds[] = {FieldKind::date, FieldKind::instant, FieldKind::amount, FieldKind::integer};
      return integer(ends[choices_.of(6)], kinds[choices_.of(4)]);
    }
    switch (choices_.of(9)) {
      case 0: return text("", type.kind == FieldKind::integer ? FieldKind::text : type.kind);
      case 1: return text("约三十万");
      case 2: return integer(-3);
      case 3: return yes(false);
      case 4: return integer(-1, FieldKind::boolean);
      case 5: return integer(first_instant.ms, FieldKind::instant);
      case 6: return group({field("no", text("1"))});
      case 7: return text("no_such_code", type.kind);
      default: {
        auto amount = integer(5, FieldKind::amount);
        amount.text = "约五元";
        return amount;
      }
    }
  }

  std::vector<core::Field> fields(const std::vector<FieldType>& types, int outer) {
    std::vector<core::Field> all;
    for (const auto& type : types) {
      if (left_out()) continue;
      const auto least = static_cast<unsigned>(type.list ? std::max<std::int64_t>(type.least, 1) : 1);
      unsigned count = type.list ? least + choices_.of(3) : 1;
      if (odd()) count = choices_.of(4);
      core::Field made{type.name.str(), {}};
      for (unsigned i = 0; i < count; ++i) {
        const int index = type.list && type.kind == FieldKind::group ? static_cast<int>(i) : outer;
        made.values.push_back(odd() ? wrong(type) : good(type, index));
      }
      all.push_back(std::move(made));
      if (odd() && choices_.of(4) == 0) all.push_back({type.name.str(), {good(type, 7)}});  // the name stands twice
    }
    return all;
  }

  core::Document document(const DocumentType& type, std::string id) {
    core::Document made;
    made.type = type;
    made.id = std::move(id);
    made.stamp = odd() ? static_cast<core::Stamp>(1 + choices_.of(6)) : core::Stamp::valid;
    made.carrier = odd() ? static_cast<core::Carrier>(1 + choices_.of(4)) : core::Carrier::electronic;
    const auto* rule = subject_.bundle->document(type);
    if (rule == nullptr) return made;
    if (!rule->carriers.empty() && !odd()) made.carrier = choices_.among(rule->carriers);
    made.fields = fields(rule->fields, 0);
    return made;
  }

  void head(core::DossierHead& head) {
    const auto parties = choices_.of(4);
    for (unsigned i = 1; i <= parties; ++i) head.parties.push_back(party(static_cast<core::PartyNo>(i)));
    for (const auto& party : head.parties) {
      const char* offence = choices_.of(3) == 0 ? "214" : "213";
      head.pairs.push_back({party.no, offence, choices_.of(4) == 0});
      if (choices_.of(2) == 0) outcome(head, party.no, offence);
    }
    if (choices_.of(4) == 0) head.acts.push_back({"213", {20300}, {20340}, "罗源"});
    if (choices_.of(4) == 0) head.amounts.push_back({"turnover", 100, ""});
    if (choices_.of(4) == 0) head.rights.push_back({"trademark_goods", "3210010", ""});
    const auto items = choices_.of(3);
    for (unsigned i = 1; i <= items; ++i) head.evidence.push_back(evidence(i));
    head.title = "某案";
    if (choices_.of(2) == 0) head.note = "说明";
    if (choices_.of(3) == 0) head.about = word_for("about", "D50").c_str();
    if (choices_.of(3) == 0) head.link_relation = word_for("linkRelation", "joined").c_str();
    if (choices_.of(3) == 0) head.links.resize(1 + choices_.of(2));
    if (choices_.of(8) == 0) head.paper = {true, "counted", "1号", {20360}};
  }

 private:
  core::Party party(core::PartyNo no) {
    core::Party made;
    made.no = no;
    made.kind = word_for("kind", "person");
    if (!left_out()) made.name = "林某";
    made.id_type = "none";
    if (!left_out()) made.id = "无";
    made.roles = {word_for("roles", "suspect")};
    made.present = choices_.of(2) == 0;
    static const std::vector<std::string> measures{"", "detention", "arrest", "bail"};
    made.measure = choices_.among(measures);
    return made;
  }

  void outcome(core::DossierHead& head, core::PartyNo party, const char* offence) {
    core::PairOutcome made;
    made.party = party;
    made.offence = offence;
    made.outcome = word_for("outcome", "filed").c_str();
    if (choices_.of(2) == 0) made.ground = word_for("ground", "minor").c_str();
    made.document = "d" + std::to_string(choices_.of(6));
    head.outcomes.push_back(std::move(made));
  }

  core::EvidenceItem evidence(unsigned no) {
    core::EvidenceItem made;
    made.id = "ev" + std::to_string(no);
    made.evidence_class = word_for("class", "E1");
    made.title = "照片";
    made.made = core::Date{choices_.of(3) == 0 ? 0 : 20350};
    made.language = choices_.of(3) == 0 ? "en" : "";
    made.abroad = choices_.of(3) == 0;
    made.part = choices_.of(2) == 0 ? 1 : 0;  // numbered when all parts are there
    if (choices_.of(2) == 0) made.custody.push_back({"adm", first_instant, "库", "封1"});
    return made;
  }

  Choices& choices_;
  const Subject& subject_;
  const Straying& straying_;
  core::Instant occurred_at_;
};

// ---- What is around it ----------------------------------------------------------------------------------------------

core::Value told_value(Choices& choices, const Subject& subject, const std::string& name) {
  const auto last = name.substr(name.rfind('.') + 1);
  if (last == "running" || last == "past" || last == "isCounterpart") return yes(choices.of(2) == 0);
  if (last == "due" || last.ends_with("At")) {
    return integer(first_instant.ms + (static_cast<std::int64_t>(choices.of(480)) - 240) * core::hour_ms,
                   FieldKind::instant);
  }
  const auto found = subject.words.find(last);
  const auto whole = subject.words.find(name);
  if (whole != subject.words.end() && choices.of(3) != 0) return text(choices.among(whole->second), FieldKind::code);
  if (found != subject.words.end() && choices.of(3) != 0) return text(choices.among(found->second), FieldKind::code);
  static const std::vector<std::string> agencies{"adm", "pol"};
  if (last == "sender" || last == "recipient") return text(choices.among(agencies), FieldKind::agency);
  if (last == "region") return text(choices.of(2) == 0 ? "350123" : "350124");
  if (choices.of(8) == 0) return text("other", FieldKind::code);
  return integer(choices.of(4));
}

void tell(Choices& choices, World& world) {
  const auto& subject = *world.subject;
  for (const auto& name : subject.told) {
    if (name == "transfer.documents") continue;  // told by hold()
    const auto times = choices.of(4) == 0 ? 0U : choices.of(8) == 0 ? 2U : 1U;
    for (unsigned i = 0; i < times; ++i) world.surroundings.push_back({name, told_value(choices, subject, name)});
  }
  for (const auto& pair : world.dossier.head.pairs) {
    const auto words = subject.words.find("outcome");
    if (choices.of(2) == 0) continue;
    const auto said = words == subject.words.end() || choices.of(4) == 0 ? "filed" : choices.among(words->second);
    world.surroundings.push_back(
        {"pair." + std::to_string(pair.party) + "." + pair.offence.str() + ".outcome", text(said, FieldKind::code)});
  }
}

void hold(Choices& choices, Maker& maker, const Straying& straying, World& world) {
  for (const auto& type : world.subject->documents) {
    if (choices.of(3) != 0) continue;
    const bool by_transfer = choices.of(4) != 0;
    if (by_transfer) world.surroundings.push_back({"transfer.documents", text(type.str())});
    if (by_transfer && choices.of(16) == 0) continue;  // the engine holds it and had no fact of it
    core::Fact fact;
    fact.type = type;
    fact.absent = maker.odd();
    fact.unread = straying.extreme && maker.odd();
    if (!fact.absent && !fact.unread) fact.document = maker.document(type, "f");
    world.facts.push_back(std::move(fact));
  }
}

/// Documents first, evidence behind them, each a part of its own; a digest for each, or for none.
void number_parts(World& world, bool digests) {
  auto& dossier = world.dossier;
  dossier.document_parts.clear();
  core::PartNo next = 1;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) dossier.document_parts.push_back(next++);
  for (auto& item : dossier.head.evidence) {
    if (item.part != 0) item.part = next++;
  }
  world.part_digests.clear();
  for (core::PartNo part = 0; digests && part < next; ++part) {
    core::Digest digest;
    digest.bytes[0] = static_cast<std::uint8_t>(part);
    world.part_digests.push_back(digest);
  }
}

/// The list of materials of what the message carries, as its sender draws it up last.
void list_materials(Maker& maker, World& world) {
  const auto& dossier = world.dossier;
  const auto lists = *DocumentType::parse("D06");
  for (auto& list : world.dossier.documents) {
    if (list.type != lists || maker.odd()) continue;
    std::vector<core::Value> rows;
    const auto row = [&](const std::string& id, core::PartNo part) {
      if (maker.odd()) return;
      std::vector<core::Field> fields{field("document", text(id, FieldKind::document))};
      const bool listed = part != 0 && part < world.part_digests.size() && !maker.odd();
      if (listed) fields.push_back(field("digest", text(core::hex(world.part_digests[part]))));
      rows.push_back(group(std::move(fields)));
    };
    for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
      if (dossier.documents[i].type == lists) continue;
      row(maker.odd() ? dossier.documents[i].type.str() : dossier.documents[i].id, dossier.document_parts[i]);
    }
    for (const auto& item : dossier.head.evidence) row(item.id, item.part);
    const auto total = static_cast<std::int64_t>(rows.size());
    list.fields = {field("rows", std::move(rows)), field("total", integer(maker.odd() ? total + 1 : total))};
    return;  // of two lists the second stays as it was made
  }
}

}  // namespace

std::vector<Subject> subjects_of(const PackBundle& bundle) {
  std::vector<Subject> all;
  for (const auto& procedure : bundle.procedures) {
    for (const auto& step : procedure.steps) {
      const auto asks = [&, id = step.id](const Requirement& one) {
        return one.steps.empty() || std::find(one.steps.begin(), one.steps.end(), id) != one.steps.end();
      };
      const bool any = std::any_of(procedure.requirements.begin(), procedure.requirements.end(), asks);
      if (any) all.push_back(subject_of(bundle, procedure, step));
    }
  }
  return all;
}

View World::view() const {
  View it;
  it.bundle = subject->bundle;
  it.procedure = subject->procedure;
  it.step = subject->step;
  it.envelope = &envelope;
  it.dossier = &dossier;
  it.part_digests = &part_digests;
  it.received_at = received_at;
  it.facts = &facts;
  it.calendar = calendar;
  it.surroundings = &surroundings;
  it.settings = &settings;
  it.in_custody = in_custody;
  return it;
}

World random_world(Choices& choices, const Subject& subject, const core::Calendar& calendar, const Straying& straying) {
  World world;
  world.subject = &subject;
  world.calendar = &calendar;
  auto& envelope = world.envelope;
  envelope.sender = "adm";
  envelope.recipient = "pol";
  envelope.procedure = subject.procedure->id;
  envelope.step = subject.step->id;
  envelope.occurred_at.ms = first_instant.ms + choices.of(720) * core::hour_ms;
  if (choices.of(32) == 31) envelope.occurred_at.ms -= 2200 * core::day_ms;  // before rules that are in force today
  envelope.signed_at = envelope.occurred_at;
  if (choices.of(4) == 0) envelope.confirms.bytes[0] = 1;
  world.received_at.ms = envelope.occurred_at.ms + (static_cast<std::int64_t>(choices.of(50)) - 2) * core::hour_ms;
  Maker maker(choices, subject, straying, envelope.occurred_at);
  world.in_custody = choices.of(4) == 0;
  maker.head(world.dossier.head);
  for (const auto& type : subject.documents) {
    const auto count = maker.left_out() ? 0U : choices.of(6) == 0 ? 2U : 1U;
    for (unsigned i = 0; i < count; ++i) {
      const auto id = "d" + std::to_string(world.dossier.documents.size());
      world.dossier.documents.push_back(maker.document(type, id));
    }
  }
  if (maker.odd()) {  // one that the step does not ask for
    const auto& any = choices.among(subject.bundle->documents).type;
    world.dossier.documents.push_back(maker.document(any, "d" + std::to_string(world.dossier.documents.size())));
  }
  number_parts(world, choices.of(2) == 0);
  list_materials(maker, world);
  tell(choices, world);
  hold(choices, maker, straying, world);
  static const std::vector<std::string> readings{"both", "cd", "wd"};
  if (choices.of(2) == 0) world.settings.emplace_back("S01", choices.among(readings));
  if (choices.of(4) == 0) world.settings.emplace_back("S10", "48 h");
  return world;
}

core::Document full_document(Choices& choices, const Subject& subject, const DocumentType& type, std::string id) {
  const Straying none{0, 0, false};
  Maker maker(choices, subject, none, first_instant);
  return maker.document(type, std::move(id));
}

std::vector<core::Value> values_for(Choices& choices, const Subject& subject, const FieldType& type) {
  if (type.kind == FieldKind::boolean) return {yes(true), yes(false)};
  std::vector<core::Value> all;
  if (type.kind == FieldKind::code) {
    for (const auto& code : type.codes) all.push_back(text(code, type.kind));
  }
  if (!all.empty()) return all;
  const Straying none{0, 0, false};
  Maker maker(choices, subject, none, first_instant);
  return {maker.good(type, 0)};
}

void add_document(World& world, core::Document document) {
  world.dossier.documents.push_back(std::move(document));
  const bool digests = !world.part_digests.empty();
  const auto& items = world.dossier.head.evidence;
  const auto with_part = std::count_if(items.begin(), items.end(), [](const auto& item) { return item.part != 0; });
  const auto part = static_cast<core::PartNo>(world.dossier.documents.size() + static_cast<std::size_t>(with_part));
  world.dossier.document_parts.push_back(part);
  core::Digest digest;
  digest.bytes[0] = static_cast<std::uint8_t>(part);
  if (digests) world.part_digests.push_back(digest);
}

}  // namespace caseway::rules::tests
