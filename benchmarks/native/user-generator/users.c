#define _GNU_SOURCE
#include "users.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../common/clock.h"
#include "../common/fail.h"
#include "inbox.h"

/* Addresses to connect from. One has only some 28,000 ports, and finding a free one gets slow long before that. */
#define SOURCE_ADDRESSES 16

#define READ_BYTES (256 * 1024)
#define EVENTS_AT_ONCE 1024
#define OTHER_FILES 16

/* The largest message that is sent here. */
#define MESSAGE_BYTES 512

struct user *users;
int user_count;
int first_number;
int joined_count;
int settled_count;
struct tally refusals;
struct tally losses;

static struct nodes nodes;
static int network;
static int epoll_fd;
static char read_buffer[READ_BYTES];

void prepare_users(struct nodes all_nodes, int own_network, int first, int count) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_max < (rlim_t)count + OTHER_FILES) {
        fail("%d users need %d open files, and the system allows %ld.", count, count + OTHER_FILES,
             (long)files.rlim_max);
    }
    nodes = all_nodes;
    network = own_network;
    first_number = first;
    user_count = count;
    users = calloc((size_t)count, sizeof *users);
    answer_took_ns = calloc((size_t)count, sizeof *answer_took_ns);
    epoll_fd = epoll_create1(0);
    if (users == NULL || answer_took_ns == NULL || epoll_fd < 0) fail("No memory for %d users.", count);
    for (int position = 0; position < count; position++) users[position].number = first + position;
    /* Commands wake whoever waits for messages. */
    struct epoll_event commands = {.events = EPOLLIN, .data.ptr = NULL};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, STDIN_FILENO, &commands) < 0) fail("Commands have to come through a pipe.");
}

struct user *find_user(int number) {
    int position = number - first_number;
    return position >= 0 && position < user_count ? &users[position] : NULL;
}

static void lose(struct user *user, const char *reason) {
    close(user->fd);
    free(user->incomplete);
    user->incomplete = NULL;
    user->incomplete_bytes = 0;
    if (user->state == JOINED) {
        joined_count--;
        count_reason(&losses, reason);
    } else if (user->state != GONE) {
        settled_count++;
        count_reason(&refusals, reason);
    }
    user->state = GONE;
    user->fd = -1;
    if (user->awaits == NOTHING) return;
    /* Nobody has to wait for its answer any more. */
    user->awaits = NOTHING;
    answered_count++;
}

static void write_to_node(struct user *user, const char *data, size_t length) {
    ssize_t written = send(user->fd, data, length, MSG_NOSIGNAL);
    if (written == (ssize_t)length) return;
    lose(user, written < 0 && errno != EAGAIN ? strerror(errno) : "(the node has stopped reading)");
}

void connect_user(struct user *user) {
    int on = 1;
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    struct sockaddr_in source = {.sin_family = AF_INET};
    source.sin_addr.s_addr = htonl(0x7f000001u + ((uint32_t)network << 8) + (uint32_t)(user->number % SOURCE_ADDRESSES));
    int port = nodes.ports[user->number % nodes.count];
    struct sockaddr_in node = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    node.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    user->asked_ns = now_ns();
    user->state = CONNECTING;
    user->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (user->fd < 0) fail("No socket for u%d: %s", user->number, strerror(errno));
    setsockopt(user->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(user->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    setsockopt(user->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = user};
    if (bind(user->fd, (struct sockaddr *)&source, sizeof source) < 0 ||
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, user->fd, &event) < 0 ||
        (connect(user->fd, (struct sockaddr *)&node, sizeof node) < 0 && errno != EINPROGRESS)) {
        lose(user, strerror(errno));
    }
}

void send_message(struct user *user, const char *to, const char *text) {
    static const char format[] =
        "{\"from\": {\"name\": \"u%d\", \"ip\": \"127.0.0.1\"}, \"to\": \"%s\", \"msg\": \"%s\"}\n";
    char message[MESSAGE_BYTES];
    int length = snprintf(message, sizeof message, format, user->number, to, text);
    if (length < 0 || (size_t)length >= sizeof message) fail("A message of more than %d bytes.", MESSAGE_BYTES);
    user->asked_ns = now_ns();
    write_to_node(user, message, (size_t)length);
}

static void tell_name(struct user *user) {
    char name[16];
    int length = snprintf(name, sizeof name, "u%d\n", user->number);
    user->state = JOINING;
    write_to_node(user, name, (size_t)length);
}

static void carry_over(struct user *user, const char *rest, size_t length) {
    if (length == READ_BYTES) {
        lose(user, "(a message too long to read)");
        return;
    }
    user->incomplete = malloc(length);
    if (user->incomplete == NULL) fail("No memory for what u%d receives.", user->number);
    user->incomplete_bytes = length;
    memcpy(user->incomplete, rest, length);
}

/* Returns whether there may be more to read. */
static int read_once(struct user *user) {
    size_t carried = user->incomplete_bytes;
    if (carried > 0) {
        memcpy(read_buffer, user->incomplete, carried);
        free(user->incomplete);
        user->incomplete = NULL;
        user->incomplete_bytes = 0;
    }
    ssize_t read_bytes = recv(user->fd, read_buffer + carried, READ_BYTES - carried, 0);
    if (read_bytes == 0 || (read_bytes < 0 && errno != EAGAIN)) {
        lose(user, read_bytes == 0 ? "(the node has hung up)" : strerror(errno));
        return 0;
    }
    uint64_t now = now_ns();
    size_t length = carried + (size_t)(read_bytes < 0 ? 0 : read_bytes);
    size_t at = 0;
    for (char *end; at < length && (end = memchr(read_buffer + at, '\n', length - at)) != NULL;) {
        struct slice line = {read_buffer + at, (size_t)(end - read_buffer) - at};
        receive_line(user, line, now);
        at += line.length + 1;
    }
    if (at < length) carry_over(user, read_buffer + at, length - at);
    return length == READ_BYTES && user->fd >= 0;
}

static void handle_event(struct user *user, uint32_t events) {
    if (user->fd < 0) return;
    if (user->state == CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(user->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) {
            lose(user, strerror(error));
            return;
        }
        if (events & EPOLLOUT) tell_name(user);
    }
    /* An end that came with the last bytes has no event of its own: it is read for. */
    int is_ending = events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR);
    while (user->fd >= 0 && (events & ~EPOLLOUT) && (read_once(user) || is_ending)) continue;
}

int poll_users(int timeout_ms) {
    static struct epoll_event events[EVENTS_AT_ONCE];
    int has_command = 0;
    int count = epoll_wait(epoll_fd, events, EVENTS_AT_ONCE, timeout_ms);
    for (int index = 0; index < count; index++) {
        struct user *user = events[index].data.ptr;
        /* The program that gave the commands is gone. */
        if (user == NULL && (events[index].events & EPOLLHUP)) exit(0);
        if (user == NULL) has_command = 1;
        else handle_event(user, events[index].events);
    }
    return has_command;
}

int close_users(void) {
    int closed = 0;
    for (int position = 0; position < user_count; position++) {
        struct user *user = &users[position];
        if (user->fd < 0 || user->state == UNUSED) continue;
        close(user->fd);
        user->fd = -1;
        user->state = GONE;
        closed++;
    }
    joined_count = 0;
    return closed;
}
