// Loaded before the C library into the broker that tests/rounds starts.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
/* The wall clock is off by what the file CLOCK_OFFSET holds, in seconds: no other way to move one process's clock alone. */
int clock_gettime(clockid_t id, struct timespec *at) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(id, at);
  const char *name = getenv("CLOCK_OFFSET");
  FILE *file = id == CLOCK_REALTIME && name ? fopen(name, "r") : NULL;
  long offset = 0;
  if (file && fscanf(file, "%ld", &offset) == 1) at->tv_sec += offset;
  if (file) fclose(file);
  return result;
}
/* No sync succeeds while the file SYNC_FAILS is there: what a dying disk says, and no other way to hear it from a healthy one. */
static int sync_by(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  const char *fails = getenv("SYNC_FAILS");
  if (fails && access(fails, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  return real(fd);
}
int fdatasync(int fd) { return sync_by("fdatasync", fd); }
int fsync(int fd) { return sync_by("fsync", fd); }
