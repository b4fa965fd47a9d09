import { ChatServer, run } from "./chat-server.js";

/** A client without newline gets several messages in one write. */
export class Server extends ChatServer {
  flush(client) {
    const isFirst = !client.isFramed && client.outbox.length === 1 && !client.waitsForTurn;
    if (!isFirst) return client.waitsForTurn || super.flush(client);
    client.waitsForTurn = true;
    setTimeout(() => {
      client.waitsForTurn = false;
      client.isFramed = true;
      super.flush(client);
      client.isFramed = false;
    }, 5);
  }
}

await run(Server, import.meta.main);
