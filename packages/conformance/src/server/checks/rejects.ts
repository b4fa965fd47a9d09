import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const FRAMES = ["hello\n", '{"to": "Bob", "msg": "hi"}\n', "[1, 2]\n", "{}\n"];

export const check: ServerCheck = {
  title: "answers a frame that is no message once, says at which byte of the connection it began, and goes on",
  rules: ["C-14"],
  stage: "told-off",
  mend: "Count the bytes of the connection from its first one, the name included. Answer what is no message with one ⛔ Error: … that names the byte at which it began, and read on behind it.",
  needs: ["delivers"],
  async run(scene) {
    const ada = await scene.join("ada");
    for (const frame of FRAMES) {
      const position = ada.wire.sentBytes;
      ada.wire.send(frame);
      const { msg } = await ada.expectText(/^⛔ Error: /);
      const isNamed = new RegExp(`\\b${position}\\b`).test(msg);
      assertThat(isNamed, `the position ${position} in the text`, msg);
      const [more] = await ada.fence(["C-14"]);
      assertThat(!more, "one answer", more?.bytes ?? "");
    }
  },
};
