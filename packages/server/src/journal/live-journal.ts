import { ConnectionRecorder } from "@chat/journal";
import type { Connection } from "../connection/connection.ts";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { User } from "../delivery/user.ts";
import type { ServerLimits } from "../limits.ts";
import type { JournalLineTaker } from "./connection-watch.ts";
import type { Ender, RecordedConnection, Recording } from "./recorded-connection.ts";

/** The parts of a node that its live journals need. */
export interface LiveJournalServices {
  readonly limits: ServerLimits;
  /** True when the server has endpoints of its own, whose answers may quote what was sent to them. */
  readonly hasOwnEndpoints: boolean;
}

/** Records a connection for as long as somebody watches. */
export class LiveJournal implements Recording {
  recorder: ConnectionRecorder | null = null;
  readonly showsMessages = false;
  readonly #ending = Promise.withResolvers<void>();
  readonly ended = this.#ending.promise;
  readonly #connection: Connection;
  readonly #recorded: RecordedConnection;
  readonly #takeLine: JournalLineTaker;
  readonly #services: LiveJournalServices;

  constructor(
    connection: Connection,
    recorded: RecordedConnection,
    takeLine: JournalLineTaker,
    services: LiveJournalServices,
  ) {
    this.#connection = connection;
    this.#recorded = recorded;
    this.#takeLine = takeLine;
    this.#services = services;
    recorded.add(this);
    this.#begin();
  }

  readonly stop = (): void => {
    this.#recorded.delete(this);
    this.#ending.resolve();
  };

  named({ name }: User): void {
    this.recorder?.named(name);
    this.#begin();
  }

  refused(text: string): void {
    this.#begin(true);
    this.recorder?.refused(text);
  }

  closed(by: Ender, reason: DisconnectReason): void {
    this.#begin(true);
    this.recorder?.closed(by, reason);
    this.stop();
  }

  /**
   * Begins with the connection if nothing has come yet, otherwise at the message that is being read. In the middle of a name, or of the
   * header of a proxy, it waits for the end of the name.
   *
   * @param isLast - nothing is left to wait for
   */
  #begin(isLast = false): void {
    if (this.recorder) return;
    const { isUntouched, isNameless, outbox } = this.#connection;
    const client = this.#connection.forkReader();
    if (!isUntouched && !client && isNameless && !isLast) return;
    const { maxMessageBytes, maxHandshakeBytes } = this.#services.limits;
    const { id, name, ip, ageMs, bytesIn, bytesOut } = this.#connection.report();
    const { isInsideLine } = outbox;
    const mayQuote = this.#services.hasOwnEndpoints;
    const middle = { ageMs, client, clientBytes: bytesIn, serverBytes: bytesOut, isInsideLine, mayQuote };
    this.recorder = new ConnectionRecorder({
      maxMessageBytes,
      maxHandshakeBytes,
      ...(isUntouched ? {} : { middle }),
    });
    const connection = Number(id.slice(id.lastIndexOf(".") + 1));
    this.recorder.begin({ connection, name, address: ip }, this.#takeLine);
  }
}
