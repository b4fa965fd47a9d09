import { assertSame } from "../../checks/failure.ts";
import type { RuleNumber } from "../../contract/contract-rules.ts";
import type { ServerCheck } from "../server-check.ts";

/** Texts with all that a cut could break: braces and escapes in a string, and characters of several bytes. */
const [BRACES, WIDE] = ['} { "\\ }"', "é 👋"];

export const check: ServerCheck = {
  title: "understands a message that is cut at any byte, and messages that are glued together",
  rules: ["C-2", "C-10", "C-12"],
  stage: "frames",
  mend: {
    any: "Keep the bytes of a read in a buffer, and take objects out of it by their braces. Decode a message only when it is complete.",
    python:
      "Collect bytes: `buffer += connection.recv(65536)`, take whole objects out of it, and call `.decode()` on these alone.",
  },
  needs: ["delivers"],
  async run(scene) {
    const [ada, bob] = [await scene.join("ada"), await scene.join("bob")];
    const bytesOf = (text: string) =>
      Buffer.from(ada.write(ada.name, "@").replace("@", JSON.stringify(text).slice(1, -1)));
    const echo = async (text: string, what: string, rules: readonly RuleNumber[] = ["C-10"]) => {
      const { msg } = await ada.next(`the message that was sent ${what}`, rules);
      assertSame(msg, text, rules);
    };
    // What is wrong in one piece already has nothing to do with cuts.
    for (const [text, rule] of [
      [BRACES, "C-12"],
      [WIDE, "C-2"],
    ] as const) {
      ada.wire.send(`${bytesOf(text)}\n`);
      await echo(text, "in one piece", [rule]);
    }
    const text = `${WIDE} ${BRACES}`;
    const bytes = bytesOf(text);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      ada.wire.send(bytes.subarray(0, cut));
      // Who has answered another has read the first part by itself; on a busy machine a server of several threads may not have.
      await bob.fence();
      ada.wire.send(bytes.subarray(cut));
      await echo(text, `in two parts, cut at byte ${cut}`);
    }
    ada.wire.send(Buffer.concat(Array.from({ length: 20 }, () => bytes)));
    for (let count = 1; count <= 20; count += 1) await echo(text, `as number ${count} of 20 in one write`);
    await ada.expectNothing("nothing more", ["C-10"]);
  },
};
