// Document numbers (文号): their forms, and when two of them are the same number written differently.
#pragma once

#include <string>
#include <string_view>

namespace caseway::rules {

/// Whether `text` has one of the forms
///   agency, police  罗市监移字〔2025〕12号   (机关代字〔年〕序号号; 字, 第 and a branch number 12-1 may stand in it)
///   court           （2025）闽0123刑初12号   ((年)法院代字案类字序号号; 之一 may follow)
/// Brackets 〔〕【】[]［］()（） and full-width digits are accepted; blanks around its pieces are skipped. The year is
/// 1949 to 2999. At most 120 characters.
bool is_document_number(std::string_view text);

/// The same number: equal after brackets, full-width forms and blanks are made alike. Nothing is allocated.
bool same_number(std::string_view left, std::string_view right);

/// What the same numbers have in common, of any length: the text with brackets, full-width forms and blanks made
/// alike. The key of a number's beginning begins the number's key. Text that is not UTF-8 is its own key.
std::string number_key(std::string_view text);

}  // namespace caseway::rules
