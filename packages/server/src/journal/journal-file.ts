import { type FileHandle, open, rm } from "node:fs/promises";
import { type JournalFolder, journalPath, removeSurplus } from "./journal-folder.ts";

/** Only the user that runs the server may read a journal. */
const FILE_MODE = 0o600;

/** Most bytes that wait for the disk, for all files of an event loop. More would fill the memory for a disk that is too slow. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** The parts that all files of an event loop share. */
export interface JournalFileServices {
  readonly folder: JournalFolder;
  /** Bytes that wait for the disk. */
  waitingBytes: number;
  /** The file, or the disk, can't be written. */
  failed(error: Error): void;
  /** Older journals were removed to make room. */
  removedOlder(): void;
}

/** The file of one journal. It never makes the chat wait: lines are written in the background, and lines without room are refused. */
export class JournalFile {
  readonly path: string;
  readonly #number: number;
  readonly #services: JournalFileServices;
  #waiting: string[] = [];
  #bytes = 0;
  #isEnding = false;
  /** Resolves when nothing waits; `null` when nothing does. */
  #writing: Promise<void> | null = null;
  #handle: FileHandle | null = null;

  constructor(number: number, services: JournalFileServices) {
    this.#number = number;
    this.path = journalPath(services.folder.path, number);
    this.#services = services;
  }

  /** Bytes of the file, those included that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a line of plain ASCII. Returns `false` when nothing more can be written: the journal was removed, or no journal can be. */
  append(line: string): boolean {
    const { folder, waitingBytes } = this.#services;
    if (waitingBytes + line.length > MAX_WAITING_BYTES) {
      this.#services.failed(new Error("the disk is too slow"));
      return false;
    }
    if (!folder.ledger.addBytes(this.#number, line.length)) return false;
    this.#waiting.push(line);
    this.#services.waitingBytes += line.length;
    this.#bytes += line.length;
    this.#writing ??= this.#writeAll();
    return true;
  }

  /** Closes the file when all lines are written. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#writing ??= this.#writeAll();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // The lines of one turn of the event loop are written together.
    await new Promise(setImmediate);
    try {
      while (this.#waiting.length > 0) await this.#write(this.#takeWaiting());
      if (this.#isEnding) await this.#close();
    } catch (error) {
      this.#takeWaiting();
      await this.#close().catch(() => undefined);
      this.#services.failed(error as Error);
    }
    this.#writing = null;
  }

  async #write(text: string): Promise<void> {
    const { folder } = this.#services;
    if (await removeSurplus(folder)) this.#services.removedOlder();
    this.#handle ??= await open(this.path, "wx", FILE_MODE);
    await this.#handle.appendFile(text);
    if (folder.ledger.isKept(this.#number)) return;
    // It was removed, perhaps before it was made.
    this.#takeWaiting();
    await this.#close();
    await rm(this.path, { force: true });
  }

  #takeWaiting(): string {
    const text = this.#waiting.join("");
    this.#waiting = [];
    this.#services.waitingBytes -= text.length;
    return text;
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}
