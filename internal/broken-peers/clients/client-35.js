import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  sendName() {
    this.socket.write(`${JSON.stringify({ name: this.name })}\n`);
  }
}

for (let attempt = 0; attempt < 3; attempt++) await new Client().run();
