// Under which sanitizers this build runs, for what a test cannot say there.
#pragma once

namespace caseway::tests {

/// ASan or TSan: their maps exceed every limit, their memory grows with what they remember, and their operator new asks
/// no handler.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;  // gcc
#elif defined(__has_feature)
inline constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);  // clang
#else
inline constexpr bool sanitized = false;
#endif

/// UBSan, clang's: it takes a descriptor to look at an object.
#if defined(__has_feature)
inline constexpr bool looks_at_objects = __has_feature(undefined_behavior_sanitizer);
#else
inline constexpr bool looks_at_objects = false;
#endif

}  // namespace caseway::tests
