import { serverTexts } from "@chat/protocol";
import { assertThat, NotJudged } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

/** So many names of 62 bytes do not fit into 16,384 bytes. */
const USERS = 300;
const AT_ONCE = 20;

export const check: ServerCheck = {
  title: "cuts the list of many users where the contract says so, and tells their true number",
  rules: ["C-24", "C-33", "C-62", "C-22"],
  stage: "survives",
  mend: 'When not all names fit, list as many as do, then " … and <n> more" with the number of the others.',
  needs: ["unframed", "texts-as-they-are", "shout-and-list"],
  runsAlone: true,
  async run(scene) {
    const ada = await scene.join("ada");
    let due = (await ada.settledList()).count + 1;
    const names = Array.from({ length: USERS }, (_, index) => scene.name(`${"é".repeat(20)}${index}`));
    for (let start = 0; start < USERS; start += AT_ONCE)
      await Promise.all(names.slice(start, start + AT_ONCE).map(join));
    due += USERS;
    for (const [behindName, maxBytes, rules] of [
      ["", 999, ["C-24"]],
      ["\n", 16_384, ["C-62"]],
    ] as const) {
      const user = await scene.join("reader", { behindName });
      const { msg, bytes } = user.welcomed;
      assertThat(bytes.length < 999, "a welcome under 1,000 bytes", bytes, ["C-24"]);
      const welcome = serverTexts.welcome.read(msg)?.others;
      const isCut = welcome?.complete === false && welcome.names.length > 0 && welcome.count === due;
      assertThat(isCut, `some names, and the true number of ${due} users`, msg, ["C-33"]);
      const list = await user.list();
      assertThat(list.bytes.length <= maxBytes, `${maxBytes} bytes at most`, list.bytes, rules);
      assertThat(list.count === due, `the true number of ${due} users`, list.bytes, ["C-62"]);
      const isFull = list.bytes.length > maxBytes - 200;
      assertThat(isFull, `as many names as fit into ${maxBytes} bytes`, list.bytes, ["C-62", "C-22"]);
      due += 1;
    }

    async function join(name: string): Promise<void> {
      const user = await scene.knock(name);
      const { msg } = await user.next("a welcome", ["C-33"]);
      if (msg.startsWith("⛔ Error: "))
        throw new NotJudged(`the server takes no ${USERS} users from one address: ${msg}`);
    }
  },
};
