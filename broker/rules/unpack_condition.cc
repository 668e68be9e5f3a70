#include <algorithm>

#include "broker/rules/unpack.h"

namespace caseway::rules {
namespace {

using core::FieldKind;
using Is = schema::Condition;
using From = Is::Reader;

Operand path_operand(Words& words, capnp::Text::Reader from) {
  Operand operand;
  operand.is_path = true;
  operand.path = words.path(from);
  return operand;
}

Operand operand_of(Words& words, schema::Operand::Reader from) {
  Operand operand;
  operand.plus = from.getPlus();
  auto& constant = operand.constant;
  switch (from.which()) {
    case schema::Operand::TEXT: constant.text = words.text(from.getText()); break;
    case schema::Operand::INT:
      constant.kind = FieldKind::integer;
      constant.integer = from.getInt();
      break;
    case schema::Operand::BOOL:
      constant.kind = FieldKind::boolean;
      constant.integer = from.getBool() ? 1 : 0;
      break;
    case schema::Operand::DATE: {
      constant.kind = FieldKind::date;
      const auto date = words.date(from.getDate());
      if (date) constant.integer = date->days;
      break;
    }
    case schema::Operand::INSTANT: {
      constant.kind = FieldKind::instant;
      const auto written = words.text(from.getInstant());
      const auto instant = core::parse_instant(written);
      if (!instant) words.mistakes().add(written, "no instant like \"2025-09-26T11:05:00+08:00\"");
      if (instant) constant.integer = instant->ms;
      break;
    }
    case schema::Operand::PATH: {
      const auto plus = operand.plus;
      operand = path_operand(words, from.getPath());
      operand.plus = plus;
      break;
    }
  }
  return operand;
}

void children(Words& words, Condition& to, capnp::List<schema::Condition>::Reader from) {
  for (const auto child : from) to.children.push_back(unpack_condition(words, child));
}

/// `some` is read over its elements; a child that is left out is `always`.
void over(Words& words, Condition& to, Op op, capnp::Text::Reader path, schema::Condition::Reader child) {
  to.op = op;
  to.left = path_operand(words, path);
  to.children.push_back(unpack_condition(words, child));
}

/// digestBroken -> digest_broken, as core::name_of(Stamp) says it.
std::string snake(const std::string& camel) {
  std::string text;
  for (const char c : camel) {
    if (c >= 'A' && c <= 'Z') {
      text += '_';
      text += static_cast<char>(c - 'A' + 'a');
    } else {
      text += c;
    }
  }
  return text;
}

void unpack_values(Words& words, Condition& to, From from) {
  switch (from.which()) {
    case Is::COMPARE: {
      const auto it = from.getCompare();
      to.op = Op::compare;
      to.left = path_operand(words, it.getLeft());
      to.compare = words.number(it.getIs(), Compare::at_least);
      to.right = operand_of(words, it.getRight());
      break;
    }
    case Is::IN: {
      const auto it = from.getIn();
      to.op = Op::in;
      to.left = path_operand(words, it.getLeft());
      to.constants = words.texts(it.getValues());
      break;
    }
    case Is::SUM_EQUALS: {
      const auto it = from.getSumEquals();
      to.op = Op::sum_equals;
      to.left = path_operand(words, it.getOf());
      to.right = operand_of(words, it.getRight());
      break;
    }
    case Is::PRODUCT_EQUALS: {
      const auto it = from.getProductEquals();
      to.op = Op::product_equals;
      to.left = path_operand(words, it.getLeft());
      to.factor = operand_of(words, it.getFactor());
      to.right = operand_of(words, it.getRight());
      break;
    }
    case Is::DISTINCT: {
      const auto it = from.getDistinct();
      to.op = Op::distinct;
      to.left = path_operand(words, it.getPath());
      to.number = it.getNumber();
      break;
    }
    case Is::DIFFERENT: {
      const auto it = from.getDifferent();
      to.op = Op::different;
      to.left = path_operand(words, it.getPath());
      to.number = it.getNumber();
      break;
    }
    default: words.mistakes().add({}, "a condition that this version does not know"); break;
  }
}

void unpack_documents(Words& words, Condition& to, From from) {
  switch (from.which()) {
    case Is::LISTS_AGREE: {
      const auto it = from.getListsAgree();
      to.op = Op::lists_agree;
      to.left = path_operand(words, it.getLeft());
      to.right = path_operand(words, it.getRight());
      break;
    }
    case Is::COVERS: {
      const auto it = from.getCovers();
      to.op = Op::covers;
      to.left = path_operand(words, it.getPart());
      to.right = path_operand(words, it.getWhole());
      break;
    }
    case Is::MATERIAL_LIST:
      to.op = Op::material_list;
      to.left.is_path = true;
      to.left.path = *parse_path("D06");
      break;
    case Is::STAMP_IS: {
      const auto it = from.getStampIs();
      to.op = Op::stamp_is;
      to.left = path_operand(words, it.getDocument());
      for (const auto& one : words.texts(it.getValues())) to.constants.push_back(snake(one));
      break;
    }
    case Is::CARRIER_IS: {
      const auto it = from.getCarrierIs();
      to.op = Op::carrier_is;
      to.left = path_operand(words, it.getDocument());
      to.constants = words.texts(it.getValues());
      break;
    }
    default: unpack_values(words, to, from); break;
  }
}

}  // namespace

Condition unpack_condition(Words& words, schema::Condition::Reader from) {
  Condition to;
  switch (from.which()) {
    case Is::ALWAYS: break;
    case Is::NEVER: to.op = Op::any; break;  // one of none
    case Is::ALL:
      to.op = Op::all;
      children(words, to, from.getAll());
      break;
    case Is::ANY:
      to.op = Op::any;
      children(words, to, from.getAny());
      break;
    case Is::NOT:
      to.op = Op::not_;
      to.children.push_back(unpack_condition(words, from.getNot()));
      break;
    case Is::AT_LEAST:
      to.op = Op::at_least;
      to.number = from.getAtLeast().getNumber();
      children(words, to, from.getAtLeast().getOf());
      break;
    case Is::FOR_ALL: over(words, to, Op::for_all, from.getForAll().getEach(), from.getForAll().getMeets()); break;
    case Is::EXISTS: over(words, to, Op::exists, from.getExists().getSome(), from.getExists().getMeets()); break;
    case Is::COUNT: {
      const auto it = from.getCount();
      over(words, to, Op::count, it.getOf(), it.getMeets());
      to.compare = words.number(it.getIs(), Compare::at_least);
      to.number = it.getNumber();
      break;
    }
    case Is::PRESENT:
      to.op = Op::present;
      to.left = path_operand(words, from.getPresent());
      break;
    case Is::WELL_FORMED:
      to.op = Op::well_formed;
      to.left = path_operand(words, from.getWellFormed());
      break;
    case Is::IN_TIME:
      to.op = Op::in_time;
      to.clock = words.code(from.getInTime());
      break;
    default: unpack_documents(words, to, from); break;
  }
  return to;
}

void add_reads(const Path& path, std::vector<DocumentType>& reads) {
  if (path.root != Root::document || path.scope == Scope::message || path.document.empty()) return;
  if (std::find(reads.begin(), reads.end(), path.document) == reads.end()) reads.push_back(path.document);
}

void add_reads(const Condition& condition, std::vector<DocumentType>& reads) {
  for (const auto* operand : {&condition.left, &condition.right, &condition.factor}) {
    if (operand->is_path) add_reads(operand->path, reads);
  }
  for (const auto& child : condition.children) add_reads(child, reads);
}

}  // namespace caseway::rules
