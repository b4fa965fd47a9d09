import { TestPeer } from "@chat/testing";
import { PtyProcess } from "@chat/testing/terminal";
import { describe, expect, it } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";
import { CLI } from "./command-under-test.ts";

describe.each(["1", "2"])("with --threads %s, SIGUSR2", (threads) => {
  it("prints all connections as one table, those with trouble first", async () => {
    await using server = await ChatServerProcess.start("--threads", threads);
    await using _ada = await server.join("Ada");
    await using wrong = await server.join("w5");
    wrong.write("hello\n");
    await wrong.nextText();
    server.signal("SIGUSR2");
    await server.waitForOutput(/\n2 connections, 1 with refused messages\nname .*\n.*\n.*\n\n/);
    expect(server.output).toMatch(
      /refused\nw5 +127\.0\.0\.1:\d+ [^\n]* 1 stray-text\nAda +127\.0\.0\.1:\d+ [^\n]* -\n\n/,
    );
    server.signal("SIGTERM");
  });

  it("prints a JSON object for each in a log of JSON, however few lines of the log are wanted", async () => {
    await using server = await ChatServerProcess.start("--threads", threads, "--log-format=json");
    await using _ada = await server.join("Ada");
    server.signal("SIGUSR2");
    await server.waitForOutput(/"event":"connections"/);
    expect(server.events.filter(({ event }) => event === "connection")).toEqual([
      expect.objectContaining({ level: "info", name: "Ada", ip: "127.0.0.1", messagesIn: 0, refused: {} }),
    ]);
    expect(server.events.at(-1)).toMatchObject({ event: "connections", count: 1 });
  });
});

it("tells its process number in the banner, and not of a key when nobody can type", async () => {
  await using server = await ChatServerProcess.start();
  expect(server.output).toMatch(/^kill -USR2 \d+ shows all connections\.$/m);
});

describe("in a terminal", () => {
  async function start(command: string, args: readonly string[] = []): Promise<PtyProcess> {
    const server = PtyProcess.start(command, args, { keepsOutput: true, columns: 200 });
    await server.waitForScreen((screen) => screen.includes("Ctrl-C stops the server."), "the banner");
    return server;
  }

  const COMMAND = [CLI, "--host", "127.0.0.1", "--port", "0"];

  it("t and Enter prints all connections, and other lines nothing; Ctrl-C stops the server", async () => {
    await using server = await start(process.execPath, COMMAND);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(server.output)?.[1]);
    await using ada = await TestPeer.connect({ port });
    ada.write("Ada\n");
    await ada.nextText();
    server.send("x\n\n");
    server.send("t\n");
    await server.waitForScreen(
      (screen) => /1 connection, 0 with refused messages\nname .*\nAda /.test(screen),
      "the table",
    );
    server.send("\u0003");
    expect((await ada.ended()).at(-1)).toBe("Server is shutting down");
    ada.end();
    expect(await server.exited).toBe(0);
    expect(server.output.match(/with refused messages/g)).toHaveLength(1);
  });

  it("is not stopped by the system when it runs in the background of a shell and somebody types", async () => {
    const line = [process.execPath, ...COMMAND].map((word) => `'${word}'`).join(" ");
    await using shell = await start("bash", ["--norc", "-c", `set -m; ${line} & echo "pid=$!"; wait`]);
    const pid = Number(/pid=(\d+)/.exec(shell.output)?.[1]);
    // A job of the background does not end with its shell.
    using _job = { [Symbol.dispose]: () => process.kill(pid) };
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(shell.output)?.[1]);
    await using ada = await TestPeer.connect({ port });
    ada.write("Ada\n");
    await ada.nextText();
    // The system stops a process of the background that reads what is typed.
    for (let asked = 0; asked < 20; asked++) {
      shell.send("t\n");
      ada.send("Ada", "/time", "");
      expect(await ada.nextText()).toMatch(/^Server time: /);
    }
    expect(shell.output).not.toContain("refused messages");
  });
});
