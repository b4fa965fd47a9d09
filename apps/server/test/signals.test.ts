import { choosePorts, PATIENCE_MS, TestPeer } from "@chat/testing";
import { describe, expect, it, vi } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";

describe("a signal", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
    "%s says goodbye to everybody and ends with code 0",
    async (signal) => {
      await using server = await ChatServerProcess.start();
      await using ada = await server.join("Ada");
      await using bob = await server.join("Bob");
      server.signal(signal);
      for (const peer of [ada, bob]) {
        expect((await peer.ended()).at(-1)).toBe("Server is shutting down");
        peer.end();
      }
      expect(await server.closed()).toBe(0);
      expect(server.output).toMatch(new RegExp(`INFO: ${signal}: stopping\\n[^]*INFO: stopped\\n$`));
      expect(server.errors).toBe("");
    },
  );

  it("says goodbye from the moment on in which it listens, before the admin port is there", async () => {
    const [port = 0] = await choosePorts(1);
    await using server = new ChatServerProcess(["--host=127.0.0.1", `--port=${port}`, "--admin-port=0"]);
    await using ada = await vi.waitFor(() => TestPeer.connect({ port }), { timeout: PATIENCE_MS, interval: 2 });
    ada.write("Ada\n");
    await ada.nextText();
    server.signal("SIGINT");
    expect((await ada.ended()).at(-1)).toBe("Server is shutting down");
    ada.end();
    expect(await server.closed()).toBe(0);
  });

  it("lets everybody read first what was sent before", async () => {
    await using server = await ChatServerProcess.start(`--close-grace-ms=${PATIENCE_MS}`);
    await using ada = await server.join("Ada");
    await using bob = await server.join("Bob");
    const texts = Array.from({ length: 500 }, (_, index) => `message ${index}`);
    for (const text of texts) ada.send("Ada", "Bob", text);
    ada.send("Ada", "/time", "");
    await ada.nextText();
    server.signal("SIGTERM");
    expect((await bob.ended()).slice(1)).toEqual([...texts, "Server is shutting down"]);
  });

  it("refuses who comes while it closes", async () => {
    const [port = 0] = await choosePorts(1);
    await using server = await ChatServerProcess.start(`--port=${port}`);
    await using ada = await server.join("Ada");
    server.signal("SIGTERM");
    expect(await ada.nextText()).toBe("Server is shutting down");
    await expect(TestPeer.connect({ port })).rejects.toThrow("ECONNREFUSED");
  });

  it("cuts off who does not read once the grace time is over", async () => {
    await using server = await ChatServerProcess.start("--close-grace-ms=200", "--outbox-stall-timeout-ms=300000");
    await using ada = await server.join("Ada");
    await using bob = await server.join("Bob");
    bob.socket.pause();
    const isRefused = () => ada.messages.some(({ msg }) => msg.includes("can't take more messages"));
    const text = "x".repeat(60_000);
    while (!isRefused()) {
      ada.send("Ada", "Bob", text);
      ada.send("Ada", "/time", "");
      const answers = ada.messages.length;
      await ada.waitFor(() => ada.messages.length > answers, "an answer");
    }
    // Without the grace time Bob would be waited for until his queue stalls.
    server.signal("SIGTERM");
    expect(await server.closed()).toBe(0);
  });

  it("that comes second ends it at once", async () => {
    await using server = await ChatServerProcess.start("--close-grace-ms=60000");
    // A peer that keeps its half of the connection open makes the server wait for it.
    await using _ada = await server.join("Ada");
    server.signal("SIGINT");
    await server.waitForOutput(/SIGINT: stopping/);
    server.signal("SIGTERM");
    expect(await server.closed()).toBe(128 + 15);
    expect(server.output).not.toContain("stopped");
  });

  it("that comes together with another one does not cost the last lines of the log", async () => {
    await using server = await ChatServerProcess.start("--close-grace-ms=60000");
    await using _ada = await server.join("Ada");
    server.signal("SIGINT");
    server.signal("SIGTERM");
    expect([128 + 2, 128 + 15]).toContain(await server.closed());
    expect(server.output).toMatch(/INFO: Ada joined from [^\n]*\n[^\n]*INFO: SIG(?:INT|TERM): stopping\n/);
  });

  it("SIGQUIT that comes second ends it at once", async () => {
    await using server = await ChatServerProcess.start("--close-grace-ms=60000");
    await using _ada = await server.join("Ada");
    server.signal("SIGTERM");
    await server.waitForOutput(/SIGTERM: stopping/);
    server.signal("SIGQUIT");
    expect(await server.closed()).toBe(128 + 3);
  });

  it("leaves the port free for the next server at once", async () => {
    const [port = 0] = await choosePorts(1);
    await using first = await ChatServerProcess.start(`--port=${port}`);
    await using ada = await first.join("Ada");
    first.signal("SIGTERM");
    await ada.ended();
    ada.end();
    expect(await first.closed()).toBe(0);

    await using second = await ChatServerProcess.start(`--port=${port}`);
    expect(second.port).toBe(port);
    await using _ada = await second.join("Ada");
  });
});

describe.each([1, 2])("with --threads %i, a signal for users", (threads) => {
  it("SIGUSR1 does nothing: no debugger, no end", async () => {
    await using server = await ChatServerProcess.start("--threads", `${threads}`);
    await using ada = await server.join("Ada");
    server.signal("SIGUSR1");
    server.signal("SIGUSR1");
    ada.send("Ada", "/list", "");
    expect(await ada.nextText()).toBe("You are the only active user!");
    server.signal("SIGTERM");
    expect((await ada.ended()).at(-1)).toBe("Server is shutting down");
    ada.end();
    expect(await server.closed()).toBe(0);
    // A debugger that opens says so here.
    expect(server.errors).toBe("");
  });

  it.each(["SIGUSR1", "SIGUSR2"] as const)("%s does nothing while the server is being loaded", async (signal) => {
    const nodeArgs = ["--import", signalWhileLoading("/serve.ts", signal)];
    await using server = await ChatServerProcess.startWith({ nodeArgs }, "--threads", `${threads}`);
    server.signal("SIGTERM");
    expect(await server.closed()).toBe(0);
    expect(server.errors).toBe("");
  });
});

/** A module that sends its own process a signal when a file of that name is about to be loaded. */
function signalWhileLoading(name: string, signal: NodeJS.Signals): string {
  const send = `if (url.endsWith("${name}")) process.kill(process.pid, "${signal}");`;
  const load = `load(url, context, next) { ${send} return next(url, context); }`;
  return `data:text/javascript,import { registerHooks } from "node:module"; registerHooks({ ${load} });`;
}
