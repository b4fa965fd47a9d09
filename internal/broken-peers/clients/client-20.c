#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int connection;

static void *read_answers(void *unused) {
  char buffer[4096];
  ssize_t count;
  while ((count = recv(connection, buffer, sizeof buffer, 0)) > 0) {
    fwrite(buffer, 1, (size_t)count, stdout);
    fflush(stdout);
  }
  return unused;
}

static void send_message(const char *name, const char *to, const char *text) {
  char line[1024];
  snprintf(line, sizeof line, "{\"from\": {\"name\": \"%s\", \"ip\": \"127.0.0.1\"}, \"to\": \"%s\", \"msg\": \"%s\"}\n",
           name, to, text);
  send(connection, line, strlen(line) + 1, MSG_NOSIGNAL);
  nanosleep(&(struct timespec){.tv_nsec = 200 * 1000 * 1000}, NULL);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const char *name = argv[3];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &address.sin_addr);
  connection = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) return 1;

  char greeting[128];
  send(connection, greeting, (size_t)snprintf(greeting, sizeof greeting, "%s\n", name), MSG_NOSIGNAL);
  pthread_t reader;
  pthread_create(&reader, NULL, read_answers, NULL);
  for (int round = 0; round < 2; ++round) {
    send_message(name, "/list", "");
    send_message(name, name, "hello");
    send_message(name, "/time", "");
    send_message(name, name, "is anybody here?");
  }
  shutdown(connection, SHUT_WR);
  pthread_join(reader, NULL);
  close(connection);
  return 0;
}
