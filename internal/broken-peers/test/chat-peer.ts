import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A server under test. */
export interface Target {
  readonly port: number;
  /** Longest wait for something that a right server does, in milliseconds. */
  readonly patienceMs: number;
  /** Time after which nothing came that a right server does not write, in milliseconds. */
  readonly quietMs: number;
}

/** One connection to a server under test. It takes what comes by line, as each message is written on one. */
export class ChatPeer implements Disposable {
  readonly name: string;
  /** The sizes of the reads so far, in bytes. */
  readonly reads: number[] = [];
  #received = Buffer.alloc(0);
  #end: "ended" | "reset" | null = null;
  readonly #patienceMs: number;
  readonly socket: Socket;
  readonly #changed = new EventTarget();

  private constructor(name: string, socket: Socket, patienceMs: number) {
    this.name = name;
    this.socket = socket;
    this.#patienceMs = patienceMs;
    socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.reads.push(chunk.length);
      this.#changed.dispatchEvent(new Event("change"));
    });
    const finish = (end: "ended" | "reset") => {
      this.#end ??= end;
      this.#changed.dispatchEvent(new Event("change"));
    };
    socket.on("end", () => finish("ended"));
    socket.on("error", () => finish("reset"));
    socket.on("close", () => finish("ended"));
  }

  /** Connects, and sends the bytes. */
  static async open({ port, patienceMs }: Target, bytes: string | Buffer = "", name = ""): Promise<ChatPeer> {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    await once(socket, "connect");
    const peer = new ChatPeer(name, socket, patienceMs);
    if (bytes.length > 0) peer.write(bytes);
    return peer;
  }

  /** Joins, and takes the welcome. */
  static async join(target: Target, name: string, newline = "\n"): Promise<ChatPeer> {
    const peer = await ChatPeer.open(target, `${name}${newline}`, name);
    await peer.next();
    return peer;
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  send(to: string, msg = ""): void {
    this.write(`${message(this.name, to, msg)}\n`);
  }

  /** Returns the next line; how the connection ended when there is none; or "nothing". */
  async nextLine(): Promise<string> {
    const deadline = performance.now() + this.#patienceMs;
    for (;;) {
      const end = this.#received.indexOf("\n");
      if (end >= 0) {
        const line = this.#received.toString("utf8", 0, end);
        this.#received = this.#received.subarray(end + 1);
        return line;
      }
      if (this.#end !== null) return this.#received.length > 0 ? `${this.takeRest()} (${this.#end})` : this.#end;
      const waitMs = deadline - performance.now();
      if (waitMs <= 0) return "nothing";
      await this.#change(waitMs);
    }
  }

  /** Returns the bytes that are no line yet. */
  takeRest(): string {
    const rest = this.#received.toString();
    this.#received = Buffer.alloc(0);
    return rest;
  }

  /** Returns the next message as `sender>receiver: text`, notices aside; else what {@link nextLine} returns. */
  async next(): Promise<string> {
    for (;;) {
      const shown = show(await this.nextLine());
      if (!/^SERVER>[^:]*: Notice: /.test(shown)) return shown;
    }
  }

  /** Returns all that comes up to the answer to `/time`, which is asked for now, without that answer. */
  async answers(): Promise<string[]> {
    this.send("/time", "now");
    const answers: string[] = [];
    for (;;) {
      const answer = await this.next();
      if (answer.includes("Server time: ")) return answers;
      answers.push(answer);
      if (["ended", "reset", "nothing"].includes(answer)) return answers;
    }
  }

  /** Returns all that comes up to the end of the connection. */
  async rest(): Promise<string[]> {
    const all: string[] = [];
    do all.push(await this.next());
    while (!["ended", "reset", "nothing"].includes(all.at(-1) ?? ""));
    return all;
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }

  async #change(waitMs: number): Promise<void> {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), waitMs);
    await new Promise<void>((resolve) => {
      waiting.signal.addEventListener("abort", () => resolve());
      this.#changed.addEventListener("change", () => resolve(), { once: true, signal: waiting.signal });
    });
    clearTimeout(timer);
    waiting.abort();
  }
}

/** Returns a message as a client writes it, without a line feed. */
export function message(name: string, to: string, msg: string): string {
  return JSON.stringify({ from: { name, ip: "192.0.2.1" }, to, msg });
}

/** Longest text that is shown as it is. */
const MAX_SHOWN = 400;

function show(line: string): string {
  try {
    const { from, to, msg } = JSON.parse(line);
    const text = msg.length > MAX_SHOWN ? `${msg.slice(0, 20)} and ${msg.length - 20} more` : msg;
    return `${from.name}>${to}: ${text}`;
  } catch {
    return line;
  }
}
