#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The lines that the user types, each "TO TEXT". */
static const char typed[] = "/list \r\n/shout hello everybody\r\n/time \r\n/shout is anybody here?\r\n/help \r\n/shout good bye\r\n";

static void show_answers(int connection, int wait_ms) {
  char buffer[4096];
  struct pollfd readable = {.fd = connection, .events = POLLIN};
  while (poll(&readable, 1, wait_ms) > 0) {
    ssize_t count = recv(connection, buffer, sizeof buffer, 0);
    if (count <= 0) return;
    fwrite(buffer, 1, (size_t)count, stdout);
    fflush(stdout);
  }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const char *name = argv[3];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &address.sin_addr);
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) return 1;

  char line[512], json[1024];
  send(connection, json, (size_t)snprintf(json, sizeof json, "%s\n", name), MSG_NOSIGNAL);
  FILE *input = fmemopen((void *)typed, sizeof typed - 1, "r");
  while (fgets(line, sizeof line, input) != NULL) {
    char *text = strchr(line, ' ');
    *text++ = '\0';
    int length = snprintf(json, sizeof json, "{\"from\": {\"name\": \"%s\", \"ip\": \"127.0.0.1\"}, \"to\": \"%s\", \"msg\": \"%s\"}\n",
                          name, line, text);
    send(connection, json, (size_t)length, MSG_NOSIGNAL);
    show_answers(connection, 200);
  }
  fclose(input);
  shutdown(connection, SHUT_WR);
  show_answers(connection, 20 * 1000);
  close(connection);
  return 0;
}
