import { isDeepStrictEqual } from "node:util";
import { assertSame, assertThat, NotJudged } from "../../checks/failure.ts";
import type { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

/** Tries of a shout: each is tried again when others come and go. */
const TRIES = 20;

export const check: ServerCheck = {
  title: "lists the other users, and lets one shout to all of them",
  rules: ["C-62", "C-63"],
  stage: "speaks",
  mend: 'Answer /list with "Online users (<count>): a, b, c", without the asker, or "You are the only active user!". Deliver the msg of /shout to every other user with to "Everyone", then answer "Message sent to <count> users".',
  needs: ["welcome"],
  runsAlone: true,
  async run(scene) {
    const ada = await scene.join("ada");
    // Somebody who is alone is told so in other words.
    await ada.settledList();
    const bob = await scene.join("bob");
    await shout(ada, [bob], "good morning");
    const eve = await scene.join("eve");
    const { count, names, complete } = await ada.list();
    const hasAll = !complete || [bob, eve].every(({ name }) => names.includes(name));
    const due = `${bob.name} and ${eve.name} among the users`;
    const came = { words: `${count} users: ${names.join(", ")}` };
    assertThat(hasAll && count > 1, due, came, ["C-62"]);
    await shout(ada, [bob, eve], "good night");
    await ada.expectNothing("no shout of its own", ["C-63"]);
  },
};

/** Shouts until nobody has come or gone meanwhile: users of earlier checks may still be leaving. */
async function shout(ada: ChatPeer, others: readonly ChatPeer[], text: string): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const before = await ada.list();
    assertThat(!before.names.includes(ada.name), "the others alone", before.bytes, ["C-62"]);
    const { msg } = await ada.ask("/shout", /^Message sent to \d+ users$/, ["C-63"], text);
    for (const peer of others) await peer.expectText(text, ["C-63"], ada.name, "Everyone");
    const after = await ada.list();
    // As many may be others.
    const isSame = before.count === after.count && isDeepStrictEqual(new Set(before.names), new Set(after.names));
    if (isSame) return assertSame(msg, `Message sent to ${after.count} users`, ["C-63"]);
  }
  throw new NotJudged("others come and go, so that nobody can say how many there are");
}
