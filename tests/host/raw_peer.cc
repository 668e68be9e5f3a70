#include "tests/host/raw_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include "broker/core/must.h"

namespace caseway::host {
namespace {

using Nonce = std::array<std::uint8_t, crypto_box_NONCEBYTES>;

std::string number_bytes(std::uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

Nonce nonce_of(std::string_view prefix, std::string_view rest) {
  Nonce nonce{};
  MUST(prefix.size() + rest.size() == nonce.size());
  std::copy(prefix.begin(), prefix.end(), nonce.begin());
  std::copy(rest.begin(), rest.end(), nonce.begin() + static_cast<std::ptrdiff_t>(prefix.size()));
  return nonce;
}

const std::uint8_t* raw(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::string text(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

std::string box(std::string_view plain, const Nonce& nonce, const core::PublicKey& to, const std::uint8_t* secret) {
  std::string sealed(plain.size() + crypto_box_MACBYTES, '\0');
  MUST(crypto_box_easy(reinterpret_cast<std::uint8_t*>(sealed.data()), raw(plain), plain.size(), nonce.data(),
                       to.bytes.data(), secret) == 0);
  return sealed;
}

std::string property(std::string_view name, std::string_view value) {
  return std::string(1, static_cast<char>(name.size())) + std::string(name) + number_bytes(value.size()).substr(4) +
         std::string(value);
}

}  // namespace

RawPeer::RawPeer(const std::string& endpoint) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{10, 0};
  MUST(::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
  MUST(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
}

RawPeer::~RawPeer() { ::close(fd_); }

bool RawPeer::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawPeer::read(void* into, std::size_t bytes) {
  return ::recv(fd_, into, bytes, MSG_WAITALL) == static_cast<ssize_t>(bytes);
}

bool RawPeer::closed_by_broker() {
  char rest[4096];
  ssize_t got = 0;
  do {
    got = ::recv(fd_, rest, sizeof rest, 0);
  } while (got > 0);
  return got == 0 || errno == ECONNRESET;
}

bool RawPeer::write_command(const std::string& body) {
  return write(body.size() < 256 ? std::string{'\x04', static_cast<char>(body.size())} + body
                                 : '\x06' + number_bytes(body.size()) + body);
}

std::string RawPeer::read_command() {
  std::uint8_t head[2];
  if (!read(head, 2)) return {};
  std::string body(head[1], '\0');
  return read(body.data(), body.size()) ? body : std::string();
}

bool RawPeer::shake_hands(const TransportKey& own, const core::PublicKey& broker, std::string_view identity) {
  const TransportKey session = new_transport_key();
  std::string greeting(64, '\0');
  greeting[0] = '\xff';
  greeting[9] = '\x7f';
  greeting[10] = 3;
  greeting.replace(12, 5, "CURVE");
  char theirs[64];
  if (!write(greeting) || !read(theirs, sizeof theirs)) return false;

  std::string short_nonce = number_bytes(nonce_++);
  write_command(std::string("\x05HELLO\x01\x00", 8) + std::string(72, '\0') + text(session.public_key.bytes) +
                short_nonce +
                box(std::string(64, '\0'), nonce_of("CurveZMQHELLO---", short_nonce), broker, session.secret.data()));

  const std::string welcome = read_command();
  if (welcome.size() != 168 || !welcome.starts_with("\x07WELCOME")) return false;
  std::string opened(128, '\0');
  const Nonce welcome_nonce = nonce_of("WELCOME-", welcome.substr(8, 16));
  if (crypto_box_open_easy(reinterpret_cast<std::uint8_t*>(opened.data()), raw(welcome) + 24, 144, welcome_nonce.data(),
                           broker.bytes.data(), session.secret.data()) != 0) {
    return false;
  }
  core::PublicKey theirs_now;
  std::copy_n(opened.begin(), 32, theirs_now.bytes.begin());
  MUST(crypto_box_beforenm(shared_.data(), theirs_now.bytes.data(), session.secret.data()) == 0);

  std::string vouch_nonce(16, '\0');
  randombytes_buf(vouch_nonce.data(), vouch_nonce.size());
  const std::string vouch = box(text(session.public_key.bytes) + text(broker.bytes), nonce_of("VOUCH---", vouch_nonce),
                                theirs_now, own.secret.data());
  short_nonce = number_bytes(nonce_++);
  write_command("\x08INITIATE" + opened.substr(32) + short_nonce +
                box(text(own.public_key.bytes) + vouch_nonce + vouch + property("Socket-Type", "DEALER") +
                        property("Identity", identity),
                    nonce_of("CurveZMQINITIATE", short_nonce), theirs_now, session.secret.data()));
  return read_command().starts_with("\x05READY");
}

bool RawPeer::send_part(std::string_view payload, bool more) {
  const std::string short_nonce = number_bytes(nonce_++);
  const Nonce nonce = nonce_of("CurveZMQMESSAGEC", short_nonce);
  const std::string plain = std::string(1, more ? '\x01' : '\x00') + std::string(payload);
  std::string sealed(plain.size() + crypto_box_MACBYTES, '\0');
  MUST(crypto_box_easy_afternm(reinterpret_cast<std::uint8_t*>(sealed.data()), raw(plain), plain.size(), nonce.data(),
                               shared_.data()) == 0);
  const std::string body = "\x07MESSAGE" + short_nonce + sealed;
  return write('\x02' + number_bytes(body.size()) + body);
}

std::string RawPeer::read_part() {
  std::uint8_t flags = 0, length[8] = {};
  const std::size_t wide = read(&flags, 1) && (flags & 2) != 0 ? 8 : 1;
  if (!read(length, wide)) return {};
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < wide; ++i) size = size << 8 | length[i];
  std::string body(size, '\0');
  if (!read(body.data(), size) || !body.starts_with("\x07MESSAGE") || size < 16 + crypto_box_MACBYTES + 1) return {};
  std::string plain(size - 16 - crypto_box_MACBYTES, '\0');
  const Nonce nonce = nonce_of("CurveZMQMESSAGES", body.substr(8, 8));
  if (crypto_box_open_easy_afternm(reinterpret_cast<std::uint8_t*>(plain.data()), raw(body) + 16, size - 16,
                                   nonce.data(), shared_.data()) != 0)
    return {};
  return plain.substr(1);
}

}  // namespace caseway::host
