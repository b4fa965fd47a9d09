import { ChatServer, run } from "./chat-server.js";
import { FrameReader } from "./messages.js";

class Reader extends FrameReader {
  maxBytes = 4 * 65_536;

  parse(bytes) {
    if (bytes.toString().length > 65_536) throw new SyntaxError("the message is too long");
    return super.parse(bytes);
  }
}

/** The limit of a message counts characters, not bytes. */
export class Server extends ChatServer {
  Reader = Reader;
}

await run(Server, import.meta.main);
