import { ConnectionRecorder } from "@chat/journal";
import { displayText, foldName } from "@chat/protocol";
import type { Connection } from "../connection/connection.ts";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { User } from "../delivery/user.ts";
import type { ServerLimits } from "../limits.ts";
import type { Logger } from "../logger.ts";
import type { JournalOptions } from "../options.ts";
import { JournalFile, type JournalFileServices } from "./journal-file.ts";
import { type JournalFolder, openJournalFolder } from "./journal-folder.ts";
import type { Ender, RecordedConnection, Recording } from "./recorded-connection.ts";

/** The parts of a node that its journals need. */
export interface JournalServices {
  readonly folder: JournalFolder;
  readonly limits: ServerLimits;
  readonly logger: Logger;
}

/** The journals in files of the connections of one event loop. */
export class ConnectionJournals {
  readonly services: JournalServices;
  readonly showsMessages: boolean;
  /** The folded names of the users to record; `null` for everybody. */
  readonly keys: ReadonlySet<string> | null;
  readonly #files: JournalFileServices;
  /** The files that are written, or were a moment ago. */
  readonly #open = new Set<JournalFile>();

  constructor({ users, showMessages = false }: JournalOptions, services: JournalServices) {
    const { folder, logger } = services;
    this.services = services;
    this.showsMessages = showMessages;
    this.keys = users === "all" ? null : new Set(users.map(foldName));
    this.#files = {
      folder,
      waitingBytes: 0,
      failed(error) {
        if (folder.ledger.stop()) warnOfEnd(logger, error);
      },
      removedOlder: () => this.#noteRemoval(),
    };
  }

  /** True when nothing more is recorded: the folder can't be written. */
  get isStopped(): boolean {
    return this.services.folder.ledger.isStopped;
  }

  openFile(number: number): JournalFile {
    const file = new JournalFile(number, this.#files);
    this.#open.add(file);
    return file;
  }

  endFile(file: JournalFile): void {
    if (this.#open.has(file)) file.end().finally(() => this.#open.delete(file));
  }

  /** Waits until everything is written. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((file) => file.end()));
  }

  #noteRemoval(): void {
    const { folder, logger } = this.services;
    if (!folder.ledger.noteRemoved()) return;
    const { maxFiles, maxBytes } = folder.ledger.limits;
    const text = `journals: there are ${maxFiles}, or ${maxBytes} bytes of them, so from now on the oldest are removed`;
    logger.warn({ event: "journals-removed", maxFiles, maxBytes }, text);
  }
}

/**
 * Records a connection from its first byte on. It gets a file when its name is one of those to record; of everybody, those whose
 * connection is over before their name is known get one, too, if they have sent anything.
 */
export class ConnectionJournal implements Recording {
  recorder: ConnectionRecorder | null;
  readonly showsMessages: boolean;
  readonly #connection: Connection;
  readonly #recorded: RecordedConnection;
  readonly #journals: ConnectionJournals;
  #file: JournalFile | null = null;

  constructor(connection: Connection, recorded: RecordedConnection, journals: ConnectionJournals) {
    const { showsMessages } = journals;
    const { maxMessageBytes, maxHandshakeBytes } = journals.services.limits;
    this.recorder = new ConnectionRecorder({ showsMessages, maxMessageBytes, maxHandshakeBytes });
    this.showsMessages = showsMessages;
    this.#connection = connection;
    this.#recorded = recorded;
    this.#journals = journals;
    recorded.add(this);
  }

  named({ name, key }: User): void {
    const { keys } = this.#journals;
    if (keys && !keys.has(key)) return this.#end();
    this.#begin(name);
    this.recorder?.named(name);
  }

  refused(text: string): void {
    // Port scanners and health checks send nothing: there is nothing to explain.
    if (!this.#file && !this.#mayBeNameless()) return this.#end();
    this.#begin(null);
    this.recorder?.refused(text);
  }

  closed(by: Ender, reason: DisconnectReason): void {
    if (this.#mayBeNameless()) this.#begin(null);
    this.recorder?.closed(by, reason);
    this.#end();
  }

  #mayBeNameless(): boolean {
    return this.#journals.keys === null && this.recorder?.hasInput === true;
  }

  #begin(name: string | null): void {
    if (this.#file) return;
    const { folder, logger } = this.#journals.services;
    const { ip } = this.#connection;
    const number = folder.ledger.takeNumber();
    const file = this.#journals.openFile(number);
    this.#file = file;
    this.recorder?.begin({ connection: number, name, address: ip }, (line) => this.#append(line, file));
    const shown = name === null ? `a connection from ${ip}` : displayText(name);
    logger.info({ event: "journal", name, ip, file: file.path }, `journal of ${shown}: ${displayText(file.path)}`);
  }

  #append(line: string, file: JournalFile): void {
    const { maxBytesOfOne } = this.#journals.services.folder.ledger;
    if (!file.append(line)) this.#end();
    // Later: the recorder is in the middle of something.
    else if (file.bytes > maxBytesOfOne) queueMicrotask(() => this.#stop(maxBytesOfOne));
  }

  #stop(maxBytes: number): void {
    this.recorder?.stop(`it has ${maxBytes} bytes`);
    this.#end();
  }

  /** Records nothing more of the connection, and closes its file. */
  #end(): void {
    this.recorder = null;
    this.#recorded.delete(this);
    if (this.#file) this.#journals.endFile(this.#file);
  }
}

/** Opens the folder of journals; `null`, and a line in the log, when that fails: a chat goes on without journals. */
export function openJournals({ directory = "journals" }: JournalOptions, logger: Logger): JournalFolder | null {
  try {
    return openJournalFolder(directory);
  } catch (error) {
    warnOfEnd(logger, error as Error);
    return null;
  }
}

function warnOfEnd(logger: Logger, { message }: Error): void {
  const error = displayText(message);
  logger.error({ event: "journals-stopped", error }, `journals: nothing more is recorded: ${error}`);
}
