// One small story with fixed values, keys included: what the goldens hold and what the damage tests damage. Keys come
// from seeds of one repeated byte, so that a stranger can rebuild every signature (docs/PROTOCOL.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "broker/core/directory.h"
#include "broker/core/receipt.h"
#include "broker/core/record.h"
#include "broker/core/signature.h"
#include "broker/wire/record.h"
#include "broker/wire/segment.h"
#include "broker/wire/session.h"

namespace caseway::tests {

inline constexpr std::string_view sample_origin = "caseway.example";

core::KeyPair sample_key(std::uint8_t seed);  ///< from 32 bytes of `seed`
core::KeyPair sample_log_key();               ///< seed 0x01
core::KeyPair sample_officer_key(int no);     ///< seeds 0x02, 0x03
core::KeyPair sample_agency_key();            ///< seed 0x04

core::Genesis sample_genesis();
core::Order sample_order();
std::vector<core::OfficerSignature> sample_order_signatures();

core::DossierHead sample_head();
core::Document sample_document();
std::vector<core::Part> sample_parts();  ///< head, document, evidence
core::Envelope sample_envelope();
std::vector<core::Signature> sample_signatures();  ///< the second leaf of a batch of three
core::Message sample_message();

core::TurnSalt sample_salt();
core::Record sample_genesis_record();   ///< record 0
core::Record sample_record();           ///< record 1: the message, with a finding and a clock
core::Record sample_criminal_record();  ///< of no group: every effect that the criminal path brought
core::Record sample_version_record();   ///< of no group: those that versions of the rules brought
std::vector<wire::RecordBytes> sample_records();
std::vector<std::uint8_t> sample_group();  ///< both records, as the journal's first group
core::Checkpoint sample_checkpoint();
core::Receipt sample_receipt();  ///< of record 1
wire::VaultFrame sample_vault_frame();

wire::ClientFrame sample_hello();
wire::ClientFrame sample_send();
wire::BrokerFrame sample_welcome();
wire::BrokerFrame sample_receipt_frame();
wire::BrokerFrame sample_refusal();
wire::BrokerFrame sample_delivery();

/// A golden: its name, its bytes, and what it is in one line.
struct Sample {
  std::string name;
  std::vector<std::uint8_t> bytes;
  std::string what;
};
std::vector<Sample> samples();

}  // namespace caseway::tests
