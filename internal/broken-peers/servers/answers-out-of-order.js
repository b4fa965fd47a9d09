import { ChatServer, run } from "./chat-server.js";

/** Answers about users come before the answers to earlier requests. */
export class Server extends ChatServer {
  takeRequest(client, to, message) {
    setTimeout(() => super.takeRequest(client, to, message), 20);
  }
}

await run(Server, import.meta.main);
