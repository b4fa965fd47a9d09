/* The output of the chat server: a message is a line, its keys are in a fixed order, and all of it is ASCII. */
#ifndef FRAME_H
#define FRAME_H

#include <stddef.h>

/* A part of a read, without an end of its own. */
struct slice {
    const char *start;
    size_t length;
};

struct frame {
    struct slice from;
    struct slice to;
    /* As it is written on the wire: escapes are left as they are. */
    struct slice text;
};

/* Takes a line apart, newline excluded. Gives 0 when it is no message of the server's. */
int read_frame(struct slice line, struct frame *frame);

int equals(struct slice slice, const char *text);
int starts_with(struct slice slice, const char *start);

#endif
