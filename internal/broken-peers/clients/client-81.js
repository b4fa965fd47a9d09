import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  leave() {
    this.isLeaving = true;
    this.socket.destroy();
  }
}

await new Client().run();
