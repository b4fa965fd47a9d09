import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  message(to, text) {
    return { from: { name: this.name, ip: null }, to, msg: text };
  }
}

await new Client().run();
