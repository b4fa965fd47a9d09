import { MAX_SERVER_MESSAGE_BYTES } from "@chat/protocol";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "takes the largest message that a server may write, and goes on",
  rules: ["C-13"],
  stage: "frames",
  mend: {
    any: "Accept 262,144 bytes from the first brace to the last, and the line feed behind it.",
    go: "Give the scanner room: lines.Buffer(nil, 262_144+2). Its usual limit is 64 KiB.",
    python: "Give recv in a loop a buffer of your own, or read by line from connection.makefile('rb').",
  },
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.join();
    const room = MAX_SERVER_MESSAGE_BYTES + 1 - user.write("Bob", "start-of-it end-of-it").length;
    user.wire.send(user.write("Bob", `start-of-it ${"x".repeat(room)}end-of-it`));
    // Who takes each read for one message can't show it; a terminal may show its beginning or its end.
    if (user.frames) await scene.expectShown("of-it");
    await scene.deliver(user, user.write("Bob", "behind-it."), "behind-it.");
  },
};
