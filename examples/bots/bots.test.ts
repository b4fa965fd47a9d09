import { readFileSync } from "node:fs";
import { createJsonMsg, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { choosePort, startScriptedServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { BotProcess } from "./test/bot-process.ts";
import { addressOf, startServer, User } from "./test/user.ts";

const { scripts } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
const programs = Object.keys(scripts).filter((name) => name !== "test");

it("has a command for each bot of the README, each a program of under 80 lines", () => {
  const rows = [...readme.matchAll(/^\| \[`([a-z]+)\.ts`\]/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual(programs.toSorted());
  for (const name of programs) {
    expect(scripts[name]).toBe(`node --conditions=@chat/source ${name}.ts`);
    const lines = readFileSync(new URL(`${name}.ts`, import.meta.url), "utf8").split("\n");
    expect(lines.length).toBeLessThan(80);
  }
});

describe.each(programs.filter((name) => name !== "bridge"))("the bot %s", (name) => {
  const program = `${name}.ts`;

  it("comes back when the server has restarted, and answers again", async () => {
    const first = await startServer();
    const { port } = first.address();
    await using bot = await BotProcess.start(program, first);
    await first.close({ graceMs: 0 });
    await bot.waitForOutput(/ Trying again\./);
    await using second = await startServer(port);
    await bot.waitForOutput(/: online again/);
    await using ada = await User.join(second, "Ada");
    ada.write(`${name}-bot`, "hello");
    expect(await ada.next()).toMatch(new RegExp(`^${name}-bot -> Ada: .`));
  });

  it.each(["SIGINT", "SIGTERM"] as const)("leaves the chat when it gets a %s", async (signal) => {
    await using server = await startServer();
    await using bot = await BotProcess.start(program, server);
    await using ada = await User.join(server, "Ada");
    bot.signal(signal);
    expect(await bot.closed()).toBe(0);
    expect(bot.errors).toBe("");
    ada.write("/list", "");
    expect(await ada.next()).toBe("SERVER -> Ada: You are the only active user!");
  });

  it("says what to do when its name is taken", async () => {
    await using server = await startServer();
    await using _other = await User.join(server, `${name}-bot`);
    await using bot = new BotProcess(program, "--server", addressOf(server));
    expect(await bot.closed()).toBe(1);
    expect(bot.errors).toBe(`${name}-bot: Somebody has this name. Choose another with --name.\n`);
    expect(bot.output).toBe("");
  });
});

it("stays away when an operator has removed it, and says why [C-76]", async () => {
  const words = serverTexts.removedByOperator.write("too loud");
  let connections = 0;
  await using server = await startScriptedServer((socket) => {
    connections += 1;
    const texts = [serverTexts.welcome.write("echo-bot", { names: [], count: 0, maxTextBytes: 1_000 }), words];
    const lines = texts.map((text) => `${createJsonMsg(SERVER_NAME, SERVER_IP, "echo-bot", text)}\n`);
    socket.once("data", () => socket.end(lines.join("")));
  });
  await using bot = new BotProcess("echo.ts", "--server", `127.0.0.1:${server.port}`);
  expect(await bot.closed()).toBe(1);
  expect(bot.errors).toBe(`echo-bot: ${words}\n`);
  expect(bot.output).not.toContain("Trying again");
  expect(connections).toBe(1);
});

it("ends while it waits for the server to come back", async () => {
  const server = await startServer();
  await using bot = await BotProcess.start("echo.ts", server);
  await server.close({ graceMs: 0 });
  await bot.waitForOutput(/ Trying again\./);
  bot.signal("SIGINT");
  expect(await bot.closed()).toBe(0);
});

it("names a wrong flag, and shows the right ones", async () => {
  await using bot = new BotProcess("moderator.ts", "--techer", "Grace");
  expect(await bot.closed()).toBe(2);
  expect(bot.errors).toMatch(/^ {2}--teacher ""$/m);
  expect(bot.errors).toMatch(/^moderator-bot: .*'--techer'/m);
});

it.each(["localhost", "127.0.0.1:0x10", "127.0.0.1:99999", ":65432", ""])(
  "refuses %j as the address of a server",
  async (address) => {
    await using bot = new BotProcess("echo.ts", "--server", address);
    expect(await bot.closed()).toBe(2);
    expect(bot.errors).toBe(
      `echo-bot: "${address}" is not the address of a server. One looks like this: 127.0.0.1:65432\n`,
    );
  },
);

it("refuses a name that does not say that it is a bot", async () => {
  await using bot = new BotProcess("echo.ts", "--name", "Ada");
  expect(await bot.closed()).toBe(2);
  expect(bot.errors).toBe('Ada: The name of a bot ends in "-bot", so that other bots do not answer it.\n');
});

it("says that nobody listens where it was sent", async () => {
  const address = `127.0.0.1:${await choosePort()}`;
  await using bot = new BotProcess("echo.ts", "--server", address);
  expect(await bot.closed()).toBe(1);
  expect(bot.errors).toBe(
    `echo-bot: No connection to ${address}: nobody listens there. Is the server running, and is this its port?\n`,
  );
});

it("stops answering a program that answers every answer", async () => {
  await using server = await startServer();
  await using bot = await BotProcess.start("echo.ts", server);
  await using parrot = await User.join(server, "Parrot");
  const talk = async () => {
    for (;;) parrot.write("echo-bot", (await parrot.next()).slice(-20));
  };
  parrot.write("echo-bot", "hello");
  talk().catch(() => undefined);
  await bot.waitForOutput(/echo-bot: Parrot writes too much at once/);
});
