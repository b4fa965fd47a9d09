#define _GNU_SOURCE
#include "phases.h"

#include <stdio.h>
#include <string.h>

#include "../common/clock.h"
#include "../common/fail.h"
#include "inbox.h"
#include "users.h"

#define SECOND_NS 1000000000ull
#define MS_NS 1000000ull

/* Longest sleep of a wait, so that it sees its deadline and does not take a processor. */
#define POLL_MS 20

static uint64_t deadline_after(int ms) { return now_ns() + (uint64_t)ms * MS_NS; }

static void print_times(const char *name, const uint64_t *times) {
    printf(",\"%s\":[", name);
    int printed = 0;
    for (int position = 0; position < user_count; position++) {
        if (times[position] == 0) continue;
        printf("%s%llu", printed++ == 0 ? "" : ",", (unsigned long long)times[position]);
    }
    putchar(']');
}

static void end_line(void) {
    puts("}");
    fflush(stdout);
}

/* Starts something for each user in turn, so many at the same time, and waits until all are done. */
static void in_turn(void start(struct user *user), const int *done_count, int at_once, int deadline_ms) {
    uint64_t start_ns = now_ns();
    uint64_t deadline_ns = deadline_after(deadline_ms);
    memset(answer_took_ns, 0, (size_t)user_count * sizeof *answer_took_ns);
    int started = 0;
    while (*done_count < user_count && now_ns() < deadline_ns) {
        while (started < user_count && started - *done_count < at_once) start(&users[started++]);
        poll_users(POLL_MS);
    }
    printf("{\"startNs\":%llu,\"endNs\":%llu", (unsigned long long)start_ns, (unsigned long long)now_ns());
}

void join(int at_once, int deadline_ms) {
    in_turn(connect_user, &settled_count, at_once, deadline_ms);
    printf(",\"joined\":%d,\"refusals\":", joined_count);
    print_tally(&refusals);
    print_times("tookNs", answer_took_ns);
    end_line();
}

static void ask_one_for_time(struct user *user) {
    if (user->state != JOINED) {
        answered_count++;
        return;
    }
    user->awaits = TIME;
    send_message(user, "/time", "");
}

void ask_for_time(int at_once, int deadline_ms) {
    answered_count = 0;
    in_turn(ask_one_for_time, &answered_count, at_once, deadline_ms);
    print_times("tookNs", answer_took_ns);
    end_line();
}

/* Checks whether someone who is online has not received it. */
static int is_awaited(const struct delivery *delivery, int is_receiver(const struct user *user)) {
    for (int position = 0; position < user_count; position++) {
        const struct user *user = &users[position];
        if (user->state == JOINED && delivery->times[position] == 0 && is_receiver(user)) return 1;
    }
    return 0;
}

static int shouter;

static int hears_shouter(const struct user *user) { return user->number != shouter; }

void shout(int number, int sender, int deadline_ms) {
    if (number < 0 || number >= MAX_SHOUTS) fail("There is no shout %d: 0 to %d.", number, MAX_SHOUTS - 1);
    struct delivery *delivery = &shouts[number];
    open_delivery(delivery);
    uint64_t deadline_ns = deadline_after(deadline_ms);
    struct user *own = find_user(sender);
    uint64_t sent_ns = 0;
    shouter = sender;
    receipt[0] = '\0';
    receipt_ns = 0;
    if (own != NULL && own->state == JOINED) {
        char text[64];
        snprintf(text, sizeof text, "S%d to everybody who is here", number);
        own->awaits = RECEIPT;
        send_message(own, "/shout", text);
        sent_ns = own->asked_ns;
    }
    while (now_ns() < deadline_ns && ((sent_ns != 0 && receipt_ns == 0) || is_awaited(delivery, hears_shouter))) {
        poll_users(POLL_MS);
    }
    printf("{\"sentNs\":%llu,\"receipt\":\"%s\",\"receiptNs\":%llu,\"received\":%d", (unsigned long long)sent_ns, receipt,
           (unsigned long long)receipt_ns, delivery->received);
    print_times("arrivedNs", delivery->first_ns);
    end_line();
}

static struct round_plan round_plan;

static int is_in_round(const struct user *user) {
    int sender = (user->number - round_plan.offset % round_plan.all_users + round_plan.all_users) % round_plan.all_users;
    return sender % round_plan.stride == 0;
}

static void write_one(struct user *user) {
    char to[16];
    char text[64];
    int receiver = (user->number + round_plan.offset) % round_plan.all_users;
    snprintf(to, sizeof to, "u%d", receiver);
    snprintf(text, sizeof text, "D%d from u%d to u%d at %llu", round_plan.number, user->number, receiver,
             (unsigned long long)now_ns());
    send_message(user, to, text);
}

void write_directly(const struct round_plan *plan, int deadline_ms) {
    if (plan->number < 0 || plan->number >= MAX_ROUNDS) fail("There is no round %d: 0 to %d.", plan->number, MAX_ROUNDS - 1);
    if (plan->stride < 1 || plan->all_users < 1 || plan->offset < 0 || plan->per_second < 1) fail("No such round.");
    struct delivery *delivery = &rounds[plan->number];
    open_delivery(delivery);
    round_plan = *plan;
    uint64_t start_ns = now_ns();
    uint64_t deadline_ns = deadline_after(deadline_ms);
    int sent = 0, expected = 0;
    for (int position = 0; position < user_count; position++) expected += is_in_round(&users[position]);
    for (int position = 0; position < user_count; position++) {
        struct user *user = &users[position];
        if (user->state != JOINED || user->number % plan->stride != 0) continue;
        while (now_ns() < start_ns + (uint64_t)sent * SECOND_NS / (uint64_t)plan->per_second) poll_users(1);
        write_one(user);
        sent++;
        poll_users(0);
    }
    while (now_ns() < deadline_ns && is_awaited(delivery, is_in_round)) poll_users(POLL_MS);
    printf("{\"sent\":%d,\"expected\":%d,\"received\":%d", sent, expected, delivery->received);
    print_times("tookNs", delivery->first_ns);
    end_line();
}

void ask_for_list(int number, int deadline_ms) {
    uint64_t deadline_ns = deadline_after(deadline_ms);
    struct user *asker = find_user(number);
    if (asker == NULL) fail("u%d is not one of the users of this process.", number);
    list[0] = '\0';
    answered_count = 0;
    if (asker->state == JOINED) {
        asker->awaits = LIST;
        send_message(asker, "/list", "");
        while (answered_count == 0 && asker->state == JOINED && now_ns() < deadline_ns) poll_users(POLL_MS);
    }
    printf("{\"text\":\"%s\"", list);
    end_line();
}

static void print_deliveries(const char *name, const struct delivery *deliveries, int most) {
    printf(",\"%s\":[", name);
    int printed = 0;
    for (int number = 0; number < most; number++) {
        const struct delivery *delivery = &deliveries[number];
        if (delivery->times == NULL) continue;
        int again = 0;
        for (int position = 0; position < user_count; position++) {
            if (delivery->times[position] > 1) again += delivery->times[position] - 1;
        }
        printf("%s{\"number\":%d,\"received\":%d,\"again\":%d,\"wrong\":%d}", printed++ == 0 ? "" : ",", number,
               delivery->received, again, delivery->wrong);
    }
    putchar(']');
}

void tell_account(void) {
    /* Messages that are in flight still belong to it. */
    poll_users(0);
    printf("{\"online\":%d,\"losses\":", joined_count);
    print_tally(&losses);
    printf(",\"said\":");
    print_tally(&said);
    print_deliveries("shouts", shouts, MAX_SHOUTS);
    print_deliveries("rounds", rounds, MAX_ROUNDS);
    end_line();
}

void leave(void) {
    printf("{\"left\":%d", close_users());
    end_line();
}
