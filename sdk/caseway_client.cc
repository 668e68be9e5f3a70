// Each call of the public client, as something that the service's thread is asked to do.
#include "sdk/caseway_client.h"

#include <algorithm>
#include <new>

#include "broker/core/limits.h"
#include "sdk/service.h"
#include "sdk/told.h"

namespace caseway {

namespace {

constexpr std::size_t pages_most = 1000;
constexpr std::size_t search_bytes_max = 255;  // docs/PROTOCOL.md

/// The message as `step` of the delivery's transfer.
Message in_reply(const Delivery& delivery, const std::string& step, Message message) {
  sdk::Mistakes mistakes;
  auto json = sdk::parse_json(message.json.empty() ? "{}" : message.json, "message", mistakes);
  if (json && json->kind != sdk::Json::Kind::object)
    mistakes.push_back({"message", 0, 0, "", "expected an object, found " + std::string(sdk::name_of(json->kind))});
  if (!mistakes.empty()) throw sdk::bad_input(mistakes);
  const std::pair<const char*, const std::string&> ours[] = {
      {"procedure", delivery.procedure}, {"step", step}, {"case", delivery.case_id}, {"transfer", delivery.transfer}};
  for (const auto& one : ours) {
    std::erase_if(json->members, [&](const sdk::JsonMember& member) { return member.name == one.first; });
    json->with(one.first, sdk::Json::of(one.second));
  }
  message.json = sdk::print_json(*json);
  return message;
}

/// Ids of a transfer as an answer's `text` or `transfer`.
core::TransferId transfer_id(const std::string& id) {
  const auto parsed = core::from_hex<core::TransferId>(id);
  if (!parsed)
    throw Error(Failure::not_found, id, "no id: 32 hexadecimal digits", "take it from a receipt or delivery");
  return *parsed;
}

std::vector<Transfer> all_open(sdk::Service& service, sdk::Service::Deadline until) {
  std::vector<Transfer> all;
  for (std::size_t page = 0; page < pages_most; ++page) {  // each from behind the last transfer told
    wire::Query query;
    query.kind = wire::QueryKind::to_do;
    if (!all.empty()) query.text = all.back().transfer;
    const sdk::Json json = service.ask(std::move(query), until);
    for (const auto& each : json.list_of("transfers")) all.push_back(sdk::tell_transfer(each, service.bundle()));
    if (!json.boolean_of("more") || json.list_of("transfers").empty()) break;
  }
  return all;
}

}  // namespace

Client::Client(std::unique_ptr<sdk::Service> service) : service_(std::move(service)) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Client Client::open(const Settings& settings) {
  try {
    return Client(std::make_unique<sdk::Service>(settings));
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& fault) {  // also the file system's own, and that no thread could be made
    throw Error(Failure::local_fault, settings.directory, fault.what(), "mend it and try again");
  }
}

Client Client::connect(const Settings& settings, Milliseconds wait) {
  Client client = open(settings);
  sdk::Service& service = *client.service_;
  service.wait_for<bool>([&service, wait](const sdk::Done<bool>& done) {
    const bool yes = true;
    service.when_open(
        service.after(wait), [done, yes] { done(&yes, nullptr); },
        [done](const Error& error) { done(nullptr, &error); });
  });
  return client;
}

// ---- Saying ---------------------------------------------------------------------------------------------------------

std::uint64_t Client::queue(const Message& message, Milliseconds wait) {
  sdk::Service& service = *service_;
  return service.wait_for<std::uint64_t>([&service, message, wait](const sdk::Done<std::uint64_t>& done) {
    service.queue(message, service.after(wait), done);
  });
}

Receipt Client::outcome(std::uint64_t number, Milliseconds wait) {
  sdk::Service& service = *service_;
  return service.wait_for<Receipt>(
      [&service, number, wait](const sdk::Done<Receipt>& done) { service.settle(number, service.after(wait), done); });
}

Receipt Client::hand_over(const Message& message, Milliseconds wait) {
  service_->refuse_own_thread();
  return hand_over_async(message, wait).get();
}

std::future<Receipt> Client::hand_over_async(Message message, Milliseconds wait) {
  const auto promise = std::make_shared<std::promise<Receipt>>();
  auto future = promise->get_future();
  hand_over(std::move(message), wait, [promise](const Receipt* receipt, const Error* error) {
    receipt != nullptr ? promise->set_value(*receipt) : promise->set_exception(std::make_exception_ptr(*error));
  });
  return future;
}

void Client::hand_over(Message message, Milliseconds wait, OnReceipt done) {
  sdk::Service& service = *service_;
  const auto told = [done = std::move(done)](const Receipt* receipt, const Error* error) noexcept {
    done(receipt, error);
  };
  const auto begin = [&service, message = std::move(message), wait, told] {
    const auto until = service.after(wait);
    service.queue(message, until, [&service, until, told](const std::uint64_t* number, const Error* error) {
      number != nullptr ? service.settle(*number, until, told) : told(nullptr, error);
    });
  };
  service.post(begin, [told](const Error& error) { told(nullptr, &error); });
}

Receipt Client::answer(const Delivery& delivery, const std::string& step, Message message, Milliseconds wait) {
  return hand_over(in_reply(delivery, step, std::move(message)), wait);
}

std::vector<std::pair<std::uint64_t, std::string>> Client::waiting() {
  using List = std::vector<std::pair<std::uint64_t, std::string>>;
  return service_->now<List>([service = service_.get()] {
    List list;
    for (const auto& [number, waiting] : service->client().lane().waiting()) {
      if (!waiting.is_void) list.emplace_back(number, waiting.name);
    }
    return list;
  });
}

// ---- Taking ---------------------------------------------------------------------------------------------------------

std::optional<Delivery> Client::receive(Milliseconds wait) { return service_->receive(wait); }

void Client::on_delivery(std::function<void(const Delivery&)> handler) {
  service_->must_receive();
  std::function<void(const Delivery&)> told;
  if (handler) told = [handler = std::move(handler)](const Delivery& delivery) noexcept { handler(delivery); };
  service_->post([service = service_.get(), told] { service->hand_out(told); }, [](const Error&) {});
}

void Client::taken(const Delivery& delivery) {
  service_->post([service = service_.get(), id = delivery.id] { service->taken(id); }, [](const Error&) {});
}

void Client::park(const Delivery& delivery, const std::string& reason) {
  service_->post([service = service_.get(), id = delivery.id, reason] { service->park(id, reason); },
                 [](const Error&) {});
}

void Client::unpark(std::uint64_t id) {
  service_->post([service = service_.get(), id] { service->client().unpark(id); }, [](const Error&) {});
}

// ---- Parts ----------------------------------------------------------------------------------------------------------

void Client::put(Message& message, const std::string& name, Blob bytes) {
  if (bytes.empty() || bytes.size() > core::limits::part_bytes_max) {
    throw Error(Failure::bad_input, name, bytes.empty() ? "is empty" : "is longer than 1 MiB",
                "a part has 1 to 1,048,576 bytes; split what is longer");
  }
  message.files[name] = std::move(bytes);
}

const Part& Client::fetch(const Delivery& delivery, unsigned no) {
  if (no < delivery.parts.size() && delivery.parts[no].here) return delivery.parts[no];
  throw Error(Failure::not_found, "part " + std::to_string(no),
              no < delivery.parts.size() ? "not owed to this agency, or erased" : "no such part",
              "the delivery has " + std::to_string(delivery.parts.size()) + " parts, counted from 0; see `here`");
}

const Part& Client::fetch(const Delivery& delivery, const std::string& name) {
  for (const Part& part : delivery.parts) {
    if (part.name == name && part.here) return part;
  }
  throw Error(Failure::not_found, name, "no such part is here", "the names stand in `parts`");
}

std::vector<Part> Client::fetch(std::uint64_t number) {
  return service_->now<std::vector<Part>>([service = service_.get(), number] {
    const auto message = service->client().lane().message(number);
    if (message) return sdk::tell_parts(message->content);
    throw Error(Failure::not_found, "number " + std::to_string(number), "this lane holds no such message",
                "waiting() and receipts tell those there are");
  });
}

// ---- Asking ---------------------------------------------------------------------------------------------------------

Check Client::check(const Message& message) {
  return service_->now<Check>([service = service_.get(), message] { return service->check(message); });
}

Policy Client::policy(const std::string& procedure, const std::string& step) {
  return service_->now<Policy>([service = service_.get(), procedure, step] {
    return sdk::tell_policy(service->bundle_or_fail(), procedure, step);
  });
}

std::vector<Transfer> Client::to_do(Milliseconds wait) {
  return service_->ask_open<std::vector<Transfer>>(
      wait, [service = service_.get()](auto until) { return all_open(*service, until); });
}

std::vector<Clock> Client::clocks(Milliseconds wait) {
  std::vector<Clock> running;
  for (auto& transfer : to_do(wait)) {
    for (auto& clock : transfer.clocks) running.push_back(std::move(clock));
  }
  std::erase_if(running, [](const Clock& clock) { return clock.state == "armed"; });  // it has no due instant yet
  std::stable_sort(running.begin(), running.end(), [](const Clock& a, const Clock& b) { return a.due < b.due; });
  return running;
}

Transfer Client::transfer(const std::string& id, Milliseconds wait) {
  return service_->ask_open<Transfer>(wait, [service = service_.get(), id](auto until) {
    wire::Query query;
    query.kind = wire::QueryKind::transfer;
    query.transfer = transfer_id(id);
    return sdk::tell_transfer(service->ask(std::move(query), until), service->bundle());
  });
}

Found Client::search(const std::string& text, Milliseconds wait) {
  if (text.size() > search_bytes_max)
    throw Error(Failure::bad_input, "text", "longer than 255 bytes", "search by the beginning of the number");
  return service_->ask_open<Found>(wait, [service = service_.get(), text](auto until) {
    wire::Query query;
    query.kind = wire::QueryKind::search;
    query.text = text;
    return sdk::tell_found(service->ask(std::move(query), until));
  });
}

bool Client::connected() {
  return service_->now<bool>([service = service_.get()] { return service->client().open(); });
}

std::string Client::trouble() {
  return service_->now<std::string>([service = service_.get()] { return service->client().trouble(); });
}

}  // namespace caseway
