import { ConnectionRecorder } from "@chat/journal";
import type { ReceivedMessage } from "@chat/protocol";
import type { Connection } from "../connection/connection.ts";
import type { ConnectionTap } from "../connection/connection-tap.ts";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import type { ServerLimits } from "../limits.ts";
import { recordingNotice, recordTrouble } from "./recorded-events.ts";

/** The live journal of a connection. */
export interface ConnectionWatch {
  /** Resolves when the connection is gone, or {@link stop} was called: no further line comes. */
  readonly ended: Promise<void>;
  /** Ends the recording. */
  stop(): void;
}

/** Takes a line of a journal, its line end included. */
export type JournalLineTaker = (line: string) => void;

/** The parts of a node that its watches need. */
export interface WatchServices {
  readonly limits: ServerLimits;
  /** True when the server has endpoints of its own, whose answers may quote what was sent to them. */
  readonly hasOwnEndpoints: boolean;
  /** Returns whether the notice of a journal was written to the user already. */
  isTold(user: User): boolean;
}

/** The live journals of the connections of one event loop, each for as long as somebody watches. */
export class ConnectionWatches {
  readonly #services: WatchServices;
  /** By the connection, and by its user. */
  readonly #watched = new WeakMap<object, WatchedConnection>();
  /** Users who were told that somebody watches: once is enough. */
  readonly #told = new WeakSet<User>();

  constructor(services: WatchServices) {
    this.#services = services;
  }

  /** Begins to record a connection. The user is told, as of any other journal. */
  watch(connection: Connection, take: JournalLineTaker): ConnectionWatch {
    const watched = this.#watched.get(connection) ?? new WatchedConnection(connection, this.#services);
    this.#watched.set(connection, watched);
    const { user } = connection;
    if (user) this.#watched.set(user, watched);
    connection.tap = watched;
    const watch = watched.add(take);
    const notice = user && this.noticeFor(user);
    if (notice) connection.tell(notice);
    return watch;
  }

  named(connection: Connection, user: User): void {
    const watched = this.#watched.get(connection);
    if (!watched) return;
    this.#watched.set(user, watched);
    watched.named(user.name);
  }

  /** Returns the text that tells a user of the recording; `null` when nobody watches, or the user was told. */
  noticeFor(user: User): string | null {
    if (!this.#watched.get(user)?.isWatched || this.#told.has(user) || this.#services.isTold(user)) return null;
    this.#told.add(user);
    return recordingNotice(false);
  }

  received(user: User, { offset }: ReceivedMessage): void {
    const watched = this.#watched.get(user);
    if (watched) watched.lastOffset = offset;
  }

  troubled(user: User, trouble: Trouble): void {
    this.#watched.get(user)?.troubled(trouble);
  }

  refused(connection: Connection, text: string): void {
    this.#watched.get(connection)?.refused(text);
  }

  closed(connection: Connection, reason: DisconnectReason): void {
    this.#watched.get(connection)?.close(reason);
  }
}

/** A recorder, and the one who reads its lines. */
interface Watcher {
  /** `null` until it is known where to begin. */
  recorder: ConnectionRecorder | null;
  readonly take: JournalLineTaker;
  readonly end: () => void;
}

/** A connection that somebody watches. Everyone who does has a recorder, since they began at different times. */
class WatchedConnection implements ConnectionTap {
  /** Position of the message that the server took last. */
  lastOffset = 0;
  readonly #connection: Connection;
  readonly #services: WatchServices;
  readonly #watchers = new Set<Watcher>();
  #gone: "client" | "network" | "server" = "server";

  constructor(connection: Connection, services: WatchServices) {
    this.#connection = connection;
    this.#services = services;
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  add(take: JournalLineTaker): ConnectionWatch {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const watcher: Watcher = { recorder: null, take, end: resolve };
    this.#watchers.add(watcher);
    this.#begin(watcher);
    return { ended, stop: () => this.#remove(watcher) };
  }

  read(bytes: Uint8Array): void {
    this.#each((recorder) => recorder.bytes("client", bytes));
  }

  wrote(text: string): void {
    const bytes = Buffer.from(text, "latin1");
    this.#each((recorder) => recorder.bytes("server", bytes));
  }

  ended(by: "client" | "server"): void {
    this.#each((recorder) => recorder.ended(by));
  }

  closed(hadError: boolean): void {
    this.#gone = hadError ? "network" : "client";
  }

  named(name: string): void {
    this.#each((recorder) => recorder.named(name));
    for (const watcher of this.#watchers) this.#begin(watcher);
  }

  troubled(trouble: Trouble): void {
    this.#each((recorder) => recordTrouble(recorder, trouble, this.lastOffset));
  }

  refused(text: string): void {
    this.#beginAll();
    this.#each((recorder) => recorder.refused(text));
  }

  close(reason: DisconnectReason): void {
    this.#beginAll();
    this.#each((recorder) => recorder.closed(this.#gone, reason));
    for (const watcher of this.#watchers) this.#remove(watcher);
  }

  #each(record: (recorder: ConnectionRecorder) => void): void {
    for (const { recorder } of this.#watchers) if (recorder) record(recorder);
  }

  #remove(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    if (this.#watchers.size === 0) this.#connection.tap = null;
    watcher.end();
  }

  #beginAll(): void {
    for (const watcher of this.#watchers) this.#begin(watcher, true);
  }

  /**
   * Begins with the connection if nothing has come yet, otherwise at the message that is being read. In the middle of a name, or of the
   * header of a proxy, it waits for the end of the name.
   *
   * @param isLast - nothing is left to wait for
   */
  #begin(watcher: Watcher, isLast = false): void {
    if (watcher.recorder) return;
    const { isUntouched, outbox } = this.#connection;
    const client = this.#connection.forkReader();
    if (!isUntouched && !client && this.#connection.isNameless && !isLast) return;
    const { maxMessageBytes, maxHandshakeBytes } = this.#services.limits;
    const { id, name, ip, ageMs, bytesIn, bytesOut } = this.#connection.report();
    const { isInsideLine } = outbox;
    const mayQuote = this.#services.hasOwnEndpoints;
    const middle = { ageMs, client, clientBytes: bytesIn, serverBytes: bytesOut, isInsideLine, mayQuote };
    watcher.recorder = new ConnectionRecorder({
      maxMessageBytes,
      maxHandshakeBytes,
      ...(isUntouched ? {} : { middle }),
    });
    const connection = Number(id.slice(id.lastIndexOf(".") + 1));
    watcher.recorder.begin({ connection, name, address: ip }, watcher.take);
  }
}
