import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  message(to, text) {
    return super.message(to, text.slice(0, 140));
  }
}

await new Client().run();
