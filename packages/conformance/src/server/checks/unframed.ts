import { assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

const MESSAGES = 5;
/** A busy machine glues what came apart, so one good attempt of these is enough. */
const ATTEMPTS = 30;

export const check: ServerCheck = {
  title: "writes messages one at a time to a client that sent its name without a line feed",
  rules: ["C-22", "C-23", "C-24"],
  stage: "frames",
  mend: "To a client that ended its name without a line feed write one message at a time, each at least 1 ms after the one before, and keep your own texts under 1,000 bytes.",
  needs: ["handshake-silence"],
  async run(scene) {
    const [old, ada] = [await scene.join("old", { behindName: "" }), await scene.join("ada")];
    const reads: Buffer[] = [];
    old.wire.socket.on("data", (bytes) => reads.push(bytes));
    let fewestGlued = Number.POSITIVE_INFINITY;
    for (let attempt = 1; attempt <= ATTEMPTS && fewestGlued > 0; attempt += 1) {
      reads.length = 0;
      ada.wire.send(`${ada.write(old.name, "hello")}\n`.repeat(MESSAGES));
      for (let count = 0; count < MESSAGES; count += 1) await old.next("a message");
      fewestGlued = Math.min(fewestGlued, MESSAGES - reads.length);
    }
    const words = `${fewestGlued + 1} messages in one read, at best of ${ATTEMPTS} attempts`;
    assertThat(fewestGlued <= 0, "one message in each read", { words }, ["C-22", "C-23"]);
    for (const to of ["/help", "/standard", "/list", "x".repeat(60_000), `/${"é".repeat(9_000)}`]) {
      old.say(to, "");
      const { bytes } = await old.next(`the answer to ${to.slice(0, 20)}`);
      assertThat(bytes.length + 1 < 1_000, "less than 1,000 bytes", bytes, ["C-24"]);
    }
    await old.expectNothing("nothing more", ["C-69"]);
  },
};
