/* The connections to the server: raw sockets on one epoll, and what they receive, cut into frames. */
#ifndef USERS_H
#define USERS_H

#include <stddef.h>
#include <stdint.h>

#include "protocol.h"

struct user {
    int number;
    int fd;
    enum { CONNECTING, JOINING, JOINED } state;
    /* The start of a frame whose rest has not arrived; NULL when the last read ended with a frame. */
    char *incomplete;
    size_t incomplete_bytes;
    /* Messages of the burst in flight that this user has received. */
    int received;
};

/* Called for each frame that a joined user receives. A message is one that carries a text of ours. */
typedef void frame_handler(struct user *user, const char *frame, size_t length, int is_message);

extern struct user *users;
extern int user_count;
extern const struct protocol *protocol;

/* Prepares for this many users at most, of a server on 127.0.0.1, so many of which may be joining at the same time. */
void prepare_users(const struct protocol *spoken, int port, int most, int joins_at_once);

/* Connects users and waits for their welcome, until there are `count`. Fails when that takes more than five minutes. */
void join_users(int count);

/* Reads what has arrived and hands it out. Waits for at most this long: 0 not at all. */
void poll_users(int timeout_ms, frame_handler *handle);

/* Writes all of it. Never more than a socket's buffer takes is in flight, so what doesn't fit is a failure. */
void write_to_server(struct user *user, const char *data, size_t length);

/* Ends all connections, by a reset. */
void leave_users(void);

#endif
