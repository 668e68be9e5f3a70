// What a set of packs must be beyond its form: every word refers to something, every row has its words and its source,
// and nothing is used that this version does not judge.
#pragma once

#include <string_view>

#include "broker/core/limits.h"
#include "broker/rules/mistake.h"
#include "broker/rules/pack.h"

namespace caseway::rules {

void check_bundle(const PackBundle& bundle, Mistakes& mistakes);

/// What a set may be called: its id names the files that it is compiled to, so it may lead to no other folder. 1 to
/// code_bytes_max of a-z, 0-9, '-' and '_', the first a letter or digit.
bool is_set_id(std::string_view id);
inline constexpr const char* set_id_form = "1 to 31 of a-z, 0-9, - and _, the first a letter or digit";
static_assert(core::limits::code_bytes_max == 31, "set_id_form says it in words");

/// Paths and constants of one condition: documents and fields exist, codes stand in their lists, clocks are known.
/// `around` (may be null): the fields that `element` means, of a group or document.
void check_condition(const PackBundle& bundle, const Condition& condition, const std::vector<FieldType>* around,
                     Mistakes& mistakes);
void check_path(const PackBundle& bundle, const Path& path, Mistakes& mistakes);

/// The field of a document that a path leads to, of the bundle; null where it leads to none.
const FieldType* field_at(const PackBundle& bundle, const Path& path);
/// What a path leads to; nothing where it leads to no single kind of value, or to nothing.
std::optional<core::FieldKind> kind_at(const PackBundle& bundle, const Path& path);
/// A path that leads to a date or an instant; with `or_integer` to an integer as well.
void check_time(const PackBundle& bundle, const Path& path, bool or_integer, Mistakes& mistakes);

/// Words that stand only beside others, in the rows of one kind and in one clock. `universal`: it is no kind's own.
void check_shapes(const PackBundle& bundle, const Procedure& of, Mistakes& mistakes);
void check_shape(const PackBundle& bundle, const ClockRule& clock, bool universal, Mistakes& mistakes);

/// Words that nothing judges yet, each refused by its name.
void refuse_later(const Procedure& of, Mistakes& mistakes);
void refuse_later(const ClockRule& clock, Mistakes& mistakes);

}  // namespace caseway::rules
