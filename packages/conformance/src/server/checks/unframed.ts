import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import { assertThat, NotJudged } from "../../checks/failure.ts";
import { PATIENCE_MS } from "../../wire/wire.ts";
import type { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

/** The gap between two writes, in milliseconds, with a tolerance for clocks. */
const GAP_MS = 0.9;
/** Pairs of messages that are looked at, and the number that has to be seen in time: a busy machine hides most gaps. */
const [PAIRS, DUE] = [500, 15];
/** Between two pairs, in milliseconds, so that they tell different things. */
const PAUSE_MS = 5;

export const check: ServerCheck = {
  title: "writes messages one at a time to a client that sent its name without a line feed, and its own texts short",
  rules: ["C-22", "C-23", "C-24"],
  stage: "frames",
  mend: "To a client that ended its name without a line feed write one message at a time, each at least 1 ms after the one before, and keep your own texts under 1,000 bytes.",
  needs: ["handshake-silence", "every-cut", "unknown-receivers"],
  // Other checks would keep the kit from seeing when a message comes.
  runsAlone: true,
  async run(scene) {
    const [old, ada] = [await scene.join("old", { behindName: "" }), await scene.join("ada")];
    for (const to of ["/help", "/standard", "/list", "x".repeat(60_000), `/${"é".repeat(9_000)}`]) {
      old.say(to, "?");
      const { bytes } = await old.next(`the answer to ${to.slice(0, 20)}`, ["C-24"]);
      assertThat(bytes.length + 1 < 1_000, "less than 1,000 bytes", bytes, ["C-24"]);
    }
    let [gaps, glued] = [0, 0];
    for (let pair = 1; pair <= PAIRS && gaps < DUE; pair += 1) {
      ada.wire.send(`${ada.write(old.name, "one")}\n${ada.write(old.name, "two")}\n`);
      const [shortest, longest] = await measureGap(old);
      if (shortest >= GAP_MS) gaps += 1;
      else if (longest < GAP_MS) glued += 1;
      await pause(PAUSE_MS);
    }
    const words = `less than 1 ms between ${glued} of ${PAIRS} pairs of messages`;
    assertThat(glued <= gaps || glued < DUE, "a gap of 1 ms between two messages", { words }, ["C-22", "C-23"]);
    if (gaps < DUE) throw new NotJudged("the machine is too busy to see when messages come");
  },
};

/** Measures the shortest and the longest time that can have been between the next two messages: the kit may have looked late for each. */
async function measureGap(user: ChatPeer): Promise<readonly [shortest: number, longest: number]> {
  const deadline = performance.now() + PATIENCE_MS;
  let first: { readonly after: number; readonly by: number } | null = null;
  // The starts of the last two looks: what is seen by the second came after the first had begun.
  for (let [previous, current] = [performance.now(), performance.now()]; ; ) {
    const message = user.takeNow();
    const now = performance.now();
    if (message && first) return [previous - first.by, now - first.after];
    if (message) first = { after: previous, by: now };
    if (message && user.takeNow()) return [0, now - previous];
    if (user.wire.ending !== "open" || now > deadline) throw user.wire.unexpected("two messages", ["C-60"]);
    [previous, current] = [current, performance.now()];
    await turn();
  }
}
