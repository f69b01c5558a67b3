// A disk of one process that cannot sync while the first byte of the file that LANTIAN_SYNC_FAULT names is not
// zero: fsync and fdatasync answer EIO. Loaded before everything else (LD_PRELOAD); the file may change at any time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile const char *fails;

__attribute__((constructor)) static void open_fault(void) {
  const char *path = getenv("LANTIAN_SYNC_FAULT");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *page = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (page != MAP_FAILED) fails = page;
}

static int sync_by(const char *name, int file) {
  if (fails && *fails) {
    errno = EIO;
    return -1;
  }
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  return real(file);
}

int fsync(int file) { return sync_by("fsync", file); }

int fdatasync(int file) { return sync_by("fdatasync", file); }
