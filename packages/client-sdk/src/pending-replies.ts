import {
  cutToBytes,
  EndpointName,
  isSameName,
  readServerText,
  type ServerTextKind,
  type ServerTextReading,
} from "@chat/protocol";

/** A direct message that was handed to the connection. */
export interface SentMessage {
  /** Counts up from 1 within one client. */
  readonly id: number;
  readonly to: string;
  readonly text: string;
}

/** Why a direct message did not arrive: nobody has that name, or the receiver's queue is full. */
export type UndeliverableReason = "not-found" | "receiver-busy";

/** Who waits for the answer of an endpoint. */
export interface PendingRequest {
  readonly endpoint: string;
  /** Takes the answer; `reading` is what kind of text it is, `null` for one that the contract does not know. */
  answer(text: string, reading: ServerTextReading | null): void;
  /** No answer will come. */
  lose(): void;
}

/** What a text of the server's means for what is pending. */
export type Settlement =
  | { readonly kind: "undeliverable"; readonly message: SentMessage; readonly reason: UndeliverableReason }
  | { readonly kind: "answered"; readonly confirmed: readonly SentMessage[] }
  /** It answers nothing of ours. */
  | { readonly kind: "notice"; readonly reading: ServerTextReading | null };

type Entry = { readonly message: SentMessage } | { readonly request: PendingRequest };

/** Kinds of text that may come at any time [C-73]. */
const NOTICES: ReadonlySet<ServerTextKind> = new Set(["shuttingDown", "disconnected", "mayNotHaveArrived", "notice"]);

/** The kind of text that answers each endpoint of the contract. */
const ANSWERS: ReadonlyMap<string, ServerTextKind> = new Map([
  [EndpointName.List, "userList"],
  [EndpointName.Time, "time"],
  [EndpointName.Shout, "shoutReceipt"],
  [EndpointName.Help, "help"],
  [EndpointName.Standard, "standard"],
]);

/**
 * What was sent and is not settled, in the order in which it was sent. Answers carry no ids on this wire: the server gives
 * them in the order of the requests [C-69], so they are matched by order, and by shape, since what is lost on the way to
 * an original server is never answered.
 */
export class PendingReplies {
  #entries: Entry[] = [];

  /** Direct messages that are neither confirmed nor undeliverable, oldest first. */
  get unconfirmed(): readonly SentMessage[] {
    return this.#entries.flatMap((entry) => ("message" in entry ? [entry.message] : []));
  }

  addMessage(message: SentMessage): void {
    this.#entries.push({ message });
  }

  addRequest(request: PendingRequest): void {
    this.#entries.push({ request });
  }

  /** Forgets a request whose owner does not wait any more. */
  deleteRequest(request: PendingRequest): void {
    this.#entries = this.#entries.filter((entry) => !("request" in entry && entry.request === request));
  }

  /** Takes a text of the server's, and settles what it answers. */
  settle(text: string): Settlement {
    const reading = readServerText(text);
    if (reading && NOTICES.has(reading.kind)) return { kind: "notice", reading };
    const index = this.#entries.findIndex((entry) => isSettledBy(entry, reading));
    const entry = this.#entries[index];
    if (!entry) return { kind: "notice", reading };
    if ("request" in entry) return this.#answer(index, entry.request, text, reading);
    this.#entries.splice(index, 1);
    const reason = reading?.kind === "receiverBusy" ? "receiver-busy" : "not-found";
    return { kind: "undeliverable", message: entry.message, reason };
  }

  /** Ends all that is pending: requests are lost; gives the direct messages that nothing is known of. */
  clear(): readonly SentMessage[] {
    const { unconfirmed } = this;
    const entries = this.#entries;
    this.#entries = [];
    for (const entry of entries) if ("request" in entry) entry.request.lose();
    return unconfirmed;
  }

  /** An answer confirms every direct message before its request; a request before it was lost. */
  #answer(index: number, request: PendingRequest, text: string, reading: ServerTextReading | null): Settlement {
    const before = this.#entries.splice(0, index + 1).slice(0, -1);
    for (const entry of before) if ("request" in entry) entry.request.lose();
    request.answer(text, reading);
    return { kind: "answered", confirmed: before.flatMap((entry) => ("message" in entry ? [entry.message] : [])) };
  }
}

function isSettledBy(entry: Entry, reading: ServerTextReading | null): boolean {
  if ("message" in entry) return isUndeliverable(entry.message, reading);
  const { endpoint } = entry.request;
  switch (reading?.kind) {
    // The original server knows no unknown commands: it looks for a user of that name.
    case "userNotFound":
    case "unknownCommand":
      return reading.value === cutToBytes(endpoint);
    case "endpointFailed":
      return reading.value.endpoint === cutToBytes(endpoint);
    case "receiverBusy":
      return false;
    default:
      return ANSWERS.has(endpoint) ? ANSWERS.get(endpoint) === reading?.kind : true;
  }
}

function isUndeliverable({ to }: SentMessage, reading: ServerTextReading | null): boolean {
  if (reading?.kind === "userNotFound") return reading.value === cutToBytes(to);
  return reading?.kind === "receiverBusy" && isSameName(reading.value, to);
}
