// The yardstick: a bare relay on Node's 'data' events. No chat server that reads by them can be cheaper.
import { createServer } from "node:net";
import { answerMeasurements } from "../load/process-usage.ts";
import { RelayConnection } from "./relay-connection.ts";

/** The method is public, and a little cheaper than `toString("latin1")`, but no part of the types. */
type Latin1Buffer = Buffer & { latin1Slice(start: number, end: number): string };

const server = createServer({ noDelay: true }, (socket) => {
  const connection = new RelayConnection(socket);
  socket.on("data", (chunk: Latin1Buffer) => connection.receive(chunk.latin1Slice(0, chunk.length)));
});

// Without an argument the system chooses the port.
const port = Number(process.argv[2] ?? 0);
server.listen({ host: "127.0.0.1", port, backlog: 4_096 }, () => answerMeasurements(server.address()));
