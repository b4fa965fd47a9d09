import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "lists the other users, and lets one shout to all of them",
  rules: ["C-62", "C-63"],
  stage: "speaks",
  mend: 'Answer /list with "Online users (<count>): a, b, c", without the asker, or "You are the only active user!". Deliver the msg of /shout to every other user with to "Everyone", then answer "Message sent to <count> users".',
  needs: ["welcome"],
  runsAlone: true,
  async run(scene) {
    const ada = await scene.join("ada");
    const alone = await ada.settledList();
    await ada.ask("/shout", `Message sent to ${alone.count} users`, ["C-63"]);
    const bob = await scene.join("bob");
    await ada.ask("/shout", `Message sent to ${alone.count + 1} users`, ["C-63"]);
    await bob.expectText("?", ["C-63"], ada.name, "Everyone");
    const eve = await scene.join("eve");
    const { count, names, complete } = await ada.list();
    const hasAll = !complete || [bob, eve].every(({ name }) => names.includes(name));
    const isRight = hasAll && count === alone.count + 2 && !names.includes(ada.name);
    const due = `${alone.count + 2} users, ${bob.name} and ${eve.name} among them`;
    assertThat(isRight, due, { words: `${count} users: ${names.join(", ")}` }, ["C-62"]);
    await ada.ask("/shout", `Message sent to ${count} users`, ["C-63"], "good night");
    for (const peer of [bob, eve]) await peer.expectText("good night", ["C-63"], ada.name, "Everyone");
    await ada.expectNothing("no shout of its own", ["C-63"]);
  },
};
