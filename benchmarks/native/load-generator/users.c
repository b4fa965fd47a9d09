#define _GNU_SOURCE
#include "users.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../common/clock.h"
#include "../common/fail.h"

#define JOIN_DEADLINE_NS (300ull * 1000000000)

/* Addresses to connect from. One has only some 28,000 ports, and finding a free one gets slow long before that. */
#define SOURCE_ADDRESSES 16

#define READ_BYTES (256 * 1024)
#define EVENTS_AT_ONCE 1024

/* Every text ends in the filler, and no protocol writes as much behind a text as this. */
#define BYTES_FROM_END 8

struct user *users;
int user_count;
const struct protocol *protocol;

static int epoll_fd;
static int server_port;
static int most_users;
static int most_joining;
static int joined_count;
static char read_buffer[READ_BYTES];
/* The last frame that was no message: what a server says before it hangs up. */
static char last_words[200];

void prepare_users(const struct protocol *spoken, int port, int most, int joins_at_once) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_max < (rlim_t)most + 16) {
        fail("%d users need %d open files, and the system allows %ld. Allow more: ulimit -n %d", most, most + 16,
             (long)files.rlim_max, most + 16);
    }
    protocol = spoken;
    server_port = port;
    most_users = most;
    most_joining = joins_at_once;
    users = calloc((size_t)most, sizeof *users);
    epoll_fd = epoll_create1(0);
    if (users == NULL || epoll_fd < 0) fail("No memory for %d users.", most);
}

void write_to_server(struct user *user, const char *data, size_t length) {
    ssize_t written = send(user->fd, data, length, MSG_NOSIGNAL);
    if (written == (ssize_t)length) return;
    if (written < 0 && errno != EAGAIN) {
        fail("u%d can't write: %s. Last heard: %s", user->number, strerror(errno), last_words);
    }
    fail("u%d can't write: the server has stopped reading.", user->number);
}

static void connect_user(void) {
    if (user_count == most_users) fail("More users than prepared for.");
    struct user *user = &users[user_count];
    user->number = user_count;
    user->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (user->fd < 0) fail("No socket for u%d: %s", user->number, strerror(errno));
    int on = 1;
    /* A reset at the end leaves no port in TIME_WAIT behind. */
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    setsockopt(user->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(user->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    setsockopt(user->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    struct sockaddr_in source = {.sin_family = AF_INET};
    source.sin_addr.s_addr = htonl(0x7f000101u + (uint32_t)(user->number % SOURCE_ADDRESSES));
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port)};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(user->fd, (struct sockaddr *)&source, sizeof source) < 0) {
        fail("No address for u%d: %s", user->number, strerror(errno));
    }
    if (connect(user->fd, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS) {
        fail("u%d can't connect: %s", user->number, strerror(errno));
    }
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = user};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, user->fd, &event);
    user_count++;
}

static void tell_name(struct user *user) {
    char request[MAX_REQUEST_BYTES];
    user->state = JOINING;
    write_to_server(user, request, protocol->write_join(request, user->number));
}

static void receive_frame(struct user *user, const char *frame, size_t length, frame_handler *handle) {
    int is_message = length > BYTES_FROM_END && frame[length - BYTES_FROM_END] == TEXT_FILLER;
    if (!is_message) {
        size_t kept = length < sizeof last_words ? length : sizeof last_words - 1;
        memcpy(last_words, frame, kept);
        last_words[kept] = '\0';
        char answer[MAX_REQUEST_BYTES];
        size_t answer_length = protocol->write_answer ? protocol->write_answer(answer, frame, length) : 0;
        if (answer_length > 0) {
            write_to_server(user, answer, answer_length);
            return;
        }
    }
    if (user->state == JOINED) {
        if (handle != NULL) handle(user, frame, length, is_message);
    } else if (protocol->is_joined(frame, length)) {
        user->state = JOINED;
        joined_count++;
    }
}

/* Returns whether there may be more to read. */
static int read_once(struct user *user, frame_handler *handle) {
    size_t carried = user->incomplete_bytes;
    if (carried > 0) {
        memcpy(read_buffer, user->incomplete, carried);
        free(user->incomplete);
        user->incomplete = NULL;
        user->incomplete_bytes = 0;
    }
    ssize_t read_bytes = recv(user->fd, read_buffer + carried, READ_BYTES - carried, 0);
    if (read_bytes == 0) fail("The server has hung up on u%d. Last heard: %s", user->number, last_words);
    if (read_bytes < 0 && errno != EAGAIN) {
        fail("u%d can't read: %s. Last heard: %s", user->number, strerror(errno), last_words);
    }
    size_t length = carried + (size_t)(read_bytes < 0 ? 0 : read_bytes);
    size_t at = 0;
    while (at < length) {
        size_t frame = protocol->frame_length(read_buffer + at, length - at);
        if (frame == 0) break;
        receive_frame(user, read_buffer + at, frame, handle);
        at += frame;
    }
    if (at < length) {
        if (length - at == READ_BYTES) fail("u%d received a frame of more than %d bytes.", user->number, READ_BYTES);
        user->incomplete_bytes = length - at;
        user->incomplete = malloc(length - at);
        memcpy(user->incomplete, read_buffer + at, length - at);
    }
    return length == READ_BYTES;
}

void poll_users(int timeout_ms, frame_handler *handle) {
    static struct epoll_event events[EVENTS_AT_ONCE];
    int count = epoll_wait(epoll_fd, events, EVENTS_AT_ONCE, timeout_ms);
    for (int index = 0; index < count; index++) {
        struct user *user = events[index].data.ptr;
        if (user->state == CONNECTING && (events[index].events & EPOLLERR)) {
            int error = 0;
            socklen_t size = sizeof error;
            getsockopt(user->fd, SOL_SOCKET, SO_ERROR, &error, &size);
            fail("u%d can't connect: %s", user->number, strerror(error));
        }
        if (user->state == CONNECTING && (events[index].events & EPOLLOUT)) tell_name(user);
        if (events[index].events & ~EPOLLOUT) {
            while (read_once(user, handle)) continue;
        }
    }
}

void join_users(int count) {
    uint64_t deadline = now_ns() + JOIN_DEADLINE_NS;
    while (joined_count < count) {
        while (user_count < count && user_count - joined_count < most_joining) connect_user();
        poll_users(1000, NULL);
        if (now_ns() > deadline) fail("%d of %d users joined in time. Last heard: %s", joined_count, count, last_words);
    }
}

void leave_users(void) {
    for (int number = 0; number < user_count; number++) {
        close(users[number].fd);
        free(users[number].incomplete);
    }
    memset(users, 0, (size_t)user_count * sizeof *users);
    user_count = 0;
    joined_count = 0;
}
