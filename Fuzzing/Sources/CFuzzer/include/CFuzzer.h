#include <stddef.h>
#include <stdint.h>

/// Feeds `one` with bytes until something traps or the arguments say to end. Returns the exit status.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *, size_t));
