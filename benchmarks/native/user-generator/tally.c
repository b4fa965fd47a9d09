#include "tally.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define OTHERS "(other texts)"

/* Cuts a long text, and never within an escape: these have at most six bytes. */
static void shorten(char *out, struct slice text) {
    size_t used = 0;
    for (size_t at = 0; at < text.length;) {
        size_t length = 1;
        if (text.start[at] == '\\' && at + 1 < text.length) length = text.start[at + 1] == 'u' ? 6 : 2;
        if (used + length >= TALLY_TEXT_BYTES || at + length > text.length) break;
        if (length == 1 && isdigit((unsigned char)text.start[at])) {
            if (used == 0 || out[used - 1] != '#') out[used++] = '#';
        } else {
            memcpy(out + used, text.start + at, length);
            used += length;
        }
        at += length;
    }
    out[used] = '\0';
}

static void count_entry(struct tally *tally, const char *text) {
    tally->total++;
    for (int index = 0; index < tally->used; index++) {
        if (strcmp(tally->entries[index].text, text) != 0) continue;
        tally->entries[index].count++;
        return;
    }
    if (tally->used == TALLY_TEXTS) {
        tally->entries[TALLY_TEXTS - 1].count++;
        return;
    }
    int index = tally->used++;
    strcpy(tally->entries[index].text, index == TALLY_TEXTS - 1 ? OTHERS : text);
    tally->entries[index].count = 1;
}

void count_text(struct tally *tally, struct slice text) {
    char shortened[TALLY_TEXT_BYTES];
    shorten(shortened, text);
    count_entry(tally, shortened);
}

void count_reason(struct tally *tally, const char *reason) {
    char shortened[TALLY_TEXT_BYTES];
    snprintf(shortened, sizeof shortened, "%s", reason);
    count_entry(tally, shortened);
}

void print_tally(const struct tally *tally) {
    putchar('[');
    for (int index = 0; index < tally->used; index++) {
        printf("%s{\"text\":\"%s\",\"count\":%d}", index == 0 ? "" : ",", tally->entries[index].text,
               tally->entries[index].count);
    }
    putchar(']');
}
