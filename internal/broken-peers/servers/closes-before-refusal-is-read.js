import { ChatServer, run } from "./chat-server.js";

/** A refused client that had sent more is reset, and can lose the refusal. */
export class Server extends ChatServer {
  refuse(client, reason) {
    client.state = "closing";
    client.socket.pause();
    client.socket.write(this.line({ name: "SERVER", ip: "0.0.0.0" }, "Guest", `\u26d4 Error: ${reason}`), () =>
      setTimeout(() => client.socket.resetAndDestroy(), 50),
    );
  }
}

await run(Server, import.meta.main);
