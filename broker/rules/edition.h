// Editions of a set by their days.
#pragma once

#include "broker/rules/pack.h"

namespace caseway::rules {

/// Whether the edition is in force on `day`; where it names no first or last day, it is so for ever.
inline bool covers(const PackBundle& bundle, core::Date day) {
  return (!bundle.effective_from || *bundle.effective_from <= day) &&
         (!bundle.effective_to || day <= *bundle.effective_to);
}

/// Whether `one` is in force since a later day than `other`: of two that cover a day that one counts.
inline bool begins_later(const PackBundle& one, const PackBundle& other) {
  return one.effective_from && (!other.effective_from || *other.effective_from < *one.effective_from);
}

}  // namespace caseway::rules
