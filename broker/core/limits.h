// Every limit of Caseway, unit in the name, and the relations that must hold between them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace caseway::core::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

// One message.
inline constexpr std::size_t envelope_bytes_max = 16 * kib;
inline constexpr std::size_t signature_bytes_max = 16 * kib;  // signatures with their batch paths
inline constexpr std::size_t parts_max = 1024;
inline constexpr std::size_t part_bytes_max = 1 * mib;
inline constexpr std::size_t content_bytes_max = 4 * mib - 64 * kib;
inline constexpr std::size_t message_bytes_max = 4 * mib;
inline constexpr std::size_t facts_bytes_max = 1 * mib;
inline constexpr int nesting_max = 32;
inline constexpr std::size_t text_bytes_max = 64 * kib;
inline constexpr std::size_t code_bytes_max = 31;  // names of procedures, steps, states, clocks ...
inline constexpr std::size_t agency_bytes_max = 47;
inline constexpr std::size_t origin_bytes_max = 255;  // name of a broker
inline constexpr std::size_t batch_leaves_max = 1024;
inline constexpr std::size_t parties_max = 256;  // of one head, and so the next three
inline constexpr std::size_t pairs_max = 256;    // of person and offence; a step may start a clock for each
inline constexpr std::size_t outcomes_max = 256;
inline constexpr std::size_t links_of_message_max = 64;

// One case, together with those joined to it, and one outcome.
inline constexpr std::size_t transfers_of_case_max = 256;
inline constexpr std::size_t pairs_of_case_max =
    512;  // of all its transfers; both may be passed by one step's openings
inline constexpr std::size_t links_of_case_max = 256;
inline constexpr std::uint32_t item_no_max = 9999;    // exhibits are numbered from 0
inline constexpr std::size_t findings_max = 256;      // the last one says that there were more
inline constexpr std::size_t clocks_of_step_max = 4;  // that a row starts, and that it ends; packs are held to it
inline constexpr std::size_t requirements_of_party_max =
    8;  // of a kind, looked at for each party, times what each bars

// One session and one turn.
inline constexpr std::uint32_t lanes_max = 16;
inline constexpr std::uint32_t lane_window_max = 4096;  // numbers kept per lane above `settled`
inline constexpr std::uint32_t credit_messages = 256;
inline constexpr std::size_t credit_bytes = 8 * mib;
inline constexpr std::uint32_t turn_messages_max = 64;
inline constexpr std::size_t acks_max = 64;         // deliveries that one frame acknowledges
inline constexpr std::uint32_t firings_max = 1000;  // clocks fired by one event

// The journal and the vault.
inline constexpr std::size_t segment_bytes = 64 * mib;
inline constexpr std::size_t zero_fill_bytes = 1 * mib;        // filled ahead in steps of this
inline constexpr std::size_t frontier_max = 40;                // hashes of the tree's right edge
inline constexpr std::size_t vault_part_bytes_max = 64 * kib;  // larger parts are files of their own
inline constexpr std::size_t pack_bytes_max = 4 * mib - 64 * kib;

// What a delivery carries beside the message: the outcome, and the statement that names its findings. Bytes of one
// thing in the encoded outcome with its texts, rounded up.
inline constexpr std::size_t finding_bytes = 3 * kib;  // its path may have 2 KiB
inline constexpr std::size_t item_bytes = 288;
inline constexpr std::size_t clock_bytes = 512;
inline constexpr std::size_t clock_ended_bytes = 256;
inline constexpr std::size_t requirement_bytes = 256;  // its path names a party or an item
inline constexpr std::size_t outcome_bytes_max =
    2 * findings_max * finding_bytes +                  // told, and kept open
    (item_no_max + 1) * item_bytes +                    //
    2 * pairs_max * clocks_of_step_max * clock_bytes +  // started, also in what is said with it
    (pairs_of_case_max + 2 * pairs_max) * clocks_of_step_max * clock_ended_bytes +  //
    parties_max * requirements_of_party_max * requirement_bytes +                   // kept open for each party
    mib;                                                                            // pairs, states, transfers opened
inline constexpr std::size_t statement_bytes_max = findings_max * 256 + kib;
inline constexpr std::size_t client_frame_bytes_max = message_bytes_max;
inline constexpr std::size_t broker_frame_bytes_max = message_bytes_max + 8 * mib;

static_assert(message_bytes_max + outcome_bytes_max + statement_bytes_max + parts_max * 64 <= broker_frame_bytes_max);
static_assert(envelope_bytes_max + signature_bytes_max + content_bytes_max <= message_bytes_max);
static_assert(part_bytes_max <= content_bytes_max);
static_assert(facts_bytes_max <= content_bytes_max);
static_assert(message_bytes_max <= credit_bytes);
static_assert(turn_messages_max <= credit_messages);
static_assert(vault_part_bytes_max <= part_bytes_max);
static_assert(credit_messages <= lane_window_max);
static_assert((std::size_t{1} << 20) <= segment_bytes);

}  // namespace caseway::core::limits
