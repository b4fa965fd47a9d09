/*
 * A chat client for POSIX systems that finds the messages in the stream by their braces, however the network cut it, and
 * that stays connected.
 *
 *     cc -o chat_client chat_client.c && ./chat_client HOST PORT NAME
 *
 * Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.
 */
#define _POSIX_C_SOURCE 200809L

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  MAX_MESSAGE_BYTES = 256 * 1024, /* The most a server writes for one message. */
  MAX_COMMAND_BYTES = 64 * 1024,  /* The most a server accepts for one message. */
  READ_BYTES = 4096,
  ESCAPE_BYTES = 6,       /* \uXXXX */
  IP_BYTES = 64,
  QUIET_MS = 20 * 1000,   /* When nothing came for so long, we ask the server for the time. */
  ANSWER_MS = 10 * 1000,  /* When it does not answer for so long, it is dead or out of reach, and we hang up. */
  FIRST_WAIT_MS = 500,    /* Before we try again, we wait at most 0.5 s, 1 s, 2 s ... */
  LONGEST_WAIT_MS = 30 * 1000, /* ... and never longer than this. */
  NAME_HELD_MS = 60 * 1000,    /* A lost connection may hold our name for so long. */
};

/* A client does not come back after the first of these, and may after the others. */
static const char dismissed[] = "⛔ Error: You were disconnected: removed by an operator";
static const char last_words[] = "⛔ Error: You were disconnected: ";
static const char server_full[] = "⛔ Error: Server full", names_unchecked[] = "⛔ Error: The server can't check names";

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

/* Reads one character of UTF-8, and returns false when there is none. */
static bool read_utf8(const char **cursor, unsigned *code) {
  static const unsigned smallest[] = {0, 0x80, 0x800, 0x10000};
  const unsigned char *byte = (const unsigned char *)*cursor;
  int continuations = *byte < 0x80 ? 0 : *byte < 0xe0 ? 1 : *byte < 0xf0 ? 2 : 3;
  *code = continuations == 0 ? *byte : *byte & (0x3f >> continuations);
  if ((*byte >= 0x80 && *byte < 0xc2) || *byte > 0xf4) return false;
  for (int i = 0; i < continuations; ++i) {
    if ((*++byte & 0xc0) != 0x80) return false;
    *code = *code << 6 | (*byte & 0x3f);
  }
  *cursor = (const char *)byte + 1;
  return *code >= smallest[continuations] && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff);
}

static bool is_utf8(const char *text) {
  for (unsigned code; *text != '\0';)
    if (!read_utf8(&text, &code)) return false;
  return true;
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
    if ((unsigned char)byte < ' ') return false;
    if (byte != '\\') {
      const char *after = start;
      read_utf8(&after, &code);
      end = write_utf8(end, is_unsafe(code) ? '?' : code); /* The server writes DEL unescaped. */
      *cursor += after - start - 1;
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

/* Takes one byte. Returns 1 when it completes an object, and -1 when nobody could read on. */
static int take_byte(struct framer *framer, char byte) {
  if (framer->depth == 0 && (unsigned char)byte < 0x80) {
    /* Text between two objects has no meaning, but it has to be UTF-8 as well. */
    if (!is_utf8(framer->object)) return -1;
    framer->object[framer->length = 0] = '\0';
    if (byte != '{') return 0;
  }
  if (framer->length == MAX_MESSAGE_BYTES) return -1;
  framer->object[framer->length++] = byte;
  framer->object[framer->length] = '\0';
  if (framer->escaped) framer->escaped = false;
  else if (framer->in_string && byte == '\\') framer->escaped = true;
  else if (byte == '"') framer->in_string = !framer->in_string;
  else if (!framer->in_string && byte == '{') ++framer->depth;
  else if (!framer->in_string && byte == '}' && --framer->depth == 0) return is_utf8(framer->object) ? 1 : -1;
  return 0;
}

/* ---- The conversation. ---- */

struct chat {
  int socket;
  bool is_lost;
  const char *name;
  char ip[IP_BYTES];
  char command[MAX_COMMAND_BYTES];
  size_t command_length;
  struct framer framer;
  enum { NEW, ACCEPTED, BUSY, REFUSED, DISMISSED } state;
  long long silent_since;
  int patience;
  int probes; /* Our own questions for the time, whose answers are not shown. */
  bool is_leaving;
};

/* Writes plain ASCII. Characters above U+FFFF, such as emoji, are two escapes. */
static void write_json_string(FILE *out, const char *text) {
  static const char escaped[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
  unsigned code;
  fputc('"', out);
  for (const char *next = text; *text != '\0'; text = next) {
    if (!read_utf8(&next, &code)) {
      next = text + 1;
      code = 0xfffd;
    }
    const char *found = code < 0x80 ? strchr(escaped, (int)code) : NULL;
    if (found != NULL) fprintf(out, "\\%c", letters[found - escaped]);
    else if (code >= ' ' && code <= '~') fputc((int)code, out);
    else if (code <= 0xffff) fprintf(out, "\\u%04x", code);
    else fprintf(out, "\\u%04x\\u%04x", 0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
  }
  fputc('"', out);
}

#define STARTS_WITH(text, start) (strncmp(text, start, sizeof start - 1) == 0)

/* Says whether a text of the server answers nothing. Such a text may come before the welcome. */
static bool is_notice(const char *text) {
  if (STARTS_WITH(text, "❌ Error: ") && strstr(text, " may not have arrived.") != NULL) return true;
  return STARTS_WITH(text, "Notice: ") || strcmp(text, "Server is shutting down") == 0 || STARTS_WITH(text, last_words);
}

static void show(struct chat *chat, char *object) {
  struct message message;
  if (!read_message(object, &message)) {
    fputs("(Skipped an object that is no message.)\n", stderr);
    return;
  }
  bool is_from_server = strcmp(message.from, "SERVER") == 0;
  if (is_from_server && chat->probes > 0 && STARTS_WITH(message.text, "Server time: ")) {
    --chat->probes;
    return;
  }
  printf("%s -> %s: %s\n", message.from, message.to, message.text);
  if (is_from_server && is_notice(message.text)) {
    if (STARTS_WITH(message.text, dismissed)) chat->state = DISMISSED;
  } else if (is_from_server && strcmp(message.to, "Guest") == 0) {
    /* Nobody can be called Guest: only who was given no name is addressed so. */
    bool is_busy = STARTS_WITH(message.text, server_full) || STARTS_WITH(message.text, names_unchecked);
    chat->state = is_busy ? BUSY : REFUSED;
  } else if (chat->state == NEW) {
    chat->state = ACCEPTED;
  }
}

static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Returns what read() does, and -1 as well when nobody could read on. */
static ssize_t read_server(struct chat *chat) {
  char chunk[READ_BYTES];
  ssize_t count = read(chat->socket, chunk, sizeof chunk);
  for (ssize_t i = 0; i < count; ++i) {
    int found = take_byte(&chat->framer, chunk[i]);
    if (found < 0) return -1;
    if (found > 0) show(chat, chat->framer.object);
    if (found > 0) chat->framer.object[chat->framer.length = 0] = '\0';
  }
  chat->silent_since = now_ms();
  chat->patience = QUIET_MS;
  return count;
}

/* Goes on reading meanwhile: the server may take nothing from a client that does not read. */
static void write_all(struct chat *chat, const char *bytes, size_t left) {
  struct pollfd server = {.fd = chat->socket, .events = POLLIN | POLLOUT};
  fcntl(chat->socket, F_SETFL, O_NONBLOCK);
  while (left > 0 && !chat->is_lost) {
    chat->is_lost = poll(&server, 1, QUIET_MS + ANSWER_MS) <= 0;
    if ((server.revents & ~POLLOUT) != 0) {
      ssize_t count = read_server(chat);
      chat->is_lost = count < 0;
      if (count <= 0) break;
    }
    if ((server.revents & POLLOUT) == 0) continue;
    ssize_t count = write(chat->socket, bytes, left);
    if (count < 0 && errno == EAGAIN) continue;
    if (count < 0) break; /* Reading shows it as well: the server is gone, and may have said why. */
    bytes += count;
    left -= (size_t)count;
  }
  fcntl(chat->socket, F_SETFL, 0);
}

static void send_message(struct chat *chat, const char *to, const char *text) {
  const char *parts[] = {"{\"from\": {\"name\": ", chat->name, ", \"ip\": ", chat->ip, "}, \"to\": ", to, ", \"msg\": ", text};
  char *line = NULL;
  size_t length = 0;
  if (chat->state != ACCEPTED) {
    fputs("(Not connected: this was not sent.)\n", stderr);
    return;
  }
  FILE *out = open_memstream(&line, &length);
  for (int i = 0; i < 8; i += 2) {
    fputs(parts[i], out);
    write_json_string(out, parts[i + 1]);
  }
  fputs("}\n", out);
  fclose(out);
  write_all(chat, line, length);
  free(line);
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

/* Shows what arrives and sends what is typed. Returns true when the server has closed the connection, false when it is lost. */
static bool talk(struct chat *chat) {
  struct pollfd sources[] = {{.events = POLLIN}, {.fd = chat->socket, .events = POLLIN}};
  chat->silent_since = now_ms();
  chat->patience = QUIET_MS;
  chat->probes = 0;
  chat->is_lost = dprintf(chat->socket, "%s\n", chat->name) < 0;
  while (!chat->is_lost) {
    bool takes_commands = chat->state == ACCEPTED && !chat->is_leaving;
    sources[0].fd = takes_commands ? STDIN_FILENO : -1; /* poll() looks past a negative one. */
    long long left = chat->silent_since + chat->patience - now_ms();
    if (left <= 0) {
      if (chat->patience == ANSWER_MS || !takes_commands) return false;
      chat->patience = ANSWER_MS;
      chat->silent_since = now_ms();
      ++chat->probes;
      send_message(chat, "/time", "");
      continue;
    }
    if (poll(sources, 2, (int)left) <= 0) continue;
    if (sources[0].revents != 0 && !read_commands(chat)) {
      shutdown(chat->socket, SHUT_WR); /* Closes our half only: the answers to what we sent can still arrive. */
      chat->is_leaving = true;
    }
    if (sources[1].revents == 0) continue;
    ssize_t count = read_server(chat);
    if (count <= 0) return count == 0;
  }
  return false;
}

/* Makes a new connection in the place of the last one, and says whether it is there. */
static bool join(struct chat *chat, const char *host, const char *port) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *addresses = NULL;
  struct sockaddr_storage own;
  socklen_t own_size = sizeof own;
  if (chat->socket >= 0) close(chat->socket);
  chat->socket = -1;
  chat->framer = (struct framer){0};
  const char *problem = gai_strerror(getaddrinfo(host, port, &hints, &addresses));
  for (struct addrinfo *address = addresses; address != NULL && chat->socket < 0; address = address->ai_next) {
    int connection = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (connection >= 0 && connect(connection, address->ai_addr, address->ai_addrlen) == 0) {
      chat->socket = connection;
    } else {
      problem = strerror(errno);
      close(connection);
    }
  }
  if (addresses != NULL) freeaddrinfo(addresses);
  if (chat->socket < 0) {
    fprintf(stderr, "Can't connect to %s:%s: %s\n", host, port, problem);
    return false;
  }
  getsockname(chat->socket, (struct sockaddr *)&own, &own_size);
  getnameinfo((struct sockaddr *)&own, own_size, chat->ip, sizeof chat->ip, NULL, 0, NI_NUMERICHOST);
  return true;
}

/* Stays in the chat, over one connection after another. Returns the exit code. */
static int stay(struct chat *chat, const char *host, const char *port) {
  long long lost_at = 0;
  int wait = FIRST_WAIT_MS;
  for (;;) {
    long long started_at = now_ms(), left;
    bool is_closed = join(chat, host, port) && talk(chat);
    if (chat->is_leaving) return is_closed ? 0 : 1;
    long long now = now_ms();
    if (chat->state == ACCEPTED) lost_at = now;
    if (lost_at - started_at > LONGEST_WAIT_MS) wait = FIRST_WAIT_MS;
    /* A name in use right after a loss is our own. At the first connection it is somebody else's. */
    bool is_refused = chat->state == REFUSED && now - lost_at > NAME_HELD_MS;
    if (lost_at == 0 || is_refused || chat->state == DISMISSED) return 1;
    chat->state = NEW; /* What is typed now is not sent. */
    int pause = rand() % wait; /* At random, so that a whole class does not come back at once. */
    fprintf(stderr, "The connection is lost. Trying again in %.1f s.\n", pause / 1000.0);
    struct pollfd typed = {.fd = STDIN_FILENO, .events = POLLIN};
    while ((left = now + pause - now_ms()) > 0) {
      if (poll(&typed, 1, (int)left) > 0 && !read_commands(chat)) return 1;
    }
    wait = 2 * wait < LONGEST_WAIT_MS ? 2 * wait : LONGEST_WAIT_MS;
  }
}

int main(int argc, char **argv) {
  static struct chat chat = {.socket = -1}; /* Too large for some stacks. */
  if (argc != 4) {
    fputs("Usage: chat_client HOST PORT NAME   (the usual port is 65432)\n", stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  setvbuf(stdout, NULL, _IOLBF, 0);
  chat.name = argv[3];
  srand((unsigned)(now_ms() ^ getpid()));
  fputs("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.\n", stderr);
  return stay(&chat, argv[1], argv[2]);
}
