import { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "refuses a name that somebody online has, in words that can be read even by a client that has sent more",
  rules: ["C-34"],
  stage: "told-off",
  mend: "Answer a name that somebody online has with one message from SERVER to Guest and the text of the contract, then close: shut down your side, and read on for a while, so that the answer is not lost.",
  needs: ["name-races"],
  async run(scene) {
    const ada = await scene.join("ada");
    for (const messages of [0, 3_000]) {
      const other = new ChatPeer(scene, await scene.connect(), ada.name);
      other.wire.send(`${ada.name}\n${`${other.write("/time", "")}\n`.repeat(messages)}`);
      await other.expectRefusal(/^⛔ Error: Username already in use! Try with another name\.$/);
    }
    await ada.fence();
  },
};
