// The same bare relay, reading everything into one buffer instead of a new one each time, as the chat server does too. That is
// an option of `new Socket()` which `createServer` does not pass on, so this takes what is internal to Node.
import { createServer, Socket, type SocketConstructorOpts } from "node:net";
import { answerMeasurements } from "../load/process-usage.ts";
import { RelayConnection } from "./relay-connection.ts";

type Latin1Buffer = Buffer & { latin1Slice(start: number, end: number): string };
type Listening = { _handle: { onconnection(error: number, handle: object | undefined): void } };

const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

const server = createServer();
const port = Number(process.argv[2] ?? 0);
server.listen({ host: "127.0.0.1", port, backlog: 4_096 }, () => {
  (server as unknown as Listening)._handle.onconnection = (_error, handle) => {
    if (handle !== undefined) accept(handle);
  };
  answerMeasurements(server.address());
});

function accept(handle: object): void {
  let connection: RelayConnection;
  const options: SocketConstructorOpts & { handle: object } = {
    handle,
    onread: {
      buffer: READ_BUFFER,
      callback(byteCount, buffer) {
        connection.receive((buffer as Latin1Buffer).latin1Slice(0, byteCount));
        return true;
      },
    },
  };
  const socket = new Socket(options);
  socket.setNoDelay(true);
  connection = new RelayConnection(socket);
}
