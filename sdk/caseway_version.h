/* The version of the SDK, and what marks a name as part of it. Semantic: while the major number is 0 a new minor number
 * may break programs (the shared library is then another file, libcaseway.so.0.MINOR); from 1 on only a major one
 * may. */
#ifndef CASEWAY_VERSION_H
#define CASEWAY_VERSION_H

#define CASEWAY_VERSION_MAJOR 0
#define CASEWAY_VERSION_MINOR 1
#define CASEWAY_VERSION_PATCH 0
#define CASEWAY_VERSION_STRING "0.1.0"
/* For #if: CASEWAY_VERSION >= 200 is 0.2.0 or newer. */
#define CASEWAY_VERSION (CASEWAY_VERSION_MAJOR * 10000 + CASEWAY_VERSION_MINOR * 100 + CASEWAY_VERSION_PATCH)

/* All other symbols of the library are hidden. sdk/symbols.txt lists those that are not. */
#define CASEWAY_API __attribute__((visibility("default")))
#define CASEWAY_HIDDEN __attribute__((visibility("hidden")))

#endif
