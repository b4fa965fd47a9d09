#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "protocol.h"

static int starts_with(const char *frame, size_t length, const char *start) {
    size_t start_length = strlen(start);
    return length >= start_length && memcmp(frame, start, start_length) == 0;
}

static int contains(const char *frame, size_t length, const char *part) {
    return memmem(frame, length, part, strlen(part)) != NULL;
}

static size_t line_length(const char *data, size_t length) {
    const char *end = memchr(data, '\n', length);
    return end == NULL ? 0 : (size_t)(end - data) + 1;
}

/* The chat: a name and a newline, then JSON on lines. */

static size_t chat_write_join(char *out, int user) { return (size_t)sprintf(out, "u%d\n", user); }

/* The first thing that anybody is told is the welcome, or why there is none. */
static int chat_is_joined(const char *frame, size_t length) { return contains(frame, length, "Welcome "); }

static size_t chat_write_message(char *out, int sender, const char *to, const char *text) {
    static const char format[] =
        "{\"from\": {\"name\": \"u%d\", \"ip\": \"127.0.0.1\"}, \"to\": \"%s\", \"msg\": \"%.*s\"}\n";
    return (size_t)sprintf(out, format, sender, to, TEXT_BYTES, text);
}

static size_t chat_write_direct(char *out, int sender, int receiver, const char *text) {
    char receiver_name[16];
    sprintf(receiver_name, "u%d", receiver);
    return chat_write_message(out, sender, receiver_name, text);
}

static size_t chat_write_shout(char *out, int sender, const char *text) {
    return chat_write_message(out, sender, "/shout", text);
}

/* IRC: a shout is a message to a channel. */

static size_t irc_write_join(char *out, int user) {
    return (size_t)sprintf(out, "NICK u%d\r\nUSER u 0 * :u\r\n", user);
}

/* A server greets with many lines. The message of the day, or that there is none, is the last of them. */
static int irc_is_joined(const char *frame, size_t length) {
    return contains(frame, length, " 376 ") || contains(frame, length, " 422 ");
}

static size_t irc_write_shout_entry(char *out, int user) {
    (void)user;
    return (size_t)sprintf(out, "JOIN #all\r\n");
}

static int irc_is_shout_entered(const char *frame, size_t length) { return contains(frame, length, " 366 "); }

static size_t irc_write_direct(char *out, int sender, int receiver, const char *text) {
    (void)sender;
    return (size_t)sprintf(out, "PRIVMSG u%d :%.*s\r\n", receiver, TEXT_BYTES, text);
}

static size_t irc_write_shout(char *out, int sender, const char *text) {
    (void)sender;
    return (size_t)sprintf(out, "PRIVMSG #all :%.*s\r\n", TEXT_BYTES, text);
}

static size_t irc_write_answer(char *out, const char *frame, size_t length) {
    if (!starts_with(frame, length, "PING ") || length >= MAX_REQUEST_BYTES) return 0;
    memcpy(out, frame, length);
    out[1] = 'O';
    return length;
}

/* MQTT 3.1.1, quality of service 0: a topic for each user, and one for shouts. All packets have less than 128 bytes. */

static size_t mqtt_write_text(char *out, const char *text, size_t length) {
    out[0] = (char)(length >> 8);
    out[1] = (char)length;
    memcpy(out + 2, text, length);
    return length + 2;
}

static size_t mqtt_write_subscribe(char *out, const char *topic) {
    char *at = out + 2;
    *at++ = 0;
    *at++ = 1; /* the packet's number */
    at += mqtt_write_text(at, topic, strlen(topic));
    *at++ = 0; /* quality of service */
    out[0] = (char)0x82;
    out[1] = (char)(at - out - 2);
    return (size_t)(at - out);
}

static size_t mqtt_write_publish(char *out, const char *topic, const char *text) {
    char *at = out + 2;
    at += mqtt_write_text(at, topic, strlen(topic));
    memcpy(at, text, TEXT_BYTES);
    at += TEXT_BYTES;
    out[0] = 0x30;
    out[1] = (char)(at - out - 2);
    return (size_t)(at - out);
}

static size_t mqtt_write_join(char *out, int user) {
    char name[16];
    sprintf(name, "u%d", user);
    char *at = out + 2;
    at += mqtt_write_text(at, "MQTT", 4);
    *at++ = 4; /* version 3.1.1 */
    *at++ = 2; /* a clean session */
    *at++ = 0;
    *at++ = 0; /* no keep-alive */
    at += mqtt_write_text(at, name, strlen(name));
    out[0] = 0x10;
    out[1] = (char)(at - out - 2);
    return (size_t)(at - out) + mqtt_write_subscribe(at, name);
}

static int mqtt_is_subscribed(const char *frame, size_t length) {
    return length >= 5 && (unsigned char)frame[0] == 0x90 && (unsigned char)frame[4] != 0x80;
}

static size_t mqtt_write_shout_entry(char *out, int user) {
    (void)user;
    return mqtt_write_subscribe(out, "shout");
}

static size_t mqtt_write_direct(char *out, int sender, int receiver, const char *text) {
    (void)sender;
    char topic[16];
    sprintf(topic, "u%d", receiver);
    return mqtt_write_publish(out, topic, text);
}

static size_t mqtt_write_shout(char *out, int sender, const char *text) {
    (void)sender;
    return mqtt_write_publish(out, "shout", text);
}

static size_t mqtt_frame_length(const char *data, size_t length) {
    if (length < 2) return 0;
    size_t frame = 2 + (size_t)(unsigned char)data[1];
    return length < frame ? 0 : frame;
}

/* NATS: a subject for each user, and one for shouts. */

static size_t nats_write_join(char *out, int user) {
    static const char format[] =
        "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false,\"lang\":\"c\",\"version\":\"1\"}\r\n"
        "SUB u%d 1\r\nPING\r\n";
    return (size_t)sprintf(out, format, user);
}

static int nats_is_pong(const char *frame, size_t length) { return starts_with(frame, length, "PONG"); }

static size_t nats_write_shout_entry(char *out, int user) {
    (void)user;
    return (size_t)sprintf(out, "SUB shout 2\r\nPING\r\n");
}

static size_t nats_write_direct(char *out, int sender, int receiver, const char *text) {
    (void)sender;
    return (size_t)sprintf(out, "PUB u%d %d\r\n%.*s\r\n", receiver, TEXT_BYTES, TEXT_BYTES, text);
}

static size_t nats_write_shout(char *out, int sender, const char *text) {
    (void)sender;
    return (size_t)sprintf(out, "PUB shout %d\r\n%.*s\r\n", TEXT_BYTES, TEXT_BYTES, text);
}

/* A message is a line that announces it, and a text that always has the same length here. */
static size_t nats_frame_length(const char *data, size_t length) {
    size_t line = line_length(data, length);
    if (line == 0 || !starts_with(data, length, "MSG ")) return line;
    size_t frame = line + TEXT_BYTES + 2;
    return length < frame ? 0 : frame;
}

static size_t nats_write_answer(char *out, const char *frame, size_t length) {
    return starts_with(frame, length, "PING") ? (size_t)sprintf(out, "PONG\r\n") : 0;
}

static const struct protocol protocols[] = {
    {
        .name = "chat",
        .write_join = chat_write_join,
        .is_joined = chat_is_joined,
        .write_direct = chat_write_direct,
        .write_shout = chat_write_shout,
        .frame_length = line_length,
    },
    {
        .name = "irc",
        .write_join = irc_write_join,
        .is_joined = irc_is_joined,
        .write_shout_entry = irc_write_shout_entry,
        .is_shout_entered = irc_is_shout_entered,
        .must_shouter_enter = 1,
        .write_direct = irc_write_direct,
        .write_shout = irc_write_shout,
        .frame_length = line_length,
        .write_answer = irc_write_answer,
    },
    {
        .name = "mqtt",
        .write_join = mqtt_write_join,
        .is_joined = mqtt_is_subscribed,
        .write_shout_entry = mqtt_write_shout_entry,
        .is_shout_entered = mqtt_is_subscribed,
        .write_direct = mqtt_write_direct,
        .write_shout = mqtt_write_shout,
        .frame_length = mqtt_frame_length,
    },
    {
        .name = "nats",
        .write_join = nats_write_join,
        .is_joined = nats_is_pong,
        .write_shout_entry = nats_write_shout_entry,
        .is_shout_entered = nats_is_pong,
        .write_direct = nats_write_direct,
        .write_shout = nats_write_shout,
        .frame_length = nats_frame_length,
        .write_answer = nats_write_answer,
    },
};

const struct protocol *find_protocol(const char *name) {
    for (size_t index = 0; index < sizeof protocols / sizeof protocols[0]; index++) {
        if (strcmp(protocols[index].name, name) == 0) return &protocols[index];
    }
    return NULL;
}
