import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import { assertThat } from "../../checks/failure.ts";
import { PATIENCE_MS } from "../../wire/wire.ts";
import type { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

/** The gap between two writes, with a tolerance for clocks. */
const GAP_MS = 0.9;
const ATTEMPTS = 100;
/** So many gaps have to be seen. A busy machine hides most of them; without a gap there is hardly ever one. */
const DUE_GAPS = 15;
/** Between two attempts, in milliseconds, so that they tell different things. */
const PAUSE_MS = 5;

export const check: ServerCheck = {
  title: "writes messages one at a time to a client that sent its name without a line feed, and its own texts short",
  rules: ["C-22", "C-23", "C-24"],
  stage: "frames",
  mend: "To a client that ended its name without a line feed write one message at a time, each at least 1 ms after the one before, and keep your own texts under 1,000 bytes.",
  needs: ["handshake-silence"],
  // Other checks would keep the kit from seeing when a message comes.
  runsAlone: true,
  async run(scene) {
    const [old, ada] = [await scene.join("old", { behindName: "" }), await scene.join("ada")];
    for (const to of ["/help", "/standard", "/list", "x".repeat(60_000), `/${"é".repeat(9_000)}`]) {
      old.say(to, "?");
      const { bytes } = await old.next(`the answer to ${to.slice(0, 20)}`, ["C-24"]);
      assertThat(bytes.length + 1 < 1_000, "less than 1,000 bytes", bytes, ["C-24"]);
    }
    let gaps = 0;
    for (let attempt = 1; attempt <= ATTEMPTS && gaps < DUE_GAPS; attempt += 1) {
      ada.wire.send(`${ada.write(old.name, "one")}\n${ada.write(old.name, "two")}\n`);
      if ((await measureGap(old)) >= GAP_MS) gaps += 1;
      await pause(PAUSE_MS);
    }
    const words = `a gap of 1 ms after ${gaps} of ${ATTEMPTS} messages`;
    assertThat(gaps >= DUE_GAPS, `a gap of 1 ms after each message (seen after ${DUE_GAPS} is enough)`, { words }, [
      "C-22",
      "C-23",
    ]);
  },
};

/** Measures the shortest time that can have been between the next two messages: the kit may have looked late for the second one. */
async function measureGap(user: ChatPeer): Promise<number> {
  const deadline = performance.now() + PATIENCE_MS;
  let before = performance.now();
  let firstAt: number | null = null;
  for (;;) {
    const message = user.takeNow();
    if (message && firstAt !== null) return before - firstAt;
    if (message) firstAt = performance.now();
    if (message && user.takeNow()) return 0;
    if (user.wire.ending !== "open" || performance.now() > deadline) return 0;
    before = performance.now();
    await turn();
  }
}
