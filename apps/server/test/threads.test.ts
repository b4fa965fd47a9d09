import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";

const DOUBLE = fileURLToPath(new URL("fixtures/double.mjs", import.meta.url));

// Elsewhere the system spreads no connections over threads, and there is one.
describe.runIf(process.platform === "linux")("chat-server --threads 2", () => {
  it("lets users chat, and says how many threads there are", async () => {
    await using server = await ChatServerProcess.start("--threads", "2");
    await server.waitForOutput(/2 threads serve them\.\n/);
    const peers = await Promise.all(["Ada", "Bob", "Cleo", "Dan"].map((name) => server.join(name)));
    peers[0]?.send("Ada", "/shout", "hello");
    for (const peer of peers.slice(1)) expect(await peer.nextText()).toBe("hello");
    await server.waitForOutput(/INFO: Dan joined from 127\.0\.0\.1\n/);
    server.signal("SIGTERM");
    for (const peer of peers) {
      expect((await peer.ended()).at(-1)).toBe("Server is shutting down");
      peer.end();
    }
    expect(await server.closed()).toBe(0);
    expect(server.errors).toBe("");
  });

  it("is refused a port that another server has, in one line", async () => {
    await using first = await ChatServerProcess.start("--threads=2");
    await using second = new ChatServerProcess(["--host=127.0.0.1", `--port=${first.port}`, "--threads=2"]);
    expect(await second.closed()).toBe(1);
    expect(second.output).toBe("");
    expect(second.errors).toMatch(/^chat-server: Port \d+ is in use, .*--port \d+\.\n$/);
  });

  it("tells the number in a JSON log too", async () => {
    await using server = await ChatServerProcess.start("--threads=2", "--log-format=json");
    expect(server.events).toMatchObject([{ event: "listening", threads: 2 }]);
  });
});

describe.each([1, 2])("chat-server --threads %i --modules", (threads) => {
  it("has the endpoints of a module", async () => {
    await using server = await ChatServerProcess.start(`--threads=${threads}`, "--modules", DOUBLE);
    await using ada = await server.join("Ada");
    ada.send("Ada", "/double", "21");
    expect(await ada.nextText()).toBe("42");
  });

  it("ends with code 1 and one line when a module has none", async () => {
    await using server = new ChatServerProcess([`--threads=${threads}`, "--port=0", "--modules=./no-such.js"]);
    expect(await server.closed()).toBe(1);
    expect(server.errors).toMatch(/^chat-server: The module .*no-such\.js can't be loaded: .*\n$/);
  });
});
