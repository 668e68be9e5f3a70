// From the SDK's own values to those of caseway_values.h, which know no internal type.
#pragma once

#include <string>
#include <vector>

#include "sdk/caseway_values.h"
#include "sdk/delivery.h"
#include "sdk/outgoing.h"
#include "sdk/report.h"

namespace caseway::sdk {

Receipt tell(const LaneRecord& record, std::string name, const rules::PackBundle* bundle, const Members* members);
Delivery tell(const Delivered& delivered, const rules::PackBundle* bundle);
Check tell(const Outgoing& outgoing, const rules::PackBundle& bundle);
std::vector<caseway::Finding> tell(const std::vector<core::Finding>& findings, const rules::PackBundle* bundle);
/// Of an answer's transfer (docs/PROTOCOL.md).
Transfer tell_transfer(const Json& json, const rules::PackBundle* bundle);
Found tell_found(const Json& json);
/// The parts of a content, all of them here. None of bytes that are no content.
std::vector<Part> tell_parts(BytesView content);
/// What a step of `kind` asks for; `asked` are its requirements. All are of the bundle.
Policy tell_step(const rules::PackBundle& bundle, const rules::Procedure& kind, const rules::Step& step,
                 const std::vector<const rules::Requirement*>& asked);
/// With every requirement that looks at the step. Throws Error not_found, naming what there is.
Policy tell_policy(const rules::PackBundle& bundle, const std::string& procedure, const std::string& step);

std::vector<caseway::Mistake> tell(const Mistakes& mistakes);
/// bad_input, with the first mistake in words.
Error bad_input(const Mistakes& mistakes);

}  // namespace caseway::sdk
