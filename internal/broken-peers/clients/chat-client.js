import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const [, , host = "127.0.0.1", port = "65432", ownName = "Ada"] = process.argv;

/** Longest wait for the network, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Time between two messages of the conversation, in milliseconds. */
const PAUSE_MS = 200;

/**
 * A small chat client. It joins, has a short conversation, prints each message that arrives, and leaves. The programs beside it
 * override one step of it. Their arguments are HOST PORT NAME.
 */
export class ChatClient {
  name = ownName;
  socket = connect(Number(port), host).setTimeout(TIMEOUT_MS, () => this.socket.destroy());
  #isRefused = false;
  #joined = Promise.withResolvers();
  #ended = Promise.withResolvers();

  async run() {
    this.socket.on("error", (error) => console.log(`The connection is gone: ${error.message}`));
    this.socket.on("close", () => {
      this.#joined.resolve();
      this.#ended.resolve();
    });
    // A server writes one message on each line, in plain ASCII.
    createInterface({ input: this.socket }).on("line", (line) => this.show(line));
    this.sendName();
    await this.#joined.promise;
    for await (const [to, text] of this.conversation()) {
      if (this.#isRefused || !this.socket.writable) break;
      this.send(to, text);
      await pause(PAUSE_MS);
    }
    // Ends our half of the connection: the answers still arrive, then the server closes.
    this.socket.end();
    await this.#ended.promise;
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

  send(to, text) {
    this.socket.write(`${JSON.stringify(this.message(to, text))}\n`);
  }

  message(to, text) {
    return { from: { name: this.name, ip: "127.0.0.1" }, to, msg: text };
  }

  show(line) {
    console.log(line);
    // Nobody can be called Guest: the name was refused, and the server closes.
    this.#isRefused ||= line.includes('"to": "Guest"');
    this.#joined.resolve();
  }
}
