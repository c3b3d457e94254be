/*
 * a test
 * written by refhold
 *
 * 2 actors, 4 steps. refhold counts 6 states, 7 transitions, depth 3.
 * The local states of each actor are those that are reached.
 * What refhold was never asked about is no silent dead end here: it is an error that the engine reports.
 *
 * States, assertions and shortest ways to them:
 *   spin -a FILE && gcc -O2 -DSAFETY -DNOREDUCE -DBFS -o pan pan.c && ./pan -c0 -e -E
 *
 * What a failed assertion `n == 0` says. Each fails once.
 *   1 a step or property is asked what refhold was never asked
 *   2 violated: the link is freed in use
 *   3 violated: no deadlock
 */

/* Actors: their local states, and where they start */

/* link, machine (machine) */
#define link_unused 0 /* unused */
#define link_used 1 /* used */
#define link_freed 2 /* freed */
#define link_freedInUse 3 /* freedInUse */
byte link = link_unused;

/* reaper, machine (machine) */
#define reaper_idle 0 /* idle */
#define reaper_sure 1 /* sure */
#define reaper_done 2 /* done */
byte reaper = reaper_idle;

c_decl { static unsigned char found[4]; }

/* Sets of local states */

/* Events: what becomes of their receivers */
/* link: open */
inline link_takes_open() {
  link = link_used
}
/* link: close */
inline link_takes_close() {
  link = link_unused
}
/* reaper: sawUnused */
inline reaper_takes_sawUnused() {
  reaper = reaper_sure
}
/* reaper: freed */
inline reaper_takes_freed() {
  reaper = reaper_done
}
/* link: free */
inline link_takes_free() {
  if
  :: link == link_unused -> link = link_freed
  :: link == link_used -> link = link_freedInUse
  fi
}

/* Steps: when they are possible */
#define can_reader_open (link == link_unused)
#define can_reader_close (link == link_used)
#define can_reaper_look (reaper == reaper_idle && link == link_unused)
#define can_reaper_free (reaper == reaper_sure && (link == link_unused || link == link_used))
/* Where nobody knows: nobody was asked, or the model threw */
#define unexplored_step (0)

#define KEEPS(n) skip

/* Properties */
/* never: the link is freed in use */
#define finding_2 (link == link_freedInUse)
/* deadlock: no deadlock */
#define finding_3 (!can_reader_open && !can_reader_close && !can_reaper_look && !can_reaper_free && \
  !unexplored_step && reaper != reaper_done)

/* The system */
#define unexplored (unexplored_step)
active proctype system() {
  do
  /* reader: open */
  :: d_step { can_reader_open -> link_takes_open(); KEEPS(0) }
  /* reader: close */
  :: d_step { can_reader_close -> link_takes_close(); KEEPS(0) }
  /* reaper: look */
  :: d_step { can_reaper_look -> reaper_takes_sawUnused(); KEEPS(0) }
  /* reaper: free */
  :: d_step { can_reaper_free -> reaper_takes_freed(); link_takes_free(); KEEPS(0) }
  /* What refhold was never asked. (ASSERTED: a run without LIVENESS has looked already.) */
#ifndef ASSERTED
  :: d_step { unexplored && c_expr { !found[1] } -> c_code { found[1] = 1; }; assert(1 == 0) }
#endif
#ifdef LIVENESS
  /* A run may stop. */
  :: d_step { 1 -> KEEPS(0) }
#else
  /* Findings. */
  :: d_step { finding_2 && c_expr { !found[2] } -> c_code { found[2] = 1; }; assert(2 == 0) }
  :: d_step { finding_3 && c_expr { !found[3] } -> c_code { found[3] = 1; }; assert(3 == 0) }
#endif
  od
}
