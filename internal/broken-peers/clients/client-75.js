import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  send(to, text) {
    this.socket.write(`${JSON.stringify(this.message(to, text))}\n`);
  }
}

await new Client().run();
