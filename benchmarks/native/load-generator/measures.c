#define _GNU_SOURCE
#include "measures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/clock.h"
#include "../common/fail.h"
#include "process-usage.h"
#include "users.h"

#define SECOND_NS 1000000000ull

/* Wait for what is still in flight at the end. */
#define DRAIN_NS (5 * SECOND_NS)

struct burst {
    char *data;
    size_t length;
};

/* Usage and messages up to one moment. */
struct mark {
    uint64_t time_ns;
    struct process_time server;
    struct process_time own;
    uint64_t messages;
};

static struct burst *bursts;
static int in_flight;
static int is_ending;
/* Bursts in flight, of direct messages; messages in flight, of shouts and at a fixed rate. */
static int64_t outstanding;
static uint64_t messages;
/* Lines between direct messages that are something else: errors, most likely. */
static uint64_t unexpected;

static void reset_counts(int messages_in_flight) {
    in_flight = messages_in_flight;
    is_ending = 0;
    outstanding = 0;
    messages = 0;
    unexpected = 0;
    for (int number = 0; number < user_count; number++) users[number].received = 0;
}

static void make_text(char *text, uint64_t time_ns) {
    char stamp[20];
    sprintf(stamp, "%c%016llx", TEXT_MARK, (unsigned long long)time_ns);
    memset(text, TEXT_FILLER, TEXT_BYTES);
    memcpy(text, stamp, 17);
}

static uint64_t read_stamp(const char *frame, size_t length) {
    const char *mark = memrchr(frame, TEXT_MARK, length);
    return mark == NULL ? 0 : strtoull(mark + 1, NULL, 16);
}

static int partner_of(int number) { return number ^ 1; }

static struct mark take_mark(int server_pid) {
    struct mark mark = {now_ns(), read_process_time(server_pid), read_process_time(getpid()), messages};
    return mark;
}

/* Microseconds of the server for each of so many. */
static double server_us(const struct mark *start, const struct mark *end, double count) {
    return (double)(end->server.cpu_ns - start->server.cpu_ns) / 1e3 / count;
}

static double own_us(const struct mark *start, const struct mark *end, double count) {
    return (double)(end->own.cpu_ns - start->own.cpu_ns) / 1e3 / count;
}

/* The share of the time in which other programs had our core. We have a single thread, and never wait for ourselves. */
static double waiting_time_share(const struct mark *start, const struct mark *end) {
    return (double)(end->own.waiting_ns - start->own.waiting_ns) / (double)(end->time_ns - start->time_ns);
}

static void report(const char *name, const struct mark *start, const struct mark *end, const char *more) {
    double count = (double)(end->messages - start->messages);
    if (count == 0) fail("%s: nothing arrived.", name);
    double seconds = (double)(end->time_ns - start->time_ns) / 1e9;
    printf("{\"measure\":\"%s\",\"messages\":%.0f,\"perSecond\":%.1f,\"serverCpuUs\":%.4f,\"generatorCpuUs\":%.4f,"
           "\"waitingTimeShare\":%.4f,\"missing\":%lld,\"unexpected\":%llu%s}\n",
           name, count, count / seconds, server_us(start, end, count), own_us(start, end, count),
           waiting_time_share(start, end), (long long)outstanding, (unsigned long long)unexpected, more);
    fflush(stdout);
}

static void run_until(uint64_t end_ns, frame_handler *handle) {
    while (now_ns() < end_ns) poll_users(10, handle);
}

static void drain(frame_handler *handle) {
    uint64_t end_ns = now_ns() + DRAIN_NS;
    is_ending = 1;
    while (outstanding > 0 && now_ns() < end_ns) poll_users(10, handle);
    /* Receipts can come after the last message, and belong to no later load. */
    run_until(now_ns() + SECOND_NS / 50, NULL);
}

static void run_closed_loop(const char *name, const struct window *window, frame_handler *handle) {
    run_until(now_ns() + window->warm_up_ns, handle);
    struct mark start = take_mark(window->server_pid);
    run_until(now_ns() + window->duration_ns, handle);
    struct mark end = take_mark(window->server_pid);
    drain(handle);
    report(name, &start, &end, "");
}

static void send_burst(int number) { write_to_server(&users[number], bursts[number].data, bursts[number].length); }

static void handle_direct_message(struct user *user, const char *frame, size_t length, int is_message) {
    (void)frame;
    (void)length;
    if (!is_message) {
        unexpected++;
        return;
    }
    messages++;
    if (++user->received < in_flight) return;
    user->received = 0;
    if (is_ending) outstanding--;
    else send_burst(partner_of(user->number));
}

void measure_direct_messages(const char *name, const struct window *window, int messages_in_flight) {
    char text[TEXT_BYTES];
    make_text(text, 0);
    reset_counts(messages_in_flight);
    bursts = calloc((size_t)user_count, sizeof *bursts);
    for (int number = 0; number < user_count; number++) {
        struct burst *burst = &bursts[number];
        burst->data = malloc((size_t)in_flight * MAX_REQUEST_BYTES);
        for (int copy = 0; copy < in_flight; copy++) {
            burst->length += protocol->write_direct(burst->data + burst->length, number, partner_of(number), text);
        }
    }
    outstanding = user_count;
    for (int number = 0; number < user_count; number++) send_burst(number);
    run_closed_loop(name, window, handle_direct_message);
    for (int number = 0; number < user_count; number++) free(bursts[number].data);
    free(bursts);
}

static void shout(void) {
    outstanding = (int64_t)in_flight * (user_count - 1);
    send_burst(0);
}

static void handle_shout(struct user *user, const char *frame, size_t length, int is_message) {
    (void)user;
    (void)frame;
    (void)length;
    if (!is_message) return;
    messages++;
    if (--outstanding == 0 && !is_ending) shout();
}

static void handle_shout_entry(struct user *user, const char *frame, size_t length, int is_message) {
    (void)user;
    if (!is_message && protocol->is_shout_entered(frame, length)) outstanding--;
}

/* One after the other: a channel that thousands enter at once answers each with a list of all. */
static void enter_shouts(void) {
    if (protocol->write_shout_entry == NULL) return;
    char request[MAX_REQUEST_BYTES];
    reset_counts(1);
    uint64_t end_ns = now_ns() + 60 * SECOND_NS;
    for (int number = protocol->must_shouter_enter ? 0 : 1; number < user_count; number++) {
        write_to_server(&users[number], request, protocol->write_shout_entry(request, number));
        outstanding++;
        while (outstanding > 0 && now_ns() < end_ns) poll_users(10, handle_shout_entry);
        if (outstanding > 0) fail("u%d can't be shouted to.", number);
    }
}

void measure_shouts(const char *name, const struct window *window, int messages_in_flight) {
    char text[TEXT_BYTES];
    make_text(text, 0);
    enter_shouts();
    reset_counts(messages_in_flight);
    struct burst burst = {.data = malloc((size_t)in_flight * MAX_REQUEST_BYTES)};
    for (int copy = 0; copy < in_flight; copy++) {
        burst.length += protocol->write_shout(burst.data + burst.length, 0, text);
    }
    bursts = &burst;
    shout();
    run_closed_loop(name, window, handle_shout);
    free(burst.data);
}

/* Latencies of what was due in the window, in nanoseconds. */
static uint64_t *latencies;
static size_t latency_count;
static uint64_t window_start_ns;
static uint64_t window_end_ns;

static void handle_stamped(struct user *user, const char *frame, size_t length, int is_message) {
    (void)user;
    if (!is_message) {
        unexpected++;
        return;
    }
    messages++;
    outstanding--;
    uint64_t due_ns = read_stamp(frame, length);
    if (due_ns >= window_start_ns && due_ns < window_end_ns) latencies[latency_count++] = now_ns() - due_ns;
}

static int compare_times(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static double latency_us(double share) {
    size_t index = (size_t)((double)latency_count * share);
    return (double)latencies[index < latency_count ? index : latency_count - 1] / 1e3;
}

/* Writes what is due. Gives the time from which the next message is. */
static uint64_t send_due(uint64_t start_ns, int rate, uint64_t *sent) {
    char text[TEXT_BYTES];
    char request[MAX_REQUEST_BYTES];
    for (;;) {
        uint64_t due_ns = start_ns + *sent * SECOND_NS / (uint64_t)rate;
        if (due_ns > now_ns()) return due_ns;
        int sender = (int)(*sent % (uint64_t)user_count);
        make_text(text, due_ns);
        write_to_server(&users[sender], request, protocol->write_direct(request, sender, partner_of(sender), text));
        outstanding++;
        ++*sent;
    }
}

void measure_latency(const char *name, const struct window *window, int rate) {
    reset_counts(1);
    latency_count = 0;
    latencies = calloc((size_t)((double)window->duration_ns / 1e9 * rate) + 2, sizeof *latencies);
    uint64_t start_ns = now_ns();
    window_start_ns = start_ns + window->warm_up_ns;
    window_end_ns = window_start_ns + window->duration_ns;
    struct mark start = {0};
    uint64_t sent = 0;
    while (send_due(start_ns, rate, &sent) < window_end_ns) {
        if (start.time_ns == 0 && now_ns() >= window_start_ns) start = take_mark(window->server_pid);
        /* Never asleep: to be woken takes as long as what is measured. */
        poll_users(0, handle_stamped);
    }
    struct mark end = take_mark(window->server_pid);
    drain(handle_stamped);
    char more[200];
    if (latency_count == 0) fail("%s: nothing arrived.", name);
    qsort(latencies, latency_count, sizeof *latencies, compare_times);
    snprintf(more, sizeof more, ",\"p50Us\":%.1f,\"p99Us\":%.1f,\"maxUs\":%.1f", latency_us(0.5), latency_us(0.99),
             latency_us(1));
    report(name, &start, &end, more);
    free(latencies);
}

void wait_for_rest(int server_pid) {
    uint64_t end_ns = now_ns() + 10 * SECOND_NS;
    while (now_ns() < end_ns) {
        uint64_t before_ns = read_process_time(server_pid).cpu_ns;
        run_until(now_ns() + SECOND_NS / 5, NULL);
        if (read_process_time(server_pid).cpu_ns - before_ns < SECOND_NS / 500) return;
    }
}

/* When the first and the last receiver had the shout. */
static uint64_t first_ns;
static uint64_t last_ns;

static void handle_spread(struct user *user, const char *frame, size_t length, int is_message) {
    (void)frame;
    (void)length;
    if (!is_message) return;
    if (user->received) fail("u%d has received a shout twice.", user->number);
    user->received = 1;
    messages++;
    last_ns = now_ns();
    if (first_ns == 0) first_ns = last_ns;
    outstanding--;
}

void measure_spread(const char *name, int server_pid, int times) {
    char text[TEXT_BYTES];
    char request[MAX_REQUEST_BYTES];
    if (protocol->write_shout_entry != NULL) fail("%s: only for a protocol in which everybody receives shouts.", name);
    make_text(text, 0);
    reset_counts(1);
    uint64_t *spreads = calloc((size_t)times, sizeof *spreads);
    if (spreads == NULL) fail("No memory for %d shouts.", times);
    struct mark start = take_mark(server_pid);
    for (int time = 0; time < times; time++) {
        first_ns = 0;
        outstanding = user_count - 1;
        for (int number = 0; number < user_count; number++) users[number].received = 0;
        write_to_server(&users[0], request, protocol->write_shout(request, 0, text));
        uint64_t deadline = now_ns() + 60 * SECOND_NS;
        while (outstanding > 0 && now_ns() < deadline) poll_users(0, handle_spread);
        if (outstanding > 0) fail("%s: %lld users have not received a shout.", name, (long long)outstanding);
        spreads[time] = last_ns - first_ns;
    }
    struct mark end = take_mark(server_pid);
    qsort(spreads, (size_t)times, sizeof *spreads, compare_times);
    char more[60];
    snprintf(more, sizeof more, ",\"spreadMs\":%.3f", (double)spreads[times / 2] / 1e6);
    report(name, &start, &end, more);
    free(spreads);
}

/* Waits until the program that reads our output has written a line. */
static void wait_for_line(void) {
    fflush(stdout);
    for (int byte = getchar(); byte != '\n' && byte != EOF; byte = getchar()) continue;
}

void measure_return(const char *name, int server_pid) {
    int count = user_count;
    printf("{\"measure\":\"all are there\"}\n");
    wait_for_line();
    struct mark start = take_mark(server_pid);
    leave_users();
    join_users(count);
    struct mark end = take_mark(server_pid);
    printf("{\"measure\":\"%s\",\"connections\":%d,\"seconds\":%.3f,\"serverCpuUs\":%.3f,\"generatorCpuUs\":%.3f,"
           "\"waitingTimeShare\":%.4f}\n",
           name, count, (double)(end.time_ns - start.time_ns) / 1e9, server_us(&start, &end, count),
           own_us(&start, &end, count), waiting_time_share(&start, &end));
    wait_for_line();
}

void measure_joins(const char *name, int server_pid, int count) {
    int before = user_count;
    struct mark start = take_mark(server_pid);
    join_users(count);
    struct mark end = take_mark(server_pid);
    wait_for_rest(server_pid);
    double joins = count - before;
    double seconds = (double)(end.time_ns - start.time_ns) / 1e9;
    printf("{\"measure\":\"%s\",\"connections\":%d,\"perSecond\":%.1f,\"serverCpuUs\":%.3f,\"generatorCpuUs\":%.3f,"
           "\"waitingTimeShare\":%.4f,\"residentBytes\":%llu}\n",
           name, count, joins / seconds, server_us(&start, &end, joins), own_us(&start, &end, joins),
           waiting_time_share(&start, &end), (unsigned long long)read_resident_bytes(server_pid));
    fflush(stdout);
}
