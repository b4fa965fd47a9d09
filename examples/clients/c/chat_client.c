/*
 * A chat client for POSIX systems that finds the messages in the stream by their braces, however the network cut it.
 *
 *     cc -o chat_client chat_client.c && ./chat_client HOST PORT NAME
 *
 * Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.
 */
#define _POSIX_C_SOURCE 200809L

#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  MAX_MESSAGE_BYTES = 256 * 1024, /* The most a server writes for one message. */
  MAX_COMMAND_BYTES = 64 * 1024,  /* The most a server accepts for one message. */
  READ_BYTES = 4096,
  ESCAPE_BYTES = 6,       /* \uXXXX */
  IP_BYTES = 64,
  LEAVING_MS = 10 * 1000, /* The server answers what was sent before we left within 5 s, then closes. */
};

/* ---- Reading one message: each function moves the cursor past what it read and says whether that was there. ---- */

struct message {
  char *from, *ip, *to, *text;
};

static bool read_char(char **cursor, char wanted) {
  *cursor += strspn(*cursor, " \t\r\n");
  if (**cursor != wanted) return false;
  ++*cursor;
  return true;
}

static bool read_hex(char **cursor, unsigned *code) {
  char digits[5] = "";
  for (int i = 0; i < 4; ++i) {
    if (!isxdigit((unsigned char)**cursor)) return false;
    digits[i] = *(*cursor)++;
  }
  *code = (unsigned)strtoul(digits, NULL, 16);
  return true;
}

/* Characters above U+FFFF, such as emoji, come as two escapes: a high surrogate and a low one. */
static bool read_code_point(char **cursor, unsigned *code) {
  unsigned low;
  if (!read_hex(cursor, code)) return false;
  if (*code < 0xd800 || *code > 0xdfff) return true;
  if (*code > 0xdbff || strncmp(*cursor, "\\u", 2) != 0) return false;
  *cursor += 2;
  if (!read_hex(cursor, &low) || low < 0xdc00 || low > 0xdfff) return false;
  *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
  return true;
}

/* Characters that could move the cursor, forge a line or turn the text around in a terminal. */
static bool is_unsafe(unsigned code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x061c || code == 0x200e || code == 0x200f ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Returns the new end. */
static char *write_utf8(char *end, unsigned code) {
  if (code < 0x80) {
    *end++ = (char)code;
    return end;
  }
  int continuations = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static const unsigned leads[] = {0, 0xc0, 0xe0, 0xf0};
  *end++ = (char)(leads[continuations] | code >> (6 * continuations));
  while (continuations-- > 0) *end++ = (char)(0x80 | (code >> (6 * continuations) & 0x3f));
  return end;
}

/* Decodes in place, to what may be shown: that never takes more bytes than the escape that stands for it. */
static bool read_string(char **cursor, char **text) {
  if (!read_char(cursor, '"')) return false;
  char *end = *text = *cursor;
  while (**cursor != '"') {
    char *start = *cursor;
    char byte = *(*cursor)++;
    unsigned code;
    if (byte == '\0') return false;
    if (byte != '\\') {
      *end++ = byte < ' ' || byte > '~' ? '?' : byte; /* A server writes plain ASCII, and DEL unescaped. */
      continue;
    }
    switch (byte = *(*cursor)++) {
      case '"': case '\\': case '/':
        *end++ = byte;
        break;
      case 'b': case 'f': case 'n': case 'r': case 't':
        *end++ = '\\';
        *end++ = byte;
        break;
      case 'u':
        if (!read_code_point(cursor, &code)) return false;
        if (is_unsafe(code)) { /* Then the escape is kept as it came. */
          memmove(end, start, ESCAPE_BYTES);
          end += ESCAPE_BYTES;
        } else {
          end = write_utf8(end, code);
        }
        break;
      default:
        return false;
    }
  }
  ++*cursor;
  *end = '\0';
  return true;
}

/* Reads the keys in any order; only "from" holds an object, so nothing nests deeper. */
static bool read_object(char **cursor, struct message *message, bool is_from) {
  if (!read_char(cursor, '{')) return false;
  do {
    char *key, **value = NULL;
    if (!read_string(cursor, &key) || !read_char(cursor, ':')) return false;
    if (!is_from && strcmp(key, "from") == 0) {
      if (!read_object(cursor, message, true)) return false;
      continue;
    }
    if (is_from && strcmp(key, "name") == 0) value = &message->from;
    if (is_from && strcmp(key, "ip") == 0) value = &message->ip;
    if (!is_from && strcmp(key, "to") == 0) value = &message->to;
    if (!is_from && strcmp(key, "msg") == 0) value = &message->text;
    if (value == NULL || *value != NULL || !read_string(cursor, value)) return false;
  } while (read_char(cursor, ','));
  return read_char(cursor, '}');
}

static bool read_message(char *json, struct message *message) {
  *message = (struct message){0};
  return read_object(&json, message, false) && message->from && message->ip && message->to && message->text;
}

/* ---- Cutting the stream into objects. ---- */

struct framer {
  char object[MAX_MESSAGE_BYTES + 1];
  size_t length;
  int depth;
  bool in_string, escaped;
};

/* Takes one byte and says whether it completes an object. */
static bool take_byte(struct framer *framer, char byte) {
  if (framer->depth == 0) {
    if (byte != '{') return false; /* Between two objects only white space is expected, and nothing has a meaning. */
    framer->length = 0;
  }
  if (framer->length == MAX_MESSAGE_BYTES) {
    fputs("A message is longer than any server may write.\n", stderr);
    exit(1);
  }
  framer->object[framer->length++] = byte;
  if (framer->escaped) framer->escaped = false;
  else if (framer->in_string && byte == '\\') framer->escaped = true;
  else if (byte == '"') framer->in_string = !framer->in_string;
  else if (!framer->in_string && byte == '{') ++framer->depth;
  else if (!framer->in_string && byte == '}') --framer->depth;
  framer->object[framer->length] = '\0';
  return framer->depth == 0;
}

/* ---- The conversation. ---- */

struct chat {
  int socket;
  FILE *to_server;
  const char *name;
  char ip[IP_BYTES];
  char command[MAX_COMMAND_BYTES];
  size_t command_length;
  struct framer framer;
  bool is_leaving, is_refused;
};

static void write_json_string(FILE *out, const char *text) {
  fputc('"', out);
  for (; *text != '\0'; ++text) {
    if ((unsigned char)*text < ' ') {
      fprintf(out, "\\u%04x", (unsigned)*text);
      continue;
    }
    if (*text == '"' || *text == '\\') fputc('\\', out);
    fputc(*text, out);
  }
  fputc('"', out);
}

/* Errors of writing show when reading: then the server is gone, and may have said why. */
static void send_message(struct chat *chat, const char *to, const char *text) {
  FILE *out = chat->to_server;
  fputs("{\"from\": {\"name\": ", out);
  write_json_string(out, chat->name);
  fputs(", \"ip\": ", out);
  write_json_string(out, chat->ip);
  fputs("}, \"to\": ", out);
  write_json_string(out, to);
  fputs(", \"msg\": ", out);
  write_json_string(out, text);
  fputs("}\n", out);
  fflush(out);
}

static char *trim(char *text) {
  static const char white_space[] = " \t\r";
  text += strspn(text, white_space);
  size_t length = strlen(text);
  while (length > 0 && strchr(white_space, text[length - 1]) != NULL) --length;
  text[length] = '\0';
  return text;
}

/* Says whether the user stays. No username holds a quotation mark, so a quoted one needs no escapes. */
static bool obey(struct chat *chat, char *command) {
  char *to = trim(command), *text;
  if (*to == '\0') return true;
  if (strcmp(to, "quit") == 0) return false;
  bool is_quoted = *to == '"';
  if (is_quoted) ++to;
  text = to + strcspn(to, is_quoted ? "\"" : " ");
  if (*text != '\0') *text++ = '\0';
  send_message(chat, to, trim(text));
  return true;
}

/* Says whether the user stays. */
static bool read_commands(struct chat *chat) {
  char chunk[READ_BYTES];
  ssize_t count = read(STDIN_FILENO, chunk, sizeof chunk);
  bool stays = true;
  if (count <= 0) {
    chunk[0] = '\n'; /* The last line may lack its end. */
    count = 1;
    stays = false;
  }
  for (ssize_t i = 0; i < count; ++i) {
    bool is_complete = chunk[i] == '\n';
    if (!is_complete && chat->command_length == sizeof chat->command - 1) {
      fputs("That line is longer than a message may be.\n", stderr);
      exit(1);
    }
    chat->command[chat->command_length++] = is_complete ? '\0' : chunk[i];
    if (!is_complete) continue;
    chat->command_length = 0;
    if (!obey(chat, chat->command)) return false;
  }
  return stays;
}

static void show(struct chat *chat, char *object) {
  struct message message;
  if (!read_message(object, &message)) {
    fputs("(Skipped an object that is no message.)\n", stderr);
    return;
  }
  printf("%s -> %s: %s\n", message.from, message.to, message.text);
  /* Nobody can be called Guest: only who was given no name is addressed so. */
  if (strcmp(message.from, "SERVER") == 0 && strcmp(message.to, "Guest") == 0) chat->is_refused = true;
}

/* Says whether the server goes on. */
static bool read_server(struct chat *chat) {
  char chunk[READ_BYTES];
  ssize_t count = read(chat->socket, chunk, sizeof chunk);
  for (ssize_t i = 0; i < count; ++i) {
    if (take_byte(&chat->framer, chunk[i])) show(chat, chat->framer.object);
  }
  return count > 0;
}

/* Returns the exit code. */
static int run(struct chat *chat) {
  struct pollfd sources[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = chat->socket, .events = POLLIN}};
  fprintf(chat->to_server, "%s\n", chat->name);
  fflush(chat->to_server);
  for (;;) {
    int ready = poll(sources, 2, chat->is_leaving ? LEAVING_MS : -1);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return 1;
    if (sources[0].revents != 0 && !read_commands(chat)) {
      shutdown(chat->socket, SHUT_WR); /* Closes our half only: the answers to what we sent can still arrive. */
      chat->is_leaving = true;
      sources[0].fd = -1; /* poll() looks past it from now on. */
    }
    if (sources[1].revents != 0 && !read_server(chat)) break;
  }
  if (chat->is_refused) return 1;
  if (chat->is_leaving) return 0;
  fputs("The server is gone.\n", stderr);
  return 1;
}

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *addresses;
  int problem = getaddrinfo(host, port, &hints, &addresses);
  if (problem != 0) {
    fprintf(stderr, "Can't connect to %s:%s: %s\n", host, port, gai_strerror(problem));
    return -1;
  }
  int connection = -1;
  for (struct addrinfo *address = addresses; address != NULL; address = address->ai_next) {
    connection = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (connection < 0) continue;
    if (connect(connection, address->ai_addr, address->ai_addrlen) == 0) break;
    problem = errno;
    close(connection);
    connection = -1;
  }
  freeaddrinfo(addresses);
  if (connection < 0) fprintf(stderr, "Can't connect to %s:%s: %s\n", host, port, strerror(problem));
  return connection;
}

int main(int argc, char **argv) {
  static struct chat chat; /* Too large for some stacks. */
  if (argc != 4) {
    fputs("Usage: chat_client HOST PORT NAME   (the usual port is 65432)\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  setvbuf(stdout, NULL, _IOLBF, 0);
  chat.name = argv[3];
  chat.socket = connect_to(argv[1], argv[2]);
  if (chat.socket < 0) return 1;
  chat.to_server = fdopen(chat.socket, "w");

  struct sockaddr_storage own;
  socklen_t own_size = sizeof own;
  getsockname(chat.socket, (struct sockaddr *)&own, &own_size);
  getnameinfo((struct sockaddr *)&own, own_size, chat.ip, sizeof chat.ip, NULL, 0, NI_NUMERICHOST);

  fputs("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.\n", stderr);
  return run(&chat);
}
