import { ChatServer, run } from "./chat-server.js";
import { FrameReader } from "./messages.js";

class Reader extends FrameReader {
  isSkipped(character) {
    return character <= " ";
  }
}

/** A no-break space between messages is rejected. */
export class Server extends ChatServer {
  Reader = Reader;
}

await run(Server, import.meta.main);
