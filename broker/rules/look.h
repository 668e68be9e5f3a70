// Where a path leads: the things that a message, its facts and the world around it hold, borrowed and in document
// order. Nothing is copied and nothing allocated. Total: a path that leads nowhere shows nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "broker/rules/evaluate.h"

namespace caseway::rules {

enum class ThingKind : std::uint8_t {
  text,     ///< `text`
  integer,  ///< `integer`: int, amount, date (days), instant (ms), bool
  group,    ///< `at`: const std::vector<core::Field>
  document,
  party,
  pair,
  outcome,
  act,
  amount,
  right,
  evidence,
  custody,  ///< `at`: the struct of core/dossier.h
};

/// One thing seen. Borrows from the view.
struct Thing {
  ThingKind kind = ThingKind::text;
  core::FieldKind value_kind = core::FieldKind::text;  ///< what a text or integer means
  std::string_view text;
  std::int64_t integer = 0;
  const void* at = nullptr;

  static Thing of_text(std::string_view text, core::FieldKind kind = core::FieldKind::text);
  static Thing of_integer(std::int64_t integer, core::FieldKind kind = core::FieldKind::integer);
  static Thing of_value(const core::Value& value);
  template <class T>
  const T& as() const {
    return *static_cast<const T*>(at);
  }
};

/// As people read it: "\"text\"", 3, 2025-09-26, true; "there" for what is neither text nor number.
std::string print_thing(const Thing& thing);

/// Where a thing stands: a chain on the stack, from the thing up to its root. Printed only when something failed.
struct Place {
  const Place* outer = nullptr;
  core::DocumentType document;  ///< of a root that is a document
  std::string_view name;        ///< else the name under `outer`, or of the root
  int index = 0;                ///< among the values of `name`, from 0
  core::PartNo part = 0;        ///< of the document in this message; 0 for anything else
};

/// "D03.items[2].needsTest", "head.parties[0].id". The dictionary tells which names are lists: only those show an
/// index.
std::string print_place(const PackBundle& bundle, const Place& place);
core::PartNo part_of(const Place& place);

/// What `element` paths look at.
struct Element {
  Thing thing;
  const Place* place = nullptr;
};

/// One evaluation: the view and what is left of its work. Every thing looked at costs one visit, so that no pack and no
/// message makes a decision endless; what lies beyond the last visit is not seen, and evaluate() says so.
struct Sight {
  const View& view;
  std::int64_t visits_left = visits_max;
  bool unread = false;  ///< a path led to a fact that was not read
  [[nodiscard]] bool exhausted() const { return visits_left < 0; }
  static constexpr std::int64_t visits_max = 1 << 20;
};

/// A borrowed function; it must outlive the call that takes it. Returns false to stop looking.
class Visit {
 public:
  template <class Function>
  requires(!std::is_same_v<std::remove_const_t<Function>, Visit>)  // copying a Visit is no wrapping of it
      Visit(Function& function)                                    // NOLINT: a lambda is passed as it is
      : function_(&function), call_([](void* held, const Thing& thing, const Place& place) {
          return (*static_cast<Function*>(held))(thing, place);
        }) {}
  bool operator()(const Thing& thing, const Place& place) const { return call_(function_, thing, place); }

 private:
  void* function_;
  bool (*call_)(void*, const Thing&, const Place&);
};

/// Shows every thing that `path` leads to. `element` may be null. Returns false when `visit` stopped it.
bool look(Sight& sight, const Path& path, const Element* element, Visit visit);

/// A field of a document or group by name; null when it is not there.
const core::Field* find_field(const std::vector<core::Field>& fields, std::string_view name);

/// Code list carrier of documents.md: E S P M.
std::string_view letter_of(core::Carrier carrier);

/// The surroundings told under `name`: `visit` sees each value.
bool look_around(Sight& sight, std::string_view name, Visit visit);

}  // namespace caseway::rules
