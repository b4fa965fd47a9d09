#define _GNU_SOURCE
#include "frame.h"

#include <string.h>

int starts_with(struct slice slice, const char *start) {
    size_t length = strlen(start);
    return slice.length >= length && memcmp(slice.start, start, length) == 0;
}

int equals(struct slice slice, const char *text) { return slice.length == strlen(text) && starts_with(slice, text); }

/* Takes what stands before `end` off the line, and `end` with it. Names and addresses have no quotes. */
static int take_until(struct slice *line, const char *end, struct slice *taken) {
    const char *at = memmem(line->start, line->length, end, strlen(end));
    if (at == NULL) return 0;
    taken->start = line->start;
    taken->length = (size_t)(at - line->start);
    size_t used = taken->length + strlen(end);
    line->start += used;
    line->length -= used;
    return 1;
}

int read_frame(struct slice line, struct frame *frame) {
    static const char start[] = "{\"from\": {\"name\": \"";
    static const char end[] = "\"}";
    struct slice address;
    if (!starts_with(line, start)) return 0;
    line.start += sizeof start - 1;
    line.length -= sizeof start - 1;
    if (!take_until(&line, "\", \"ip\": \"", &frame->from)) return 0;
    if (!take_until(&line, "\"}, \"to\": \"", &address)) return 0;
    if (!take_until(&line, "\", \"msg\": \"", &frame->to)) return 0;
    if (line.length < sizeof end - 1 || memcmp(line.start + line.length - 2, end, 2) != 0) return 0;
    frame->text.start = line.start;
    frame->text.length = line.length - 2;
    return 1;
}
