import { assertThat } from "../../checks/failure.ts";
import { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

const RIVALS = 20;
const ROUNDS = 5;

export const check: ServerCheck = {
  title: "gives a name to one of many who ask at once, and frees it when the connection is gone",
  rules: ["C-44", "C-46"],
  stage: "joins",
  mend: "Look a name up and take it in one step, so that nobody comes in between; free it as soon as its connection is gone.",
  needs: ["welcome"],
  async run(scene) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const name = scene.name("ada");
      const wires = await Promise.all(Array.from({ length: RIVALS }, () => scene.connect()));
      const rivals = wires.map((wire) => new ChatPeer(scene, wire, name));
      for (const [index, { wire }] of rivals.entries()) wire.send(`${index % 2 ? name : name.toUpperCase()}\n`);
      const answers = await Promise.all(rivals.map((rival) => rival.next("a welcome or a refusal", ["C-34"])));
      const winners = rivals.filter((_, index) => answers[index]?.msg.startsWith("Welcome "));
      const words = `${winners.length} welcomes`;
      assertThat(winners.length === 1, `one welcome for ${RIVALS} who want the same name`, { words }, ["C-44"]);
      winners[0]?.wire.reset();
      await scene.joinAs(name);
    }
  },
};
