import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  comesBack() {
    return false;
  }
}

await new Client().run();
