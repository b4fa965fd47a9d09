/* Makes the load of one server, and prints a line of JSON for each measure:
 *   load-generator PROTOCOL PORT SERVER_PID USERS JOINS_AT_ONCE WARM_UP_MS DURATION_MS MEASURE...
 * A measure is dm:IN_FLIGHT, shout:IN_FLIGHT, latency:MESSAGES_PER_SECOND, joins:CONNECTIONS, spread:TIMES or
 * return:CONNECTIONS. `joins` adds to the USERS connections, and `return` adds those that are missing first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/fail.h"
#include "measures.h"
#include "users.h"

#define USAGE "PROTOCOL PORT SERVER_PID USERS JOINS_AT_ONCE WARM_UP_MS DURATION_MS MEASURE..."
#define FIXED_ARGUMENTS 8

static int read_number(const char *text, const char *what) {
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < 0 || number > 1000000000) fail("%s is not a number: %s", what, text);
    return (int)number;
}

static int amount_of(const char *measure) {
    const char *colon = strchr(measure, ':');
    if (colon == NULL) fail("A measure is written NAME:NUMBER, and not %s", measure);
    int amount = read_number(colon + 1, measure);
    if (amount < 1) fail("%s: the number has to be 1 or more.", measure);
    return amount;
}

static int is_called(const char *measure, const char *name) {
    size_t length = strlen(name);
    return strncmp(measure, name, length) == 0 && measure[length] == ':';
}

int main(int count, char **arguments) {
    if (count <= FIXED_ARGUMENTS) fail("Usage: " USAGE);
    const struct protocol *spoken = find_protocol(arguments[1]);
    if (spoken == NULL) fail("There is no protocol %s: chat, irc, mqtt or nats", arguments[1]);
    int port = read_number(arguments[2], "PORT");
    int early_users = read_number(arguments[4], "USERS");
    int joins_at_once = read_number(arguments[5], "JOINS_AT_ONCE");
    struct window window = {
            .server_pid = read_number(arguments[3], "SERVER_PID"),
            .warm_up_ns = (uint64_t)read_number(arguments[6], "WARM_UP_MS") * 1000000,
            .duration_ns = (uint64_t)read_number(arguments[7], "DURATION_MS") * 1000000,
    };
    if (early_users < 2 || early_users % 2 != 0) fail("USERS come in pairs, and are 2 or more.");
    if (joins_at_once < 1) fail("JOINS_AT_ONCE is 1 or more.");
    int most = early_users;
    for (int index = FIXED_ARGUMENTS; index < count; index++) {
        int amount = amount_of(arguments[index]);
        int has_more = is_called(arguments[index], "joins") || is_called(arguments[index], "return");
        if (has_more && amount > most) most = amount;
    }
    prepare_users(spoken, port, most, joins_at_once);
    measure_joins("warm-up", window.server_pid, early_users);
    for (int index = FIXED_ARGUMENTS; index < count; index++) {
        const char *measure = arguments[index];
        int amount = amount_of(measure);
        if (is_called(measure, "dm")) measure_direct_messages(measure, &window, amount);
        else if (is_called(measure, "shout")) measure_shouts(measure, &window, amount);
        else if (is_called(measure, "latency")) measure_latency(measure, &window, amount);
        else if (is_called(measure, "joins")) measure_joins(measure, window.server_pid, amount);
        else if (is_called(measure, "spread")) measure_spread(measure, window.server_pid, amount);
        else if (is_called(measure, "return")) {
            join_users(amount);
            wait_for_rest(window.server_pid);
            measure_return(measure, window.server_pid);
        } else fail("There is no measure %s: dm, shout, latency, joins, spread or return", measure);
    }
    /* To let go of its users is work too, and must not meet the load of whoever comes next. */
    leave_users();
    wait_for_rest(window.server_pid);
    return 0;
}
