import type { Duplex } from "node:stream";

type WriteCallback = (error?: Error | null) => void;

/**
 * Keeps a socket open for reading when a write to it fails. By itself it would be destroyed at once, and what the other side
 * said before it closed would be lost. All that is written from then on is dropped.
 *
 * @param failed called once, with the error of the first write that failed
 */
export function surviveFailedWrites(socket: Duplex, failed: (error: Error) => void): void {
  const { _write: write, _writev: writeMany } = socket;
  let hasFailed = false;
  const survive = (callback: WriteCallback) => (error?: Error | null) => {
    if (error && !hasFailed && !socket.destroyed) {
      hasFailed = true;
      failed(error);
    }
    callback();
  };
  socket._write = (chunk, encoding, callback) => {
    if (hasFailed) callback();
    else write.call(socket, chunk, encoding, survive(callback));
  };
  if (!writeMany) return;
  socket._writev = (chunks, callback) => {
    if (hasFailed) callback();
    else writeMany.call(socket, chunks, survive(callback));
  };
}
