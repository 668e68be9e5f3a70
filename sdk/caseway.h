/* Caseway for an agency's own system, in C: the calls of caseway_client.h over opaque handles. What it promises of
 * durability, order, repeats and threads holds here too; read that page first.
 *
 * Results    Every call that can fail returns 0 or the number of a failure (enum caseway_failure, the same as Failure
 *            in caseway_values.h), and no C++ exception leaves it. On failure nothing else is written, but *error where
 *            `error` is not null: a handle to be freed with caseway_error_free(), or null where memory ran out.
 * Ownership  Arguments are borrowed for the call, and not null. Whatever a call hands out through a pointer to a
 *            pointer is the caller's and has its own _free(); texts are freed with caseway_text_free(). Texts and bytes
 *            that an accessor returns belong to the handle and live as long as it. Every _free() takes null.
 * Texts      UTF-8, ended by a zero byte; never null where a call succeeded, but "" for "none".
 * Threads    A client may be used by several threads at once; every other handle by one at a time.
 * Time       wait_ms: the longest time to wait, in milliseconds; 0 looks once.
 */
#ifndef CASEWAY_H
#define CASEWAY_H

#include <stddef.h>
#include <stdint.h>

#include "caseway_version.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct caseway_client caseway_client;
typedef struct caseway_settings caseway_settings;
typedef struct caseway_message caseway_message;
typedef struct caseway_receipt caseway_receipt;
typedef struct caseway_delivery caseway_delivery;
typedef struct caseway_error caseway_error;

/* caseway_values.h says when each comes and what to do. Never renumbered, never reused. */
enum caseway_failure {
  CASEWAY_OK = 0,
  CASEWAY_BAD_SETTINGS = 1,
  CASEWAY_BAD_INPUT = 2,
  CASEWAY_STOPPED = 3,
  CASEWAY_DENIED = 4,
  CASEWAY_NOT_OURS = 5,
  CASEWAY_ROLLED_BACK = 6,
  CASEWAY_UNREACHABLE = 7,
  CASEWAY_OUTCOME_UNKNOWN = 8,
  CASEWAY_REFUSED = 9,
  CASEWAY_FENCED = 10,
  CASEWAY_LANE_BUSY = 11,
  CASEWAY_LANE_FULL = 12,
  CASEWAY_NO_RULES = 13,
  CASEWAY_NOT_FOUND = 14,
  CASEWAY_LOCAL_FAULT = 15,
  CASEWAY_WRONG_THREAD = 16,
  CASEWAY_CLOSED = 17
};

enum caseway_verdict {
  CASEWAY_PROCEEDS = 1,
  CASEWAY_PROCEEDS_WITH_FINDINGS = 2,
  CASEWAY_NEXT_STEP_BARRED = 3,
  CASEWAY_RETURNED = 4
};

/* The version of the library that runs. Static. */
CASEWAY_API const char* caseway_version(void);
/* "outcome_unknown". Static; "unknown" for a number that is none. */
CASEWAY_API const char* caseway_failure_name(int failure);
CASEWAY_API void caseway_text_free(char* text);

/* ---- Errors ----------------------------------------------------------------------------------------------------- */

CASEWAY_API int caseway_error_failure(const caseway_error* error);
/* All of it in one line: kind, where, what, what to do. */
CASEWAY_API const char* caseway_error_text(const caseway_error* error);
/* {"failure", "where", "problem", "toDo", "number", "mistakes": [...], "findings": [...]} */
CASEWAY_API const char* caseway_error_json(const caseway_error* error);
/* With OUTCOME_UNKNOWN and REFUSED: the message's number in the lane; else 0. */
CASEWAY_API uint64_t caseway_error_number(const caseway_error* error);
CASEWAY_API void caseway_error_free(caseway_error* error);

/* ---- A client --------------------------------------------------------------------------------------------------- */

/* For the agency in `directory`, as `caseway agency new` makes it. Null where memory ran out. */
CASEWAY_API caseway_settings* caseway_settings_new(const char* directory);
/* `name` is a member of Settings in caseway_client.h: "agency", "origin", "endpoint", "server_key", "log_key",
 * "software"; "lane", "deliveries_ahead" (decimal), "receives" ("true", "false"). BAD_SETTINGS for any other. */
CASEWAY_API int caseway_settings_set(caseway_settings* settings, const char* name, const char* value,
                                     caseway_error** error);
CASEWAY_API void caseway_settings_free(caseway_settings* settings);

/* Client::connect(): waits for a session. *client is freed with caseway_close(). */
CASEWAY_API int caseway_connect(const caseway_settings* settings, int wait_ms, caseway_client** client,
                                caseway_error** error);
/* Client::open(): the same without waiting. */
CASEWAY_API int caseway_open(const caseway_settings* settings, caseway_client** client, caseway_error** error);
/* Ends the session and frees the client; callbacks that wait hear OUTCOME_UNKNOWN or CLOSED before it returns. Not from
 * a callback, and not while another thread uses the client. */
CASEWAY_API void caseway_close(caseway_client* client);

/* ---- Saying ----------------------------------------------------------------------------------------------------- */

/* A message of this JSON (docs/FOLDER.md), or of this file with the evidence beside it. */
CASEWAY_API int caseway_message_of_json(const char* json, caseway_message** message, caseway_error** error);
CASEWAY_API int caseway_message_of_file(const char* path, caseway_message** message, caseway_error** error);
/* Adds a file by the name that the JSON uses. The bytes are copied: 1 to 1,048,576. */
CASEWAY_API int caseway_message_put(caseway_message* message, const char* name, const void* bytes, size_t size,
                                    caseway_error** error);
/* The caller's own name for it: see Message::name. */
CASEWAY_API int caseway_message_name(caseway_message* message, const char* name, caseway_error** error);
CASEWAY_API void caseway_message_free(caseway_message* message);

/* Once it returns 0, the message is on disk with *number. */
CASEWAY_API int caseway_queue(caseway_client* client, const caseway_message* message, int wait_ms, uint64_t* number,
                              caseway_error** error);
/* Waits for what was recorded of a number. */
CASEWAY_API int caseway_outcome(caseway_client* client, uint64_t number, int wait_ms, caseway_receipt** receipt,
                                caseway_error** error);
/* Both. */
CASEWAY_API int caseway_hand_over(caseway_client* client, const caseway_message* message, int wait_ms,
                                  caseway_receipt** receipt, caseway_error** error);
/* Says `step` in the transfer of `delivery`. */
CASEWAY_API int caseway_answer(caseway_client* client, const caseway_delivery* delivery, const char* step,
                               const caseway_message* message, int wait_ms, caseway_receipt** receipt,
                               caseway_error** error);
/* Called once, on the client's own thread; one of the two is null, and both are gone when it returns. It must not call
 * what waits. */
typedef void (*caseway_on_receipt)(void* context, const caseway_receipt* receipt, const caseway_error* error);
/* hand_over without waiting. `context` must live until `done` was called. When this fails, `done` is not called. */
CASEWAY_API int caseway_hand_over_async(caseway_client* client, const caseway_message* message, int wait_ms,
                                        caseway_on_receipt done, void* context, caseway_error** error);

CASEWAY_API int caseway_receipt_verdict(const caseway_receipt* receipt); /* enum caseway_verdict */
CASEWAY_API uint64_t caseway_receipt_number(const caseway_receipt* receipt);
CASEWAY_API const char* caseway_receipt_transfer(const caseway_receipt* receipt);
/* Findings, open steps, clocks, statement and proof: docs/FOLDER.md. */
CASEWAY_API const char* caseway_receipt_json(const caseway_receipt* receipt);
CASEWAY_API void caseway_receipt_free(caseway_receipt* receipt);

/* ---- Taking ----------------------------------------------------------------------------------------------------- */

/* The next delivery; *delivery is null when none came in time, which is no failure. */
CASEWAY_API int caseway_receive(caseway_client* client, int wait_ms, caseway_delivery** delivery,
                                caseway_error** error);
/* The caller holds it durably. The handle stays the caller's. */
CASEWAY_API int caseway_taken(caseway_client* client, const caseway_delivery* delivery, caseway_error** error);
/* This system cannot take it, for `reason`. */
CASEWAY_API int caseway_park(caseway_client* client, const caseway_delivery* delivery, const char* reason,
                             caseway_error** error);

CASEWAY_API uint64_t caseway_delivery_id(const caseway_delivery* delivery);
CASEWAY_API const char* caseway_delivery_from(const caseway_delivery* delivery);
CASEWAY_API const char* caseway_delivery_procedure(const caseway_delivery* delivery);
CASEWAY_API const char* caseway_delivery_step(const caseway_delivery* delivery); /* "" of an event */
CASEWAY_API const char* caseway_delivery_transfer(const caseway_delivery* delivery);
CASEWAY_API const char* caseway_delivery_json(const caseway_delivery* delivery);
CASEWAY_API const char* caseway_delivery_proof(const caseway_delivery* delivery);
CASEWAY_API size_t caseway_delivery_parts(const caseway_delivery* delivery); /* parts 0 to this, without it */
/* The bytes of part `no`, which belong to the delivery. NOT_FOUND when it is not here. */
CASEWAY_API int caseway_delivery_part(const caseway_delivery* delivery, unsigned no, const void** bytes, size_t* size,
                                      caseway_error** error);
CASEWAY_API void caseway_delivery_free(caseway_delivery* delivery);

/* ---- Asking: *json is freed with caseway_text_free() ------------------------------------------------------------ */

/* Pre-flight, offline: verdict, findings, notJudged. Look at the verdict: one that would be returned is no failure. */
CASEWAY_API int caseway_check(caseway_client* client, const caseway_message* message, char** json,
                              caseway_error** error);
/* What a step asks for, offline: documents, requirements with articles and who can supply, clocks. */
CASEWAY_API int caseway_policy(caseway_client* client, const char* procedure, const char* step, char** json,
                               caseway_error** error);
/* Own transfers that are not final: a list. */
CASEWAY_API int caseway_to_do(caseway_client* client, int wait_ms, char** json, caseway_error** error);
/* Their clocks that run, nearest due first: a list. */
CASEWAY_API int caseway_clocks(caseway_client* client, int wait_ms, char** json, caseway_error** error);
CASEWAY_API int caseway_transfer(caseway_client* client, const char* transfer, int wait_ms, char** json,
                                 caseway_error** error);
/* Cases by the beginning of any agency's own number, at least 3 characters, or by the id of a case or transfer, as far
   as they are this agency's: {"numbers": [{"case", "agency", "number", "record"}], "found": [...], "more"}. */
CASEWAY_API int caseway_search(caseway_client* client, const char* text, int wait_ms, char** json,
                               caseway_error** error);
/* Numbers without a receipt, with their names: a list of {"number", "name"}. */
CASEWAY_API int caseway_waiting(caseway_client* client, char** json, caseway_error** error);

#ifdef __cplusplus
}
#endif

#endif
