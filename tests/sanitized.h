// Whether this build runs under ASan or TSan: their maps exceed every limit, their memory grows with what they
// remember, and their operator new asks no handler. What a test says of memory holds without them.
#pragma once

namespace caseway::tests {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;  // gcc
#elif defined(__has_feature)
inline constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);  // clang
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace caseway::tests
