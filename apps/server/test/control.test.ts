import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandProcess } from "@chat/testing";
import { PtyProcess } from "@chat/testing/terminal";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";
import { CLI } from "./command-under-test.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-control-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** Runs `chat-server control`, with lines for its input. */
async function control(args: readonly string[], input = "", environment = {}) {
  await using command = new CommandProcess(CLI, ["control", ...args], { environment });
  command.input.end(input);
  const code = await command.closed();
  return { code, output: command.output + command.errors };
}

it.each(["1", "2"])("acts on a server with --threads %s from another process", async (threads) => {
  const path = join(folder, `threads-${threads}.sock`);
  await using server = await ChatServerProcess.start("--threads", threads, "--control-socket", path);
  await using bob = await server.join("Bob");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await control(["--socket", path, "who"])).toEqual({ code: 0, output: "1 user online\n  Bob  127.0.0.1\n" });
  const asked = await control(["--socket", path, "ban", "Bob"]);
  expect(asked).toMatchObject({
    code: 1,
    output: expect.stringMatching(/This disconnects 1 user: Bob.* Add --yes to do it\.\n$/),
  });
  expect((await control(["--socket", path, "--yes", "ban", "Bob", "1h", "too loud"])).code).toBe(0);
  expect(await bob.nextText()).toContain("removed by an operator: too loud - banned");
  const lines = await control(["--socket", path], "unban Bob\nsay hello\nfrobnicate\n");
  expect(lines).toEqual({
    code: 1,
    output: expect.stringMatching(/^Bob may come again\.\n0 users got it\.\nUnknown command "frobnicate"/),
  });
  await server.waitForOutput(/banned Bob for 1 h: too loud/);
  server.signal("SIGTERM");
  expect(await server.closed()).toBe(0);
  await expect(stat(path)).rejects.toThrow("ENOENT");
});

it("takes a word of the shell as one, whatever it has", async () => {
  const path = join(folder, "words.sock");
  await using server = await ChatServerProcess.start("--control-socket", path);
  await using bob = await server.join("Bob");
  expect((await control(["--socket", path, "say", "hello, everyone"])).code).toBe(0);
  expect(await bob.nextText()).toBe("Notice: hello, everyone");
  // No word is a second command.
  for (const end of ["\n", "\r", "\u2028"]) {
    const { code, output } = await control(["--socket", path, "say", `one${end}kick Bob`]);
    expect([code, output]).toEqual([1, expect.stringContaining("one line of 1 to 2000 characters")]);
  }
  expect((await control(["--socket", path, "who"])).output).toContain("1 user online");
});

it("does what lines ask for with --yes, and says with the exit code that a question was left", async () => {
  const path = join(folder, "yes.sock");
  await using _server = await ChatServerProcess.start("--control-socket", path);
  const codes: unknown[] = [];
  for (const lines of ["ban Ada\n", "ban Ada\nwho\n", "ban Ada\nyes\n"]) {
    codes.push((await control(["--socket", path], lines)).code);
  }
  codes.push((await control(["--socket", path, "--yes"], "ban Bob\nban Cleo\n")).code);
  expect(codes).toEqual([1, 1, 0, 0]);
  expect((await control(["--socket", path, "bans"])).output).toMatch(/^3 bans and mutes\n/);
});

it("finds the server by its port", async () => {
  const environment = { XDG_RUNTIME_DIR: folder };
  await using server = await ChatServerProcess.startWith({ environment });
  expect(await control(["--port", `${server.port}`, "who"], "", environment)).toEqual({
    code: 0,
    output: "0 users online\n",
  });
});

it("says where it has looked when there is no server, and for wrong options", async () => {
  const path = join(folder, "nobody.sock");
  expect(await control(["--socket", path, "who"])).toEqual({
    code: 1,
    output: `chat-server control: no server listens at ${path}. Is one running on port 65432? Give its --port, or its --control-socket as --socket.\n`,
  });
  expect((await control(["--sockett", path])).code).toBe(2);
});

it("takes the place of a server that has died, and not of one that lives", async () => {
  const path = join(folder, "dead.sock");
  const dead = await ChatServerProcess.start("--control-socket", path);
  dead.signal("SIGKILL");
  await dead.exited();
  await using _server = await ChatServerProcess.start("--control-socket", path);
  expect((await control(["--socket", path, "who"])).code).toBe(0);
  await using second = await ChatServerProcess.start("--control-socket", path);
  await second.waitForOutput(/no "chat-server control" for this server/);
  expect((await control(["--socket", path, "who"])).code).toBe(0);
});

it("is harmed by no stranger at its socket", async () => {
  const path = join(folder, "stranger.sock");
  await using server = await ChatServerProcess.start("--control-socket", path);
  for (const bytes of ["x".repeat(100_000), "\u0000\u0001\n\u001b[2J\n", "eve\nwho\nwho"]) {
    const stranger = connect(path).on("error", () => undefined);
    await new Promise<void>((resolve) => stranger.once("connect", resolve));
    stranger.end(bytes);
    stranger.resume();
    await new Promise((resolve) => stranger.once("close", resolve));
  }
  // One who goes and has read nothing.
  const gone = connect(path)
    .pause()
    .on("error", () => undefined);
  gone.write(`eve\n${"help\n".repeat(10_000)}`);
  await once(gone, "readable");
  gone.destroy();
  expect((await control(["--socket", path, "who"])).output).toBe("0 users online\n");
  expect(server.output).not.toContain("Crashed");
});

it("does what is typed in the terminal of the server", async () => {
  const args = [CLI, "--host", "127.0.0.1", "--port", "0", "--control-socket", "off"];
  await using server = PtyProcess.start(process.execPath, args, { keepsOutput: true, columns: 200 });
  await server.waitForScreen((screen) => screen.includes(":help and Enter"), "the banner");
  server.send("who\n");
  await server.waitForScreen((screen) => screen.includes("A command begins with a colon"), "the hint");
  server.send(":who\n");
  await server.waitForScreen((screen) => screen.includes("0 users online"), "the list");
  server.send(":ban Bob\n");
  await server.waitForScreen((screen) => screen.includes('Type ":yes" to do it.'), "the question");
  server.send(":yes\n");
  await server.waitForScreen((screen) => screen.includes("Banned the name Bob: 0 connections ended."), "the act");
});
