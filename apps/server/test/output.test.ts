import { once } from "node:events";
import { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";

const HOSTILE_NAMES = ["Ada\rfatal\n", "\u001b[2J\u001b]0;owned\u0007\n", "a\u2028b\n", "\u202eevil\n"];

async function refuse(server: ChatServerProcess, name: string): Promise<void> {
  await using peer = await TestPeer.connect({ port: server.port });
  peer.end(name);
  await peer.ended();
}

async function askTime(server: ChatServerProcess, name: string): Promise<string> {
  await using peer = await server.join(name);
  peer.send(name, "/time", "");
  return await peer.nextText();
}

describe("the log", () => {
  it("is one JSON object on each line, whatever a peer sent", async () => {
    await using server = await ChatServerProcess.start("--log-format=json", "--log-level=debug");
    for (const name of HOSTILE_NAMES) await refuse(server, name);
    await askTime(server, "Ada");
    await server.waitForOutput(/"event":"leave"/);
    server.signal("SIGTERM");
    expect(await server.closed()).toBe(0);

    const events = server.events.map(({ event }) => event).filter((event) => event !== "closed");
    const refusals = HOSTILE_NAMES.map(() => "refused");
    expect(events).toEqual(["listening", ...refusals, "join", "leave", "stopping", "stopped"]);
    for (const event of server.events)
      expect(event).toMatchObject({ level: expect.any(String), msg: expect.any(String) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
    expect(server.output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
  });

  it("is one line for each event for people too, without colours in a pipe", async () => {
    await using server = await ChatServerProcess.start();
    const banner = server.output;
    for (const name of HOSTILE_NAMES) await refuse(server, name);
    server.signal("SIGTERM");
    expect(await server.closed()).toBe(0);
    const lines = server.output.slice(banner.length).trim().split("\n");
    for (const line of lines) expect(line).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: /);
    expect(lines).toHaveLength(HOSTILE_NAMES.length + 2);
    expect(server.output).not.toContain("\u001b");
  });

  it("tells of a crash in one line, with the stack, and the exit code is 1", async () => {
    const saboteur = 'data:text/javascript,process.on("SIGUSR2", () => Promise.reject(new Error("first\\nsecond")))';
    const nodeArgs = ["--import", saboteur];
    await using server = await ChatServerProcess.startWith({ nodeArgs }, "--log-format=json");
    server.signal("SIGUSR2");
    expect(await server.closed()).toBe(1);
    expect(server.errors).toBe("");
    const crash = server.events.at(-1);
    expect(crash).toMatchObject({ level: "fatal", event: "crash" });
    expect(crash?.msg).toMatch(/^Crashed: Error: first␤second␤ +at /);
  });
});

describe("output that nobody reads", () => {
  it("does not stop the server when its reader has gone", async () => {
    await using server = await ChatServerProcess.start();
    server.stdout.destroy();
    await once(server.stdout, "close");
    for (const name of ["Ada", "Bob", "Cleo"]) expect(await askTime(server, name)).toMatch(/^Server time: /);
    server.signal("SIGTERM");
    expect(await server.exited()).toBe(0);
  });

  it("stops neither the server nor its end when its reader rests", async () => {
    await using server = await ChatServerProcess.start("--log-format=json");
    server.stdout.pause();
    // Enough lines to fill what the system holds of a pipe: the longest names that there are, and as many as are all logged.
    const names = Array.from({ length: 200 }, (_, index) => `${"漢".repeat(20)}${100 + index}`);
    for (let first = 0; first < names.length; first += 50) {
      await Promise.all(names.slice(first, first + 50).map((name) => askTime(server, name)));
    }
    expect(await askTime(server, "Ada")).toMatch(/^Server time: /);
    server.signal("SIGTERM");
    expect(await server.exited()).toBe(0);
  });
});
