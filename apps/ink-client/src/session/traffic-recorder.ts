import { EndpointName, MAX_SERVER_MESSAGE_BYTES, MessageReader, readServerText, SERVER_NAME } from "@chat/protocol";
import type { ChatStore } from "../state/chat-store.ts";
import type { TrafficEntry } from "../state/traffic-log.ts";

/** A request whose answer has not come. */
interface OpenRequest {
  readonly endpoint: string;
  readonly isPoll: boolean;
}

/** The endpoints that clients ask by themselves, by the kind of the answer. */
const POLLED: Readonly<Record<string, string>> = {
  userList: EndpointName.List,
  time: EndpointName.Time,
  help: EndpointName.Help,
};

/** The number of requests that are remembered: an original server loses some. */
const MAX_OPEN_REQUESTS = 1_000;

/** Records the traffic, and marks what the user did not ask for: the client's own polls, and the answers to them. */
export class TrafficRecorder {
  readonly #store: ChatStore;
  readonly #decoder = new TextDecoder();
  #lastId = 0;
  #received = createReader();
  /** The endpoints that the user asks, until the request is written. */
  readonly #asked: string[] = [];
  #open: OpenRequest[] = [];

  constructor(store: ChatStore) {
    this.#store = store;
  }

  /** Makes a request for the user: what is written for it is no poll. */
  async askForUser<Answer>(endpoint: string, ask: () => Promise<Answer>): Promise<Answer> {
    this.#asked.push(endpoint);
    try {
      return await ask();
    } finally {
      // It may never have been written.
      this.#takeAsked(endpoint);
    }
  }

  /** Records a chunk of bytes. */
  record(direction: TrafficEntry["direction"], bytes: Uint8Array): void {
    const isPoll = direction === "out" ? this.#readSent(bytes) : this.#readReceived(bytes);
    const entry = { id: ++this.#lastId, at: Date.now(), direction, bytes, isPoll };
    this.#store.gather({ kind: "traffic", entries: [entry] });
  }

  /** Returns whether a chunk consists of polls. */
  #readSent(bytes: Uint8Array): boolean {
    const text = this.#decoder.decode(bytes);
    if (!text.startsWith("{")) {
      // The name: a connection begins.
      this.#received = createReader();
      this.#open = [];
      return false;
    }
    const reader = new MessageReader();
    reader.push(bytes);
    const arePolls: boolean[] = [];
    for (let item = reader.next(); item; item = reader.next()) {
      arePolls.push(item.kind === "message" && this.#readRequest(item.to));
    }
    return arePolls.length > 0 && arePolls.every(Boolean);
  }

  /** Returns whether a message that was sent is a poll. */
  #readRequest(to: string): boolean {
    if (!Object.values(POLLED).includes(to)) return false;
    const isPoll = !this.#takeAsked(to);
    this.#open.push({ endpoint: to, isPoll });
    if (this.#open.length > MAX_OPEN_REQUESTS) this.#open.shift();
    return isPoll;
  }

  /** Returns whether a chunk brings answers to polls and nothing else. */
  #readReceived(bytes: Uint8Array): boolean {
    this.#received.push(bytes);
    const arePolls: boolean[] = [];
    for (let item = this.#received.next(); item; item = this.#received.next()) {
      arePolls.push(item.kind === "message" && item.from.name === SERVER_NAME && this.#readAnswer(item.msg));
    }
    return arePolls.length > 0 && arePolls.every(Boolean);
  }

  /** Returns whether an answer is that of a poll. The server answers in order: what was asked before is lost. */
  #readAnswer(text: string): boolean {
    const endpoint = POLLED[readServerText(text)?.kind ?? ""];
    const index = this.#open.findIndex((request) => request.endpoint === endpoint);
    if (index === -1) return false;
    const [answered] = this.#open.splice(0, index + 1).slice(-1);
    return answered?.isPoll ?? false;
  }

  #takeAsked(endpoint: string): boolean {
    const index = this.#asked.indexOf(endpoint);
    if (index !== -1) this.#asked.splice(index, 1);
    return index !== -1;
  }
}

function createReader(): MessageReader {
  return new MessageReader({ maxMessageBytes: MAX_SERVER_MESSAGE_BYTES });
}
