import { ConnectionRecorder } from "@chat/journal";
import { displayText, foldName, type ReceivedMessage } from "@chat/protocol";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { NamedPeer } from "../connection/handshake.ts";
import type { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import type { ServerLimits } from "../limits.ts";
import type { Logger } from "../logger.ts";
import type { Networks } from "../networks.ts";
import type { JournalOptions } from "../options.ts";
import { formatPeerAddress } from "../peer-address.ts";
import type { Transport } from "../transport/transport.ts";
import { JournalFile, type JournalFileServices } from "./journal-file.ts";
import { type JournalFolder, openJournalFolder } from "./journal-folder.ts";
import { recordingNotice, recordTrouble } from "./recorded-events.ts";
import { RecordedTransport } from "./recorded-transport.ts";

/** The parts of a node that its journals need. */
export interface JournalServices {
  readonly folder: JournalFolder;
  readonly limits: ServerLimits;
  readonly trustedProxies: Networks;
  readonly logger: Logger;
}

/** A connection, as far as its journal is concerned. */
interface RecordedConnection {
  /** The address of the client. */
  readonly ip: string;
}

/** A connection that is recorded, or may have to be: that is known when its name is. */
interface Recording {
  readonly transport: RecordedTransport;
  /** `null` until it is known that the connection has to be recorded. */
  file: JournalFile | null;
  /** Position of the message that the server took last. */
  lastOffset: number;
}

/** The journals of the connections of one event loop. It learns of them what their observer does. */
export class ConnectionJournals {
  readonly #services: JournalServices;
  readonly #showsMessages: boolean;
  /** The folded names of the users to record; `null` for everybody. */
  readonly #keys: ReadonlySet<string> | null;
  readonly #files: JournalFileServices;
  /** By the connection, and by its user. */
  readonly #recordings = new WeakMap<object, Recording>();
  /** The files that are written, or were a moment ago. */
  readonly #open = new Set<JournalFile>();

  constructor({ users, showMessages = false }: JournalOptions, services: JournalServices) {
    const { folder, logger } = services;
    this.#services = services;
    this.#showsMessages = showMessages;
    this.#keys = users === "all" ? null : new Set(users.map(foldName));
    this.#files = {
      folder,
      waitingBytes: 0,
      failed(error) {
        if (folder.ledger.stop()) warnOfEnd(logger, error);
      },
      removedOlder: () => this.#noteRemoval(),
    };
  }

  /** Returns the transport that records another one. */
  record(transport: Transport): Transport {
    const { folder, limits, trustedProxies } = this.#services;
    if (folder.ledger.isStopped) return transport;
    const { maxMessageBytes, maxHandshakeBytes } = limits;
    const recorder = new ConnectionRecorder({ showsMessages: this.#showsMessages, maxMessageBytes, maxHandshakeBytes });
    const recorded = new RecordedTransport(transport, recorder, {
      awaitsProxy: trustedProxies.has(formatPeerAddress(transport.remoteAddress)),
      onOpen: (connection) => {
        this.#recordings.set(connection, { transport: recorded, file: null, lastOffset: 0 });
      },
    });
    return recorded;
  }

  /** The name is known: begins the journal, or drops what was recorded so far. */
  named(connection: RecordedConnection, { user }: NamedPeer): void {
    const recording = this.#recordings.get(connection);
    if (!recording) return;
    if (this.#keys && !this.#keys.has(user.key)) {
      recording.transport.recorder = null;
      return;
    }
    this.#recordings.set(user, recording);
    this.#begin(recording, user.name, connection);
    recording.transport.recorder?.named(user.name);
  }

  /** Returns the text that tells a user of the journal; `null` when there is none. */
  noticeFor(user: User): string | null {
    if (!this.#recordings.get(user)?.transport.recorder) return null;
    return recordingNotice(this.#showsMessages);
  }

  received(user: User, { offset }: ReceivedMessage): void {
    const recording = this.#recordings.get(user);
    if (recording) recording.lastOffset = offset;
  }

  troubled(user: User, trouble: Trouble): void {
    const recording = this.#recordings.get(user);
    const recorder = recording?.transport.recorder;
    if (recording && recorder) recordTrouble(recorder, trouble, recording.lastOffset);
  }

  refused(connection: RecordedConnection, text: string): void {
    const recording = this.#recordings.get(connection);
    const recorder = recording?.transport.recorder;
    if (!recording || !recorder) return;
    // Port scanners and health checks send nothing: there is nothing to explain.
    if (!recording.file && !(this.#keys === null && recorder.hasInput)) recording.transport.recorder = null;
    else {
      this.#begin(recording, null, connection);
      recorder.refused(text);
    }
  }

  closed(connection: RecordedConnection, reason: DisconnectReason): void {
    const recording = this.#recordings.get(connection);
    const { recorder = null, gone = null } = recording?.transport ?? {};
    if (!recording || !recorder) return;
    if (this.#keys === null && recorder.hasInput) this.#begin(recording, null, connection);
    recorder.closed(gone === "broken" ? "network" : gone === "closed" ? "client" : "server", reason);
    this.#end(recording);
  }

  /** Waits until everything is written. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((file) => file.end()));
  }

  #begin(recording: Recording, name: string | null, { ip }: RecordedConnection): void {
    const { recorder } = recording.transport;
    if (recording.file || !recorder) return;
    const { ledger } = this.#services.folder;
    const number = ledger.takeNumber();
    const file = new JournalFile(number, this.#files);
    recording.file = file;
    this.#open.add(file);
    recorder.begin({ connection: number, name, address: ip }, (line) => {
      if (!file.append(line)) this.#end(recording);
      // Later: the recorder is in the middle of something.
      else if (file.bytes > ledger.maxBytesOfOne) queueMicrotask(() => this.#stop(recording, ledger.maxBytesOfOne));
    });
    const shown = name === null ? `a connection from ${ip}` : displayText(name);
    this.#services.logger.info(
      { event: "journal", name, ip, file: file.path },
      `journal of ${shown}: ${displayText(file.path)}`,
    );
  }

  #stop(recording: Recording, maxBytes: number): void {
    recording.transport.recorder?.stop(`it has ${maxBytes} bytes`);
    this.#end(recording);
  }

  /** Records nothing more of a connection, and closes its file. */
  #end({ transport, file }: Recording): void {
    transport.recorder = null;
    if (file && this.#open.has(file)) file.end().finally(() => this.#open.delete(file));
  }

  #noteRemoval(): void {
    const { folder, logger } = this.#services;
    if (!folder.ledger.noteRemoved()) return;
    const { maxFiles, maxBytes } = folder.ledger.limits;
    const text = `journals: there are ${maxFiles}, or ${maxBytes} bytes of them, so from now on the oldest are removed`;
    logger.warn({ event: "journals-removed", maxFiles, maxBytes }, text);
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
