import { ChatClient } from "./chat-client.js";

const ATTEMPTS = 30;
const gaveUp = Promise.withResolvers();
let attempts = 0;

class FirstWindow extends ChatClient {
  async *conversation() {
    tryToJoin();
    yield* super.conversation();
    await gaveUp.promise;
  }
}

function tryToJoin() {
  if (attempts++ === ATTEMPTS) return gaveUp.resolve();
  const secondWindow = new ChatClient();
  secondWindow.socket.on("close", tryToJoin);
  secondWindow.run();
}

await new FirstWindow().run();
