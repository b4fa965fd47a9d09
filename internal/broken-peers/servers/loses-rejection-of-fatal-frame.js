import { ChatServer, run } from "./chat-server.js";

/** After a fatal rejection the connection is reset before the answer can be read. */
export class Server extends ChatServer {
  takeRejection(client, rejection) {
    if (!rejection.isFatal) return super.takeRejection(client, rejection);
    this.freeName(client);
    client.state = "gone";
    client.socket.resetAndDestroy();
  }
}

await run(Server, import.meta.main);
