/* An agency's side of Caseway in C.
 *   example AGENCY MESSAGE.json    hands the message over and prints what the broker recorded
 *   example AGENCY                 takes what others sent, until nothing came for five seconds
 */
#include <caseway/caseway.h>
#include <stdio.h>

static int failed(caseway_error* error) {
  fprintf(stderr, "%s\n", error != NULL ? caseway_error_text(error) : "out of memory");
  caseway_error_free(error);
  return 1;
}

static int hand_over(caseway_client* client, const char* path, caseway_error** error) {
  caseway_message* message = NULL;
  caseway_receipt* receipt = NULL;
  int failure = caseway_message_of_file(path, &message, error);
  if (failure == CASEWAY_OK) failure = caseway_message_name(message, path, error); /* said twice, it is sent once */
  if (failure == CASEWAY_OK) failure = caseway_hand_over(client, message, 30000, &receipt, error);
  if (failure == CASEWAY_OK) printf("%s", caseway_receipt_json(receipt));
  caseway_receipt_free(receipt);
  caseway_message_free(message);
  return failure;
}

static int take_all(caseway_client* client, caseway_error** error) {
  for (;;) {
    caseway_delivery* delivery = NULL;
    int failure = caseway_receive(client, 5000, &delivery, error);
    if (failure != CASEWAY_OK || delivery == NULL) return failure;
    printf("%s: %s %s, %zu parts\n", caseway_delivery_from(delivery), caseway_delivery_procedure(delivery),
           caseway_delivery_step(delivery), caseway_delivery_parts(delivery)); /* keep its JSON here, durably */
    failure = caseway_taken(client, delivery, error);
    caseway_delivery_free(delivery);
    if (failure != CASEWAY_OK) return failure;
  }
}

int main(int argc, char** argv) {
  if (argc < 2) return fprintf(stderr, "usage: example AGENCY [MESSAGE.json]\n"), 2;
  caseway_error* error = NULL;
  caseway_client* client = NULL;
  caseway_settings* settings = caseway_settings_new(argv[1]);
  if (settings == NULL) return failed(NULL);
  int failure = caseway_connect(settings, 15000, &client, &error);
  caseway_settings_free(settings);
  if (failure != CASEWAY_OK) return failed(error);
  failure = argc > 2 ? hand_over(client, argv[2], &error) : take_all(client, &error);
  caseway_close(client);
  return failure != CASEWAY_OK ? failed(error) : 0;
}
