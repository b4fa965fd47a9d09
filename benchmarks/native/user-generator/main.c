/* Many users of a chat of one or more nodes, who do what they are told:
 *   user-generator NETWORK FIRST COUNT PORT...
 * They are called u<FIRST> and so on; user n connects to the port at index n modulo their number, from the
 * addresses 127.0.<NETWORK>.*. A command is a line of its name and whole numbers. Each is answered by one line of JSON, after
 * what it asks for has happened or its deadline has passed. The end of the input ends the program. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/fail.h"
#include "phases.h"
#include "users.h"

#define FIXED_ARGUMENTS 4
#define MAX_NODES 64
#define MAX_NUMBERS 6
#define COMMAND_BYTES 256

static int read_number(const char *text, const char *what) {
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < 0 || number > 1000000000) fail("%s is not a number: %s", what, text);
    return (int)number;
}

static void run(char *command) {
    char *rest = NULL;
    int numbers[MAX_NUMBERS];
    int count = 0;
    const char *name = strtok_r(command, " ", &rest);
    if (name == NULL) fail("An empty command.");
    for (char *word; (word = strtok_r(NULL, " ", &rest)) != NULL;) {
        if (count == MAX_NUMBERS) fail("%s: too many numbers.", name);
        numbers[count++] = read_number(word, name);
    }
    if (strcmp(name, "join") == 0 && count == 2) join(numbers[0], numbers[1]);
    else if (strcmp(name, "time") == 0 && count == 2) ask_for_time(numbers[0], numbers[1]);
    else if (strcmp(name, "shout") == 0 && count == 3) shout(numbers[0], numbers[1], numbers[2]);
    else if (strcmp(name, "list") == 0 && count == 2) ask_for_list(numbers[0], numbers[1]);
    else if (strcmp(name, "account") == 0 && count == 0) tell_account();
    else if (strcmp(name, "leave") == 0 && count == 0) leave();
    else if (strcmp(name, "direct") == 0 && count == 6) {
        struct round_plan plan = {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
        write_directly(&plan, numbers[5]);
    } else fail("There is no command %s with %d numbers.", name, count);
}

/* Commands come one at a time, each after the answer to the one before: a read is a whole line. Gives 0 at the end. */
static int run_next(void) {
    char command[COMMAND_BYTES];
    ssize_t length = read(STDIN_FILENO, command, sizeof command - 1);
    if (length == 0) return 0;
    if (length < 0) fail("Can't read commands: %s", strerror(errno));
    command[length] = '\0';
    char *end = strchr(command, '\n');
    if (end == NULL || end[1] != '\0') fail("A command is one line, and comes after the answer to the one before.");
    *end = '\0';
    run(command);
    return 1;
}

int main(int count, char **arguments) {
    int node_count = count - FIXED_ARGUMENTS;
    if (node_count < 1 || node_count > MAX_NODES) fail("Usage: NETWORK FIRST COUNT PORT... (up to %d ports)", MAX_NODES);
    int network = read_number(arguments[1], "NETWORK");
    int first = read_number(arguments[2], "FIRST");
    int users_here = read_number(arguments[3], "COUNT");
    int ports[MAX_NODES];
    for (int index = 0; index < node_count; index++) ports[index] = read_number(arguments[FIXED_ARGUMENTS + index], "PORT");
    if (network > 255) fail("NETWORK is a number from 0 to 255.");
    if (users_here < 1) fail("COUNT is 1 or more.");
    struct nodes nodes = {ports, node_count};
    prepare_users(nodes, network, first, users_here);
    for (;;) {
        if (poll_users(-1) && !run_next()) return 0;
    }
}
