import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  message(to, text) {
    return super.message(to, { text, sent: Date.now() });
  }
}

await new Client().run();
