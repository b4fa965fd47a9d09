import { expect, it } from "vitest";
import { BotProcess } from "./test/bot-process.ts";
import { startServer, User } from "./test/user.ts";

it("repeats what people write to it, to each of them alone", async () => {
  await using server = await startServer();
  await using _bot = await BotProcess.start("echo.ts", server);
  await using ada = await User.join(server, "Ada");
  await using bob = await User.join(server, "Bob");

  ada.write("echo-bot", 'héllo 👋 {"quoted"} \\ \n');
  expect(await ada.next()).toBe('echo-bot -> Ada: Echo: héllo 👋 {"quoted"} \\ \n');
  bob.write("ECHO-BOT", "");
  expect(await bob.next()).toBe("echo-bot -> Bob: Echo: ");
  expect(await ada.settle()).toEqual([]);
});

it("answers neither shouts nor other bots nor the server", async () => {
  await using server = await startServer();
  await using _bot = await BotProcess.start("echo.ts", server);
  await using ada = await User.join(server, "Ada");
  await using other = await User.join(server, "other-bot");

  other.write("echo-bot", "hello");
  await other.settle();
  ada.write("/shout", "hello, everyone");
  expect(await ada.next()).toBe("SERVER -> Ada: Message sent to 2 users");
  expect(await other.next()).toBe("Ada -> Everyone: hello, everyone");
  // Its answer to this message comes after those to the messages before.
  ada.write("echo-bot", "still there?");
  expect(await ada.next()).toBe("echo-bot -> Ada: Echo: still there?");
  expect(await other.settle()).toEqual([]);
});

it("goes on after a message that it can't repeat, since the answer would be too large", async () => {
  await using server = await startServer();
  await using bot = await BotProcess.start("echo.ts", server);
  await using ada = await User.join(server, "Ada");

  // A little less than the 64 KiB of a message: with five characters more it does not fit.
  ada.write("echo-bot", "x".repeat(64 * 1024 - 70));
  ada.write("echo-bot", "small");
  expect(await ada.next()).toBe("echo-bot -> Ada: Echo: small");
  expect(bot.output).toContain("echo-bot: could not handle a message of Ada: The message is ");
});
