import { assertSame, Failure } from "../../checks/failure.ts";
import { readVectors } from "../../contract/contract-rules.ts";
import type { ClientCheck } from "../client-check.ts";

/** Longest line for a program that takes each read for one message, in bytes. */
const MAX_UNFRAMED_BYTES = 900;

const MEND_LINES =
  "Write something in front of each further line of a text, such as four spaces: else a text can look like the line of another user.";

export const check: ClientCheck = {
  title: "shows each kind of character as the contract says",
  rules: ["C-80"],
  stage: "survives",
  mend: "Show letters and signs of every script as they are, and the others by the second table of [C-80].",
  level: "gold",
  needs: ["shows-message"],
  async run(scene) {
    scene.assertNoTerminal();
    const user = await scene.join();
    await scene.deliver(user, user.write("Bob", "one\nforged-line."), "forged-line.");
    const isForged = /[\r\n]forged-line\./.test(scene.shown);
    const came = scene.shown.slice(-60);
    const expected = { words: "a sign or an indent before the second line of a text" };
    if (isForged) throw new Failure({ expected, came, mend: MEND_LINES });
    for (const { id, input, expected } of readVectors<DisplayInput, { text: string }>("display")) {
      // A mark, a joiner or a selector at the start belongs to the character before it.
      if (/^[\p{M}\p{Default_Ignorable_Code_Point}]/u.test(String(input.text))) continue;
      const line = typeof input.text === "string" && user.write("Bob", `<${id}${input.text}>${id}.`);
      if (!line || input.newlines !== undefined || (!user.frames && line.length > MAX_UNFRAMED_BYTES)) continue;
      await scene.deliver(user, line, `>${id}.`);
      const shown = scene.shown.slice(
        scene.shown.lastIndexOf(`<${id}`) + id.length + 1,
        scene.shown.lastIndexOf(`>${id}`),
      );
      assertSame(shown, expected.text);
    }
  },
};

interface DisplayInput {
  readonly text: unknown;
  readonly newlines?: string;
}
