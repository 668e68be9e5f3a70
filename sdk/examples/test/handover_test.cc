// A test of an agency's own system without a server: the case is handed over by the code under test, the broker and the
// police are the testkit's. Usage: handover_test DIRECTORY PACKS MESSAGE.json; DIRECTORY is new, PACKS compiled.
#include <caseway/caseway_client.h>
#include <caseway/caseway_testkit.h>

#include <iostream>

int main(int argc, char** argv) {
  using namespace caseway::testkit;
  if (argc != 4) return 2;
  try {
    Bus bus({argv[1], argv[2], "2025-09-26T11:05:00+08:00"});
    const auto directory = bus.admit({"luoyuan-amr", "administrative"});
    Actor& police = bus.play({"luoyuan-police", "police"});
    bus.counterpart("luoyuan-amr", "police", "luoyuan-police");

    bus.fail_at(Hop::acknowledge);  // the receipt of the transfer is lost on its way: the system must not say it twice
    caseway::Client client = caseway::Client::connect({.directory = directory});
    const auto receipt = client.hand_over(caseway::Message::from_file(argv[3]));

    const auto delivered = police.wait_for("K01", "transfer");
    std::cout << caseway::name_of(receipt.verdict) << ", delivered to " << police.id() << " "
              << police.received().size() << " time(s), after " << bus.failed_at(Hop::acknowledge)
              << " lost receipt(s)\n";
    return delivered.sender == "luoyuan-amr" && police.received().size() == 1 ? 0 : 1;
  } catch (const std::exception& why) {
    std::cerr << why.what() << "\n";
    return 1;
  }
}
