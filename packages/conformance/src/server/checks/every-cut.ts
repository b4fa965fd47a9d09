import { setTimeout as pause } from "node:timers/promises";
import { assertSame } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

/** Text with all that a cut could break: characters of several bytes, escapes, and braces in a string. */
const TEXT = 'é 👋 } { "\\ }"';

export const check: ServerCheck = {
  title: "understands a message that is cut at any byte, and messages that are glued together",
  rules: ["C-10"],
  stage: "frames",
  mend: {
    any: "Keep the bytes of a read in a buffer, and take objects out of it by their braces. Decode a message only when it is complete.",
    python:
      "Collect bytes: `buffer += connection.recv(65536)`, take whole objects out of it, and call `.decode()` on these alone.",
  },
  needs: ["delivers"],
  async run(scene) {
    const ada = await scene.join("ada");
    const bytes = Buffer.from(ada.write(ada.name, TEXT).replace("é", "é\\u00e9"));
    const echo = async (what: string) => {
      const { msg } = await ada.next(`the message that was sent ${what}`);
      assertSame(msg, TEXT.replace("é", "éé"));
    };
    for (let cut = 1; cut < bytes.length; cut += 1) {
      ada.wire.send(bytes.subarray(0, cut));
      // Time in which the first part arrives by itself; on a busy machine some of the parts may be glued all the same.
      await pause(1);
      ada.wire.send(bytes.subarray(cut));
      await echo(`in two parts, cut at byte ${cut}`);
    }
    ada.wire.send(Buffer.concat(Array.from({ length: 100 }, () => bytes)));
    for (let count = 1; count <= 100; count += 1) await echo(`as number ${count} of 100 in one write`);
    await ada.expectNothing("nothing more");
  },
};
