import { expect, it } from "vitest";
import { BotProcess } from "./test/bot-process.ts";
import { startServer, User } from "./test/user.ts";

it("says what it understood, and reminds when the time has come", async () => {
  await using server = await startServer();
  await using _bot = await BotProcess.start("reminder.ts", server);
  await using ada = await User.join(server, "Ada");

  const askedAtMs = performance.now();
  ada.write("reminder-bot", "in 1 s drink tea");
  expect(await ada.next()).toBe("reminder-bot -> Ada: In 1 second I will remind you: drink tea");
  expect(await ada.next()).toBe("reminder-bot -> Ada: Reminder: drink tea");
  // A timer may fire a moment early.
  expect(performance.now() - askedAtMs).toBeGreaterThan(990);

  ada.write("reminder-bot", "remind me");
  expect(await ada.next()).toMatch(/^reminder-bot -> Ada: Write when and of what to remind you/);
});

it("keeps ten reminders for each person, and ends at once although they wait", async () => {
  await using server = await startServer();
  await using bot = await BotProcess.start("reminder.ts", server);
  await using ada = await User.join(server, "Ada");
  await using bob = await User.join(server, "Bob");

  for (let hours = 1; hours <= 10; hours++) {
    ada.write("reminder-bot", `in ${hours} h stretch`);
    expect(await ada.next()).toMatch(/I will remind you: stretch$/);
  }
  ada.write("reminder-bot", "in 11 h stretch");
  expect(await ada.next()).toBe("reminder-bot -> Ada: I keep 10 reminders for you, which are the most.");
  bob.write("reminder-bot", "in 11 h stretch");
  expect(await bob.next()).toMatch(/^reminder-bot -> Bob: In 11 hours I will remind you/);
  bot.signal("SIGINT");
  expect(await bot.closed()).toBe(0);
});
