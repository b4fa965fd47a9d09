import { ChatClient } from "./chat-client.js";

class Client extends ChatClient {
  harmless(text) {
    return [...text]
      .map((character) => (character < " " ? "\ufffd" : super.harmless(character).replace("\ufffd", character)))
      .join("");
  }
}

await new Client().run();
