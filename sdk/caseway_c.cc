// The C calls: each a call of caseway_client.h behind a guard that no exception passes.
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <new>

#include "sdk/caseway.h"
#include "sdk/caseway_client.h"
#include "sdk/told_json.h"

struct caseway_settings {
  caseway::Settings all;
};
struct caseway_client {
  caseway::Client client;
};
struct caseway_message {
  caseway::Message message;
};
struct caseway_receipt {
  caseway::Receipt receipt;
};
struct caseway_delivery {
  caseway::Delivery delivery;
};
struct caseway_error {
  caseway::Error error;
  std::string json;
};

namespace {

using caseway::Error;
using caseway::Failure;
using caseway::Milliseconds;

static_assert(static_cast<int>(Failure::bad_settings) == CASEWAY_BAD_SETTINGS);
static_assert(static_cast<int>(Failure::bad_input) == CASEWAY_BAD_INPUT);
static_assert(static_cast<int>(Failure::stopped) == CASEWAY_STOPPED);
static_assert(static_cast<int>(Failure::denied) == CASEWAY_DENIED);
static_assert(static_cast<int>(Failure::not_ours) == CASEWAY_NOT_OURS);
static_assert(static_cast<int>(Failure::rolled_back) == CASEWAY_ROLLED_BACK);
static_assert(static_cast<int>(Failure::unreachable) == CASEWAY_UNREACHABLE);
static_assert(static_cast<int>(Failure::outcome_unknown) == CASEWAY_OUTCOME_UNKNOWN);
static_assert(static_cast<int>(Failure::refused) == CASEWAY_REFUSED);
static_assert(static_cast<int>(Failure::fenced) == CASEWAY_FENCED);
static_assert(static_cast<int>(Failure::lane_busy) == CASEWAY_LANE_BUSY);
static_assert(static_cast<int>(Failure::lane_full) == CASEWAY_LANE_FULL);
static_assert(static_cast<int>(Failure::no_rules) == CASEWAY_NO_RULES);
static_assert(static_cast<int>(Failure::not_found) == CASEWAY_NOT_FOUND);
static_assert(static_cast<int>(Failure::local_fault) == CASEWAY_LOCAL_FAULT);
static_assert(static_cast<int>(Failure::wrong_thread) == CASEWAY_WRONG_THREAD);
static_assert(static_cast<int>(Failure::closed) == CASEWAY_CLOSED);
static_assert(static_cast<int>(caseway::Verdict::proceeds) == CASEWAY_PROCEEDS);
static_assert(static_cast<int>(caseway::Verdict::proceeds_with_findings) == CASEWAY_PROCEEDS_WITH_FINDINGS);
static_assert(static_cast<int>(caseway::Verdict::next_step_barred) == CASEWAY_NEXT_STEP_BARRED);
static_assert(static_cast<int>(caseway::Verdict::returned) == CASEWAY_RETURNED);

int fail(const Error& error, caseway_error** told) noexcept {
  if (told != nullptr) {
    try {
      *told = new caseway_error{error, caseway::sdk::error_json(error)};
    } catch (...) {
      *told = nullptr;
    }
  }
  return static_cast<int>(error.failure);
}

/// What no call should throw. It is told all the same, and not taken for missing memory.
int fail(const std::exception& other, caseway_error** told) noexcept {
  try {
    return fail(Error(Failure::local_fault, "", other.what(), "mend it and try again"), told);
  } catch (...) {
    if (told != nullptr) *told = nullptr;
    return CASEWAY_LOCAL_FAULT;
  }
}

template <class Work>
int guarded(caseway_error** error, Work work) noexcept {
  try {
    work();
    return CASEWAY_OK;
  } catch (const Error& failed) {
    return fail(failed, error);
  } catch (const std::bad_alloc&) {  // the message would need some
    if (error != nullptr) *error = nullptr;
    return CASEWAY_LOCAL_FAULT;
  } catch (const std::exception& other) {
    return fail(other, error);
  } catch (...) {
    if (error != nullptr) *error = nullptr;
    return CASEWAY_LOCAL_FAULT;
  }
}

char* text_of(const std::string& text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) throw std::bad_alloc();
  std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

unsigned number_of(const char* name, std::string_view value) {
  unsigned number = 0;
  const auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (bad != std::errc() || end != value.data() + value.size())
    throw Error(Failure::bad_settings, name, "expected a whole number", "write it in decimal digits");
  return number;
}

void set(caseway::Settings& settings, const std::string& name, const std::string& value) {
  const std::pair<const char*, std::string*> texts[] = {
      {"agency", &settings.agency},         {"origin", &settings.origin},   {"endpoint", &settings.endpoint},
      {"server_key", &settings.server_key}, {"log_key", &settings.log_key}, {"software", &settings.software}};
  for (const auto& one : texts) {
    if (name == one.first) {
      *one.second = value;
      return;
    }
  }
  if (name == "lane") {
    settings.lane = number_of("lane", value);
  } else if (name == "deliveries_ahead") {
    settings.deliveries_ahead = number_of("deliveries_ahead", value);
  } else if (name == "receives" && (value == "true" || value == "false")) {
    settings.receives = value == "true";
  } else {
    throw Error(Failure::bad_settings, name, name == "receives" ? "expected true or false" : "no such setting",
                "caseway.h names those there are");
  }
}

}  // namespace

const char* caseway_version(void) { return caseway::version(); }
const char* caseway_failure_name(int failure) { return caseway::name_of(static_cast<Failure>(failure)); }
void caseway_text_free(char* text) { std::free(text); }

int caseway_error_failure(const caseway_error* error) { return static_cast<int>(error->error.failure); }
const char* caseway_error_text(const caseway_error* error) { return error->error.what(); }
const char* caseway_error_json(const caseway_error* error) { return error->json.c_str(); }
uint64_t caseway_error_number(const caseway_error* error) { return error->error.number; }
void caseway_error_free(caseway_error* error) { delete error; }

// ---- A client -------------------------------------------------------------------------------------------------------

caseway_settings* caseway_settings_new(const char* directory) {
  caseway_settings* settings = nullptr;
  (void)guarded(nullptr, [&] {
    auto made = std::make_unique<caseway_settings>();
    made->all.directory = directory;
    settings = made.release();
  });
  return settings;
}

int caseway_settings_set(caseway_settings* settings, const char* name, const char* value, caseway_error** error) {
  return guarded(error, [&] { set(settings->all, name, value); });
}

void caseway_settings_free(caseway_settings* settings) { delete settings; }

int caseway_connect(const caseway_settings* settings, int wait_ms, caseway_client** client, caseway_error** error) {
  return guarded(error,
                 [&] { *client = new caseway_client{caseway::Client::connect(settings->all, Milliseconds(wait_ms))}; });
}

int caseway_open(const caseway_settings* settings, caseway_client** client, caseway_error** error) {
  return guarded(error, [&] { *client = new caseway_client{caseway::Client::open(settings->all)}; });
}

void caseway_close(caseway_client* client) { delete client; }

// ---- Saying ---------------------------------------------------------------------------------------------------------

int caseway_message_of_json(const char* json, caseway_message** message, caseway_error** error) {
  return guarded(error, [&] {
    auto made = std::make_unique<caseway_message>();
    made->message.json = json;
    *message = made.release();
  });
}

int caseway_message_of_file(const char* path, caseway_message** message, caseway_error** error) {
  return guarded(error, [&] { *message = new caseway_message{caseway::Message::from_file(path)}; });
}

int caseway_message_put(caseway_message* message, const char* name, const void* bytes, size_t size,
                        caseway_error** error) {
  return guarded(error, [&] {
    const auto* first = static_cast<const std::uint8_t*>(bytes);
    caseway::Client::put(message->message, name, size == 0 ? caseway::Blob() : caseway::Blob(first, first + size));
  });
}

int caseway_message_name(caseway_message* message, const char* name, caseway_error** error) {
  return guarded(error, [&] { message->message.name = name; });
}

void caseway_message_free(caseway_message* message) { delete message; }

int caseway_queue(caseway_client* client, const caseway_message* message, int wait_ms, uint64_t* number,
                  caseway_error** error) {
  return guarded(error, [&] { *number = client->client.queue(message->message, Milliseconds(wait_ms)); });
}

int caseway_outcome(caseway_client* client, uint64_t number, int wait_ms, caseway_receipt** receipt,
                    caseway_error** error) {
  return guarded(error, [&] { *receipt = new caseway_receipt{client->client.outcome(number, Milliseconds(wait_ms))}; });
}

int caseway_hand_over(caseway_client* client, const caseway_message* message, int wait_ms, caseway_receipt** receipt,
                      caseway_error** error) {
  return guarded(error, [&] {
    *receipt = new caseway_receipt{client->client.hand_over(message->message, Milliseconds(wait_ms))};
  });
}

int caseway_answer(caseway_client* client, const caseway_delivery* delivery, const char* step,
                   const caseway_message* message, int wait_ms, caseway_receipt** receipt, caseway_error** error) {
  return guarded(error, [&] {
    *receipt =
        new caseway_receipt{client->client.answer(delivery->delivery, step, message->message, Milliseconds(wait_ms))};
  });
}

int caseway_hand_over_async(caseway_client* client, const caseway_message* message, int wait_ms,
                            caseway_on_receipt done, void* context, caseway_error** error) {
  return guarded(error, [&] {
    client->client.hand_over(message->message, Milliseconds(wait_ms),
                             [done, context](const caseway::Receipt* receipt, const Error* failed) {
                               if (receipt != nullptr) {
                                 const caseway_receipt told{*receipt};
                                 done(context, &told, nullptr);
                               } else {
                                 const caseway_error told{*failed, caseway::sdk::error_json(*failed)};
                                 done(context, nullptr, &told);
                               }
                             });
  });
}

int caseway_receipt_verdict(const caseway_receipt* receipt) { return static_cast<int>(receipt->receipt.verdict); }
uint64_t caseway_receipt_number(const caseway_receipt* receipt) { return receipt->receipt.number; }
const char* caseway_receipt_transfer(const caseway_receipt* receipt) { return receipt->receipt.transfer.c_str(); }
const char* caseway_receipt_json(const caseway_receipt* receipt) { return receipt->receipt.json.c_str(); }
void caseway_receipt_free(caseway_receipt* receipt) { delete receipt; }

// ---- Taking ---------------------------------------------------------------------------------------------------------

int caseway_receive(caseway_client* client, int wait_ms, caseway_delivery** delivery, caseway_error** error) {
  return guarded(error, [&] {
    auto came = client->client.receive(Milliseconds(wait_ms));
    *delivery = came ? new caseway_delivery{std::move(*came)} : nullptr;
  });
}

int caseway_taken(caseway_client* client, const caseway_delivery* delivery, caseway_error** error) {
  return guarded(error, [&] { client->client.taken(delivery->delivery); });
}

int caseway_park(caseway_client* client, const caseway_delivery* delivery, const char* reason, caseway_error** error) {
  return guarded(error, [&] { client->client.park(delivery->delivery, reason); });
}

uint64_t caseway_delivery_id(const caseway_delivery* delivery) { return delivery->delivery.id; }
const char* caseway_delivery_from(const caseway_delivery* delivery) { return delivery->delivery.from.c_str(); }
const char* caseway_delivery_procedure(const caseway_delivery* delivery) {
  return delivery->delivery.procedure.c_str();
}
const char* caseway_delivery_step(const caseway_delivery* delivery) { return delivery->delivery.step.c_str(); }
const char* caseway_delivery_transfer(const caseway_delivery* delivery) { return delivery->delivery.transfer.c_str(); }
const char* caseway_delivery_json(const caseway_delivery* delivery) { return delivery->delivery.json.c_str(); }
const char* caseway_delivery_proof(const caseway_delivery* delivery) { return delivery->delivery.proof.c_str(); }
size_t caseway_delivery_parts(const caseway_delivery* delivery) { return delivery->delivery.parts.size(); }

int caseway_delivery_part(const caseway_delivery* delivery, unsigned no, const void** bytes, size_t* size,
                          caseway_error** error) {
  return guarded(error, [&] {
    const caseway::Part& part = caseway::Client::fetch(delivery->delivery, no);
    *bytes = part.bytes.data();
    *size = part.bytes.size();
  });
}

void caseway_delivery_free(caseway_delivery* delivery) { delete delivery; }

// ---- Asking ---------------------------------------------------------------------------------------------------------

int caseway_check(caseway_client* client, const caseway_message* message, char** json, caseway_error** error) {
  return guarded(error, [&] { *json = text_of(client->client.check(message->message).json); });
}

int caseway_policy(caseway_client* client, const char* procedure, const char* step, char** json,
                   caseway_error** error) {
  return guarded(error, [&] { *json = text_of(caseway::sdk::policy_json(client->client.policy(procedure, step))); });
}

int caseway_to_do(caseway_client* client, int wait_ms, char** json, caseway_error** error) {
  return guarded(error,
                 [&] { *json = text_of(caseway::sdk::transfers_json(client->client.to_do(Milliseconds(wait_ms)))); });
}

int caseway_clocks(caseway_client* client, int wait_ms, char** json, caseway_error** error) {
  return guarded(error,
                 [&] { *json = text_of(caseway::sdk::clocks_json(client->client.clocks(Milliseconds(wait_ms)))); });
}

int caseway_transfer(caseway_client* client, const char* transfer, int wait_ms, char** json, caseway_error** error) {
  return guarded(error, [&] { *json = text_of(client->client.transfer(transfer, Milliseconds(wait_ms)).json); });
}

int caseway_search(caseway_client* client, const char* text, int wait_ms, char** json, caseway_error** error) {
  return guarded(error, [&] { *json = text_of(client->client.search(text, Milliseconds(wait_ms)).json); });
}

int caseway_waiting(caseway_client* client, char** json, caseway_error** error) {
  return guarded(error, [&] { *json = text_of(caseway::sdk::waiting_json(client->client.waiting())); });
}
