// A chat client for Node.js, without any package. It finds the messages in the stream by their braces, and stays connected.
//
//     node chat-client.mjs HOST PORT NAME
//
// Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** The most that a server may write for one message. */
const MAX_MESSAGE_BYTES = 262_144;
/** When nothing came for so long, we ask the server for the time. */
const QUIET_MS = 20_000;
/** When it does not answer for so long, it is dead or out of reach, and we hang up. */
const ANSWER_MS = 10_000;
/** Before we try again we wait at most 0.5 s, 1 s, 2 s ... and never longer than the last one. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 30_000];
/** A lost connection may hold our name for so long. */
const NAME_HELD_MS = 60_000;
/** A client does not come back after the first of these, and may after the second. */
const DISMISSED = /^⛔ Error: You were disconnected: removed by an operator/;
const TEMPORARY = /^⛔ Error: (Server full|The server can't check names)/;
/** These answer nothing, and may come before the welcome. */
const NOTICE = /^(Notice: |Server is shutting down$|❌ Error: \d+ of your messages |⛔ Error: You were disconnected: )/;

/** Characters that could move the cursor, forge a line or turn the text around in a terminal. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const escapeUnit = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
const makeVisible = (text) => text.replace(UNSAFE, (char) => (char === "\n" ? "\\n" : escapeUnit(char)));

/** Returns plain ASCII. An emoji is two units of a JavaScript string, and two escapes in JSON. */
const quote = (text) => JSON.stringify(text).replace(/[^ -~]/g, escapeUnit);
const encode = (name, ip, to, msg) =>
  `{"from": {"name": ${quote(name)}, "ip": ${quote(ip)}}, "to": ${quote(to)}, "msg": ${quote(msg)}}\n`;

/** Returns the message that the text is, or `null`. */
function decode(text) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  const strings = [message.from?.name, message.from?.ip, message.to, message.msg];
  const areTexts = strings.every((string) => typeof string === "string" && !/\p{Surrogate}/u.test(string));
  // Five keys and four values: one more string is an unknown key, or one that is there twice.
  return areTexts && text.match(/"(?:[^"\\]|\\.)*"/g).length === 9 ? message : null;
}

/**
 * Cuts the stream into JSON objects. It works on bytes: in UTF-8 no byte of a longer character looks like a brace, so a
 * character that was cut between two reads is whole again when its object is decoded.
 */
class Framer {
  #frame = [];
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** Yields the text of each object that the chunk completes. Throws when nobody could read on. */
  *feed(chunk) {
    for (const byte of chunk) {
      const char = String.fromCharCode(byte);
      if (this.#depth === 0 && byte < 0x80) {
        this.#take(); // Text between two objects has no meaning, but it has to be UTF-8 as well.
        if (char !== "{") continue;
      }
      if (this.#frame.length === MAX_MESSAGE_BYTES) throw new Error("a message is longer than any server may write");
      this.#frame.push(byte);
      if (this.#isEscaped) this.#isEscaped = false;
      else if (char === "\\") this.#isEscaped = this.#isInString;
      else if (char === '"') this.#isInString = !this.#isInString;
      else if (char === "{" && !this.#isInString) this.#depth += 1;
      else if (char === "}" && !this.#isInString) this.#depth -= 1;
      if (this.#depth === 0 && byte < 0x80) yield this.#take();
    }
  }

  #take() {
    const bytes = Uint8Array.from(this.#frame);
    this.#frame = [];
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  }
}

const [host, port, name] = process.argv.slice(2);
/** The last connection that was accepted: commands go there. */
let current = null;
/** Of the newest connection: then "accepted" or "refused", or "dismissed" by the operator. */
let state = "";
let isLeaving = false;
/** Our own questions for the time, whose answers are not shown. */
let probes = 0;

/** Stays in the chat, over one connection after another. Returns the exit code. */
async function stay() {
  let waitMs = FIRST_WAIT_MS;
  let lostAt = null;
  for (;;) {
    const startedAt = Date.now();
    const problem = await converse().catch((error) => error);
    if (isLeaving) return problem ? 1 : 0;
    console.error(problem ? `No chat with ${host}:${port}: ${problem.message}` : "The server closed the connection.");
    if (state === "accepted") lostAt = Date.now();
    if (state === "accepted" && lostAt - startedAt > LONGEST_WAIT_MS) waitMs = FIRST_WAIT_MS;
    // A name in use right after a loss is our own. At the first connection it is somebody else's.
    const isHeld = lostAt !== null && Date.now() - lostAt < NAME_HELD_MS;
    if (lostAt === null || state === "dismissed" || (state === "refused" && !isHeld)) return 1;
    const pauseMs = waitMs * Math.random(); // At random, so that a whole class does not come back at once.
    console.error(`Trying again in ${(pauseMs / 1_000).toFixed(1)} s.`);
    await sleep(pauseMs);
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
  }
}

/** Shows what arrives until the server closes. Throws when the connection is lost. */
async function converse() {
  const socket = connect(port, host);
  const framer = new Framer();
  let watch = setTimeout(probe, QUIET_MS);
  function probe() {
    watch = setTimeout(() => socket.destroy(new Error("the server is silent")), ANSWER_MS);
    if (state !== "accepted" || isLeaving) return;
    probes += 1;
    send("/time", "");
  }
  state = "";
  probes = 0;
  socket.on("error", () => clearTimeout(watch)); // The loop below throws it.
  socket.write(`${name}\n`);
  try {
    for await (const chunk of socket) {
      clearTimeout(watch);
      watch = setTimeout(probe, QUIET_MS);
      for (const text of framer.feed(chunk)) take(decode(text), socket);
    }
  } finally {
    clearTimeout(watch);
  }
}

function take(message, socket) {
  if (message === null) return console.error("(Skipped an object that is no message.)");
  const { from, to, msg } = message;
  const isFromServer = from.name === "SERVER";
  if (isFromServer && msg.startsWith("Server time: ") && probes > 0) return probes--;
  console.log(makeVisible(`${from.name} -> ${to}: ${msg}`));
  if (isFromServer && DISMISSED.test(msg)) state = "dismissed";
  if (isFromServer && NOTICE.test(msg)) return;
  // Nobody can be called Guest: the server has refused us.
  if (isFromServer && to === "Guest") state = TEMPORARY.test(msg) ? "busy" : "refused";
  if (state !== "") return;
  state = "accepted";
  if (current === null) readCommands();
  current = socket;
}

async function readCommands() {
  console.error("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.");
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "quit") break;
    // No username holds a quotation mark, so a quoted one needs no escapes.
    const [, quoted, plain, text] = /^(?:"([^"]*)"?|(\S+))(.*)$/s.exec(line.trim()) ?? [];
    if (text !== undefined) send(quoted ?? plain, text.trim());
  }
  isLeaving = true;
  if (current.destroyed) process.exit(1);
  current.end(); // Closes our half only: the answers to what we sent can still arrive.
}

function send(to, text) {
  if (current.destroyed) return console.error("(Not connected: this was not sent.)");
  current.write(encode(name, current.localAddress ?? "", to, text));
}

if (process.argv.length !== 5) {
  console.error("Usage: node chat-client.mjs HOST PORT NAME   (the usual port is 65432)");
  process.exit(2);
}
process.exit(await stay());
