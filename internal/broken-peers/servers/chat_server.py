"""A small chat server in one thread, right in all that a server must do. The servers beside it each change one thing for the worse."""

import argparse
import collections
import heapq
import itertools
import select
import selectors
import signal
import socket
import time

from messages import FrameReader, Rejection, spell
from names import find_name_problem, fold, read_handshake, trim

SERVER = {"name": "SERVER", "ip": "0.0.0.0"}
READ_BYTES = 16_384

ENDPOINTS = "/standard, /list, /time, /help, /shout"
STANDARD = '{"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}'


class Client:
    """One connection. It has a name from the moment in which it gave one."""

    def __init__(self, connection, ip):
        self.connection, self.ip = connection, ip
        self.state = "handshake"  # Then "joining", "online", "leaving" or "closing", and "gone".
        self.name = None
        self.is_framed = False
        self.received = b""  # All that came before the welcome.
        self.last_byte_at = 0
        self.first_message = None  # Reads the first message of a client that skips the handshake.
        self.reader = None
        self.watched = 0  # The events of the selector.
        self.input_ended = False
        self.output_ended = False
        self.discarded_bytes = 0
        self.paused_at = None  # Since when it is not read, as it does not read either.
        self.paused_seconds = 0  # All such times together.
        self.outbox = collections.deque()  # Lines that the kernel did not take yet, each with its sender or None.
        self.queued_bytes = 0
        self.written_of_first = 0  # Bytes of the first line that the kernel took.
        self.next_write_at = 0  # For a client without newline.
        self.waits_for_gap = False
        self.stalled_since = None


class ChatServer:
    """Serves until the process ends. A subclass overrides what it does wrong."""

    reader_class = FrameReader
    name_end_seconds = 0.05
    handshake_seconds = 10
    object_seconds = 30
    stall_seconds = 10
    answer_seconds = 5
    linger_seconds = 2
    linger_bytes = 262_144
    gap_seconds = 0.001
    gap_limit = 2_000  # Lines that wait; beyond that the gap is given up.
    queue_bytes = 1_048_576  # What waits for one client at most.
    all_queues_bytes = 67_108_864
    unframed_text_bytes = 999
    list_bytes = 16_384

    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.users = {}  # By folded name.
        self.clients = set()
        self.queued_bytes = 0  # In all outboxes together.
        self.names_given = 0
        self.timers = []
        self.timer_numbers = itertools.count()

    # The loop.

    def listen(self, port):
        """Returns the port, which the system chooses when it is 0."""
        self.listener = socket.create_server(("127.0.0.1", port), backlog=1024)
        self.listener.setblocking(False)
        self.selector.register(self.listener, selectors.EVENT_READ, None)
        return self.listener.getsockname()[1]

    def serve(self, port):
        print(self.listen(port), flush=True)
        self.run()

    def run(self):
        while True:
            for key, events in self.selector.select(self.time_to_next_timer()):
                if key.data is None:
                    self.accept(self.listener)
                else:
                    self.handle_events(key.data, events)
            self.run_timers()

    def handle_events(self, client, events):
        if events & selectors.EVENT_WRITE:
            self.flush(client)
        if events & selectors.EVENT_READ and client.state != "gone":
            self.read(client)

    def later(self, seconds, action):
        heapq.heappush(self.timers, (time.monotonic() + seconds, next(self.timer_numbers), action))

    def time_to_next_timer(self):
        return max(0, self.timers[0][0] - time.monotonic()) if self.timers else None

    def run_timers(self):
        while self.timers and self.timers[0][0] <= time.monotonic():
            heapq.heappop(self.timers)[2]()

    def accept(self, listener):
        try:
            connection, address = listener.accept()
        except OSError:
            return  # It is gone already, or there are too many.
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.keep_alive(connection)
        client = Client(connection, address[0].removeprefix("::ffff:"))
        self.clients.add(client)
        self.watch(client, selectors.EVENT_READ)
        self.later(self.handshake_seconds, lambda: self.end_handshake(client))

    def keep_alive(self, connection):
        """Lets the system notice a machine that is gone, after 40 s [C-93]."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 1), ("TCP_KEEPCNT", 10)):
            if hasattr(socket, option):
                connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)

    # What a client sends.

    def read(self, client):
        try:
            chunk = client.connection.recv(READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            return self.leave(client)
        if client.state == "closing":
            self.discard(client, chunk)
        elif not chunk:
            self.take_end(client)
        elif client.state == "handshake":
            self.take_first_bytes(client, chunk)
        elif client.state == "joining":
            client.received += chunk
        else:
            self.take_stream(client, chunk)

    def take_end(self, client):
        """The client has shut down its side: its name is free, and what it sent before is still answered [C-35]."""
        client.input_ended = True
        self.end_handshake(client)
        if client.state == "joining":
            return self.leave(client)
        if client.state == "online":
            self.take_frames(client, client.reader.end())
        if client.state == "online":
            client.state = "leaving"
            self.free_name(client)
            self.later(self.answer_seconds, lambda: self.leave(client))
        self.flush(client)

    def take_stream(self, client, data):
        reader = client.reader
        open_before = reader.open_offset
        self.take_frames(client, reader.push(data))
        if reader.open_offset not in (None, open_before):
            self.limit_open_object(client, reader.open_offset, self.object_seconds)
        if client.state == "online" and client.queued_bytes > self.queue_bytes // 4:
            client.paused_at = time.monotonic()
            self.flush(client)

    def limit_open_object(self, client, offset, seconds):
        """Rejects an object that is not over in time. The time in which the client is not read does not count [C-14]."""
        paused_before = self.paused_time(client)

        def check():
            if client.state != "online" or client.reader.open_offset != offset:
                return
            paused = self.paused_time(client) - paused_before
            if paused > 0:
                self.limit_open_object(client, offset, paused)
            else:
                self.take_frames(client, [Rejection("incomplete", offset)])

        self.later(seconds, check)

    def paused_time(self, client):
        return client.paused_seconds + (time.monotonic() - client.paused_at if client.paused_at else 0)

    def take_frames(self, client, frames):
        for frame in frames:
            if client.state != "online":
                break
            if isinstance(frame, Rejection):
                self.take_rejection(client, frame)
            else:
                self.take_message(client, frame)

    def take_rejection(self, client, rejection):
        self.tell(client, client.name, f"\u26d4 Error: At byte {rejection.offset}: {rejection.reason}.")
        if rejection.is_fatal:
            self.finish(client)

    # The handshake.

    def take_first_bytes(self, client, chunk):
        client.received += chunk
        client.last_byte_at = time.monotonic()
        if client.first_message is not None:
            return self.take_first_message(client, client.first_message.push(chunk))
        self.judge_first_bytes(client, is_over=False)
        if client.state == "handshake" and client.first_message is None:
            self.end_name_after_silence(client)

    def end_name_after_silence(self, client):
        """Without newline and brace, 50 ms of silence end the name [C-31]."""

        def check():
            is_silent = time.monotonic() - client.last_byte_at >= self.name_end_seconds
            if client.state != "handshake" or client.first_message is not None or not is_silent:
                return
            if not select.select([client.connection], [], [], 0)[0]:
                self.judge_first_bytes(client, is_over=True)

        self.later(self.name_end_seconds, check)

    def end_handshake(self, client):
        """At the deadline and at the end of the input, what has arrived is judged [C-31]."""
        if client.state != "handshake":
            return
        if client.first_message is None:
            self.judge_first_bytes(client, is_over=True)
        if client.state == "handshake":
            self.refuse(client, "Your first message is not over. Close each string and each brace.")

    def judge_first_bytes(self, client, is_over):
        handshake = self.read_handshake(client.received, is_over)
        if handshake is None:
            return
        if handshake.problem:
            return self.refuse(client, handshake.problem)
        client.reader = self.reader_class(handshake.offset)
        if handshake.name is None:
            client.first_message = self.reader_class(handshake.offset)
            self.take_first_message(client, client.first_message.push(client.received[handshake.offset :]))
        else:
            client.is_framed = handshake.by_newline
            self.take_name(client, handshake.name)

    def read_handshake(self, data, is_over):
        return read_handshake(data, is_over)

    def take_first_message(self, client, frames):
        """The client has skipped the handshake: it is called as its first message says [C-32]."""
        if not frames:
            return
        if isinstance(frames[0], Rejection):
            return self.refuse(client, f"Your first message is no message: {frames[0].reason}.")
        self.take_name(client, trim(frames[0]["from"]["name"]))

    # A name.

    def take_name(self, client, name):
        problem = self.find_name_problem(name)
        if problem:
            return self.refuse(client, problem)
        if self.find_user(name):
            return self.refuse(client, "Username already in use! Try with another name.")
        client.name, client.state = name, "joining"
        self.names_given += 1
        self.join(client, name)

    def find_name_problem(self, name):
        return find_name_problem(name)

    def fold(self, name):
        return fold(name)

    def find_user(self, name):
        """Returns the user who is online under this name, or None."""
        return self.users.get(self.fold(name))

    def others(self, client):
        return [user for user in self.users.values() if user is not client]

    def join(self, client, name):
        """Called when a client has given its name, the first one as number 1 of `names_given`."""
        self.welcome(client, name)

    def welcome(self, client, name):
        names = [user.name for user in self.others(client)]
        self.users[self.fold(name)] = client
        client.state = "online"
        start = (
            f"Welcome {name}! Connection established.\nSend message to /help for a list of available commands!\n"
            + ("Online users: " if names else "You are the first connected user.")
        )
        self.tell(client, name, start + self.list_names(client, start, names, self.unframed_text_bytes))
        self.take_stream(client, client.received[client.reader.offset :])

    def refuse(self, client, reason):
        self.tell(client, "Guest", f"\u26d4 Error: {reason}")
        self.finish(client)

    # A message.

    def take_message(self, client, message):
        if not self.is_own_name(client, message["from"]["name"]):
            return self.tell(client, client.name, f"\u26d4 Error: Your name is {client.name}. Write it into from.name.")
        to = message["to"]
        if to.startswith("/"):
            self.take_request(client, to, message)
        else:
            self.take_direct(client, to, message)

    def is_own_name(self, client, name):
        return self.fold(name) == self.fold(client.name)

    def sender(self, client, message):
        """Returns the `from` that receivers see: what the server knows, never what the client wrote [C-50]."""
        return {"name": client.name, "ip": client.ip}

    def take_direct(self, client, to, message):
        receiver = self.find_user(to)
        if receiver is None:
            return self.tell(client, client.name, f"\u274c Error: User '{self.cut(to)}' not found.")
        line = self.line(self.sender(client, message), receiver.name, message["msg"])
        if receiver.queued_bytes + len(line) > self.queue_bytes:
            return self.tell(
                client,
                client.name,
                f"\u274c Error: '{receiver.name}' can't take more messages right now. Try again later.",
            )
        self.deliver(receiver, line, client)

    def deliver(self, receiver, line, sender):
        """Called with each direct message, as the line to write."""
        self.write(receiver, line, sender)

    def take_request(self, client, to, message):
        answers = {
            "/list": self.answer_list,
            "/time": self.answer_time,
            "/shout": self.answer_shout,
            "/help": self.answer_help,
            "/standard": self.answer_standard,
        }
        if to in answers:
            answers[to](client, message)
        else:
            self.answer_unknown(client, to)

    def answer_list(self, client, message):
        names = [user.name for user in self.others(client)]
        start = f"Online users ({len(names)}): " if names else "You are the only active user!"
        max_bytes = self.list_bytes if client.is_framed else self.unframed_text_bytes
        self.tell(client, client.name, start + self.list_names(client, start, names, max_bytes))

    def answer_time(self, client, message):
        self.tell(client, client.name, time.strftime("Server time: %H:%M:%S"))

    def answer_shout(self, client, message):
        others = self.others(client)
        line = self.line(self.sender(client, message), "Everyone", message["msg"])
        for user in others:
            self.shout_to(user, line, client)
        self.tell(client, client.name, f"Message sent to {len(others)} users")

    def shout_to(self, user, line, sender):
        if user.queued_bytes + len(line) > self.queue_bytes:
            self.cut_off(user, "you read too slowly")
        else:
            self.write(user, line, sender)

    def answer_help(self, client, message):
        self.tell(
            client,
            client.name,
            f"Available commands: \n {ENDPOINTS} \n Note: Write them when asking 'to:' to receive the correct response!",
        )

    def answer_standard(self, client, message):
        self.tell(client, client.name, f"JSON STD: \n {STANDARD}")

    def answer_unknown(self, client, to):
        self.tell(
            client,
            client.name,
            f"\u274c Error: Unknown command '{self.cut(to)}'. Send a message to /help for the list.",
        )

    def cut(self, text):
        """Returns at most 64 bytes of a text, and `…` after a cut."""
        data = text.encode()
        return text if len(data) <= 64 else data[:64].decode(errors="ignore") + "\u2026"

    def list_names(self, client, start, names, max_bytes):
        """Returns the names as one text, as many as leave the whole line within `max_bytes`."""
        if len(self.line(SERVER, client.name, start + ", ".join(names))) <= max_bytes:
            return ", ".join(names)
        room = max_bytes - len(self.line(SERVER, client.name, f"{start} \u2026 and {len(names)} more"))
        shown = []
        for name in names:
            room -= len(spell(name))  # Its two quotes stand for comma and space.
            if room < 0:
                break
            shown.append(name)
        return f"{', '.join(shown)} \u2026 and {len(names) - len(shown)} more"

    # What is written.

    def tell(self, client, to, text):
        self.write(client, self.line(SERVER, to, text))

    def line(self, sender, to, text):
        """Returns a message as one line of ASCII [C-20] [C-21]."""
        name, ip = spell(sender["name"]), spell(sender["ip"])
        return f'{{"from": {{"name": {name}, "ip": {ip}}}, "to": {spell(to)}, "msg": {spell(text)}}}\n'.encode()

    def write(self, client, line, sender=None):
        if client.state in ("closing", "gone"):
            return
        client.outbox.append((line, sender))
        self.count_queued(client, len(line))
        self.flush(client)
        if self.queued_bytes > self.all_queues_bytes:
            self.cut_off(max(self.clients, key=lambda user: user.queued_bytes), "too much was waiting for you")

    def count_queued(self, client, change):
        client.queued_bytes += change
        self.queued_bytes += change

    def flush(self, client):
        """Writes what the kernel takes."""
        has_written = False
        while client.outbox and client.state != "gone":
            batch = self.next_batch(client)
            if not batch:
                break
            try:
                written = client.connection.send(batch)
            except BlockingIOError:
                break
            except OSError:
                return self.leave(client)
            has_written = True
            self.take_off(client, written)
        self.after_flush(client, has_written)

    def next_batch(self, client):
        """Returns the bytes to write now: many lines, or one each millisecond to a client without newline [C-23]."""
        first = client.outbox[0][0][client.written_of_first :]
        if client.is_framed or client.state == "leaving" or len(client.outbox) > self.gap_limit:
            lines = (line for line, _ in itertools.islice(client.outbox, 1, 64))
            return first + b"".join(lines)
        if client.written_of_first > 0:
            return first
        wait = client.next_write_at - time.monotonic()
        if wait > 0:
            self.wait_for_gap(client, wait)
            return None
        client.next_write_at = time.monotonic() + self.gap_seconds
        return first

    def wait_for_gap(self, client, seconds):
        def write():
            client.waits_for_gap = False
            self.flush(client)

        if not client.waits_for_gap:
            client.waits_for_gap = True
            self.later(seconds, write)

    def take_off(self, client, written):
        self.count_queued(client, -written)
        client.written_of_first += written
        while client.outbox and client.written_of_first >= len(client.outbox[0][0]):
            client.written_of_first -= len(client.outbox.popleft()[0])

    def after_flush(self, client, has_written):
        if client.state == "gone":
            return
        if not client.outbox and client.state in ("leaving", "closing"):
            self.end_writing(client)
            if client.input_ended:
                return self.leave(client)
        waits_for_kernel = bool(client.outbox) and not client.waits_for_gap
        if has_written or not waits_for_kernel:
            client.stalled_since = None
        if waits_for_kernel and client.stalled_since is None:
            client.stalled_since = time.monotonic()
            self.limit_stall(client, client.stalled_since)
        if client.paused_at is not None and client.queued_bytes < self.queue_bytes // 8:
            client.paused_seconds += time.monotonic() - client.paused_at
            client.paused_at = None
        reads = client.paused_at is None and not client.input_ended
        self.watch(client, (selectors.EVENT_READ if reads else 0) | (selectors.EVENT_WRITE if waits_for_kernel else 0))

    def watch(self, client, events):
        if events == client.watched:
            return
        if not client.watched:
            self.selector.register(client.connection, events, client)
        elif not events:
            self.selector.unregister(client.connection)
        else:
            self.selector.modify(client.connection, events, client)
        client.watched = events

    def limit_stall(self, client, since):
        """Cuts off a client whose kernel takes nothing [C-70]."""

        def check():
            if client.stalled_since == since and client.state == "online":
                self.cut_off(client, "you read too slowly")

        self.later(self.stall_seconds, check)

    # The end.

    def cut_off(self, client, reason):
        """Closes with last words [C-73]. What the kernel did not take is reported to its senders."""
        self.report_unwritten(client)
        self.tell(client, client.name, f"\u26d4 Error: You were disconnected: {reason}.")
        self.finish(client)

    def report_unwritten(self, client):
        """Tells each sender how many messages the client may not have got, and keeps only a line that is begun [C-72]."""
        unwritten = collections.Counter(sender for _, sender in client.outbox if sender and sender is not client)
        begun = client.outbox[0] if client.written_of_first else None
        client.outbox.clear()
        self.count_queued(client, -client.queued_bytes)
        if begun and client.state != "gone":
            client.outbox.append((begun[0], None))
            self.count_queued(client, len(begun[0]) - client.written_of_first)
        for sender, count in unwritten.items():
            self.tell(
                sender,
                sender.name,
                f"\u274c Error: {count} of your messages to '{client.name}' may not have arrived.",
            )

    def finish(self, client):
        """Closes so that the client can read what was written: ends our side, then reads and discards [C-34]."""
        if client.state in ("closing", "gone"):
            return
        self.free_name(client)
        client.state = "closing"
        client.paused_at = None
        self.later(self.linger_seconds, lambda: self.leave(client))
        self.flush(client)

    def end_writing(self, client):
        if not client.output_ended:
            client.output_ended = True
            try:
                client.connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # It is gone, which is read next.

    def discard(self, client, chunk):
        client.discarded_bytes += len(chunk)
        if client.discarded_bytes > self.linger_bytes:
            return self.leave(client)
        client.input_ended = not chunk
        self.flush(client)

    def free_name(self, client):
        if client.name is not None and self.users.get(self.fold(client.name)) is client:
            del self.users[self.fold(client.name)]

    def leave(self, client):
        """The connection is gone."""
        if client.state == "gone":
            return
        self.free_name(client)
        client.state = "gone"
        self.watch(client, 0)
        client.connection.close()
        self.clients.discard(client)
        self.report_unwritten(client)

    def shut_down(self):
        for user in list(self.users.values()):
            self.tell(user, user.name, "Server is shutting down")


def arguments(*options):
    """Reads --port and the options, which are (flag, type) each and required."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=65432)
    for flag, kind in options:
        parser.add_argument(flag, type=kind, required=True)
    return parser.parse_args()


def run(server):
    """Serves on the port of the command line, until it is told to end."""

    def stop(*_):
        server.shut_down()
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    server.serve(arguments().port)


if __name__ == "__main__":
    run(ChatServer())
