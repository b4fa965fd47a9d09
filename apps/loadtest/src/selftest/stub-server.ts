import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import {
  type ChatMessage,
  createJsonMsg,
  EndpointName,
  EVERYONE,
  GUEST,
  HandshakeReader,
  isEndpoint,
  MessageReader,
  SERVER_IP,
  SERVER_NAME,
  serverTexts,
  UNFRAMED_MESSAGE_BYTES,
} from "@chat/protocol";
import { FaultyOutput, type Write } from "./faulty-output.ts";
import type { StubFaults, StubMeasurements } from "./stub-faults.ts";

/** Connections that may wait to be accepted: what comes in a rush is not refused by the system. */
const BACKLOG = 4_096;

/** A user as long as the connection stands. */
interface User {
  readonly name: string;
  readonly write: Write;
}

/**
 * A chat server with known faults, which it counts itself: a tester that finds the same is right. It keeps of the contract
 * what a load tester uses: the handshake with a newline, direct messages, `/time`, `/list` and `/shout`.
 */
export class StubServer implements AsyncDisposable {
  readonly #faults: StubFaults;
  readonly #maxConnections: number;
  readonly #output: FaultyOutput;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #users = new Map<string, User>();
  readonly #givenNames = new Set<string>();
  #connections = 0;
  #peakConnections = 0;
  /** Names that were given. */
  #names = 0;

  private constructor(faults: StubFaults) {
    this.#faults = faults;
    this.#maxConnections = faults.maxConnections ?? Number.POSITIVE_INFINITY;
    this.#output = new FaultyOutput(faults);
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  static async start(faults: StubFaults): Promise<StubServer> {
    const stub = new StubServer(faults);
    stub.#server.listen({ port: 0, host: "127.0.0.1", backlog: BACKLOG });
    await once(stub.#server, "listening");
    return stub;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  measurements(): StubMeasurements {
    return {
      ...this.#output.counts,
      peakConnections: this.#peakConnections,
      delays: this.#output.delays,
      endToEnd: this.#output.endToEnd,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#output.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.on("end", () => socket.end());
    if (this.#connections >= this.#maxConnections) {
      return refuse(socket, serverTexts.serverFull.write(`at most ${this.#maxConnections} connections`));
    }
    this.#connections += 1;
    this.#peakConnections = Math.max(this.#peakConnections, this.#connections);
    socket.on("close", () => {
      this.#connections -= 1;
    });
    this.#readName(socket);
  }

  #readName(socket: Socket): void {
    const handshake = new HandshakeReader();
    const read = (chunk: Buffer) => {
      const outcome = handshake.push(chunk);
      if (!outcome) return;
      socket.off("data", read);
      if (outcome.kind !== "name")
        return refuse(socket, serverTexts.error.write("Send your name and a newline first."));
      const isKept = this.#faults.keepsNames && this.#givenNames.has(outcome.name);
      if (isKept || this.#users.has(outcome.name)) return refuse(socket, serverTexts.usernameTaken.write());
      this.#admit(socket, outcome.name, outcome.rest);
    };
    socket.on("data", read);
  }

  /** Lets a client in, unless a fault says otherwise. */
  #admit(socket: Socket, name: string, rest: Uint8Array): void {
    const { dieAtJoin, muteAfter, closeAfter, handshakeDelayMs = 0, closeFirstAfterMs } = this.#faults;
    this.#names += 1;
    this.#givenNames.add(name);
    if (this.#names === dieAtJoin) process.exit(1);
    if (muteAfter !== undefined && this.#names > muteAfter) return;
    if (closeAfter !== undefined && this.#names > closeAfter) return void socket.end();
    if (closeFirstAfterMs !== undefined && this.#names === 1) setTimeout(() => socket.end(), closeFirstAfterMs);
    if (handshakeDelayMs === 0) this.#welcome(socket, name, rest);
    else setTimeout(() => this.#welcome(socket, name, rest), handshakeDelayMs);
  }

  #welcome(socket: Socket, name: string, rest: Uint8Array): void {
    const others = { names: this.#users.keys(), count: this.#users.size, maxTextBytes: UNFRAMED_MESSAGE_BYTES };
    const text = serverTexts.welcome.write(name, others);
    const user: User = { name, write: (line) => void socket.write(line, "latin1") };
    this.#users.set(name, user);
    // Who leaves is no receiver from then on, and still gets what was written before.
    const leave = () => {
      if (this.#users.get(name) === user) this.#users.delete(name);
    };
    socket.on("end", leave);
    socket.on("close", leave);
    this.#output.tell(name, text, performance.now(), user.write);

    const reader = new MessageReader();
    const read = (chunk: Uint8Array) => {
      const readAtMs = performance.now();
      reader.push(chunk);
      for (let item = reader.next(); item; item = reader.next()) {
        if (item.kind === "message") this.#handle(user, item.message, readAtMs);
        else this.#output.tell(name, serverTexts.rejected.write(item), readAtMs, user.write);
      }
    };
    read(rest);
    socket.on("data", read);
  }

  #handle(user: User, { to, msg }: ChatMessage, readAtMs: number): void {
    const receiver = this.#users.get(to);
    if (receiver) this.#deliver(user, receiver, to, msg, readAtMs);
    else this.#output.answer(user.name, this.#findAnswer(user, to, msg, readAtMs), readAtMs, user.write);
  }

  #findAnswer(user: User, to: string, msg: string, readAtMs: number): string {
    const others = [...this.#users.values()].filter(({ name }) => name !== user.name);
    switch (to) {
      case EndpointName.Time:
        return serverTexts.time.write(new Date());
      case EndpointName.List: {
        const names = others.map(({ name }) => name);
        return serverTexts.userList.write({ names, count: names.length, maxTextBytes: UNFRAMED_MESSAGE_BYTES }, false);
      }
      case EndpointName.Shout:
        for (const receiver of others) this.#deliver(user, receiver, EVERYONE, msg, readAtMs);
        return serverTexts.shoutReceipt.write(others.length);
      default:
        return isEndpoint(to) ? serverTexts.unknownCommand.write(to) : serverTexts.userNotFound.write(to);
    }
  }

  #deliver(sender: User, receiver: User, to: string, text: string, readAtMs: number): void {
    const { name, write } = receiver;
    this.#output.deliver({ sender: sender.name, receiver: name, to, text, readAtMs, write });
  }
}

function refuse(socket: Socket, text: string): void {
  socket.end(`${createJsonMsg(SERVER_NAME, SERVER_IP, GUEST, text)}\n`, "latin1");
  // What was sent meanwhile is read and thrown away: a reset could overtake the text.
  socket.resume();
}
