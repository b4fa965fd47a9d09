import { serverTexts } from "@chat/protocol";
import { Failure } from "../../checks/failure.ts";
import { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

const MEND =
  "Answer a name that somebody online has with one message from SERVER to Guest with the text of the contract, then close the connection.";

export const check: ServerCheck = {
  title: "refuses a name that somebody online has, in words that can be read, and closes",
  rules: ["C-34", "C-44"],
  stage: "told-off",
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    const other = new ChatPeer(scene, await scene.connect(), ada.name);
    other.wire.send(`${ada.name.toUpperCase()}\n`);
    const refusal = await other.next("a refusal", MEND);
    const text = serverTexts.usernameTaken.write();
    if (refusal.msg !== text) throw new Failure({ expected: text, came: refusal.msg, mend: MEND });
    if (refusal.to !== "Guest") throw new Failure({ rules: ["C-34"], expected: "Guest", came: refusal.to, mend: MEND });
    if (!(await other.wire.ended())) throw other.wire.unexpected("the end of the connection", MEND, ["C-34"]);
  },
};
