/**
 * The bytes of one connection, both ways. What carries them is behind this interface: the connection, its inbound stream and
 * its outbox know nothing else of it.
 */
export interface Transport {
  /** The address of the peer as the system writes it; `undefined` when the peer has gone. */
  readonly remoteAddress: string | undefined;
  /** The port of the peer; `undefined` when the peer has gone. */
  readonly remotePort: number | undefined;
  /** True while text can be written: the connection is open, and {@link end} was not called. */
  readonly isWritable: boolean;
  /** Bytes that were written and are not taken, about. With 0 the peer gets everything without us. */
  readonly untakenBytes: number;
  /** True when our side is shut down, and everything before is taken. */
  readonly isOutputEnded: boolean;
  /** Passes everything that happens to the listener, from now on. Called once. */
  open(listener: TransportListener): void;
  /**
   * Writes text in which each character is one byte (Latin-1). Returns whether all of it is taken. When it
   * is not, the writer waits for {@link TransportListener.outputTaken} before it writes again.
   */
  write(text: string): boolean;
  /** Shuts our side down behind all that was written. */
  end(): void;
  /** Stops reading: the peer has to wait. A read that was already made may still come. */
  pause(): void;
  /** Reads on. */
  resume(): void;
  /** Ends both ways at once. What is not taken is lost. */
  destroy(): void;
}

/** The receiver of what happens to a transport. */
export interface TransportListener {
  /**
   * Takes bytes that were read. Their memory belongs to the transport again when it returns. What the peer sent before a turn
   * of the event loop is read in that turn: the quiet time of a name, and the search for silent connections, count on it.
   */
  receive(bytes: Uint8Array): void;
  /** The peer has shut its side down: nothing more is read. */
  inputEnded(): void;
  /** All that was written is taken, after a {@link Transport.write} that had to wait. */
  outputTaken(): void;
  /** Our side is shut down, and everything before is taken. */
  outputEnded(): void;
  /** The transport is gone. Nothing else follows. */
  closed(hadError: boolean): void;
}

/** Makes transports of the peers that connect. */
export interface TransportServer<Address> {
  /** Starts to take connections. Rejects with the system's error when it can't. */
  listen(accept: (transport: Transport) => void): Promise<Address>;
  /** The address that it listens on; `null` when it does not. */
  address(): Address | null;
  /** Takes no further connections. Resolves when all of its transports are gone. */
  close(): Promise<void>;
}
