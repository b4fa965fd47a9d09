import { serverTexts } from "@chat/protocol";
import { assertSame, assertThat } from "../../checks/failure.ts";
import type { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

const MEND_LIST = 'Answer "Online users (<count>): a, b, c" with the others, or "You are the only active user!".';
const MEND_SHOUT = 'Deliver msg to every other user with to "Everyone", then answer "Message sent to <count> users".';

export const check: ServerCheck = {
  title: "lists the other users, and lets one shout to all of them",
  rules: ["C-62", "C-63"],
  stage: "speaks",
  needs: ["leaves"],
  runsAlone: true,
  async run(scene) {
    const ada = await scene.join("ada");
    const alone = await list(ada);
    if (alone.count === 0) {
      ada.say("/shout", "is nobody there?");
      await ada.expectText("Message sent to 0 users", MEND_SHOUT, ["C-63"]);
    }
    const [bob, eve] = [await scene.join("bob"), await scene.join("eve")];
    const { count, names, complete } = await list(ada);
    const isRight = count === alone.count + 2 && !names.includes(ada.name);
    const hasAll = !complete || [bob, eve].every(({ name }) => names.includes(name));
    assertThat(
      isRight && hasAll,
      `${alone.count + 2} users, ${bob.name} and ${eve.name} among them`,
      { words: names.join(", ") },
      MEND_LIST,
      ["C-62"],
    );
    ada.say("/shout", "good night");
    await ada.expectText(`Message sent to ${count} users`, MEND_SHOUT, ["C-63"]);
    for (const peer of [bob, eve]) {
      const { from, to, msg } = await peer.next("the shout", MEND_SHOUT, ["C-63"]);
      assertSame(`${from.name} to ${to}: ${msg}`, `${ada.name} to Everyone: good night`, MEND_SHOUT, ["C-63"]);
    }
    await bob.leave();
    assertThat(
      (await list(ada)).count === count - 1,
      `${count - 1} users, since one has left`,
      { words: "another number" },
      MEND_LIST,
      ["C-62"],
    );
    await ada.expectNothing("no shout of its own", MEND_SHOUT, ["C-63"]);
  },
};

async function list(user: ChatPeer) {
  user.say("/list", "");
  const { msg } = await user.expectText(/^(Online users \(\d+\): .+|You are the only active user!)/s, MEND_LIST, [
    "C-62",
  ]);
  const { count = 0, names = [], complete = true } = serverTexts.userList.read(msg) ?? {};
  const isTrue = !complete || count === names.length;
  assertThat(isTrue, "the number of the names behind it", msg, MEND_LIST, ["C-62"]);
  return { count, names, complete };
}
