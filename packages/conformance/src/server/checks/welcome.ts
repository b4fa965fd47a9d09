import { serverTexts } from "@chat/protocol";
import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const MEND_QUIET = "Keep each connection open and send nothing until its name has come.";

export const check: ServerCheck = {
  title: "welcomes a user with the text of the contract, which names the others",
  rules: ["C-33", "C-30"],
  stage: "joins",
  mend: 'Send from SERVER with the address 0.0.0.0: "Welcome <name>! Connection established.\\nSend message to /help for a list of available commands!\\n", then "Online users: a, b, c" or "You are the first connected user.".',
  async run(scene) {
    const silent = await scene.connect("somebody who says nothing");
    await silent.wait(() => silent.unread[0] ?? null, 200);
    const isRefused = silent.unread.includes('"Guest"') || silent.ending !== "open";
    const rules = isRefused ? (["C-31"] as const) : (["C-30", "C-103"] as const);
    const isQuiet = silent.unread.length === 0 && silent.ending === "open";
    if (!isQuiet) throw silent.unexpected("nothing before the name of the client", rules, MEND_QUIET);
    const ada = await scene.join("ada");
    const bob = await scene.join("bob");
    const start = `Welcome ${bob.name}! Connection established.\nSend message to /help for a list of available commands!\nOnline users: `;
    const { from, msg } = bob.welcomed;
    assertThat(msg.startsWith(start), `a text that starts with ${JSON.stringify(start)}`, msg, ["C-33"]);
    assertThat(from.ip === "0.0.0.0", "the address 0.0.0.0 of SERVER", from.ip, ["C-33"]);
    const others = serverTexts.welcome.read(msg)?.others;
    const isListed = others?.names.includes(ada.name) || others?.complete === false;
    assertThat(isListed, `the name ${ada.name} among the users`, msg, ["C-33"]);
    assertThat(!others?.names.includes(bob.name), "the others alone, without the newcomer", msg, ["C-33"]);
  },
};
