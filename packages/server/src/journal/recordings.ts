import type { ReceivedMessage } from "@chat/protocol";
import type { Connection } from "../connection/connection.ts";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { NamedPeer } from "../connection/handshake.ts";
import type { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import type { JournalOptions } from "../options.ts";
import type { Transport } from "../transport/transport.ts";
import { ConnectionJournals, type JournalServices, openJournals } from "./connection-journals.ts";
import { type ConnectionWatch, ConnectionWatches, type JournalLineTaker } from "./connection-watches.ts";
import type { JournalFolder } from "./journal-folder.ts";

/** The parts of a node that its recordings need. */
export interface RecordingServices extends Omit<JournalServices, "folder"> {
  /** True when the server has endpoints of its own, whose answers may quote what was sent to them. */
  readonly hasOwnEndpoints: boolean;
}

/** The recordings of the connections of one event loop: journals in files, and live ones while somebody watches. */
export class Recordings {
  readonly #services: RecordingServices;
  /** `null` when no connection is recorded in a file. */
  readonly #journals: ConnectionJournals | null;
  /** `null` until somebody watches a connection. */
  #watches: ConnectionWatches | null = null;

  /** @param folder - the folder of a whole server of which this loop is a part; `null` when it could not be opened */
  constructor(journal: JournalOptions | undefined, services: RecordingServices, folder?: JournalFolder | null) {
    this.#services = services;
    const opened = journal && (folder === undefined ? openJournals(journal, services.logger) : folder);
    this.#journals = opened ? new ConnectionJournals(journal, { ...services, folder: opened }) : null;
  }

  /** Returns the transport that records another one, or that one when no connection is recorded. */
  record(transport: Transport): Transport {
    return this.#journals?.record(transport) ?? transport;
  }

  /** Begins the live journal of a connection. */
  watch(connection: Connection, takeLine: JournalLineTaker): ConnectionWatch {
    this.#watches ??= new ConnectionWatches({
      ...this.#services,
      isTold: (user) => (this.#journals?.noticeFor(user) ?? null) !== null,
    });
    return this.#watches.watch(connection, takeLine);
  }

  named(connection: Connection, peer: NamedPeer): void {
    this.#journals?.named(connection, peer);
    this.#watches?.named(connection, peer.user);
  }

  /** Returns the text that tells a user of a recording; `null` when there is none. */
  noticeFor(user: User): string | null {
    return this.#journals?.noticeFor(user) ?? this.#watches?.noticeFor(user) ?? null;
  }

  received(user: User, message: ReceivedMessage): void {
    this.#journals?.received(user, message);
    this.#watches?.received(user, message);
  }

  troubled(user: User, trouble: Trouble): void {
    this.#journals?.troubled(user, trouble);
    this.#watches?.troubled(user, trouble);
  }

  refused(connection: Connection, text: string): void {
    this.#journals?.refused(connection, text);
    this.#watches?.refused(connection, text);
  }

  closed(connection: Connection, reason: DisconnectReason): void {
    this.#journals?.closed(connection, reason);
    this.#watches?.closed(connection, reason);
  }

  /** Waits until everything is written. */
  async close(): Promise<void> {
    await this.#journals?.close();
  }
}
