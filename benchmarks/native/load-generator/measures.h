/* The loads. Each prints what it measured as one line of JSON. */
#ifndef MEASURES_H
#define MEASURES_H

#include <stdint.h>

struct window {
    int server_pid;
    /* Load before anything counts, for the runtime's compiler and everybody's caches. */
    uint64_t warm_up_ns;
    uint64_t duration_ns;
};

/* Closed loop: every user writes `in_flight` messages to its partner in one write, again when all have arrived. */
void measure_direct_messages(const char *name, const struct window *window, int in_flight);

/* Closed loop: one user shouts `in_flight` times in one write, again when everybody has received them all. */
void measure_shouts(const char *name, const struct window *window, int in_flight);

/* Open loop: `rate` messages a second in all, at equal distances, whatever has arrived. Latency counts from when a
 * message was due. */
void measure_latency(const char *name, const struct window *window, int rate);

/* Lets users join until there are `count`: how fast, and what memory the server has once it rests. */
void measure_joins(const char *name, int server_pid, int count);

/* One user shouts, again when everybody has received it, `times` times, which is an odd number. Gives the time between the first
 * and the last user receiving a shout, as the median. */
void measure_spread(const char *name, int server_pid, int times);

/* All users leave at once, and come back at once under the same names: how long until all of them are back. A name that is
 * still taken is a failure. Before and after it prints a line and reads one, so that what the server does meanwhile can be
 * told from all else. */
void measure_return(const char *name, int server_pid);

/* Until the server has used less than 1 % of a processor for 200 ms, and no longer than ten seconds. */
void wait_for_rest(int server_pid);

#endif
