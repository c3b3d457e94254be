/*
 * Breadth-first search of one network, as fast as this machine can: what a checker that knows the system when it is
 * compiled, and how many states there will be, could do with one core. `network.h` is written by header.ts.
 *
 *   search STATES        says how many states there will be: the table of visited states is made for them at once
 *
 * Prints `name value` lines. Every state is kept whole, none is taken for another.
 *
 * PAGES_4K        without huge pages
 * NO_PREFETCH     without fetching lines of the table ahead
 * RECENT_BITS=n   a table of 2^n states that came up lately, in a near cache; 0 for none
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include "network.h"

typedef Packed State;

#ifndef RECENT_BITS
#define RECENT_BITS 15
#endif

enum {
  LINE = 64 / sizeof(State), /* slots of a line of the table, one cache line */
  BATCH = 128,               /* states expanded before anything is looked up */
  AHEAD = 24,                /* successors whose lines are on their way */
};

/* A slot that is empty is 0, as memory is that nobody touched: states are kept with the bit that no state has. */
#define EMPTY 0

struct Table {
  State (*lines)[LINE];
  uint64_t count; /* lines */
};

/* Memory that costs nothing until it is touched. */
static void *memory(size_t bytes) {
  const size_t huge = 2 << 20;
  char *at = mmap(NULL, bytes + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) {
    puts("stopped memory");
    exit(0);
  }
  at = (char *)(((uintptr_t)at + huge - 1) & ~(huge - 1));
#ifndef PAGES_4K
  madvise(at, bytes, MADV_HUGEPAGE);
#endif
  return at;
}

static inline uint64_t mix(State state) {
  uint64_t x = (uint64_t)state * 0x9e3779b97f4a7c15u;
  x ^= x >> 32;
  return x * 0xd6e8feb86659fd93u;
}

static inline uint64_t home(const struct Table *table, uint64_t mixed) {
  return (uint64_t)((unsigned __int128)mixed * table->count >> 64);
}

/* True if the state is new. Lines fill from their first slot on; a full one goes on in the next. */
static inline int add(const struct Table *table, uint64_t line, State state) {
  state |= NO_STEP;
  for (;;) {
    State *slots = table->lines[line];
    unsigned same = 0;
    for (int i = 0; i < LINE; i++) same |= slots[i] == state;
    if (same) return 0;
    if (slots[LINE - 1] == EMPTY) {
      int used = 0;
      for (int i = 0; i < LINE; i++) used += slots[i] != EMPTY;
      slots[used] = state;
      return 1;
    }
    if (++line == table->count) line = 0;
  }
}

static double seconds(const struct timeval *time) { return (double)time->tv_sec + 1e-6 * (double)time->tv_usec; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

int main(int count, char **arguments) {
  const uint64_t expected = count > 1 ? strtoull(arguments[1], NULL, 10) : 1 << 20;
  const double started = now();
  struct Table table = {.count = expected * 4 / 3 / LINE + 8};
  table.lines = memory(table.count * 64);
  State *level = memory(expected * sizeof(State) + 64), *next = memory(expected * sizeof(State) + 64);
  State *successors = memory((BATCH * STEPS + 1 + AHEAD) * sizeof(State));
  uint64_t *mixed = memory((BATCH * STEPS + 1 + AHEAD) * sizeof *mixed);
  State *recent = memory(((size_t)1 << RECENT_BITS) * sizeof(State));
  for (size_t i = 0; i < (size_t)1 << RECENT_BITS; i++) recent[i] = NO_STEP;

  uint64_t states = 1, transitions = 0, depth = 0, findings = 0, unknown = 0, widest = 1;
  uint64_t here = 1, there = 0;
  level[0] = 0;
  add(&table, home(&table, mix(0)), 0);
  for (;;) {
    for (uint64_t from = 0; from < here; from += BATCH) {
      const uint64_t end = here - from < BATCH ? here : from + BATCH;
      State *out = successors;
      for (uint64_t i = from; i < end; i++) {
        State *before = out;
        unsigned said = judge(level[i]);
        out = expand(level[i], out);
        if (out == before) said |= judge_end(level[i]);
        if (said) {
          findings += (said & FOUND) != 0;
          unknown += (said & UNKNOWN) != 0;
        }
      }
      uint64_t found = (uint64_t)(out - successors);
      transitions += found;
      uint64_t left = 0;
      for (uint64_t i = 0; i < found; i++) {
        const State state = successors[i];
        const uint64_t x = mix(state);
        successors[left] = state;
        mixed[left] = home(&table, x);
        if (RECENT_BITS > 0) {
          State *slot = &recent[x >> 8 & (((uint64_t)1 << RECENT_BITS) - 1)];
          left += *slot != state;
          *slot = state;
        } else {
          left++;
        }
      }
#ifndef NO_PREFETCH
      for (uint64_t i = 0; i < AHEAD && i < left; i++) __builtin_prefetch(table.lines[mixed[i]], 1);
#endif
      for (uint64_t i = 0; i < left; i++) {
#ifndef NO_PREFETCH
        if (i + AHEAD < left) __builtin_prefetch(table.lines[mixed[i + AHEAD]], 1);
#endif
        if (!add(&table, mixed[i], successors[i])) continue;
        if (++states > expected) {
          puts("stopped more states than were expected");
          return 0;
        }
        next[there++] = successors[i];
      }
    }
    if (there == 0) break;
    depth++;
    if (there > widest) widest = there;
    State *swap = level;
    level = next;
    next = swap;
    here = there;
    there = 0;
  }

  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("states %lu\ntransitions %lu\ndepth %lu\nfindings %lu\nunknown %lu\n", states, transitions, depth, findings, unknown);
  printf("seconds %.6f\nprocessor %.6f\nmemory %lu\n", now() - started,
         seconds(&usage.ru_utime) + seconds(&usage.ru_stime), 1024 * (uint64_t)usage.ru_maxrss);
  return 0;
}
