import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  comesBack(text, refused, awaySeconds) {
    return refused || super.comesBack(text, refused, awaySeconds);
  }
}

await new Client().run();
