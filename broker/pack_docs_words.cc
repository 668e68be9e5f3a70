#include "broker/pack_docs_words.h"

#include <algorithm>

#include "broker/core/shown.h"

namespace caseway::rules {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string safe(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (is_word(c) || c == '.' || c == '_' || c == '-') {
      text += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      text += {'~', hex_digits[byte >> 4], hex_digits[byte & 15]};
    }
  }
  return text;
}

std::string prefix(Language language) { return language == Language::zh ? "zh" : "en"; }

/// A note, with each word of it that is a setting of the set linked. Notes are English, whatever the book is in.
std::string note_of(const Book& book, std::string_view note) {
  std::string text;
  while (!note.empty()) {
    const bool word = is_word(note.front());
    const auto end = std::find_if(note.begin(), note.end(), [&](char c) { return is_word(c) != word; });
    const auto piece = note.substr(0, static_cast<std::size_t>(end - note.begin()));
    const auto id = word ? Code::make(piece) : std::nullopt;
    text += id && book.bundle.setting(*id) != nullptr ? setting_link(book, *id) : html(piece);
    note.remove_prefix(piece.size());
  }
  return "<span class=\"note\" lang=\"en\">" + text + "</span>";
}

}  // namespace

std::string say(const Book& book, std::string_view zh, std::string_view en) {
  return std::string(book.language == Language::zh ? zh : en);
}

std::string html(std::string_view text) {
  std::string out;
  for (const char c : core::shown(std::string(text))) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string both(const Book& book, const Label& label) {
  const bool zh = book.language == Language::zh;
  return html(zh ? label.zh : label.en) + " <span class=\"other\" lang=\"" + (zh ? "en" : "zh") + "\">" +
         html(zh ? label.en : label.zh) + "</span>";
}

std::string element(std::string_view tag, std::string_view kind, std::string_view inside) {
  std::string text = "<" + std::string(tag);
  if (!kind.empty()) text += " class=\"" + std::string(kind) + "\"";
  return text + ">" + std::string(inside) + "</" + std::string(tag) + ">";
}

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
  std::string text;
  for (const auto& piece : pieces) {
    if (piece.empty()) continue;
    if (!text.empty()) text += between;
    text += piece;
  }
  return text;
}

std::string index_file(Language language) { return prefix(language) + ".html"; }

std::string kind_file(Language language, const Code& kind) {
  return prefix(language) + "-" + safe(kind.view()) + ".html";
}

std::string checklist_file(Language language, const Code& kind) {
  return prefix(language) + "-" + safe(kind.view()) + "-checklist.html";
}

std::string anchor(std::string_view kind, std::string_view name) { return std::string(kind) + "-" + safe(name); }

std::string link(const std::string& file, const std::string& anchor, std::string_view words) {
  return "<a href=\"" + file + (anchor.empty() ? "" : "#" + anchor) + "\">" + std::string(words) + "</a>";
}

std::string kind_link(const Book& book, const Code& kind) {
  if (const auto* own = book.bundle.procedure(kind)) {
    return link(kind_file(book.language, kind), "", html(kind.view())) + " " + html(in(own->label, book.language));
  }
  for (const auto& one : book.bundle.absent) {
    if (one.id == kind) return html(kind.view()) + " " + html(in(one.label, book.language));
  }
  return html(kind.view());
}

std::string document_link(const Book& book, const DocumentType& type) {
  const auto* rule = book.bundle.document(type);
  if (rule == nullptr) return html(type.str());
  return link(index_file(book.language), anchor("document", type.str()), html(type.str())) + " " +
         html(in(rule->label, book.language));
}

std::string clock_link(const Book& book, const Code& clock) {
  const auto* rule = book.bundle.clock(clock);
  if (rule == nullptr)
    return html(clock.view()) + " " + say(book, "(所属种类不在本规则包)", "(its kind is not in the set)");
  std::string file = index_file(book.language);
  for (const auto& kind : book.bundle.procedures) {
    for (const auto& own : kind.clocks) {
      if (&own == rule) file = kind_file(book.language, kind.id);
    }
  }
  return link(file, anchor("clock", clock.view()), html(clock.view())) + " " + html(in(rule->label, book.language));
}

std::string setting_link(const Book& book, const Code& setting) {
  if (book.bundle.setting(setting) == nullptr) return html(setting.view());
  return link(index_file(book.language), anchor("setting", setting.view()), html(setting.view()));
}

std::string requirement_link(const Book& book, const Code& kind, const std::string& id) {
  return link(checklist_file(book.language, kind), anchor("requirement", id), html(id));
}

std::string roles_in_words(const Book& book, const std::vector<core::Role>& roles) {
  std::vector<std::string> names;
  for (const auto role : roles) names.push_back(both(book, label_of(role)));
  return joined(names, say(book, "、", ", "));
}

std::string side_in_words(const Book& book, Side side) { return side_in_words(side, book.language); }

std::string period_in_words(const Book& book, std::int64_t amount, Unit unit) {
  return period_in_words(amount, unit, book.language);
}

std::string value_in_words(const Book& book, std::string_view code_list, const Code& code) {
  const auto* list = book.bundle.code_list(Code(code_list));
  const std::string id = element("code", "", html(code.view()));
  if (list == nullptr) return id;
  const auto at =
      std::find_if(list->values.begin(), list->values.end(), [&](const auto& one) { return one.code == code.view(); });
  return at == list->values.end() ? id : both(book, at->label) + " " + id;
}

std::string confidence_in_words(const Book& book, Confidence confidence, std::uint8_t percent) {
  const auto number = std::to_string(percent);
  switch (confidence) {
    case Confidence::verified: return say(book, "已核实原文", "read in full");
    case Confidence::page: return say(book, "仅见摘录", "only an excerpt read");
    case Confidence::recalled: return say(book, "凭记忆," + number + " %", "recalled, " + number + " %");
    case Confidence::site: return say(book, "法律未规定,由站点设置", "law silent: site setting");
    case Confidence::design: return say(book, "平台设计", "our design");
  }
  return {};
}

std::string sources(const Book& book, const std::vector<Basis>& all) {
  std::string text;
  for (const auto& one : all) {
    std::vector<std::string> pieces;
    if (const auto* instrument = one.instrument.empty() ? nullptr : book.bundle.instrument(one.instrument)) {
      const auto title =
          "<cite lang=\"zh\" title=\"" + html(instrument->title.en) + "\">" + html(instrument->title.zh) + "</cite>";
      pieces.push_back(
          link(index_file(book.language), anchor("source", one.instrument.view()), html(one.instrument.view())) + " " +
          title);
      if (!one.article.empty()) pieces.push_back(say(book, "第", "art. ") + html(one.article) + say(book, "条", ""));
    }
    pieces.push_back(element("span", "sure sure" + std::to_string(static_cast<int>(one.confidence)),
                             "[" + confidence_in_words(book, one.confidence, one.percent) + "]"));
    if (!one.note.empty()) pieces.push_back(note_of(book, one.note));
    text += element("p", "source", joined(pieces, " "));
  }
  return text;
}

}  // namespace caseway::rules
