import { expect, it } from "vitest";
import { BotProcess } from "./test/bot-process.ts";
import { startServer, User } from "./test/user.ts";

it("rolls dice for whoever writes to it, and explains what it can't roll", async () => {
  await using server = await startServer();
  await using _bot = await BotProcess.start("dice.ts", server);
  await using ada = await User.join(server, "Ada");

  ada.write("dice-bot", "2d6");
  const [, first, second, total] = /^dice-bot -> Ada: 2d6: ([1-6]) \+ ([1-6]) = (\d+)$/.exec(await ada.next()) ?? [];
  expect(Number(first) + Number(second)).toBe(Number(total));
  ada.write("dice-bot", "101d6");
  expect(await ada.next()).toBe("dice-bot -> Ada: I roll 1 to 100 dice at a time, not 101.");
  ada.write("dice-bot", "hello");
  expect(await ada.next()).toMatch(/^dice-bot -> Ada: Write how many dice to roll/);
});

it("and the echo bot do not talk to each other, even when one writes to the other", async () => {
  await using server = await startServer();
  await using _dice = await BotProcess.start("dice.ts", server);
  await using _echo = await BotProcess.start("echo.ts", server, "--name", "Echo-Bot");
  await using ada = await User.join(server, "Ada");
  await using eve = await User.join(server, "eve-bot");

  for (const to of ["dice-bot", "Echo-Bot"]) eve.write(to, "2d6");
  await eve.settle();
  ada.write("dice-bot", "1d2");
  expect(await ada.next()).toMatch(/^dice-bot -> Ada: 1d2: [12]$/);
  ada.write("Echo-Bot", "1d2");
  expect(await ada.next()).toBe("Echo-Bot -> Ada: Echo: 1d2");
  expect(await eve.settle()).toEqual([]);
});
