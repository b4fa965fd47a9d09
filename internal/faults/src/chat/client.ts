import { connect, type Socket } from "node:net";
import {
  ClientSession,
  type ClientSessionItem,
  EndpointName,
  EVERYONE,
  encodeMessage,
  type HandshakeRefusal,
  type ReceivedMessage,
  type ServerAnswer,
  type ServerNotice,
} from "@chat/protocol";
import { type ChatEvent, DeliveryNotice, Refusal } from "../history/chat-event.ts";
import type { History } from "../history/history.ts";
import type { NodeIndex } from "../plan/fault.ts";

/** Address of a node. */
export interface NodeAddress {
  readonly index: NodeIndex;
  readonly port: number;
}

/** In this order. A claim that is refused goes from the first to the last. */
type State = "claiming" | "online" | "leaving" | "ended";

/** Answer of a node to `/list`. */
export interface ListAnswer {
  /** When it was asked, in milliseconds of the monotonic clock. */
  readonly askedAt: number;
  readonly isPartial: boolean;
}

/** Pattern of our texts: the connection that wrote it, and the number of the message. */
const TEXT = /^(\S+) #(\d+)$/;

/** Answer to a client that has said goodbye, when the outcome of its messages is unknown after the 5 s of the contract. */
const TOO_LATE = "The server could not answer this in time.";

/** Time limit for a connect, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * A user as a plain socket: it speaks the contract, and tells the history of everything that it does and sees. It numbers
 * its messages, direct ones and shouts together.
 */
export class RecordingClient {
  readonly id: string;
  readonly name: string;
  readonly node: NodeIndex;
  readonly #pool: ClientPool;
  readonly #socket: Socket;
  readonly #questions: { readonly endpoint: EndpointName; readonly at: number }[] = [];
  readonly #connected = Promise.withResolvers<boolean>();
  readonly #claimed = Promise.withResolvers<boolean>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #session: ClientSession;
  #state: State = "claiming";
  #hasClaimed = false;
  #words: string | null = null;
  #number = 0;
  #welcomedAt = 0;
  #lastList: ListAnswer | null = null;

  private constructor(pool: ClientPool, node: NodeAddress, name: string) {
    this.id = pool.nextId();
    this.name = name;
    this.node = node.index;
    this.#pool = pool;
    this.#session = new ClientSession(name);
    this.#socket = connect({ host: "127.0.0.1", port: node.port, allowHalfOpen: true, noDelay: true });
    this.#socket.setTimeout(CONNECT_TIMEOUT_MS, () => this.vanish());
    this.#socket.on("connect", () => {
      this.#socket.setTimeout(0);
      this.#connected.resolve(true);
    });
    this.#socket.on("data", (chunk) => this.#read(chunk));
    this.#socket.on("end", () => this.#end(true));
    this.#socket.on("error", () => this.#end(false));
    this.#socket.on("close", () => this.#end(false));
  }

  /** Connects, and says nothing yet. Gives `null` when the node can't be reached. */
  static async connect(pool: ClientPool, node: NodeAddress, name: string): Promise<RecordingClient | null> {
    const client = new RecordingClient(pool, node, name);
    return (await client.#connected.promise) ? client : null;
  }

  /** Connects and claims the name: gives the client once it is welcomed, or `null` when it is not. */
  static async join(
    pool: ClientPool,
    node: NodeAddress,
    name: string,
    patienceMs: number,
  ): Promise<RecordingClient | null> {
    const client = await RecordingClient.connect(pool, node, name);
    return client && (await client.claim(patienceMs)) ? client : null;
  }

  get isOnline(): boolean {
    return this.#state === "online";
  }

  /** Settles when the connection is gone. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** True when an answer is awaited. */
  get isAsking(): boolean {
    return this.#questions.length > 0;
  }

  /** The last answer to `/list`. */
  get lastList(): ListAnswer | null {
    return this.#lastList;
  }

  /** Claims the name; resolves with true when it was given. Without an answer in time, the client goes by a reset. */
  async claim(patienceMs: number): Promise<boolean> {
    if (this.#state !== "claiming") return false;
    this.#hasClaimed = true;
    this.#add({ kind: "claims", who: this.id, name: this.name, node: this.node });
    this.#socket.write(this.#session.handshake);
    const timer = setTimeout(() => this.#refuse(Refusal.Unanswered), patienceMs);
    const isWelcome = await this.#claimed.promise;
    clearTimeout(timer);
    return isWelcome;
  }

  sendDirect(to: string): void {
    if (!this.isOnline) return;
    this.#number += 1;
    this.#add({ kind: "sent", who: this.id, to, number: this.#number });
    this.#write(to, `${this.id} #${this.#number}`);
  }

  shout(): void {
    if (!this.isOnline) return;
    this.#number += 1;
    this.#add({ kind: "shouted", who: this.id, number: this.#number });
    this.#ask(EndpointName.Shout, `${this.id} #${this.#number}`);
  }

  ask(endpoint: EndpointName): void {
    if (this.isOnline) this.#ask(endpoint, "");
  }

  /** Says goodbye: what was sent to it up to there still comes. */
  leave(): void {
    if (!this.isOnline) return;
    this.#state = "leaving";
    this.#add({ kind: "leaves", who: this.id, isGraceful: true });
    this.#socket.end();
  }

  /** Goes by a reset, in whatever state. */
  vanish(): void {
    if (this.#state === "ended") return;
    if (this.#state !== "claiming") this.#add({ kind: "leaves", who: this.id, isGraceful: false });
    this.#end(false);
  }

  /** Adds to a new history that this client was online before it began. */
  introduce(history: History): void {
    if (!this.isOnline) return;
    history.addEarlier({ kind: "welcomed", who: this.id, name: this.name, node: this.node }, this.#welcomedAt);
  }

  #ask(endpoint: EndpointName, text: string): void {
    this.#questions.push({ endpoint, at: performance.now() });
    this.#add({ kind: "asked", who: this.id, endpoint });
    this.#write(endpoint, text);
  }

  #write(to: string, msg: string): void {
    this.#socket.write(encodeMessage({ from: { name: this.name, ip: "127.0.0.1" }, to, msg }));
  }

  #read(chunk: Uint8Array): void {
    this.#session.push(chunk);
    for (let item = this.#session.next(); item && this.#state !== "ended"; item = this.#session.next()) {
      this.#handle(item);
    }
  }

  #handle(item: ClientSessionItem): void {
    switch (item.kind) {
      case "message":
        return this.#receive(item);
      case "answer":
      case "notice":
        return this.#hear(item);
      case "welcome":
        return this.#welcome();
      case "refusal":
        return this.#takeRefusal(item);
      case "rejected":
        return this.#add({ kind: "surprised", who: this.id, text: `malformed input: ${item.reason}` });
      case "server-kind":
    }
  }

  #receive({ from, to, msg }: ReceivedMessage): void {
    const [, writer = "?", number] = TEXT.exec(msg) ?? [];
    const isShout = to === EVERYONE;
    this.#add({ kind: "received", who: this.id, from: writer, name: from.name, to, number: Number(number), isShout });
  }

  #hear({ text, reading }: ServerAnswer | ServerNotice): void {
    switch (reading?.kind) {
      case "userNotFound":
        return this.#tell(reading.value, 1, DeliveryNotice.NotFound);
      case "receiverBusy":
        return this.#tell(reading.value, 1, DeliveryNotice.Refused);
      case "mayNotHaveArrived":
        return this.#tell(reading.value.name, reading.value.count, DeliveryNotice.Doubtful);
      case "userList":
        return this.#list(reading.value.names, !reading.value.complete);
      case "time":
        this.#answer(EndpointName.Time);
        return;
      case "shoutReceipt":
        this.#answer(EndpointName.Shout);
        return;
      case "disconnected":
        this.#words = text;
        return;
      case "notice":
        // Advice to whoever wrote the client: it says nothing about messages.
        return;
      default:
        if (this.#state === "leaving" && text.endsWith(TOO_LATE)) return;
        this.#add({ kind: "surprised", who: this.id, text });
    }
  }

  #welcome(): void {
    this.#state = "online";
    this.#welcomedAt = performance.now();
    this.#add({ kind: "welcomed", who: this.id, name: this.name, node: this.node });
    this.#pool.clients.add(this);
    this.#claimed.resolve(true);
  }

  #takeRefusal({ text, reading }: HandshakeRefusal): void {
    if (reading?.kind === "usernameTaken") return this.#refuse(Refusal.Taken);
    if (reading?.kind === "namesUnavailable") return this.#refuse(Refusal.Unavailable);
    this.#add({ kind: "surprised", who: this.id, text });
  }

  /** The claim has come to nothing. */
  #refuse(why: Refusal): void {
    if (this.#state === "claiming") this.#end(false, why);
  }

  #tell(about: string, count: number, how: DeliveryNotice): void {
    this.#add({ kind: "told", who: this.id, about, count, how });
  }

  #list(others: readonly string[], isPartial: boolean): void {
    const askedAt = this.#answer(EndpointName.List);
    const names = [...others, this.name];
    this.#lastList = { askedAt, isPartial };
    this.#add({ kind: "listed", who: this.id, node: this.node, askedAt, names, isPartial });
  }

  /** Answers come in the order of the questions. Gives when it was asked. */
  #answer(endpoint: EndpointName): number {
    const question = this.#questions.shift();
    if (question?.endpoint !== endpoint) {
      this.#add({ kind: "surprised", who: this.id, text: `an answer to ${endpoint} out of turn` });
    }
    this.#add({ kind: "answered", who: this.id, endpoint });
    return question?.at ?? 0;
  }

  /** @param isClean - whether the server has said that nothing more comes */
  #end(isClean: boolean, why: Refusal = Refusal.Unanswered): void {
    const before = this.#state;
    if (before === "ended") return;
    this.#state = "ended";
    if (before !== "claiming") this.#add({ kind: "ended", who: this.id, isClean, words: this.#words });
    else if (this.#hasClaimed) this.#add({ kind: "refused", who: this.id, why });
    this.#pool.clients.delete(this);
    this.#questions.length = 0;
    this.#connected.resolve(false);
    this.#claimed.resolve(false);
    this.#ended.resolve();
    // A reset leaves no port in TIME_WAIT behind; whoever has read to the end loses nothing by it.
    if (isClean && before !== "leaving") this.#socket.end();
    else this.#socket.resetAndDestroy();
  }

  #add(event: ChatEvent): void {
    this.#pool.history.add(event);
  }
}

/** All clients of one chat. */
export class ClientPool {
  /** History that the clients add their events to. */
  history: History;
  /** Everybody who was welcomed and whose connection is not gone. */
  readonly clients = new Set<RecordingClient>();
  #lastId = 0;

  constructor(history: History) {
    this.history = history;
  }

  /** An id that no other connection ever has. */
  nextId(): string {
    this.#lastId += 1;
    return `c${this.#lastId}`;
  }
}
