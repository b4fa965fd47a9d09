import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  sendName() {
    this.socket.end(`${this.name}\n`);
  }
}

for (let round = 0; round < 5; round++) await new Client().run();
