import { ChatClient } from "./chat-client.js";
import { FrameReader } from "./frames.js";

class Reader extends FrameReader {
  takeMarkInString(mark) {
    if (mark === '"') this.inString = false;
  }
}

class Client extends ChatClient {
  reader = new Reader();
  Reader = Reader;
}

await new Client().run();
