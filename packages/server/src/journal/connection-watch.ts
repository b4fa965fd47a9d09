/** The live journal of a connection. */
export interface ConnectionWatch {
  /** Resolves when the connection is gone, or {@link stop} was called: no further line comes. */
  readonly ended: Promise<void>;
  /** Ends the recording. */
  stop(): void;
}

/** Takes a line of a journal, its line end included. */
export type JournalLineTaker = (line: string) => void;
