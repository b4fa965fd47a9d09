/* A server's protocol: how its users join, write to one another, and how its output is cut. */
#ifndef PROTOCOL_H
#define PROTOCOL_H

#include <stddef.h>

/* Bytes of a message's text: "@", a time in 16 hexadecimal digits, and the filler. */
#define TEXT_BYTES 64
#define TEXT_MARK '@'
#define TEXT_FILLER '#'

/* Room that any of the functions below needs for what it writes. */
#define MAX_REQUEST_BYTES 512

struct protocol {
    const char *name;
    /* Writes what a new connection says to become the user of this number; gives its length. */
    size_t (*write_join)(char *out, int user);
    /* Checks whether the frame is the answer that ends a join. */
    int (*is_joined)(const char *frame, size_t length);
    /* Writes what a user says to receive shouts too; NULL where everybody does. */
    size_t (*write_shout_entry)(char *out, int user);
    int (*is_shout_entered)(const char *frame, size_t length);
    /* True when the shouter has to take the same step as its receivers. */
    int must_shouter_enter;
    /* Writes one message with the text, which has TEXT_BYTES bytes. */
    size_t (*write_direct)(char *out, int sender, int receiver, const char *text);
    size_t (*write_shout)(char *out, int sender, const char *text);
    /* Length of the first whole frame in the data; 0 when there is none yet. */
    size_t (*frame_length)(const char *data, size_t length);
    /* Writes the answer that the server expects to this frame; 0 when it expects none. NULL when it never does. */
    size_t (*write_answer)(char *out, const char *frame, size_t length);
};

/* Returns the protocol of this name; NULL when there is none. */
const struct protocol *find_protocol(const char *name);

#endif
