import {
  ConnectionRecorder,
  type FrameEvent,
  type JournalEvent,
  type JournalStart,
  type LineTaker,
  type RejectedEvent,
  type Side,
} from "@chat/journal";
import { drawBytes, drawSentence, type TextOptions } from "@chat/journal/draw";
import type { LinkLoss, LinkObserver } from "@chat/proxy";

/** Bytes of a client that no server has answered before they are taken for messages: nobody sends more as a name. */
const MAX_UNANSWERED_BYTES = 64 * 1024;

/** Longest time in which the pieces of one line are collected, in milliseconds. */
const LINE_MS = 1_000;
/** Most pieces of one line: it shows the first, and their number. */
const MAX_PIECES = 4_096;

/** Most rejections of one line that are explained. */
const MAX_EXPLAINED = 3;

/** The parts of a recording that its command decides. */
export interface LinkRecordingOptions {
  /** The number of the connection. */
  readonly connection: number;
  /** The address of the client. */
  readonly address: string;
  readonly showsMessages: boolean;
  /** Takes the lines of the journal; `null` when none is written. */
  readonly takeLine: LineTaker | null;
  /** Shows a line. */
  readonly show: (line: string) => void;
  readonly textOptions: TextOptions;
  /** Called when the connection is gone. */
  readonly onClosed: () => void;
}

/** One connection through the proxy: its journal, and the lines about it in the terminal. */
export class LinkRecording implements LinkObserver {
  readonly #options: LinkRecordingOptions;
  readonly #recorder: ConnectionRecorder;
  #isBegun = false;
  #unansweredBytes = 0;
  /** The next line of each side: both cut at the same time. */
  readonly #lines: Readonly<Record<Side, Line>> = { client: new Line(), server: new Line() };

  constructor(options: LinkRecordingOptions) {
    this.#options = options;
    this.#recorder = new ConnectionRecorder({ showsMessages: options.showsMessages });
    this.#say(`client connects from ${options.address}`);
  }

  passed(from: Side, bytes: Uint8Array, isCut: boolean): void {
    // A server that speaks first has not read a name yet.
    if (from === "server" && this.#recorder.hasInput) this.#begin();
    const line = this.#lines[from];
    line.parts.push(bytes);
    line.sinceMs ??= performance.now();
    this.#recorder.bytes(from, bytes);
    if (from === "client") this.#unansweredBytes += bytes.length;
    if (this.#unansweredBytes > MAX_UNANSWERED_BYTES) this.#begin();
    const isLong = line.parts.length >= MAX_PIECES || performance.now() - line.sinceMs > LINE_MS;
    if (!isCut || isLong) this.#showBytes(from);
  }

  ended(by: Side): void {
    this.#showBytes(by);
    this.#recorder.ended(by);
    this.#say(`${by} sends nothing more`);
  }

  closed(loss: LinkLoss | null): void {
    this.#begin();
    const reason = loss ? `${loss.code}, on the side of the ${loss.side}` : "both sides have ended";
    this.#recorder.closed("network", reason);
    this.#showBytes("client");
    this.#showBytes("server");
    this.#options.onClosed();
    this.#say(loss ? `the connection broke: ${reason}` : "the connection is closed", loss !== null);
  }

  /** Ends the journal before the connection. */
  stop(): void {
    this.#begin();
    this.#recorder.stop("the recording was ended");
  }

  /** The handshake is over, or the connection: what came so far is in the journal from now on. */
  #begin(): void {
    if (this.#isBegun) return;
    this.#showBytes("client");
    this.#showBytes("server");
    const { connection, address } = this.#options;
    const name = this.#recorder.answered();
    this.#recorder.begin({ connection, name, address }, (line, event) => this.#take(line, event));
    this.#isBegun = true;
  }

  #take(line: string, event: JournalStart | JournalEvent): void {
    this.#options.takeLine?.(line, event);
    if (!("event" in event)) return;
    if (event.event === "named") {
      this.#say(`the client is called “${event.name}”${event.framed ? "" : ", without a newline"}`);
    }
    // What comes now, at the beginning, was in lines that are shown already.
    if (event.event !== "frame" && event.event !== "rejected") return;
    if (this.#isBegun) this.#lines[event.from].found.push(event);
    else if (event.event === "rejected") this.#explain(event);
    else if (event.from === "client") this.#say(`a message to ${event.to} came before the server had answered`);
  }

  #showBytes(from: Side): void {
    const { parts, found } = this.#lines[from].take();
    const { connection, textOptions, show } = this.#options;
    const otherwise = this.#isBegun ? "no complete message" : "handshake";
    if (parts.length > 0) {
      show(drawBytes({ t: performance.now(), connection, from, parts, found, otherwise }, textOptions));
    }
    const rejected = found.filter((event): event is RejectedEvent => event.event === "rejected");
    for (const event of rejected.slice(0, MAX_EXPLAINED)) this.#explain(event);
  }

  #explain({ from, offset, reason }: RejectedEvent): void {
    this.#say(`at byte ${offset} of the ${from}, ${reason}`, true);
  }

  #say(text: string, isProblem = false): void {
    const { connection, textOptions, show } = this.#options;
    show(drawSentence({ t: performance.now(), connection, text, isProblem }, textOptions));
  }
}

/** The bytes of one side that go into its next line, and the frames in them. */
class Line {
  parts: Uint8Array[] = [];
  found: (FrameEvent | RejectedEvent)[] = [];
  /** When its first bytes came; `null` as long as it has none. */
  sinceMs: number | null = null;

  /** Returns a copy, and is empty. */
  take(): { readonly parts: readonly Uint8Array[]; readonly found: readonly (FrameEvent | RejectedEvent)[] } {
    const { parts, found } = this;
    this.parts = [];
    this.found = [];
    this.sinceMs = null;
    return { parts, found };
  }
}
