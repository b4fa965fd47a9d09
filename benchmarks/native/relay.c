/* The floor: what the kernel itself costs. A relay that takes a name, looks up who a line is for, and passes it on as
 * it is, gathered for each receiver and turn of the loop. It validates nothing, stamps nothing and limits nothing.
 *   relay PORT */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES (64 * 1024)
#define EVENTS_AT_ONCE 1024
#define BACKLOG 4096
#define NAME_BYTES 32
/* A power of two, and well above the connections that are measured. */
#define NAME_SLOTS (1 << 17)

struct connection {
    int fd;
    char name[NAME_BYTES];
    size_t name_length;
    char *incomplete;
    size_t incomplete_bytes;
    /* Output that waits for the end of the turn, or for the kernel when it did not take everything. */
    char *waiting;
    size_t waiting_bytes;
    size_t waiting_room;
    int is_dirty;
    int is_blocked;
    size_t index;
};

static int epoll_fd;
static struct connection *names[NAME_SLOTS];
static struct connection **connections;
static size_t connection_count;
static struct connection **dirty;
static size_t dirty_count;
static size_t room;

static void *checked(void *memory) {
    if (memory == NULL) {
        perror("relay");
        exit(1);
    }
    return memory;
}

static size_t slot_of(const char *name, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t at = 0; at < length; at++) hash = (hash ^ (unsigned char)name[at]) * 16777619u;
    return hash & (NAME_SLOTS - 1);
}

static size_t slot_after(size_t slot) { return (slot + 1) & (NAME_SLOTS - 1); }

static int is_called(const struct connection *connection, const char *name, size_t length) {
    return connection->name_length == length && memcmp(connection->name, name, length) == 0;
}

static struct connection **find_slot(const char *name, size_t length) {
    size_t slot = slot_of(name, length);
    while (names[slot] != NULL && !is_called(names[slot], name, length)) {
        slot = slot_after(slot);
    }
    return &names[slot];
}

/* Moves the entries behind a gap up, so that a search never has to step over one. */
static void forget_name(struct connection *connection) {
    struct connection **slot = find_slot(connection->name, connection->name_length);
    if (*slot != connection) return;
    *slot = NULL;
    for (size_t next = slot_after((size_t)(slot - names)); names[next] != NULL; next = slot_after(next)) {
        struct connection *moved = names[next];
        names[next] = NULL;
        *find_slot(moved->name, moved->name_length) = moved;
    }
}

static void append(struct connection *receiver, const char *line, size_t length) {
    if (receiver->waiting_bytes + length > receiver->waiting_room) {
        receiver->waiting_room = (receiver->waiting_bytes + length) * 2;
        receiver->waiting = checked(realloc(receiver->waiting, receiver->waiting_room));
    }
    memcpy(receiver->waiting + receiver->waiting_bytes, line, length);
    receiver->waiting_bytes += length;
    if (receiver->is_dirty || receiver->is_blocked) return;
    receiver->is_dirty = 1;
    dirty[dirty_count++] = receiver;
}

static void watch(struct connection *connection, int operation) {
    struct epoll_event event = {.events = EPOLLIN | (connection->is_blocked ? EPOLLOUT : 0), .data.ptr = connection};
    epoll_ctl(epoll_fd, operation, connection->fd, &event);
}

static void flush(struct connection *connection) {
    connection->is_dirty = 0;
    ssize_t written = send(connection->fd, connection->waiting, connection->waiting_bytes, MSG_NOSIGNAL);
    size_t rest = connection->waiting_bytes;
    if (written >= 0) rest -= (size_t)written;
    /* A peer that has gone is closed when its end is read. */
    else if (errno != EAGAIN) rest = 0;
    if (rest > 0 && written > 0) memmove(connection->waiting, connection->waiting + written, rest);
    connection->waiting_bytes = rest;
    if (rest == 0) {
        /* An idle connection keeps no buffer. */
        free(connection->waiting);
        connection->waiting = NULL;
        connection->waiting_room = 0;
    }
    if (connection->is_blocked != (rest > 0)) {
        connection->is_blocked = rest > 0;
        watch(connection, EPOLL_CTL_MOD);
    }
}

static void join(struct connection *connection, const char *name, size_t length) {
    char welcome[NAME_BYTES + 16];
    connection->name_length = length < NAME_BYTES ? length : NAME_BYTES;
    memcpy(connection->name, name, connection->name_length);
    *find_slot(connection->name, connection->name_length) = connection;
    int welcome_length = sprintf(welcome, "Welcome %.*s!\n", (int)connection->name_length, connection->name);
    append(connection, welcome, (size_t)welcome_length);
}

static void shout(const struct connection *sender, const char *line, size_t length) {
    for (size_t index = 0; index < connection_count; index++) {
        if (connections[index] != sender) append(connections[index], line, length);
    }
}

/* A line without a receiver goes back to its sender. */
static void forward(struct connection *sender, const char *line, size_t length) {
    const char *to = memmem(line, length, "\"to\": \"", 7);
    if (to == NULL) return;
    to += 7;
    const char *end = memchr(to, '"', length - (size_t)(to - line));
    if (end == NULL) return;
    if (end - to == 6 && memcmp(to, "/shout", 6) == 0) {
        shout(sender, line, length);
        return;
    }
    struct connection *receiver = *find_slot(to, (size_t)(end - to));
    append(receiver == NULL ? sender : receiver, line, length);
}

static void close_connection(struct connection *connection) {
    if (connection->name_length > 0) forget_name(connection);
    close(connection->fd);
    connection->fd = -1;
    connections[connection->index] = connections[--connection_count];
    connections[connection->index]->index = connection->index;
    for (size_t index = 0; index < dirty_count; index++) {
        if (dirty[index] == connection) dirty[index] = dirty[--dirty_count];
    }
    free(connection->incomplete);
    free(connection->waiting);
    free(connection);
}

static void receive(struct connection *connection) {
    static char buffer[READ_BYTES];
    size_t carried = connection->incomplete_bytes;
    if (carried > 0) memcpy(buffer, connection->incomplete, carried);
    ssize_t read_bytes = recv(connection->fd, buffer + carried, READ_BYTES - carried, 0);
    if (read_bytes <= 0) {
        if (read_bytes == 0 || errno != EAGAIN) close_connection(connection);
        return;
    }
    size_t length = carried + (size_t)read_bytes;
    size_t at = 0;
    for (const char *end; (end = memchr(buffer + at, '\n', length - at)) != NULL;) {
        size_t line_length = (size_t)(end - buffer) + 1 - at;
        if (connection->name_length == 0) join(connection, buffer + at, line_length - 1);
        else forward(connection, buffer + at, line_length);
        at += line_length;
    }
    free(connection->incomplete);
    connection->incomplete = NULL;
    connection->incomplete_bytes = length - at;
    if (at < length) {
        connection->incomplete = checked(malloc(length - at));
        memcpy(connection->incomplete, buffer + at, length - at);
    }
}

static void accept_all(int listener) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connection_count == room) {
            room = room == 0 ? 1024 : room * 2;
            connections = checked(realloc(connections, room * sizeof *connections));
            dirty = checked(realloc(dirty, room * sizeof *dirty));
        }
        struct connection *connection = checked(calloc(1, sizeof *connection));
        connection->fd = fd;
        connection->index = connection_count;
        connections[connection_count++] = connection;
        watch(connection, EPOLL_CTL_ADD);
    }
}

static int listen_on(const char *port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, BACKLOG) < 0) {
        perror("relay");
        exit(1);
    }
    return listener;
}

int main(int count, char **arguments) {
    if (count != 2) {
        fputs("Usage: relay PORT\n", stderr);
        return 2;
    }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int listener = listen_on(arguments[1]);
    epoll_fd = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        static struct epoll_event events[EVENTS_AT_ONCE];
        int ready = epoll_wait(epoll_fd, events, EVENTS_AT_ONCE, -1);
        for (int index = 0; index < ready; index++) {
            struct connection *connection = events[index].data.ptr;
            if (connection == NULL) {
                accept_all(listener);
                continue;
            }
            if (events[index].events & EPOLLOUT) flush(connection);
            if (events[index].events & ~EPOLLOUT) receive(connection);
        }
        for (size_t index = 0; index < dirty_count; index++) flush(dirty[index]);
        dirty_count = 0;
    }
}
