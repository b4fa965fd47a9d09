import {
  type ChatMessage,
  EndpointName,
  MAX_SERVER_MESSAGE_BYTES,
  MessageReader,
  readServerText,
  SERVER_NAME,
} from "@chat/protocol";
import type { ChatStore } from "../state/chat-store.ts";
import type { TrafficEntry } from "../state/traffic-log.ts";

/** The endpoints that clients ask by themselves, by the kind of the answer. */
const POLLED: Readonly<Record<string, string>> = {
  userList: EndpointName.List,
  time: EndpointName.Time,
  help: EndpointName.Help,
};

const BRACE = 0x7b;

/**
 * Records the traffic, and marks the client's own polls and the answers to them. While an answer for the user is on its way nothing
 * is marked: it looks like that to a poll.
 */
export class TrafficRecorder {
  readonly #store: ChatStore;
  #lastId = 0;
  #received = createReader();
  #askedByUser = 0;

  constructor(store: ChatStore) {
    this.#store = store;
  }

  /** Makes a request for the user: it is no poll, and neither is its answer. */
  async askForUser<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    this.#askedByUser++;
    try {
      return await ask();
    } finally {
      this.#askedByUser--;
    }
  }

  /** Records a chunk of bytes. */
  record(direction: TrafficEntry["direction"], bytes: Uint8Array): void {
    const isLikePoll = direction === "out" ? this.#readSent(bytes) : this.#readReceived(bytes);
    const isPoll = isLikePoll && this.#askedByUser === 0;
    const entry = { id: ++this.#lastId, at: Date.now(), direction, bytes, isPoll };
    this.#store.gather({ kind: "traffic", entries: [entry] });
  }

  /** Returns whether a chunk consists of requests that clients make by themselves. */
  #readSent(bytes: Uint8Array): boolean {
    const isName = bytes[0] !== BRACE;
    // With the name a connection begins.
    if (isName) this.#received = createReader();
    const endpoints = Object.values(POLLED);
    return !isName && areAll(createReader(), bytes, (item) => endpoints.includes(item.to));
  }

  /** Returns whether a chunk brings answers to such requests and nothing else. */
  #readReceived(bytes: Uint8Array): boolean {
    const isAnswer = (text: string) => Object.hasOwn(POLLED, readServerText(text)?.kind ?? "");
    return areAll(this.#received, bytes, ({ from, msg }) => from.name === SERVER_NAME && isAnswer(msg));
  }
}

/** Returns whether a chunk ends messages, and all of them are such ones. */
function areAll(reader: MessageReader, bytes: Uint8Array, isSuch: (message: ChatMessage) => boolean): boolean {
  reader.push(bytes);
  const found: boolean[] = [];
  for (let item = reader.next(); item; item = reader.next()) found.push(item.kind === "message" && isSuch(item));
  return found.length > 0 && found.every(Boolean);
}

function createReader(): MessageReader {
  return new MessageReader({ maxMessageBytes: MAX_SERVER_MESSAGE_BYTES });
}
