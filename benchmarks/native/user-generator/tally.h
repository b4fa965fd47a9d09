/* Counts of texts: refusals, errors, reasons why a connection is gone. */
#ifndef TALLY_H
#define TALLY_H

#include "frame.h"

/* Texts that are kept apart. What comes beyond them is counted as one. */
#define TALLY_TEXTS 24
#define TALLY_TEXT_BYTES 200

struct tally {
    struct {
        char text[TALLY_TEXT_BYTES];
        int count;
    } entries[TALLY_TEXTS];
    int used;
    int total;
};

/* Counts a text of a frame. Numbers in it count as the same, so that the names of users make no difference. */
void count_text(struct tally *tally, struct slice text);

/* Counts a reason of our own, which needs no escapes. */
void count_reason(struct tally *tally, const char *reason);

/* Prints all as a list in JSON. */
void print_tally(const struct tally *tally);

#endif
