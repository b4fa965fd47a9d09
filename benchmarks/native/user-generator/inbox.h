/* Messages that each user has received, so that those which are missing or came twice can be counted exactly. */
#ifndef INBOX_H
#define INBOX_H

#include <stdint.h>

#include "tally.h"
#include "users.h"

#define MAX_SHOUTS 64
#define MAX_ROUNDS 64

/* Something that users receive once: a shout, or the direct messages of one round. */
struct delivery {
    /* By position in this process: how often each has received it, 255 at most. */
    uint8_t *times;
    /* By position too: when each received a shout first, or how long the direct message to it took. */
    uint64_t *first_ns;
    /* Users who received it at least once. */
    int received;
    /* Of a shout: who was the sender when the first arrived. */
    int sender;
    /* Arrivals from another sender, and at somebody else than the text says. */
    int wrong;
};

extern struct delivery shouts[MAX_SHOUTS];
extern struct delivery rounds[MAX_ROUNDS];

/* Texts of the server that nobody waited for. */
extern struct tally said;

/* Welcomes and answers since the count was set to 0, and by position what each took. */
extern int answered_count;
extern uint64_t *answer_took_ns;

/* The last answers to a shout, and to /list. As on the wire, between its quotes. */
extern char receipt[256];
extern uint64_t receipt_ns;
extern char list[64 * 1024];

/* Makes room for a delivery that has none. */
void open_delivery(struct delivery *delivery);

/* Takes in a line that a user has received, without its newline. */
void receive_line(struct user *user, struct slice line, uint64_t now);

#endif
