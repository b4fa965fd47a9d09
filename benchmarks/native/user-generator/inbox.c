#define _GNU_SOURCE
#include "inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/fail.h"
#include "users.h"

struct delivery shouts[MAX_SHOUTS];
struct delivery rounds[MAX_ROUNDS];
struct tally said;
int answered_count;
uint64_t *answer_took_ns;
char receipt[256];
uint64_t receipt_ns;
char list[64 * 1024];

void open_delivery(struct delivery *delivery) {
    if (delivery->times != NULL) return;
    delivery->times = calloc((size_t)user_count, sizeof *delivery->times);
    delivery->first_ns = calloc((size_t)user_count, sizeof *delivery->first_ns);
    if (delivery->times == NULL || delivery->first_ns == NULL) fail("No memory for another delivery.");
}

/* Reads a number that is written behind one letter; -1 when there is none, or it is not below `end`. */
static int read_number(struct slice text, int end) {
    int number = -1;
    for (size_t at = 1; at < text.length && text.start[at] >= '0' && text.start[at] <= '9'; at++) {
        number = (number < 0 ? 0 : number) * 10 + (text.start[at] - '0');
        if (number >= end) return -1;
    }
    return number;
}

static void note_arrival(struct delivery *delivery, const struct user *user, uint64_t ns) {
    int position = user->number - first_number;
    if (delivery->times[position] == 0) {
        delivery->first_ns[position] = ns;
        delivery->received++;
    }
    if (delivery->times[position] < UINT8_MAX) delivery->times[position]++;
}

/* A copy with an end, cut when there is no room for more. */
static void keep(char *out, size_t room, struct slice text) {
    size_t length = text.length < room ? text.length : room - 1;
    memcpy(out, text.start, length);
    out[length] = '\0';
}

static void finish_answer(struct user *user, uint64_t now) {
    user->awaits = NOTHING;
    answer_took_ns[user->number - first_number] = now - user->asked_ns;
    answered_count++;
}

static void receive_from_server(struct user *user, struct slice text, uint64_t now) {
    if (user->state == JOINING) {
        if (starts_with(text, "Welcome ")) {
            user->state = JOINED;
            joined_count++;
            settled_count++;
            answer_took_ns[user->number - first_number] = now - user->asked_ns;
        } else {
            user->state = GONE;
            settled_count++;
            count_text(&refusals, text);
        }
    } else if (user->awaits == TIME && starts_with(text, "Server time: ")) {
        finish_answer(user, now);
    } else if (user->awaits == RECEIPT && starts_with(text, "Message sent to ")) {
        keep(receipt, sizeof receipt, text);
        receipt_ns = now;
        finish_answer(user, now);
    } else if (user->awaits == LIST && (starts_with(text, "Online users ") || starts_with(text, "You are the only "))) {
        keep(list, sizeof list, text);
        finish_answer(user, now);
    } else {
        count_text(&said, text);
    }
}

static void receive_shout(struct user *user, const struct frame *frame, uint64_t now) {
    int number = read_number(frame->text, MAX_SHOUTS);
    if (number < 0) {
        count_text(&said, frame->text);
        return;
    }
    struct delivery *shout = &shouts[number];
    /* The first receiver can be earlier than the command that tells of the shout, and who has shouted. */
    open_delivery(shout);
    int sender = read_number(frame->from, INT32_MAX);
    if (shout->received == 0) shout->sender = sender;
    if (sender != shout->sender || user->number == sender) shout->wrong++;
    note_arrival(shout, user, now);
}

static void receive_direct(struct user *user, const struct frame *frame, uint64_t now) {
    int number = read_number(frame->text, MAX_ROUNDS);
    if (number < 0) {
        count_text(&said, frame->text);
        return;
    }
    struct delivery *round = &rounds[number];
    open_delivery(round);
    /* At the end, after the names, is when it was sent. */
    const char *stamp = memrchr(frame->text.start, ' ', frame->text.length);
    note_arrival(round, user, stamp == NULL ? 0 : now - strtoull(stamp + 1, NULL, 10));
    /* The text names both, after the round: what was written for somebody else must not be here. */
    char expected[64];
    int sender = read_number(frame->from, INT32_MAX);
    int length = snprintf(expected, sizeof expected, "D%d from u%d to u%d at ", number, sender, user->number);
    if (length < 0 || !starts_with(frame->text, expected)) round->wrong++;
}

void receive_line(struct user *user, struct slice line, uint64_t now) {
    struct frame frame;
    char name[16];
    snprintf(name, sizeof name, "u%d", user->number);
    if (!read_frame(line, &frame)) {
        count_reason(&said, "(a line that is no message)");
    } else if (equals(frame.from, "SERVER")) {
        receive_from_server(user, frame.text, now);
    } else if (equals(frame.to, "Everyone") && starts_with(frame.text, "S")) {
        receive_shout(user, &frame, now);
    } else if (equals(frame.to, name) && starts_with(frame.text, "D")) {
        receive_direct(user, &frame, now);
    } else {
        count_reason(&said, "(a message to somebody else, or from nobody of ours)");
    }
}
