#include "sdk/testkit/faults.h"

#include <algorithm>
#include <utility>

#include "broker/flow/names.h"
#include "broker/wire/envelope.h"
#include "broker/wire/session.h"

namespace caseway::testkit {
namespace {

/// A file whose next write fails where the test asked for it, as a broken disk's does: nothing of the group is there.
class FailingFile final : public flow::File {
 public:
  FailingFile(std::unique_ptr<flow::File> real, Faults& faults) : real_(std::move(real)), faults_(faults) {}
  void write(std::uint64_t offset, flow::BytesView bytes) override {
    if (faults_.due(Hop::record)) throw flow::Fault("the test had the journal's disk fail");
    real_->write(offset, bytes);
  }
  void sync() override { real_->sync(); }
  void begin_sync() override { real_->begin_sync(); }
  std::size_t read(std::uint64_t offset, std::span<std::uint8_t> into) override { return real_->read(offset, into); }
  std::uint64_t size() override { return real_->size(); }
  void truncate(std::uint64_t bytes) override { real_->truncate(bytes); }

 private:
  std::unique_ptr<flow::File> real_;
  Faults& faults_;
};

class FailingDisk final : public flow::Disk {
 public:
  FailingDisk(flow::Disk& real, Faults& faults) : real_(real), faults_(faults) {}
  std::unique_ptr<flow::File> open(const std::string& name, bool create) override {
    return around(real_.open(name, create), name);
  }
  bool exists(const std::string& name) override { return real_.exists(name); }
  std::vector<std::string> list(const std::string& directory) override { return real_.list(directory); }
  void rename(const std::string& from, const std::string& to) override { real_.rename(from, to); }
  void remove(const std::string& name) override { real_.remove(name); }
  void make_directory(const std::string& name) override { real_.make_directory(name); }
  void sync_directory(const std::string& directory) override { real_.sync_directory(directory); }
  std::unique_ptr<flow::File> take_zero_filled(const std::string& name, std::uint64_t bytes) override {
    return around(real_.take_zero_filled(name, bytes), name);
  }
  void prepare_zero_filled(const std::string& name, std::uint64_t bytes) override {
    real_.prepare_zero_filled(name, bytes);
  }

 private:
  // Head and snapshots are written behind the path: a message is recorded in a segment.
  std::unique_ptr<flow::File> around(std::unique_ptr<flow::File> file, const std::string& name) {
    if (file == nullptr || !name.ends_with(flow::journal_ending)) return file;
    return std::make_unique<FailingFile>(std::move(file), faults_);
  }
  flow::Disk& real_;
  Faults& faults_;
};

std::size_t number_of(Hop hop) { return static_cast<std::size_t>(hop); }

}  // namespace

void Faults::fail_at(Hop hop, std::size_t times) {
  const std::lock_guard lock(mutex_);
  hops_[number_of(hop)].left += times;
}

void Faults::refuse_next(core::Refusal code, std::size_t times) {
  const std::lock_guard lock(mutex_);
  refusals_.insert(refusals_.end(), times, code);
}

std::size_t Faults::failed_at(Hop hop) const {
  const std::lock_guard lock(mutex_);
  return hops_[number_of(hop)].failed;
}

bool Faults::due(Hop hop) {
  const std::lock_guard lock(mutex_);
  Asked& asked = hops_[number_of(hop)];
  if (asked.left == 0) return false;
  --asked.left;
  ++asked.failed;
  return true;
}

flow::Net& Faults::net(flow::Net& real) {
  net_ = &real;
  return *this;
}

flow::Disk& Faults::journal(flow::Disk& real) {
  disk_ = std::make_unique<FailingDisk>(real, *this);
  return *disk_;
}

void Faults::send(flow::SessionNo session, flow::BytesView frame) {
  const auto decoded = wire::decode_broker(frame);
  if (decoded.ok()) {
    const bool receipt = std::holds_alternative<wire::ReceiptFrame>(decoded.value());
    const bool delivery = std::holds_alternative<wire::Delivery>(decoded.value());
    if ((receipt && due(Hop::acknowledge)) || (delivery && due(Hop::deliver))) {
      net_->drop(session, "the test had the connection break");
      return;
    }
  }
  net_->send(session, frame);
}

/// True: the broker never hears this frame.
bool Faults::takes_away(const flow::Inbound& frame) {
  const auto decoded = wire::decode_client(frame.frame);
  if (!decoded.ok()) return false;
  const auto* message = std::get_if<wire::SendMessage>(&decoded.value());
  if (message == nullptr) return false;
  if (due(Hop::listen)) {
    net_->drop(frame.session, "the test had the connection break");
    return true;
  }
  wire::RefusalFrame refusal;
  {
    const std::lock_guard lock(mutex_);
    if (refusals_.empty()) return false;
    refusal.code = refusals_.front();
    refusals_.pop_front();
  }
  if (const auto envelope = wire::decode_envelope(message->envelope); envelope.ok()) {
    refusal.lane = envelope.value().lane;
    refusal.number = envelope.value().number;
    refusal.expected = envelope.value().number;
  }
  refusal.where = "testkit";
  refusal.what = "the test asked for this refusal";
  net_->send(frame.session, wire::encode(wire::BrokerFrame(refusal)));
  return true;
}

void Faults::arrived(std::vector<flow::Inbound>& frames) {
  std::erase_if(frames, [this](const flow::Inbound& frame) { return takes_away(frame); });
}

}  // namespace caseway::testkit
