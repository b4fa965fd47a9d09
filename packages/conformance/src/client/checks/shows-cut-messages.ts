import { setTimeout as pause } from "node:timers/promises";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "shows a message however it is cut",
  rules: ["C-10"],
  stage: "frames",
  mend: {
    any: "Keep what you have read as bytes until a message is complete, and decode it then.",
    python: "Read by line: `for line in connection.makefile('rb'): show(json.loads(line))`.",
    go: "Read by line with bufio.Reader, or decode with json.NewDecoder(connection).",
  },
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.join();
    user.assertFrames();
    const lineOf = (word: string) => Buffer.from(user.write("Bob", `é👋 ${word}`));
    const inBytes = lineOf("byte-by-byte");
    await user.wire.sendCut(inBytes, [...inBytes.keys()].slice(1));
    await scene.expectShown("byte-by-byte");
    for (const at of inBytes.keys()) {
      await user.wire.sendCut(lineOf(`cut-at-${at}.`), [at]);
      await pause(1);
      user.answerRequests();
    }
    for (const at of inBytes.keys()) await scene.expectShown(`cut-at-${at}.`);
  },
};
