/* The phases, in which all users act together. Each ends when all has arrived that should, or at its deadline, and prints what it found as
 * one line of JSON. Times are monotonic nanoseconds, which are the same in every process. */
#ifndef PHASES_H
#define PHASES_H

/* Lets all users join, so many at the same time. */
void join(int at_once, int deadline_ms);

/* Lets all users ask for the time, so many at the same time. */
void ask_for_time(int at_once, int deadline_ms);

/* Waits for the shout of this number at all users of this process. Its sender, when it is one of them, writes it first. */
void shout(int number, int sender, int deadline_ms);

/* A round of direct messages: every user whose number is a multiple of `stride` writes one to the user whose number is
 * larger by `offset`, modulo all the users there are. So many a second in this process. */
struct round_plan {
    int number;
    int stride;
    int offset;
    int all_users;
    int per_second;
};
void write_directly(const struct round_plan *plan, int deadline_ms);

/* Lets one user ask who is online. */
void ask_for_list(int number, int deadline_ms);

/* Prints what has happened so far: users who are gone, messages that came late or twice, and texts that nobody waited for. */
void tell_account(void);

/* Ends all connections. */
void leave(void);

#endif
