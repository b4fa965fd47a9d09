import { expect, it } from "vitest";
import { ownTurn } from "./own-turn.ts";

it("gives each who waits a turn of the event loop that no other gets", async () => {
  let turn = 0;
  const count = (): void => {
    turn += 1;
    immediate = setImmediate(count);
  };
  let immediate = setImmediate(count);
  const turns = await Promise.all(Array.from({ length: 5 }, () => ownTurn().then(() => turn)));
  clearImmediate(immediate);
  expect(new Set(turns).size).toBe(5);
});
