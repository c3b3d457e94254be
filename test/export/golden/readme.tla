---- MODULE a_test ----
\* a test
\* written by refhold
\*
\* 2 actors, 4 steps. refhold counts 6 states, 7 transitions, depth 3.
\* The local states of each actor are those that are reached.
\* What refhold was never asked about is no silent dead end here: it is an error that the engine reports.
\*
\* java -cp tla2tools.jar tlc2.TLC -config a_test.cfg a_test

VARIABLES link, reaper
vars == <<link, reaper>>

\* link, machine (machine)
\*   "unused": unused
\*   "used": used
\*   "freed": freed
\*   "freedInUse": freedInUse

\* reaper, machine (machine)
\*   "idle": idle
\*   "sure": sure
\*   "done": done

TypeOK ==
  /\ link \in {"unused", "used", "freed", "freedInUse"}
  /\ reaper \in {"idle", "sure", "done"}
Init ==
  /\ link = "unused"
  /\ reaper = "idle"

\* ---- Sets of local states

\* ---- Events: from the local states that take one to those that follow
\* link: open
link_takes_open == [unused |-> "used"]
\* link: close
link_takes_close == [used |-> "unused"]
\* reaper: sawUnused
reaper_takes_sawUnused == [idle |-> "sure"]
\* reaper: freed
reaper_takes_freed == [sure |-> "done"]
\* link: free
link_takes_free == [unused |-> "freed",
  used |-> "freedInUse"]

\* ---- Steps
\* reader: open
can_reader_open == link = "unused"
reader_open ==
  /\ can_reader_open
  /\ link' = link_takes_open[link]
  /\ UNCHANGED <<reaper>>
\* reader: close
can_reader_close == link = "used"
reader_close ==
  /\ can_reader_close
  /\ link' = link_takes_close[link]
  /\ UNCHANGED <<reaper>>
\* reaper: look
can_reaper_look == reaper = "idle" /\ link = "unused"
reaper_look ==
  /\ can_reaper_look
  /\ reaper' = reaper_takes_sawUnused[reaper]
  /\ UNCHANGED <<link>>
\* reaper: free
can_reaper_free == reaper = "sure" /\ (link = "unused" \/ link = "used")
reaper_free ==
  /\ can_reaper_free
  /\ reaper' = reaper_takes_freed[reaper]
  /\ link' = link_takes_free[link]
\* Where nobody knows: nobody was asked, or the model threw
unexplored_step == FALSE

Next ==
  \/ reader_open
  \/ reader_close
  \/ reaper_look
  \/ reaper_free

\* ---- Fairness: a step that changes nothing can be taken at any time, unseen
Fairness == TRUE
Spec == Init /\ [][Next]_vars /\ Fairness

\* ---- Properties
\* Nothing is asked that refhold was never asked.
NoUnexploredStep == ~(unexplored_step)

\* never: the link is freed in use
the_link_is_freed_in_use == ~(link = "freedInUse")

\* deadlock: no deadlock
no_deadlock == ~(~can_reader_open /\ ~can_reader_close /\ ~can_reaper_look /\ ~can_reaper_free /\ ~unexplored_step /\ reaper # "done")

====
