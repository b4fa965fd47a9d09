/* The connections: raw sockets on one epoll. A user that is refused or lost is counted with the reason, and never replaced. */
#ifndef USERS_H
#define USERS_H

#include <stddef.h>
#include <stdint.h>

#include "frame.h"
#include "tally.h"

struct user {
    /* In the whole chat: the user is called u<number>. */
    int number;
    int fd;
    enum { UNUSED, CONNECTING, JOINING, JOINED, GONE } state;
    /* The one answer that is expected from the server. */
    enum { NOTHING, TIME, RECEIPT, LIST } awaits;
    /* The start of a line whose rest has not arrived; NULL when the last read ended with a line. */
    char *incomplete;
    size_t incomplete_bytes;
    /* When the user began to join, or asked last. */
    uint64_t asked_ns;
};

/* The users of this process are a section of all. */
extern struct user *users;
extern int user_count;
extern int first_number;

/* The number of users who are online now. */
extern int joined_count;
/* Users whose join has ended, in whatever way. */
extern int settled_count;
/* Why users could not join, and why joined ones are gone. */
extern struct tally refusals;
extern struct tally losses;

/* Ports of the nodes: user n connects to the one at index n modulo `count`. */
struct nodes {
    const int *ports;
    int count;
};

/* @param network third number of the addresses 127.0.x.* to connect from, which no other process uses */
void prepare_users(struct nodes nodes, int network, int first, int count);

void connect_user(struct user *user);

/* The user of this number; NULL when another process has it. */
struct user *find_user(int number);

/* Writes a message. When the socket does not take it at once, the user is lost. */
void send_message(struct user *user, const char *to, const char *text);

/* Reads what has arrived, and hands it to the inbox. Waits for at most this long: 0 not at all, -1 forever. Gives whether
 * there is a command to read. */
int poll_users(int timeout_ms);

/* Ends all connections, by a reset: that leaves no port in TIME_WAIT behind. Gives how many there were. */
int close_users(void);

#endif
