import { writeMessage } from "../../load/messages.ts";
import { type Attack, asFound } from "../attack.ts";

/** Two kinds of marks in the wrong order: normalising has to sort all of them. */
const NAME = `a${"\u0301".repeat(15_000)}${"\u0323".repeat(15_000)}`;
const MESSAGES = 6;

export const attack: Attack = {
  summary: `${MESSAGES} messages of 60 KB whose receiver or sender is a letter with 30,000 combining marks.`,
  aim: "C-44, names are folded: work per message is linear in its bytes",
  latency: asFound(50, "the work per message is linear in its bytes"),
  alsoOver: ["threads", "nodes"],
  async carryOut(room) {
    const writer = await room.join("writer");
    await room.begin();
    for (let count = 0; count < MESSAGES; count++) {
      const answer = writer.waitFor((line) => line.includes("Error: "));
      writer.write(count % 2 === 0 ? writeMessage("writer", NAME, "hello") : writeMessage(NAME, "writer", "hello"));
      await answer;
      await room.pass(1 / MESSAGES);
    }
  },
};
