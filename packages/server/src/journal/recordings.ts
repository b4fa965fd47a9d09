import type { ReceivedMessage } from "@chat/protocol";
import type { Connection } from "../connection/connection.ts";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import type { Networks } from "../networks.ts";
import type { JournalOptions } from "../options.ts";
import { ConnectionJournal, ConnectionJournals, type JournalServices, openJournals } from "./connection-journals.ts";
import type { ConnectionWatch, JournalLineTaker } from "./connection-watch.ts";
import type { JournalFolder } from "./journal-folder.ts";
import { LiveJournal, type LiveJournalServices } from "./live-journal.ts";
import { RecordedConnection } from "./recorded-connection.ts";
import { recordingNotice } from "./recorded-events.ts";

/** The parts of a node that its recordings need. */
export interface RecordingServices extends Omit<JournalServices, "folder">, LiveJournalServices {
  readonly trustedProxies: Networks;
}

/**
 * The recordings of the connections of one event loop: journals in files, and live ones while somebody watches. It learns of
 * connections what their observer does.
 */
export class Recordings {
  readonly #services: RecordingServices;
  /** `null` when no connection is recorded in a file. */
  readonly #journals: ConnectionJournals | null;
  /** By the connection, and by its user. `null` until one is recorded: most servers record none, and then a message costs nothing. */
  #recorded: WeakMap<object, RecordedConnection> | null = null;
  /** Users who were told that they are recorded: once is enough. */
  readonly #told = new WeakSet<User>();

  /** @param folder - the folder of a whole server of which this loop is a part; `null` when it could not be opened */
  constructor(journal: JournalOptions | undefined, services: RecordingServices, folder?: JournalFolder | null) {
    this.#services = services;
    const opened = journal && (folder === undefined ? openJournals(journal, services.logger) : folder);
    this.#journals = opened ? new ConnectionJournals(journal, { ...services, folder: opened }) : null;
  }

  /** Learns of a connection that has just come: whether it needs a journal in a file shows when its name is known. */
  opened(connection: Connection): void {
    if (!this.#journals || this.#journals.isStopped) return;
    const recorded = this.#record(connection, this.#services.trustedProxies.has(connection.ip));
    new ConnectionJournal(connection, recorded, this.#journals);
  }

  /** Begins the live journal of a connection. The user is told, as of any other journal. */
  watch(connection: Connection, takeLine: JournalLineTaker): ConnectionWatch {
    const recorded = this.#recorded?.get(connection) ?? this.#record(connection, false);
    const { user } = connection;
    if (user) this.#recorded?.set(user, recorded);
    const { ended, stop } = new LiveJournal(connection, recorded, takeLine, this.#services);
    const notice = user && this.noticeFor(user);
    if (notice) connection.tell(notice);
    return { ended, stop };
  }

  named(connection: Connection, user: User): void {
    const recorded = this.#recorded?.get(connection);
    if (!recorded) return;
    this.#recorded?.set(user, recorded);
    recorded.named(user);
  }

  /** Returns the text that tells a user of a recording; `null` when there is none, or the user was told. */
  noticeFor(user: User): string | null {
    const recorded = this.#recorded?.get(user);
    if (!recorded?.isRecorded || this.#told.has(user)) return null;
    this.#told.add(user);
    return recordingNotice(recorded.showsMessages);
  }

  received(user: User, { offset }: ReceivedMessage): void {
    const recorded = this.#recorded?.get(user);
    if (recorded) recorded.lastOffset = offset;
  }

  troubled(user: User, trouble: Trouble): void {
    this.#recorded?.get(user)?.troubled(trouble);
  }

  refused(connection: Connection, text: string): void {
    this.#recorded?.get(connection)?.refused(text);
  }

  closed(connection: Connection, reason: DisconnectReason): void {
    this.#recorded?.get(connection)?.gone(reason);
  }

  /** Waits until everything is written. */
  async close(): Promise<void> {
    await this.#journals?.close();
  }

  #record(connection: Connection, awaitsProxy: boolean): RecordedConnection {
    const recorded = new RecordedConnection(connection, awaitsProxy);
    this.#recorded ??= new WeakMap();
    this.#recorded.set(connection, recorded);
    return recorded;
  }
}
