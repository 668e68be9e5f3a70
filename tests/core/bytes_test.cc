#include "broker/core/bytes.h"

#include <doctest/doctest.h>

#include "broker/core/ids.h"

using namespace caseway::core;

TEST_CASE("bytes: integers are little-endian, fields carry their length, and all comes back") {
  ByteWriter out;
  out.u8(0x01);
  out.u16(0x0203);
  out.u32(0x04050607);
  out.u64(0x08090a0b0c0d0e0f);
  out.i64(-2);
  out.field("案");
  out.id(CaseId{});
  const auto bytes = out.take();
  CHECK(bytes.size() == 1 + 2 + 4 + 8 + 8 + 4 + 3 + 16);
  CHECK(bytes[1] == 0x03);
  CHECK(bytes[3] == 0x07);

  ByteReader in(bytes);
  CHECK(in.u8() == 0x01);
  CHECK(in.u16() == 0x0203);
  CHECK(in.u32() == 0x04050607);
  CHECK(in.u64() == 0x08090a0b0c0d0e0f);
  CHECK(in.i64() == -2);
  CHECK(in.text() == "案");
  CHECK_FALSE(in.done());
  CHECK(in.id<CaseId>().empty());
  CHECK(in.done());
}

TEST_CASE("bytes: after a read past the end every value is empty, and it stays so") {
  const std::vector<std::uint8_t> bytes{1, 2, 3};
  ByteReader in(bytes);
  CHECK(in.u32() == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.u8() == 0);
  CHECK(in.text().empty());
  CHECK(in.raw(0).empty());
  CHECK_FALSE(in.ok());
  CHECK_FALSE(in.done());

  const std::vector<std::uint8_t> long_field{0xff, 0xff, 0xff, 0xff, 1};
  ByteReader field(long_field);
  CHECK(field.field().empty());
  CHECK_FALSE(field.ok());
}
