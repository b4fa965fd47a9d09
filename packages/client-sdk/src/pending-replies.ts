import {
  cutToBytes,
  EndpointName,
  type ServerAnswer,
  type ServerKind,
  type ServerTextKind,
  type ServerTextReading,
} from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";
import { NoAnswerError } from "./errors.ts";
import { PendingMessages } from "./pending-messages.ts";
import type { PendingRequest } from "./pending-request.ts";
import { Queue } from "./queue.ts";
import type { SentMessage, UndeliverableReason } from "./sent-message.ts";

/** The meaning of an answer for what is pending. */
export type Settlement =
  | { readonly kind: "undeliverable"; readonly message: SentMessage; readonly reason: UndeliverableReason }
  | { readonly kind: "answered"; readonly request: PendingRequest; readonly confirmed: readonly SentMessage[] }
  /** It answers nothing of ours. */
  | { readonly kind: "notice" };

/** A request, and its position among all that was sent. */
interface AskedRequest {
  readonly request: PendingRequest;
  readonly sequence: number;
}

/** The kind of text that answers each endpoint of the contract. */
const ANSWERS: ReadonlyMap<string, ServerTextKind> = new Map([
  [EndpointName.List, "userList"],
  [EndpointName.Time, "time"],
  [EndpointName.Shout, "shoutReceipt"],
  [EndpointName.Help, "help"],
  [EndpointName.Standard, "standard"],
]);

/**
 * Messages and requests that are not settled, in the order in which they were sent. Answers carry no ids on this wire, and
 * come in the order of the requests [C-69]: they are matched by order. They are matched by shape as well, because an
 * original server never answers what was lost on the way.
 */
export class PendingReplies {
  readonly #messages = new PendingMessages();
  readonly #requests = new Queue<AskedRequest>();
  #lastSequence = 0;

  /** Direct messages that are neither confirmed nor undeliverable, oldest first. */
  get unconfirmed(): readonly SentMessage[] {
    return this.#messages.all;
  }

  /** The memory that the unconfirmed messages take, in bytes. */
  get unconfirmedBytes(): number {
    return this.#messages.bytes;
  }

  /** The number of unconfirmed messages. */
  get unconfirmedCount(): number {
    return this.#messages.count;
  }

  get requestCount(): number {
    return this.#requests.length;
  }

  /** The oldest request without an answer. */
  get oldestRequest(): PendingRequest | undefined {
    return this.#requests.first?.request;
  }

  addMessage(message: SentMessage, lineBytes: number): void {
    this.#messages.add(message, ++this.#lastSequence, lineBytes);
  }

  addRequest(request: PendingRequest): void {
    this.#requests.push({ request, sequence: ++this.#lastSequence });
  }

  /** Stops expecting an answer to a request: an original server may have lost it. */
  forget(request: PendingRequest): void {
    request.isForgotten = true;
    this.#dropForgotten();
  }

  /** Settles what an answer of the server is about. */
  settle(answer: ServerAnswer, serverKind: ServerKind): Settlement {
    const { reading } = answer;
    const sent = this.#findMessage(reading);
    const asked = this.#findRequest(reading, serverKind, sent?.sequence);
    if (asked) return this.#settleRequest(asked, answer);
    if (!sent) return { kind: "notice" };
    this.#messages.settle(sent);
    return { kind: "undeliverable", message: sent.message, reason: reasonOf(reading) };
  }

  /** Fails all requests with the error, and returns the direct messages that are still unconfirmed. */
  clear(error: ChatError): readonly SentMessage[] {
    for (const { request } of this.#requests.takeAll()) request.lose(error);
    return this.#messages.takeAll();
  }

  #settleRequest({ request, sequence }: AskedRequest, answer: ServerAnswer): Settlement {
    this.#loseRequestsBefore(sequence);
    this.#requests.shift();
    this.#dropForgotten();
    request.answer(answer);
    // What was sent before the request was processed before it, without an error.
    return { kind: "answered", request, confirmed: this.#messages.settleBefore(sequence) };
  }

  /** Finds the oldest request that a text can answer, of those that were sent before a place. */
  #findRequest(reading: ServerTextReading | null, serverKind: ServerKind, end = Number.POSITIVE_INFINITY) {
    for (const asked of this.#requests) {
      if (asked.sequence > end) return null;
      if (!asked.request.isForgotten && isAnsweredBy(asked.request, reading, serverKind)) return asked;
    }
    return null;
  }

  #findMessage(reading: ServerTextReading | null) {
    if (reading?.kind === "userNotFound") return this.#messages.findByQuote(reading.value);
    if (reading?.kind === "receiverBusy") return this.#messages.findByName(reading.value);
    if (reading?.kind === "messageRefused") return this.#messages.findByQuote(reading.value.to);
    return undefined;
  }

  #loseRequestsBefore(sequence: number): void {
    for (let asked = this.#requests.first; asked && asked.sequence < sequence; asked = this.#requests.first) {
      const { endpoint } = asked.request;
      const text = `${endpoint} was not answered, and what was asked after it was: it may have been carried out all the same.`;
      asked.request.lose(new NoAnswerError(text));
      this.#requests.shift();
    }
  }

  #dropForgotten(): void {
    while (this.#requests.first?.request.isForgotten) this.#requests.shift();
  }
}

/** The kinds of error about what was sent to a receiver or an endpoint. */
const ERRORS: ReadonlySet<ServerTextKind> = new Set([
  "userNotFound",
  "unknownCommand",
  "endpointFailed",
  "receiverBusy",
  "messageRefused",
]);

/** Returns why a direct message was not delivered, from the text about it. */
function reasonOf(reading: ServerTextReading | null): UndeliverableReason {
  if (reading?.kind === "receiverBusy") return "receiver-busy";
  return reading?.kind === "messageRefused" ? "refused" : "not-found";
}

/** Returns whether a text is an error about an endpoint: that it does not exist, has failed, or was forbidden. */
export function isErrorAbout(endpoint: string, reading: ServerTextReading | null): boolean {
  switch (reading?.kind) {
    // The original server knows no unknown commands: it looks for a user of that name.
    case "userNotFound":
    case "unknownCommand":
      return cutToBytes(reading.value) === cutToBytes(endpoint);
    case "endpointFailed":
      return reading.value.endpoint === cutToBytes(endpoint);
    case "messageRefused":
      return cutToBytes(reading.value.to) === cutToBytes(endpoint);
    default:
      return false;
  }
}

function isAnsweredBy(
  { endpoint }: PendingRequest,
  reading: ServerTextReading | null,
  serverKind: ServerKind,
): boolean {
  if (isErrorAbout(endpoint, reading)) return true;
  const kind = ANSWERS.get(endpoint);
  if (kind !== undefined) return kind === reading?.kind;
  // An endpoint of the server's own may answer with any text, even one that looks like another answer: that it was the
  // oldest request is proof enough. An original server may have lost it, and this text may be about what came after.
  return serverKind === "framing" || !isAboutOthers(reading);
}

function isAboutOthers(reading: ServerTextReading | null): boolean {
  return reading !== null && ERRORS.has(reading.kind);
}
