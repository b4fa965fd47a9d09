/** Gets a copy of everything that a connection reads and writes, while it is recorded. */
export interface ConnectionTap {
  /** Takes bytes that were read. Their memory belongs to the transport again when it returns. */
  read(bytes: Uint8Array): void;
  /** Takes text that is written, in which each character is one byte. */
  wrote(text: string): void;
  /** One side has shut its direction down. */
  ended(by: "client" | "server"): void;
  /** The transport is gone, before the server has ended it. */
  closed(hadError: boolean): void;
}
