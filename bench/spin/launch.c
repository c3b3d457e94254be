/*
 * Runs a program, and says what it and all processes that it makes have used. Ends them all when their time is over or when
 * it is told to end, and gives back the shared memory that SPIN's parallel verifiers leave behind when they are killed.
 *
 *   launch SECONDS PROGRAM ARGUMENT...
 *
 * The last line of its output: `launched seconds processor memory stopped`; memory is the most that one process held, in bytes.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t child, stopped;

static void stop(int signal) {
  (void)signal;
  stopped = 1;
  if (child > 0) kill(-child, SIGKILL);
}

static void give_back_memory(void) {
  struct shm_info all;
  const int last = shmctl(0, SHM_INFO, (struct shmid_ds *)&all);
  for (int i = 0; i <= last; i++) {
    struct shmid_ds one;
    const int id = shmctl(i, SHM_STAT, &one);
    if (id >= 0 && one.shm_cpid == child) shmctl(id, IPC_RMID, NULL);
  }
}

static double seconds(const struct timeval *time) { return (double)time->tv_sec + 1e-6 * (double)time->tv_usec; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

int main(int count, char **arguments) {
  if (count < 3) return 2;
  const pid_t parent = getppid();
  struct sigaction action = {.sa_handler = stop};
  const int signals[] = {SIGALRM, SIGTERM, SIGINT, SIGHUP};
  for (int i = 0; i < 4; i++) sigaction(signals[i], &action, NULL);
  /* Children of children are waited for as well, and nobody is left when the benchmark itself is killed. */
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) return 2;

  const double started = now();
  child = fork();
  if (child == 0) {
    setpgid(0, 0);
    execv(arguments[2], arguments + 2);
    _exit(127);
  }
  if (child < 0) return 2;
  setpgid(child, child);
  alarm((unsigned)atoi(arguments[1]));
  if (stopped) kill(-child, SIGKILL);
  double ended = started;
  for (;;) {
    int status;
    const pid_t one = wait(&status);
    if (one == child) ended = now();
    if (one < 0 && errno == ECHILD) break;
  }
  if (ended == started) ended = now();
  give_back_memory();
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  printf("\nlaunched %.6f %.6f %lu %d\n", ended - started, seconds(&usage.ru_utime) + seconds(&usage.ru_stime),
         1024 * (unsigned long)usage.ru_maxrss, (int)stopped);
  return 0;
}
