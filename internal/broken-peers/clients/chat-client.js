import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { FrameReader } from "./frames.js";

const [, , host = "127.0.0.1", port = "65432", ownName = "Ada", source] = process.argv;

/** Tests shorten the two next waits by this factor. */
const SCALE = Number(process.env.TIME_SCALE ?? "1");
/** Silence after which the server is asked for a sign of life, in milliseconds. */
const SILENCE_MS = 20_000 * SCALE;
/** Longest wait for that sign, in milliseconds. */
const SIGN_MS = 10_000 * SCALE;
/** Longest wait for the welcome, in milliseconds. */
const ANSWER_MS = 10_000;
/** Longest wait for the server to close, in milliseconds. */
const LEAVE_MS = 7_000;
/** Time between two messages of the conversation, in milliseconds. */
const PAUSE_MS = 200;
const MAX_MESSAGE_BYTES = 65_536;

const REMOVED = "\u26d4 Error: You were disconnected: removed by an operator";
const TAKEN = /^\u26d4 Error: Username already in( use)?!/;
const WORTH_ANOTHER_TRY = /^\u26d4 Error: (Server full: |The server can't check names )/;
const NOTICE =
  /^(Notice: |Server is shutting down|\u26d4 Error: You were disconnected: |\u274c Error: \d+ of your messages to ')/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are made harmless
const HARMFUL = /[\0-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A small chat client, right in all that a client must do. The programs beside it override one step of it. Its arguments are
 * HOST PORT NAME. It joins, has a short conversation, prints each message that arrives, and leaves. With `-` as a fourth
 * argument it sends what standard input says, until that ends or says `/quit`: `@Bob hello`, `/list` or `/shout hello`.
 */
export class ChatClient {
  Reader = FrameReader;
  name = ownName;
  socket = this.open();
  isJoined = false;
  isRefused = false;
  isOver = false;
  isLeaving = false;
  /** From the server. */
  lastText = null;
  welcomedAt = null;
  lostAt = null;
  tries = 0;
  reader = new this.Reader();
  /** It has been welcomed or refused, or the connection is over. */
  #joined = Promise.withResolvers();
  #ended = Promise.withResolvers();
  #silence = setTimeout(() => undefined, 0);

  async run() {
    if (/[{\n]/.test(this.name)) {
      console.log("A name can't hold a brace or a line feed.");
      this.socket.destroy();
    } else if (source === "-") await this.chat();
    else await this.talk();
  }

  /** Has the conversation. */
  async talk() {
    this.start();
    await this.#joined.promise;
    for await (const [to, text] of this.conversation()) {
      if (this.isRefused || !this.socket.writable) break;
      this.send(to, text);
      await pause(PAUSE_MS);
    }
    this.leave();
    await this.#ended.promise;
  }

  /** Sends what standard input says, and comes back when the connection is lost [C-90]. */
  async chat() {
    const input = createInterface({ input: process.stdin });
    input.on("line", (line) => this.takeLine(line));
    input.on("close", () => this.leave());
    for (;;) {
      this.start();
      await this.#ended.promise;
      if (this.isLeaving || !this.comesBack(this.lastText, this.isRefused, this.awaySeconds())) break;
      await pause(this.nextWaitMs());
      if (this.isLeaving) break;
      this.socket = this.open();
    }
    input.close();
    process.stdin.destroy();
  }

  open() {
    return connect(Number(port), host);
  }

  /** Begins anew with the socket: what came before is forgotten. */
  start() {
    Object.assign(this, {
      isJoined: false,
      isRefused: false,
      isOver: false,
      lastText: null,
      reader: new this.Reader(),
    });
    this.#joined = Promise.withResolvers();
    this.#ended = Promise.withResolvers();
    this.socket.on("error", (error) => console.log(`The connection is gone: ${error.message}`));
    this.socket.on("data", (chunk) => this.receive(chunk));
    this.socket.on("close", () => this.finish());
    this.#silence = setTimeout(() => this.socket.destroy(), ANSWER_MS);
    this.sendName();
  }

  finish() {
    clearTimeout(this.#silence);
    this.isOver = true;
    if (this.lostAt === null || (this.isJoined && !this.isRefused)) this.lostAt = performance.now();
    this.#joined.resolve();
    this.#ended.resolve();
  }

  sendName() {
    this.socket.write(`${this.name}\n`);
  }

  /** Returns the receiver and the text of each message. */
  conversation() {
    const once = [
      ["/list", ""],
      [this.name, "hello"],
      ["/time", ""],
      [this.name, "is anybody here?"],
    ];
    return [...once, ...once];
  }

  takeLine(line) {
    if (line === "/quit") return this.leave();
    const [, start, text] = /^([@/]\S*) ?(.*)$/s.exec(line) ?? [];
    if (start) this.sendLine(start.replace("@", ""), text.toWellFormed());
    else if (line) console.log("Write @Bob hello, /list or /shout hello.");
  }

  sendLine(to, text) {
    if (!this.isJoined || this.isRefused || this.isOver) console.log("(not sent: you are not online)");
    else this.send(to, text);
  }

  send(to, text) {
    const data = `${JSON.stringify(this.message(to, text))}\n`;
    if (Buffer.byteLength(data) > MAX_MESSAGE_BYTES) console.log("(not sent: it is too long)");
    else this.socket.write(data);
  }

  message(to, text) {
    return { from: { name: this.name, ip: "127.0.0.1" }, to, msg: text };
  }

  receive(chunk) {
    this.waitForLife();
    try {
      for (const message of this.reader.push(chunk)) this.take(message);
    } catch (error) {
      console.log(`The connection is gone: ${error.message}`);
      this.socket.destroy();
    }
  }

  /** After a long silence it asks for the time, and gives up when nothing comes [C-92]. */
  waitForLife() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.send("/time", "");
      this.#silence = setTimeout(() => this.socket.destroy(), SIGN_MS);
    }, SILENCE_MS);
  }

  take(message) {
    this.show(message);
    if (message.from.name !== "SERVER") return;
    this.lastText = message.msg;
    if (!this.isJoined && !NOTICE.test(message.msg)) this.takeFirstAnswer(message.to);
  }

  /** Nobody can be called Guest: then the name was refused, and the server closes. Else it is our name [C-33] [C-34]. */
  takeFirstAnswer(to) {
    this.isJoined = true;
    this.isRefused = to === "Guest";
    if (!this.isRefused) Object.assign(this, { name: to, welcomedAt: performance.now() });
    this.#joined.resolve();
  }

  show({ from, to, msg }) {
    console.log(this.harmless(`[${from.name} to ${to}] ${msg}`));
  }

  /** Replaces what acts on a terminal or fakes a line [C-80]. */
  harmless(text) {
    return text.replace(HARMFUL, "\ufffd");
  }

  /** Returns the time since the connection was lost, or null when the client was never online. */
  awaySeconds() {
    return this.welcomedAt === null ? null : (performance.now() - this.lostAt) / 1_000;
  }

  /** Decides after the end of a connection, from the last text of the server [C-90] [C-91]. */
  comesBack(text, refused, awaySeconds) {
    if (awaySeconds === null) return false;
    if (!refused) return !(text?.startsWith(`${REMOVED}.`) || text?.startsWith(`${REMOVED}: `));
    return WORTH_ANOTHER_TRY.test(text) || (TAKEN.test(text) && awaySeconds < 60);
  }

  /** Returns the time before the next try. A connection that held for 30 s begins a new count. */
  nextWaitMs() {
    const held = this.isJoined && !this.isRefused && performance.now() - this.welcomedAt >= 30_000;
    this.tries = held ? 1 : this.tries + 1;
    return Math.random() * Math.min(30_000, 500 * 2 ** (this.tries - 1));
  }

  /** Ends our half of the connection: the answers still arrive, then the server closes [C-35]. */
  leave() {
    this.isLeaving = true;
    this.socket.end();
    setTimeout(() => this.socket.destroy(), LEAVE_MS).unref();
  }
}

if (import.meta.main) await new ChatClient().run();
