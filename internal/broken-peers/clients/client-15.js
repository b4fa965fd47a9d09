import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  conversation() {
    return [
      ["/list", ""],
      ["Everyone", "hello"],
      ["/time", ""],
      ["Everyone", "is anybody here?"],
      ["Everyone", "good bye"],
    ];
  }
}

await new Client().run();
