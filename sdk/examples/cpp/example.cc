// An agency's side of Caseway in about thirty lines.
//   example AGENCY MESSAGE.json    hands the message over and tells what the broker recorded
//   example AGENCY                 takes what others sent, until nothing came for five seconds
#include <caseway/caseway_client.h>

#include <iostream>

int main(int argc, char** argv) try {
  if (argc < 2) return std::cerr << "usage: example AGENCY [MESSAGE.json]\n", 2;
  caseway::Client client = caseway::Client::connect({.directory = argv[1]});
  if (argc > 2) {
    caseway::Message message = caseway::Message::from_file(argv[2]);
    message.name = argv[2];  // said twice, it is sent once
    const caseway::Receipt receipt = client.hand_over(message);
    std::cout << receipt.procedure << " " << receipt.step << ": " << name_of(receipt.verdict) << " " << receipt.code
              << "\n";
    for (const auto& finding : receipt.findings) std::cout << "  " << finding.en << "\n";
    for (const auto& clock : receipt.clocks) std::cout << "  " << clock.en << ": " << clock.due_text << "\n";
    return receipt.delivered() ? 0 : 1;
  }
  while (const auto delivery = client.receive(std::chrono::seconds(5))) {
    std::cout << delivery->from << ": " << delivery->procedure << " " << delivery->step << ", "
              << delivery->parts.size() << " parts\n";  // keep delivery->json and its files here, durably
    client.taken(*delivery);
  }
} catch (const caseway::Error& error) {
  std::cerr << error.what() << "\n";
  for (const auto& mistake : error.mistakes) std::cerr << "  " << mistake.path << ": " << mistake.what << "\n";
  return 1;
}
