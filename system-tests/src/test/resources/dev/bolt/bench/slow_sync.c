/* Each sync of a file takes SLOW_SYNC_MICROS longer. Loaded by LD_PRELOAD, see SlowSync.java. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slow(const char *name, int file) {
  int (*sync)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
  int result = sync(file);
  usleep(atoi(getenv("SLOW_SYNC_MICROS")));
  return result;
}

int fsync(int file) { return slow("fsync", file); }

int fdatasync(int file) { return slow("fdatasync", file); }
