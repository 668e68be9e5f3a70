#include "broker/rules/compile.h"

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <algorithm>

#include "broker/core/digest.h"
#include "broker/rules/check.h"
#include "broker/rules/parser.h"
#include "broker/rules/place.h"
#include "broker/rules/unpack.h"

namespace caseway::rules {
namespace {

// A binary is 8 bytes that say what it is, then one canonical Cap'n Proto message without a segment table: equal texts
// give equal bytes, and one pack has one digest.
constexpr std::string_view pack_magic = "CWPACK1\n";
constexpr std::string_view calendar_magic = "CWCALE1\n";

/// Joins one list of all files. `get` and `init` are the members of Pack for it.
template <class Get, class Init>
void join(const std::vector<schema::Pack::Reader>& packs, Get get, Init init) {
  unsigned size = 0;
  for (const auto& pack : packs) size += get(pack).size();
  if (size == 0) return;
  auto list = init(size);
  unsigned at = 0;
  for (const auto& pack : packs) {
    for (const auto one : get(pack)) list.setWithCaveats(at++, one);
  }
}

void join_lists(const std::vector<schema::Pack::Reader>& packs, schema::Pack::Builder to) {
  using From = schema::Pack::Reader;
  join(
      packs, [](From it) { return it.getInstruments(); }, [&](unsigned n) { return to.initInstruments(n); });
  join(
      packs, [](From it) { return it.getSettings(); }, [&](unsigned n) { return to.initSettings(n); });
  join(
      packs, [](From it) { return it.getCodeLists(); }, [&](unsigned n) { return to.initCodeLists(n); });
  join(
      packs, [](From it) { return it.getDocuments(); }, [&](unsigned n) { return to.initDocuments(n); });
  join(
      packs, [](From it) { return it.getProcedures(); }, [&](unsigned n) { return to.initProcedures(n); });
  join(
      packs, [](From it) { return it.getAbsent(); }, [&](unsigned n) { return to.initAbsent(n); });
  join(
      packs, [](From it) { return it.getOverlays(); }, [&](unsigned n) { return to.initOverlays(n); });
  join(
      packs, [](From it) { return it.getStandards(); }, [&](unsigned n) { return to.initStandards(n); });
  auto universal = to.initUniversal();
  join(
      packs, [](From it) { return it.getUniversal().getSteps(); }, [&](unsigned n) { return universal.initSteps(n); });
  join(
      packs, [](From it) { return it.getUniversal().getRequirements(); },
      [&](unsigned n) { return universal.initRequirements(n); });
  join(
      packs, [](From it) { return it.getUniversal().getClocks(); },
      [&](unsigned n) { return universal.initClocks(n); });
}

/// What the set is: said by exactly one file.
void join_names(const std::vector<std::pair<std::string, schema::Pack::Reader>>& packs, schema::Pack::Builder to,
                Parser& parser) {
  std::string said_by;
  for (const auto& [file, pack] : packs) {
    if (pack.getId().size() == 0) continue;
    if (!said_by.empty())
      parser.add_error(PackError{file, 1, 1, "what the set is, is said by " + said_by + " already"});
    said_by = file;
    to.setId(pack.getId());
    to.setVersion(pack.getVersion());
    to.setIssuer(pack.getIssuer());
    to.setAgreement(pack.getAgreement());
    to.setEffectiveFrom(pack.getEffectiveFrom());
    to.setEffectiveTo(pack.getEffectiveTo());
    to.setCheckedAsOf(pack.getCheckedAsOf());
  }
  if (said_by.empty())
    parser.add_error(PackError{packs.front().first, 1, 1, "no file says what the set is (id, version)"});
}

template <class Reader>
std::vector<std::uint8_t> binary_of(std::string_view magic, Reader reader) {
  const auto words = capnp::canonicalize(reader);
  const auto bytes = words.asBytes();
  std::vector<std::uint8_t> binary(magic.begin(), magic.end());
  binary.insert(binary.end(), bytes.begin(), bytes.end());
  return binary;
}

/// A binary as a message: bytes copied into words, reading bounded.
class Opened {
 public:
  explicit Opened(std::span<const std::uint8_t> bytes) : words_(kj::heapArray<capnp::word>(bytes.size() / 8)) {
    std::copy(bytes.begin(), bytes.end(), words_.asBytes().begin());
    segments_[0] = words_;
    capnp::ReaderOptions options;
    options.traversalLimitInWords = words_.size() * 8 + 1024;
    options.nestingLimit = 4 * bracket_depth_max;
    message_ = kj::heap<capnp::SegmentArrayMessageReader>(kj::arrayPtr(segments_, 1), options);
  }
  template <class Type>
  typename Type::Reader root() {
    return message_->getRoot<Type>();
  }

 private:
  kj::Array<capnp::word> words_;
  kj::ArrayPtr<const capnp::word> segments_[1];
  kj::Own<capnp::SegmentArrayMessageReader> message_;
};

core::Refused malformed(std::string where, std::string what) {
  return core::Refused{core::Refusal::malformed, std::move(where), std::move(what)};
}

std::optional<core::Refused> refuse_bytes(std::span<const std::uint8_t> binary, std::string_view magic) {
  if (binary.size() > core::limits::pack_bytes_max) {
    return core::Refused{core::Refusal::too_large, "pack", "longer than pack_bytes_max"};
  }
  if (binary.size() < magic.size() + 8 || binary.size() % 8 != 0 ||
      !std::equal(magic.begin(), magic.end(), binary.begin())) {
    return malformed("pack", "no compiled " + std::string(magic.substr(0, 6)) + " of version 1");
  }
  return std::nullopt;
}

core::Refused first_of(const Mistakes& mistakes) {
  const auto& first = mistakes.all().front();
  std::string where = "pack";
  for (const auto& row : first.rows) where += "." + row;
  return malformed(where, first.what);
}

/// Compiled text is judged by loading it: text and binary cannot disagree.
template <class Load>
void check_compiled(const Texts& texts, Compiled& compiled, Load load) {
  if (!compiled.errors.empty()) {
    compiled.binary.clear();
    return;
  }
  Mistakes mistakes;
  load(std::span(compiled.binary).subspan(pack_magic.size()), mistakes);
  compiled.errors = places_of(texts, mistakes);
  if (compiled.binary.size() > core::limits::pack_bytes_max) {
    compiled.errors.push_back(PackError{texts.begin()->first, 1, 1, "the set is larger than pack_bytes_max"});
  }
  if (!compiled.errors.empty()) compiled.binary.clear();
}

PackBundle bundle_of(std::span<const std::uint8_t> message, Mistakes& mistakes) {
  Opened opened(message);
  auto bundle = unpack_bundle(opened.root<schema::Pack>(), mistakes);
  check_bundle(bundle, mistakes);
  return bundle;
}

core::Calendar calendar_of(std::span<const std::uint8_t> message, Mistakes& mistakes) {
  Opened opened(message);
  return unpack_calendar(opened.root<schema::Calendar>(), mistakes);
}

template <class T, class Of>
core::Result<T> load(std::span<const std::uint8_t> binary, std::string_view magic, Of of) {
  if (auto refused = refuse_bytes(binary, magic)) return *refused;
  try {
    Mistakes mistakes;
    T value = of(binary.subspan(magic.size()), mistakes);
    if (!mistakes.all().empty()) return first_of(mistakes);
    value.digest = core::digest_of(binary);
    return value;
  } catch (const kj::Exception& exception) {
    return malformed("pack", exception.getDescription().cStr());
  }
}

}  // namespace

Compiled compile_bundle(const Texts& texts) {
  Compiled compiled;
  Parser parser(texts);
  parser.parse([](const std::string& name) { return !is_test(name); });
  parser.know<schema::Pack>();
  std::vector<std::pair<std::string, schema::Pack::Reader>> packs;
  if (parser.errors().empty()) {
    parser.each_constant("pack", [&](const std::string& file, capnp::DynamicStruct::Reader pack) {
      packs.emplace_back(file, pack.as<schema::Pack>());
    });
  }
  if (parser.errors().empty() && packs.empty()) {
    parser.add_error(PackError{texts.empty() ? "" : texts.begin()->first, 1, 1, "no file declares `const pack`"});
  }
  if (parser.errors().empty()) {
    capnp::MallocMessageBuilder message;
    auto joined = message.initRoot<schema::Pack>();
    std::vector<schema::Pack::Reader> readers;
    for (const auto& [file, pack] : packs) readers.push_back(pack);
    join_lists(readers, joined);
    join_names(packs, joined, parser);
    compiled.binary = binary_of(pack_magic, joined.asReader());
  }
  compiled.errors = parser.errors();
  check_compiled(texts, compiled, bundle_of);
  return compiled;
}

Compiled compile_calendar(const Texts& texts) {
  Compiled compiled;
  Parser parser(texts);
  parser.parse([](const std::string& name) { return !is_test(name); });
  parser.know<schema::Calendar>();
  int found = 0;
  if (parser.errors().empty()) {
    parser.each_constant("calendar", [&](const std::string& file, capnp::DynamicStruct::Reader calendar) {
      if (++found > 1) parser.add_error(PackError{file, 1, 1, "a set has one calendar"});
      compiled.binary = binary_of(calendar_magic, calendar.as<schema::Calendar>());
    });
  }
  if (parser.errors().empty() && found == 0) {
    parser.add_error(PackError{texts.empty() ? "" : texts.begin()->first, 1, 1, "no file declares `const calendar`"});
  }
  compiled.errors = parser.errors();
  check_compiled(texts, compiled, calendar_of);
  return compiled;
}

core::Result<PackBundle> load_bundle(std::span<const std::uint8_t> binary) {
  return load<PackBundle>(binary, pack_magic, bundle_of);
}

core::Result<core::Calendar> load_calendar(std::span<const std::uint8_t> binary) {
  return load<core::Calendar>(binary, calendar_magic, calendar_of);
}

}  // namespace caseway::rules
