import type { Socket } from "node:net";
import type { Connection } from "./connection.ts";
import type { SharedReadBuffer } from "./shared-read-buffer.ts";

// One function for all sockets instead of a closure for each: an idle connection should cost little.
const owner = Symbol("connection");
type OwnedSocket = Socket & { [owner]: Connection };

/** Tells a connection what its socket says. */
export function attachConnection(socket: Socket, connection: Connection, buffer: SharedReadBuffer | null): void {
  const owned = Object.assign(socket, { [owner]: connection });
  if (!buffer?.attach(socket)) owned.on("data", receiveInto);
  owned.on("end", handleEnd);
  owned.on("finish", handleFinish);
  owned.on("error", handleError);
  owned.on("close", handleClose);
}

/** Takes what was read from a socket, whose memory it does not keep. */
export function receiveInto(this: Socket, bytes: Uint8Array): void {
  (this as OwnedSocket)[owner].receive(bytes);
}

function handleEnd(this: OwnedSocket): void {
  this[owner].inputEnded();
}

function handleFinish(this: OwnedSocket): void {
  this[owner].outputEnded();
}

function handleError(): void {
  // A broken connection is everyday life for a server: `close` follows, and tells of it.
}

function handleClose(this: OwnedSocket, hadError: boolean): void {
  this[owner].socketClosed(hadError);
}
