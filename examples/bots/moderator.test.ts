import { expect, it } from "vitest";
import { BotProcess } from "./test/bot-process.ts";
import { startServer, User } from "./test/user.ts";

it("warns in private whoever shouts a watched word, and tells the teacher who it was", async () => {
  await using server = await startServer();
  await using _bot = await BotProcess.start("moderator.ts", server, "--teacher", "Grace", "--words", "silly, blödmann");
  await using grace = await User.join(server, "Grace");
  await using ada = await User.join(server, "Ada");
  await using bob = await User.join(server, "Bob");

  ada.write("/shout", "The class is not silly-sounding.");
  expect(await ada.next()).toBe("SERVER -> Ada: Message sent to 3 users");
  expect(await ada.next()).toBe("moderator-bot -> Ada: Please choose other words than: silly. Only you can read this.");
  for (const other of [grace, bob]) expect(await other.next()).toMatch(/ -> Everyone: The class is not/);
  expect(await grace.next()).toBe("moderator-bot -> Grace: Ada used these words: silly");

  // Nobody is blocked, and nobody else has noticed.
  ada.write("Bob", "silly");
  expect(await bob.next()).toBe("Ada -> Bob: silly");
  bob.write("moderator-bot", "silly?");
  expect(await bob.next()).toMatch(/^moderator-bot -> Bob: .* watch these words: silly, blödmann$/);
  expect(await bob.settle()).toEqual([]);
  expect(await grace.settle()).toEqual([]);
});

it("lets harmless shouts pass, and warns a teacher without telling her about herself", async () => {
  await using server = await startServer();
  await using _bot = await BotProcess.start("moderator.ts", server, "--teacher", "GRACE");
  await using grace = await User.join(server, "Grace");

  grace.write("/shout", "The idiotic thing works!");
  grace.write("/shout", "Idiot!");
  for (const _ of ["two", "receipts"]) expect(await grace.next()).toBe("SERVER -> Grace: Message sent to 1 users");
  expect(await grace.next()).toMatch(/^moderator-bot -> Grace: Please choose other words than: idiot\./);
  grace.write("moderator-bot", "");
  expect(await grace.next()).toMatch(/watch these words/);
});

it("goes on when the teacher is not there", async () => {
  await using server = await startServer();
  await using bot = await BotProcess.start("moderator.ts", server, "--teacher", "Grace");
  await using ada = await User.join(server, "Ada");

  ada.write("/shout", "stupid");
  expect(await ada.next()).toBe("SERVER -> Ada: Message sent to 1 users");
  expect(await ada.next()).toMatch(/than: stupid\./);
  await bot.waitForOutput(/moderator-bot: a message did not reach Grace/);
  ada.write("moderator-bot", "");
  expect(await ada.next()).toMatch(/watch these words/);
});
