import { closeSync, openSync, writeSync } from "node:fs";
import { join, parse } from "node:path";
import { type JournalEvent, type JournalStart, type LineTaker, writeLine } from "@chat/journal";

/** Most files: a client that comes back again and again fills no folder. */
const MAX_FILES = 100;

/** Nobody else may read what people write to each other. */
const FILE_MODE = 0o600;

/** The events behind which a journal has nothing more. */
const LAST_EVENTS: ReadonlySet<JournalEvent["event"]> = new Set(["closed", "stopped"]);

/** The options of the files. */
export interface JournalFilesOptions {
  /** The file of the first connection; those of the others have their number behind the name. */
  readonly path: string;
  /** Most bytes of all files together. */
  readonly maxBytes: number;
  /** Called with a sentence when something is not written any more. */
  readonly onStop: (reason: string) => void;
}

/**
 * The journals of connections: each is a file. Every line is written at once, so that what was recorded stays whatever ends the program.
 */
export class JournalFiles {
  readonly #options: JournalFilesOptions;
  #bytes = 0;
  #files = 0;
  /** Why nothing more is written; `null` as long as it is. */
  #ending: string | null = null;

  /** @throws the error of the system when the first file can't be written */
  constructor(options: JournalFilesOptions) {
    this.#options = options;
    closeSync(openSync(options.path, "w", FILE_MODE));
  }

  /** Begins the journal of a connection, and returns what takes its lines. Where the bound is reached, the journal says so and ends. */
  begin(connection: number): LineTaker {
    let file: number | null = null;
    let lastMs = 0;
    const end = () => {
      if (file !== null) closeSync(file);
      file = null;
    };
    const write = (line: string, event: JournalStart | JournalEvent) => {
      if ("journal" in event) file = this.#open(connection);
      if (file === null) return;
      if ("t" in event) lastMs = Math.max(lastMs, event.t);
      this.#bytes += line.length;
      if (this.#bytes > this.#options.maxBytes) this.#stop("--max-bytes is reached");
      const reason = this.#ending;
      writeSync(file, reason === null ? line : writeLine({ t: lastMs + 0.001, event: "stopped", reason }));
      if (reason !== null || ("event" in event && LAST_EVENTS.has(event.event))) end();
    };
    return (line, event) => {
      try {
        write(line, event);
      } catch (error) {
        // The disk is full, for example. The connections go on.
        this.#stop((error as Error).message);
        end();
      }
    };
  }

  #open(connection: number): number | null {
    if (this.#ending !== null) return null;
    this.#files += 1;
    const { path, onStop } = this.#options;
    if (this.#files === MAX_FILES + 1)
      onStop(`There are ${MAX_FILES} journals: the connections from #${connection} on have none.`);
    if (this.#files > MAX_FILES) return null;
    const { dir, name, ext } = parse(path);
    return openSync(connection === 1 ? path : join(dir, `${name}-${connection}${ext}`), "w", FILE_MODE);
  }

  #stop(reason: string): void {
    if (this.#ending === null) this.#options.onStop(`Nothing more is recorded: ${reason}.`);
    this.#ending ??= reason;
  }
}
