// What an actor consists of: a client of its own in a thread of its own, its script, and what came and went.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "sdk/agency.h"
#include "sdk/client.h"
#include "sdk/local_rules.h"
#include "sdk/machine.h"
#include "sdk/outgoing.h"
#include "sdk/testkit/caseway_testkit.h"

namespace caseway::testkit {

struct Actor::Parts {
  /// `directory` is the agency's. The thread runs until the object goes.
  explicit Parts(const std::filesystem::path& directory);
  ~Parts();

  struct Rule {
    std::function<std::optional<std::string>(const Received&)> say;
    std::string park;        ///< not empty: park it for this reason
    std::string forward_to;  ///< not empty: what is said forwards the case there
  };

  void script(const std::string& key, Rule rule);
  Said say(const std::string& message, int wait_ms);
  std::vector<Received> received() const;
  std::vector<Said> said() const;
  /// `what` it is that is waited for, for the words of a failure.
  Received wait_for(const std::function<bool(const Received&)>& wanted, const std::string& what, int wait_ms) const;

  const sdk::Agency agency;

 private:
  /// A message that waits to be said: by the script, or by the test, which waits for its end.
  struct Word {
    std::string message;
    std::optional<Received> answers;
    std::shared_ptr<std::promise<Said>> told;  ///< null: nobody waits
    std::string forward_to;                    ///< as of its rule
  };

  void run();
  bool have_rules();
  sdk::Taken take(const sdk::Delivered& delivered);
  Said speak(const Word& word);
  std::string completed(const Word& word);
  void end(const Word& word, Said said);

  sdk::SystemTime time_;
  sdk::SystemRandom random_;
  sdk::DirectoryStore store_;
  sdk::Client client_;
  sdk::LocalRules rules_;
  std::uint64_t files_ = 0;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::map<std::string, Rule> rules_by_step_;
  std::deque<Word> words_;
  std::vector<Received> received_;
  std::vector<Said> said_;
  std::string trouble_;  ///< of the client, as its thread last saw it
  std::string broke_;    ///< why the thread ended before it was asked to
  bool stop_ = false;
  std::thread thread_;  ///< last: it uses all of the above
};

}  // namespace caseway::testkit
