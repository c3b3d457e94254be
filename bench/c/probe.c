/*
 * Random reads a second from a table that fits into no cache: what the memory of this machine gives to one thread.
 *
 *   probe BYTES
 *
 * Prints `pages flight reads-per-second` lines: with pages of 4 KiB and with huge ones, for 1, 10 and 16 reads at a time. Each
 * read says where the next one of its chain goes, so that no more are under way than the line says.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { READS = 1 << 22 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static uint64_t sum;

/* Constant `flight`, so that the chains stay in registers. */
static inline __attribute__((always_inline)) double probe(const uint32_t *words, uint32_t mask, const int flight) {
  uint32_t at[16];
  for (int i = 0; i < flight; i++) at[i] = (uint32_t)(i + 1) * 0x9e3779b9u;
  const double started = now();
  for (int n = 0; n < READS / flight; n++)
    for (int i = 0; i < flight; i++) at[i] = at[i] * 0x19660du + 0x3c6ef35fu + words[at[i] >> 4 & mask];
  const double ended = now();
  for (int i = 0; i < flight; i++) sum += at[i];
  return flight * (double)(READS / flight) / (ended - started);
}

int main(int count, char **arguments) {
  size_t bytes = count > 1 ? strtoull(arguments[1], NULL, 10) : (size_t)256 << 20;
  while (bytes & (bytes - 1)) bytes &= bytes - 1;
  const size_t huge = 2 << 20;
  for (int pages = 0; pages < 2; pages++) {
    char *all = mmap(NULL, bytes + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) return 1;
    uint32_t *words = (uint32_t *)(((uintptr_t)all + huge - 1) & ~(huge - 1));
    madvise(words, bytes, pages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    const uint32_t mask = (uint32_t)(bytes / sizeof *words - 1);
    for (uint32_t i = 0; i <= mask; i++) words[i] = i & 1;
    const char *name = pages ? "2M" : "4K";
    printf("%s 1 %.0f\n", name, probe(words, mask, 1));
    printf("%s 10 %.0f\n", name, probe(words, mask, 10));
    printf("%s 16 %.0f\n", name, probe(words, mask, 16));
    munmap(all, bytes + huge);
  }
  return sum == 0;
}
