import type { ConnectionRecorder } from "@chat/journal";
import type { Connection } from "../connection/connection.ts";
import type { ConnectionTap } from "../connection/connection-tap.ts";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import { readProxyHeader } from "../connection/proxy-header.ts";
import type { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import { recordTrouble } from "./recorded-events.ts";

/** One journal of a connection. Each has a recorder of its own: they begin at different times, and show more or less. */
export interface Recording {
  /** `null` while nothing is recorded: it waits for its beginning, or is over. */
  readonly recorder: ConnectionRecorder | null;
  /** True when the texts of messages are shown. */
  readonly showsMessages: boolean;
  /** The name of the client is known. */
  named(user: User): void;
  refused(text: string): void;
  closed(by: Ender, reason: DisconnectReason): void;
}

/** The end of a connection: a side, or the network between them. */
export type Ender = "client" | "network" | "server";

const NO_BYTES = new Uint8Array(0);

/** A connection that is recorded: passes all that happens to each of its recordings. */
export class RecordedConnection implements ConnectionTap {
  /** Position of the message that the server took last. */
  lastOffset = 0;
  readonly #connection: Connection;
  readonly #recordings = new Set<Recording>();
  #ender: Ender = "server";
  /** The first bytes, until the header of a trusted proxy is complete. It is not the client's, and no position counts it. */
  #proxyHead: Uint8Array | null;

  /** @param awaitsProxy - nothing was read yet, and the header of a trusted proxy comes first */
  constructor(connection: Connection, awaitsProxy: boolean) {
    this.#connection = connection;
    this.#proxyHead = awaitsProxy ? NO_BYTES : null;
  }

  get isRecorded(): boolean {
    return this.#recordings.size > 0;
  }

  /** True when a recording shows the texts of messages. */
  get showsMessages(): boolean {
    return [...this.#recordings].some(({ showsMessages }) => showsMessages);
  }

  add(recording: Recording): void {
    this.#recordings.add(recording);
    this.#connection.tap = this;
  }

  delete(recording: Recording): void {
    this.#recordings.delete(recording);
    if (!this.isRecorded) this.#connection.tap = null;
  }

  read(bytes: Uint8Array): void {
    const ofClient = this.#proxyHead ? this.#readBehindHeader(this.#proxyHead, bytes) : bytes;
    this.#each((recorder) => recorder.bytes("client", ofClient));
  }

  wrote(text: string): void {
    const bytes = Buffer.from(text, "latin1");
    this.#each((recorder) => recorder.bytes("server", bytes));
  }

  ended(by: "client" | "server"): void {
    this.#each((recorder) => recorder.ended(by));
  }

  closed(hadError: boolean): void {
    this.#ender = hadError ? "network" : "client";
  }

  named(user: User): void {
    for (const recording of this.#recordings) recording.named(user);
  }

  troubled(trouble: Trouble): void {
    this.#each((recorder) => recordTrouble(recorder, trouble, this.lastOffset));
  }

  refused(text: string): void {
    for (const recording of this.#recordings) recording.refused(text);
  }

  gone(reason: DisconnectReason): void {
    for (const recording of this.#recordings) recording.closed(this.#ender, reason);
  }

  #each(record: (recorder: ConnectionRecorder) => void): void {
    for (const { recorder } of this.#recordings) if (recorder) record(recorder);
  }

  /** Returns the bytes of the client that have come behind the header; none while it is incomplete. */
  #readBehindHeader(before: Uint8Array, bytes: Uint8Array): Uint8Array {
    const head = Buffer.concat([before, bytes]);
    const header = readProxyHeader(head);
    this.#proxyHead = header.kind === "incomplete" ? head : null;
    if (header.kind === "incomplete") return NO_BYTES;
    return header.kind === "header" ? head.subarray(header.length) : head;
  }
}
