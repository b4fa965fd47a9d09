import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Command } from "../src/language.ts";

/** The longest waits of a scene, in milliseconds. */
export interface Patience {
  /** For something that a right client does. */
  readonly patienceMs: number;
  /** For something that a right client does not do. */
  readonly quietMs: number;
}

/** The name with which each client is started. */
export const NAME = "Ada";
/** Stands for something that did not come in time. */
export const NOTHING = "nothing";

/** A scripted server and a client that runs against it. `await using` ends both. */
export class ClientStage implements AsyncDisposable {
  /** All that the client has printed. */
  output = "";
  readonly patience: Patience;
  readonly #server: Server;
  readonly #client: ChildProcess;
  readonly #connections: Connection[] = [];
  #accepted = 0;
  #hasExited = false;

  private constructor(server: Server, client: ChildProcess, patience: Patience) {
    this.patience = patience;
    this.#server = server;
    this.#client = client;
    server.on("connection", (socket) => {
      this.#accepted++;
      this.#connections.push(new Connection(socket, patience));
    });
    client.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
    });
    client.stdin?.on("error", () => undefined);
    // Not "exit": its last output may come after that.
    client.on("close", () => {
      this.#hasExited = true;
    });
  }

  /** Starts a client, which measures silence by the time scale. Its command lacks the arguments. */
  static async start([program, ...programArguments]: Command, patience: Patience, timeScale = 1): Promise<ClientStage> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = spawn(program, [...programArguments, "127.0.0.1", `${port}`, NAME, "-"], {
      stdio: ["pipe", "pipe", "ignore"],
      env: { PATH: process.env.PATH, LANG: "C.UTF-8", PYTHONUTF8: "1", TIME_SCALE: `${timeScale}` },
    });
    return new ClientStage(server, client, patience);
  }

  get accepted(): number {
    return this.#accepted;
  }

  /** Returns the client's next connection, or null when there is none in time. */
  async connection(waitMs = this.patience.patienceMs): Promise<Connection | null> {
    await until(() => this.#connections.length > 0 || this.#hasExited, waitMs);
    return this.#connections.shift() ?? null;
  }

  /** Takes the name on the client's next connection, and welcomes it. */
  async join(welcomedAs = NAME): Promise<Connection> {
    const connection = await this.connection();
    if (connection === null) throw new Error("The client did not connect.");
    connection.name = await connection.next();
    connection.say("Welcome!", welcomedAs);
    await this.printed("Welcome!");
    return connection;
  }

  type(line: string | Buffer): void {
    this.#client.stdin?.write(line);
    this.#client.stdin?.write("\n");
  }

  endInput(): void {
    this.#client.stdin?.end();
  }

  /** Waits until the client has printed a text; returns whether it has. */
  async printed(text: string, waitMs = this.patience.patienceMs): Promise<boolean> {
    await until(() => this.output.includes(text) || this.#hasExited, waitMs);
    return this.output.includes(text);
  }

  async exited(waitMs = this.patience.patienceMs): Promise<boolean> {
    await until(() => this.#hasExited, waitMs);
    return this.#hasExited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.kill("SIGKILL");
    if (!this.#hasExited) await once(this.#client, "close");
    for (const connection of this.#connections) connection.socket.destroy();
    this.#server.close();
  }
}

/** One connection of the client, as its server sees it. */
export class Connection {
  name = "";
  readonly socket: Socket;
  readonly #patience: Patience;
  #received = "";
  #end = "";

  constructor(socket: Socket, patience: Patience) {
    this.socket = socket;
    this.#patience = patience;
    socket.setEncoding("latin1").on("data", (text: string) => {
      this.#received += text;
    });
    socket.on("end", () => {
      this.#end ||= "ended";
    });
    socket.on("error", () => {
      this.#end ||= "reset";
    });
    socket.on("close", () => {
      this.#end ||= "ended";
    });
  }

  /** Returns the client's next line, a message as `sender>receiver: text`; how the connection ended; or "nothing". */
  async next(waitMs = this.#patience.patienceMs): Promise<string> {
    await until(() => this.#received.includes("\n") || this.#end !== "", waitMs);
    const end = this.#received.indexOf("\n");
    if (end < 0) {
      const rest = this.takeRest();
      return this.#end || (rest ? `${rest} without a line feed` : NOTHING);
    }
    const line = this.#received.slice(0, end);
    this.#received = this.#received.slice(end + 1);
    return show(line);
  }

  takeRest(): string {
    const rest = this.#received;
    this.#received = "";
    return show(rest);
  }

  /** Waits until some bytes have come, a line or not; returns whether they have. */
  async hasBytes(): Promise<boolean> {
    await until(() => this.#received !== "" || this.#end !== "", this.#patience.patienceMs);
    return this.#received !== "";
  }

  /** Writes a message as a right server does. */
  say(text: string, to = NAME, from = "SERVER"): void {
    this.write(`${messageFrom(from, to, text)}\n`);
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  close(): void {
    this.socket.end();
    this.socket.on("end", () => this.socket.destroy());
  }
}

/** Returns a message as a right server writes it, without its line feed. */
export function messageFrom(name: string, to: string, msg: string): string {
  return JSON.stringify({ from: { name, ip: "192.0.2.1" }, to, msg }).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function show(line: string): string {
  try {
    const { from, to, msg } = JSON.parse(Buffer.from(line, "latin1").toString());
    return `${from.name}>${to}: ${msg}`;
  } catch {
    return line;
  }
}

/** Time between two looks, in milliseconds. */
const LOOK_MS = 40;

async function until(isReached: () => boolean, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (!isReached() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
