// What a client holds and how one round goes: only for client.cc and client_parts.cc.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "sdk/client.h"

namespace caseway::sdk {

struct Client::Parts {
  Parts(const Agency& home, const ClientOptions& wanted, Store& lane_store, Time& clock);

  // -- one round ------------------------------------------------------------------------------------------------------
  bool exchange();
  void take(wire::BrokerFrame frame);
  void opened();
  void save_checkpoint(bool now);
  void save_site();
  void hold(const core::Checkpoint& checkpoint);

  // -- the lane -------------------------------------------------------------------------------------------------------
  bool send_waiting();
  void heard(wire::ReceiptFrame receipt);
  std::optional<wire::Answer> ask_once(const wire::Query& query, std::int64_t until);
  void heard(const wire::RefusalFrame& refusal);
  void refuse(const wire::RefusalFrame& refusal);
  void rewind_to(core::LaneNumber number);
  void retry_from(core::LaneNumber number, std::int64_t pause_ms);
  core::Instant signing_time() const { return site && site->training ? site->time : time.wall(); }

  // -- handlers -------------------------------------------------------------------------------------------------------
  bool tell();
  bool deliver_one(Client& client);
  void acknowledge(std::uint64_t delivery);
  void park(wire::Park word);
  void say_parks();
  void say_held();
  void say_held_again();

  const Agency& agency;
  ClientOptions options;
  Store& store;
  Time& time;
  SigningKey key;
  Lane lane;
  Session session;
  OnAnswer on_answer;
  OnRefused on_refused;
  OnDelivery on_delivery;
  std::optional<SiteSeen> site;
  std::string standstill;  ///< why the lane does not go on

  std::uint64_t serial = 0;      ///< session in which `sent_to` counts
  core::LaneNumber sent_to = 0;  ///< numbers up to this one were sent in this session
  std::uint32_t window = core::limits::credit_messages;
  std::int64_t hold_until = 0;
  std::int64_t retry_ms = 0;
  core::LaneNumber rewound_to = 0;
  std::int64_t rewound_at = 0;
  bool checkpoint_dirty = false;
  std::int64_t checkpoint_saved = 0;

  std::map<core::LaneNumber, Answered> news;  ///< not yet told; handlers are called outside exchange()
  std::deque<std::pair<core::LaneNumber, LaneRefused>> refused;
  std::map<core::LaneNumber, core::LaneNumber> renumbered;
  core::LaneNumber sent_again = 0;
  std::optional<LaneReceipt> repeat;  ///< answer to send_again()
  std::uint64_t asking = 0;           ///< number of the question that ask() waits for; 0: none
  std::optional<wire::Answer> awaited;
  std::optional<wire::RefusalFrame> stray;  ///< refusal of a frame that is no message
  std::string unanswered;                   ///< why the last question was not answered, where the broker said it
  std::uint64_t questions = 0;
  std::deque<wire::Delivery> deliveries;
  std::set<std::uint64_t> unsaid;  ///< held durably, not yet acknowledged
  std::int64_t unsaid_since = 0;
  std::deque<std::uint64_t> acked;  ///< acknowledged in this session, the last of them
  std::optional<std::int64_t> ack_again_at;
  std::map<std::uint64_t, wire::Park> unsaid_parks;  ///< the last word on each delivery that could not be sent yet
  std::set<std::uint64_t> parked;  ///< by this session, or not said yet: an offer that crossed the word is passed over
  std::optional<Members> members;
  std::uint64_t members_serial = 0;
  std::int64_t directory_pause_until = 0;  ///< the directory was asked for in vain
  bool fenced = false;
};

}  // namespace caseway::sdk
