import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { FrameReader, Rejection, spell } from "./messages.js";
import { findNameProblem, fold, readHandshake, trim } from "./names.js";

const SERVER = { name: "SERVER", ip: "0.0.0.0" };
const ENDPOINTS = "/standard, /list, /time, /help, /shout";
const STANDARD = '{"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}';

/** One connection. It has a name from the moment in which it gave one. */
class Client {
  /** Then "joining", "online", "leaving" or "closing", and "gone". */
  state = "handshake";
  name = null;
  isFramed = false;
  /** All that came before the welcome. */
  received = Buffer.alloc(0);
  lastByteAt = 0;
  /** Reads the first message of a client that skips the handshake. */
  firstMessage = null;
  reader = null;
  inputEnded = false;
  discardedBytes = 0;
  pausedAt = null;
  pausedMs = 0;
  /** Lines that are not written yet, each with its sender or null. */
  outbox = [];
  queuedBytes = 0;
  /** The first lines of the outbox, whose write is not complete. */
  inFlight = 0;
  nextWriteAt = 0;
  waitsForGap = false;

  constructor(socket) {
    this.socket = socket;
    this.ip = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  }
}

/** A small chat server, right in all that a server must do. A subclass overrides what it does wrong. */
export class ChatServer {
  Reader = FrameReader;
  nameEndMs = 50;
  handshakeMs = 10_000;
  objectMs = 30_000;
  stallMs = 10_000;
  answerMs = 5_000;
  lingerMs = 2_000;
  lingerBytes = 262_144;
  gapMs = 1;
  /** Lines that wait; beyond that the gap is given up. */
  gapLimit = 2_000;
  queueBytes = 1_048_576;
  allQueuesBytes = 67_108_864;
  batchBytes = 16_384;
  unframedTextBytes = 999;
  listBytes = 16_384;

  /** By folded name. */
  users = new Map();
  clients = new Set();

  /** Returns the port, which the system chooses when it is 0. */
  listen(port) {
    const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 });
    server.on("connection", (socket) => this.accept(socket));
    return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server.address().port)));
  }

  accept(socket) {
    const client = new Client(socket);
    this.clients.add(client);
    socket.on("data", (chunk) => this.read(client, chunk));
    socket.on("end", () => this.takeEnd(client));
    socket.on("error", () => this.leave(client));
    socket.on("close", () => this.leave(client));
    this.later(this.handshakeMs, () => this.endHandshake(client));
  }

  later(ms, action) {
    setTimeout(action, ms).unref();
  }

  // What a client sends.

  read(client, chunk) {
    if (client.state === "closing") {
      client.discardedBytes += chunk.length;
      if (client.discardedBytes > this.lingerBytes) this.leave(client);
    } else if (client.state === "handshake") this.takeFirstBytes(client, chunk);
    else if (client.state === "joining") client.received = Buffer.concat([client.received, chunk]);
    else if (client.state === "online") this.takeStream(client, chunk);
  }

  /** The client has shut down its side: its name is free, and what it sent before is still answered [C-35]. */
  takeEnd(client) {
    client.inputEnded = true;
    this.endHandshake(client);
    if (client.state === "joining") return this.leave(client);
    if (client.state === "online") this.takeFrames(client, client.reader.end());
    if (client.state === "online") {
      client.state = "leaving";
      this.freeName(client);
      this.later(this.answerMs, () => this.leave(client));
    }
    this.flush(client);
  }

  takeStream(client, data) {
    const { reader } = client;
    const openBefore = reader.openOffset;
    this.takeFrames(client, reader.push(data));
    if (reader.openOffset !== null && reader.openOffset !== openBefore)
      this.limitOpenObject(client, reader.openOffset, this.objectMs);
    if (client.state === "online" && client.queuedBytes > this.queueBytes / 4) {
      client.pausedAt = performance.now();
      client.socket.pause();
    }
  }

  /** Rejects an object that is not over in time. The time in which the client is not read does not count [C-14]. */
  limitOpenObject(client, offset, ms) {
    const pausedBefore = this.pausedTime(client);
    this.later(ms, () => {
      if (client.state !== "online" || client.reader.openOffset !== offset) return;
      const pausedMs = this.pausedTime(client) - pausedBefore;
      if (pausedMs > 0) this.limitOpenObject(client, offset, pausedMs);
      else this.takeFrames(client, [new Rejection("incomplete", offset)]);
    });
  }

  pausedTime({ pausedMs, pausedAt }) {
    return pausedMs + (pausedAt === null ? 0 : performance.now() - pausedAt);
  }

  takeFrames(client, frames) {
    for (const frame of frames) {
      if (client.state !== "online") break;
      if (frame instanceof Rejection) this.takeRejection(client, frame);
      else this.takeMessage(client, frame);
    }
  }

  takeRejection(client, { offset, reason, isFatal }) {
    this.tell(client, client.name, `\u26d4 Error: At byte ${offset}: ${reason}.`);
    if (isFatal) this.finish(client);
  }

  // The handshake.

  takeFirstBytes(client, chunk) {
    client.received = Buffer.concat([client.received, chunk]);
    client.lastByteAt = performance.now();
    if (client.firstMessage) return this.takeFirstMessage(client, client.firstMessage.push(chunk));
    this.judgeFirstBytes(client, false);
    if (client.state === "handshake" && !client.firstMessage) this.endNameAfterSilence(client);
  }

  /** Without newline and brace, 50 ms of silence end the name [C-31]. The socket is polled before `setImmediate` calls. */
  endNameAfterSilence(client) {
    const { lastByteAt } = client;
    const judge = () => {
      if (client.state === "handshake" && client.lastByteAt === lastByteAt) this.judgeFirstBytes(client, true);
    };
    this.later(this.nameEndMs, () => setImmediate(judge));
  }

  /** At the deadline and at the end of the input, what has arrived is judged [C-31]. */
  endHandshake(client) {
    if (client.state !== "handshake") return;
    if (!client.firstMessage) this.judgeFirstBytes(client, true);
    if (client.state === "handshake")
      this.refuse(client, "Your first message is not over. Close each string and each brace.");
  }

  judgeFirstBytes(client, isOver) {
    const handshake = this.readHandshake(client.received, isOver);
    if (handshake === null) return;
    if (handshake.problem) return this.refuse(client, handshake.problem);
    client.reader = new this.Reader(handshake.offset);
    if (handshake.name === undefined) {
      client.firstMessage = new this.Reader(handshake.offset);
      this.takeFirstMessage(client, client.firstMessage.push(client.received.subarray(handshake.offset)));
    } else {
      client.isFramed = handshake.byNewline;
      this.takeName(client, handshake.name);
    }
  }

  readHandshake(data, isOver) {
    return readHandshake(data, isOver);
  }

  /** The client has skipped the handshake: it is called as its first message says [C-32]. */
  takeFirstMessage(client, [first]) {
    if (first instanceof Rejection) this.refuse(client, `Your first message is no message: ${first.reason}.`);
    else if (first) this.takeName(client, trim(first.from.name));
  }

  // A name.

  takeName(client, name) {
    const problem = this.findNameProblem(name);
    if (problem) return this.refuse(client, problem);
    if (this.findUser(name)) return this.refuse(client, "Username already in use! Try with another name.");
    client.name = name;
    client.state = "joining";
    this.welcome(client, name);
  }

  findNameProblem(name) {
    return findNameProblem(name);
  }

  fold(name) {
    return fold(name);
  }

  /** Returns the user who is online under this name, or undefined. */
  findUser(name) {
    return this.users.get(this.fold(name));
  }

  others(client) {
    return [...this.users.values()].filter((user) => user !== client);
  }

  welcome(client, name) {
    const names = this.others(client).map((user) => user.name);
    this.users.set(this.fold(name), client);
    client.state = "online";
    const start = `Welcome ${name}! Connection established.\nSend message to /help for a list of available commands!\n${
      names.length > 0 ? "Online users: " : "You are the first connected user."
    }`;
    this.tell(client, name, start + this.listNames(client, start, names, this.unframedTextBytes));
    this.takeStream(client, client.received.subarray(client.reader.offset));
  }

  refuse(client, reason) {
    this.tell(client, "Guest", `\u26d4 Error: ${reason}`);
    this.finish(client);
  }

  // A message.

  takeMessage(client, message) {
    const { to } = message;
    if (!this.isOwnName(client, message.from.name))
      this.tell(client, client.name, `\u26d4 Error: Your name is ${client.name}. Write it into from.name.`);
    else if (to.startsWith("/")) this.takeRequest(client, to, message);
    else this.takeDirect(client, to, message);
  }

  isOwnName(client, name) {
    return this.fold(name) === this.fold(client.name);
  }

  /** Returns the `from` that receivers see: what the server knows, never what the client wrote [C-50]. */
  sender(client) {
    return { name: client.name, ip: client.ip };
  }

  takeDirect(client, to, message) {
    const receiver = this.findUser(to);
    if (!receiver) return this.tell(client, client.name, `\u274c Error: User '${this.cut(to)}' not found.`);
    const line = this.line(this.sender(client, message), receiver.name, message.msg);
    if (receiver.queuedBytes + line.length > this.queueBytes)
      return this.tell(
        client,
        client.name,
        `\u274c Error: '${receiver.name}' can't take more messages right now. Try again later.`,
      );
    this.deliver(receiver, line, client);
  }

  deliver(receiver, line, sender) {
    this.write(receiver, line, sender);
  }

  takeRequest(client, to, message) {
    const answers = {
      "/list": () => this.answerList(client),
      "/time": () => this.tell(client, client.name, `Server time: ${new Date().toTimeString().slice(0, 8)}`),
      "/shout": () => this.answerShout(client, message),
      "/help": () => this.answerHelp(client),
      "/standard": () => this.tell(client, client.name, `JSON STD: \n ${STANDARD}`),
    };
    if (Object.hasOwn(answers, to)) answers[to]();
    else this.answerUnknown(client, to);
  }

  answerList(client) {
    const names = this.others(client).map((user) => user.name);
    const start = names.length > 0 ? `Online users (${names.length}): ` : "You are the only active user!";
    const maxBytes = client.isFramed ? this.listBytes : this.unframedTextBytes;
    this.tell(client, client.name, start + this.listNames(client, start, names, maxBytes));
  }

  answerShout(client, message) {
    const others = this.others(client);
    const line = this.line(this.sender(client, message), "Everyone", message.msg);
    for (const user of others) {
      if (user.queuedBytes + line.length > this.queueBytes) this.cutOff(user, "you read too slowly");
      else this.write(user, line, client);
    }
    this.tell(client, client.name, `Message sent to ${others.length} users`);
  }

  answerHelp(client) {
    this.tell(
      client,
      client.name,
      `Available commands: \n ${ENDPOINTS} \n Note: Write them when asking 'to:' to receive the correct response!`,
    );
  }

  answerUnknown(client, to) {
    this.tell(
      client,
      client.name,
      `\u274c Error: Unknown command '${this.cut(to)}'. Send a message to /help for the list.`,
    );
  }

  /** Returns at most 64 bytes of a text, and `…` after a cut. */
  cut(text) {
    const bytes = Buffer.from(text);
    if (bytes.length <= 64) return text;
    return `${new TextDecoder().decode(bytes.subarray(0, 64), { stream: true })}\u2026`;
  }

  /** Returns the names as one text, as many as leave the whole line within `maxBytes`. */
  listNames(client, start, names, maxBytes) {
    const all = names.join(", ");
    if (this.line(SERVER, client.name, start + all).length <= maxBytes) return all;
    let room = maxBytes - this.line(SERVER, client.name, `${start} \u2026 and ${names.length} more`).length;
    // The two quotes of each name stand for comma and space.
    const count = names.findIndex((name) => {
      room -= spell(name).length;
      return room < 0;
    });
    return `${names.slice(0, count).join(", ")} \u2026 and ${names.length - count} more`;
  }

  // What is written.

  tell(client, to, text) {
    this.write(client, this.line(SERVER, to, text));
  }

  /** Returns a message as one line of ASCII [C-20] [C-21]. */
  line({ name, ip }, to, text) {
    return Buffer.from(
      `{"from": {"name": ${spell(name)}, "ip": ${spell(ip)}}, "to": ${spell(to)}, "msg": ${spell(text)}}\n`,
    );
  }

  write(client, line, sender = null) {
    if (client.state === "closing" || client.state === "gone") return;
    client.outbox.push({ line, sender });
    client.queuedBytes += line.length;
    this.flush(client);
    this.limitAllQueues();
  }

  limitAllQueues() {
    let bytes = 0;
    for (const client of this.clients) bytes += client.queuedBytes;
    if (bytes <= this.allQueuesBytes) return;
    const [largest] = [...this.clients].toSorted((one, other) => other.queuedBytes - one.queuedBytes);
    this.cutOff(largest, "too much was waiting for you");
  }

  /** Starts a write, if none is in flight: of many lines, or of one each millisecond to a client without newline [C-23]. */
  flush(client) {
    if (client.inFlight > 0 || client.state === "gone") return;
    if (client.outbox.length === 0) return this.finishOutput(client);
    const inOneWrite = client.isFramed || client.state === "leaving" || client.outbox.length > this.gapLimit;
    if (!inOneWrite && this.waitsForGap(client)) return;
    let count = 0;
    let bytes = 0;
    do bytes += client.outbox[count++].line.length;
    while (inOneWrite && count < client.outbox.length && bytes < this.batchBytes);
    this.writeLines(client, count);
  }

  writeLines(client, count) {
    const data = Buffer.concat(client.outbox.slice(0, count).map(({ line }) => line));
    client.inFlight = count;
    const stalled = setTimeout(
      () => client.state === "online" && this.cutOff(client, "you read too slowly"),
      this.stallMs,
    );
    client.socket.write(data, () => {
      clearTimeout(stalled);
      client.outbox.splice(0, count);
      client.inFlight = 0;
      client.queuedBytes -= data.length;
      this.resume(client);
      this.flush(client);
    });
  }

  waitsForGap(client) {
    const waitMs = client.nextWriteAt - performance.now();
    if (waitMs <= 0) {
      client.nextWriteAt = performance.now() + this.gapMs;
      return false;
    }
    if (!client.waitsForGap) {
      client.waitsForGap = true;
      this.later(waitMs, () => {
        client.waitsForGap = false;
        this.flush(client);
      });
    }
    return true;
  }

  resume(client) {
    if (client.pausedAt === null || client.queuedBytes > this.queueBytes / 8) return;
    client.pausedMs += performance.now() - client.pausedAt;
    client.pausedAt = null;
    client.socket.resume();
  }

  // The end.

  /** Closes with last words [C-73]. What was not written is reported to its senders. */
  cutOff(client, reason) {
    this.reportUnwritten(client);
    this.tell(client, client.name, `\u26d4 Error: You were disconnected: ${reason}.`);
    this.finish(client);
  }

  /** Tells each sender how many messages the client may not have got, and keeps only a write in flight [C-72]. */
  reportUnwritten(client) {
    const counts = new Map();
    for (const { sender } of client.outbox)
      if (sender && sender !== client) counts.set(sender, (counts.get(sender) ?? 0) + 1);
    client.outbox = client.outbox.slice(0, client.inFlight).map(({ line }) => ({ line, sender: null }));
    client.queuedBytes = client.outbox.reduce((sum, { line }) => sum + line.length, 0);
    for (const [sender, count] of counts)
      this.tell(
        sender,
        sender.name,
        `\u274c Error: ${count} of your messages to '${client.name}' may not have arrived.`,
      );
  }

  /** Closes so that the client can read what was written: ends our side, then reads and discards [C-34]. */
  finish(client) {
    if (client.state === "closing" || client.state === "gone") return;
    this.freeName(client);
    client.state = "closing";
    client.socket.resume();
    this.later(this.lingerMs, () => this.leave(client));
    this.flush(client);
  }

  finishOutput(client) {
    if (client.state === "leaving" || client.state === "closing") client.socket.end();
  }

  freeName(client) {
    if (client.name !== null && this.findUser(client.name) === client) this.users.delete(this.fold(client.name));
  }

  /** The connection is gone. */
  leave(client) {
    if (client.state === "gone") return;
    this.freeName(client);
    client.state = "gone";
    client.socket.destroy();
    this.clients.delete(client);
    this.reportUnwritten(client);
  }

  shutDown() {
    for (const user of this.users.values()) this.tell(user, user.name, "Server is shutting down");
  }
}

/** Serves on the port of the command line when this is the program, until it is told to end. */
export async function run(Server, moduleIsProgram) {
  if (!moduleIsProgram) return;
  const { values } = parseArgs({ options: { port: { type: "string", default: "65432" } } });
  const server = new Server();
  process.on("SIGTERM", () => {
    server.shutDown();
    setImmediate(() => process.exit(0));
  });
  console.log(await server.listen(Number(values.port)));
}

await run(ChatServer, import.meta.main);
