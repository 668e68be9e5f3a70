// Names of the numbers that are journalled, as written in answers, records and documents. A number without a name is
// one that this version does not know: name_of() says "unknown" and decoders refuse it. No `default`, so that the
// compiler asks for the name of every new enumerator.
#include "broker/core/directory.h"
#include "broker/core/dossier.h"
#include "broker/core/envelope.h"
#include "broker/core/record.h"
#include "broker/core/refusal.h"
#include "broker/core/verdict.h"

namespace caseway::core {

std::string_view name_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::malformed: return "malformed";
    case Refusal::too_large: return "too_large";
    case Refusal::bad_signature: return "bad_signature";
    case Refusal::key_not_valid: return "key_not_valid";
    case Refusal::no_session: return "no_session";
    case Refusal::not_yours: return "not_yours";
    case Refusal::id_reused: return "id_reused";
    case Refusal::over_credit: return "over_credit";
    case Refusal::gap: return "gap";
    case Refusal::try_later: return "try_later";
    case Refusal::disk_full: return "disk_full";
    case Refusal::unknown_agency: return "unknown_agency";
    case Refusal::fault: return "fault";
    case Refusal::rolled_back: return "rolled_back";
  }
  return "unknown";
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::proceeds: return "proceeds";
    case Verdict::proceeds_with_findings: return "proceeds_with_findings";
    case Verdict::next_step_barred: return "next_step_barred";
    case Verdict::returned: return "returned";
  }
  return "unknown";
}

std::string_view name_of(ReturnCode code) {
  switch (code) {
    case ReturnCode::none: return "none";
    case ReturnCode::step_not_open: return "step_not_open";
    case ReturnCode::step_barred: return "step_barred";
    case ReturnCode::stopped_at_sender: return "stopped_at_sender";
    case ReturnCode::state_secret: return "state_secret";
    case ReturnCode::unknown_procedure: return "unknown_procedure";
    case ReturnCode::unknown_step: return "unknown_step";
    case ReturnCode::wrong_role: return "wrong_role";
    case ReturnCode::unknown_recipient: return "unknown_recipient";
    case ReturnCode::unknown_transfer: return "unknown_transfer";
    case ReturnCode::not_a_party: return "not_a_party";
    case ReturnCode::wrong_confirmation: return "wrong_confirmation";
    case ReturnCode::transfer_exists: return "transfer_exists";
    case ReturnCode::inner_file: return "inner_file";
    case ReturnCode::no_pack: return "no_pack";
  }
  return "unknown";
}

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::absent: return "absent";
    case Fault::defective: return "defective";
    case Fault::mismatch: return "mismatch";
    case Fault::late: return "late";
    case Fault::retake: return "retake";
    case Fault::flag: return "flag";
    case Fault::unmet: return "unmet";
  }
  return "unknown";
}

std::string_view name_of(FindingClass cls) {
  switch (cls) {
    case FindingClass::required: return "required";
    case FindingClass::conditional: return "conditional";
    case FindingClass::practice: return "practice";
    case FindingClass::local: return "local";
    case FindingClass::form: return "form";
    case FindingClass::procedure: return "procedure";
  }
  return "unknown";
}

std::string_view name_of(EventType type) {
  switch (type) {
    case EventType::genesis: return "genesis";
    case EventType::message: return "message";
    case EventType::ack: return "ack";
    case EventType::park: return "park";
    case EventType::order: return "order";
    case EventType::tick: return "tick";
    case EventType::refusals: return "refusals";
    case EventType::snapshot: return "snapshot";
    case EventType::indexed: return "indexed";
    case EventType::unpark: return "unpark";
  }
  return "unknown";
}

std::string_view name_of(ClockEnd end) {
  switch (end) {
    case ClockEnd::in_time: return "in_time";
    case ClockEnd::late: return "late";
    case ClockEnd::withdrawn: return "withdrawn";
    case ClockEnd::restarted: return "restarted";
    case ClockEnd::lapsed: return "lapsed";
    case ClockEnd::answered_in_time: return "answered_in_time";
  }
  return "unknown";
}

std::string_view name_of(OrderKind kind) {
  switch (kind) {
    case OrderKind::admit_agency: return "admit_agency";
    case OrderKind::retire_agency: return "retire_agency";
    case OrderKind::add_key: return "add_key";
    case OrderKind::revoke_key: return "revoke_key";
    case OrderKind::set_counterparts: return "set_counterparts";
    case OrderKind::activate_pack: return "activate_pack";
    case OrderKind::activate_calendar: return "activate_calendar";
    case OrderKind::set_clock: return "set_clock";
    case OrderKind::set_setting: return "set_setting";
    case OrderKind::take_snapshot: return "take_snapshot";
    case OrderKind::open_epoch: return "open_epoch";
    case OrderKind::confirm_time: return "confirm_time";
    case OrderKind::erase: return "erase";
  }
  return "unknown";
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::administrative: return "administrative";
    case Role::police: return "police";
    case Role::superior_police: return "superior_police";
    case Role::procuratorate: return "procuratorate";
    case Role::superior_procuratorate: return "superior_procuratorate";
    case Role::court: return "court";
    case Role::supervision: return "supervision";
    case Role::justice: return "justice";
    case Role::superior_agency: return "superior_agency";
    case Role::mediation: return "mediation";
    case Role::notary: return "notary";
    case Role::platform: return "platform";
    case Role::technical: return "technical";
    case Role::centre: return "centre";
    case Role::appraiser: return "appraiser";
    case Role::registry: return "registry";
    case Role::operator_: return "operator";
  }
  return "unknown";
}

std::string_view short_of(Role role) {
  switch (role) {
    case Role::administrative: return "ADM";
    case Role::police: return "POL";
    case Role::superior_police: return "UPOL";
    case Role::procuratorate: return "PROC";
    case Role::superior_procuratorate: return "UPROC";
    case Role::court: return "COURT";
    case Role::supervision: return "SUP";
    case Role::justice: return "JUS";
    case Role::superior_agency: return "SUPR";
    case Role::mediation: return "MED";
    case Role::notary: return "NOT";
    case Role::platform: return "PLAT";
    case Role::technical: return "TECH";
    case Role::centre: return "CENTRE";
    case Role::appraiser: return "APPR";
    case Role::registry: return "REG";
    case Role::operator_: return "OPER";
  }
  return "unknown";
}

std::string_view name_of(Suite suite) {
  switch (suite) {
    case Suite::intl: return "intl";
    case Suite::gm: return "gm";
  }
  return "unknown";
}

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::ed25519: return "ed25519";
    case Algorithm::sm2: return "sm2";
  }
  return "unknown";
}

std::string_view name_of(PartType type) {
  switch (type) {
    case PartType::dossier: return "dossier";
    case PartType::document: return "document";
    case PartType::evidence: return "evidence";
  }
  return "unknown";
}

std::string_view name_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::text: return "text";
    case FieldKind::date: return "date";
    case FieldKind::instant: return "instant";
    case FieldKind::amount: return "amount";
    case FieldKind::integer: return "integer";
    case FieldKind::number: return "number";
    case FieldKind::organisation: return "organisation";
    case FieldKind::person: return "person";
    case FieldKind::agency: return "agency";
    case FieldKind::document: return "document";
    case FieldKind::evidence: return "evidence";
    case FieldKind::boolean: return "boolean";
    case FieldKind::code: return "code";
    case FieldKind::group: return "group";
  }
  return "unknown";
}

std::string_view name_of(Carrier carrier) {
  switch (carrier) {
    case Carrier::electronic: return "electronic";
    case Carrier::scan: return "scan";
    case Carrier::paper: return "paper";
    case Carrier::medium: return "medium";
  }
  return "unknown";
}

std::string_view name_of(Stamp stamp) {
  switch (stamp) {
    case Stamp::none: return "none";
    case Stamp::valid: return "valid";
    case Stamp::digest_broken: return "digest_broken";
    case Stamp::untrusted: return "untrusted";
    case Stamp::present_unchecked: return "present_unchecked";
    case Stamp::paper_original: return "paper_original";
  }
  return "unknown";
}

}  // namespace caseway::core
