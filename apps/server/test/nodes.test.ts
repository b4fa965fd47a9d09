import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canTestWithNats, choosePorts, NatsServer, TestPeer } from "@chat/testing";
import { describe, expect, it, vi } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";

const JSON_LOG = "--log-format=json";

/** Starts a server that can't join, and gives what it says. */
async function readFailure(...args: string[]): Promise<string> {
  await using server = new ChatServerProcess(["--host=127.0.0.1", "--port=0", ...args]);
  expect(await server.closed()).toBe(1);
  expect(server.output).toBe("");
  return server.errors;
}

describe("chat-server --nats where that can't be", () => {
  it("ends with code 1 and one line when no broker is there", async () => {
    const [port] = await choosePorts(1);
    expect(await readFailure(`--nats=nats://127.0.0.1:${port}`)).toBe(
      `chat-server: Can't join the other nodes through NATS at 127.0.0.1:${port}: connection refused. Is a nats-server running there?\n`,
    );
  });

  it("ends with code 1 and one JSON line when the log is JSON", async () => {
    await using server = new ChatServerProcess(["--port=0", "--nats=nats://127.0.0.1:1", JSON_LOG]);
    expect(await server.closed()).toBe(1);
    expect(server.events).toMatchObject([{ level: "fatal", event: "start-failed" }]);
    expect(server.errors).toBe("");
  });

  it("ends with code 1 and one line when a URL makes no sense", async () => {
    expect(await readFailure("--nats=nats://127.0.0.1:123456")).toBe(
      'chat-server: "nats://127.0.0.1:123456" is no URL of a NATS server: write it like nats://127.0.0.1:4222.\n',
    );
  });

  it("refuses a login in the URL, and shows no password", async () => {
    await using server = new ChatServerProcess(["--nats=http://chat:s3cret@127.0.0.1"]);
    expect(await server.closed()).toBe(2);
    expect(server.errors).toContain('--nats is "http://…@127.0.0.1": it has to be without a login');
    expect(server.errors).not.toContain("s3cret");
  });

  it.each(["password-file", "creds", "ca"])(
    "ends with code 1 and one line when the file of --nats-%s can't be read",
    async (option) => {
      const flag = `--nats-${option}`;
      expect(await readFailure("--nats=nats://127.0.0.1:1", `${flag}=/nowhere/chat`)).toBe(
        `chat-server: Can't read the file of ${flag}: ENOENT: no such file or directory, open '/nowhere/chat'.\n`,
      );
    },
  );

  it("ends with code 2 before it tries anything when there are to be several threads", async () => {
    await using server = new ChatServerProcess(["--nats=nats://127.0.0.1:1", "--threads=2"]);
    expect(await server.closed()).toBe(2);
    expect(server.errors).toBe(
      "chat-server: --threads has to be 1 with --nats: start a server for each core instead.\n" +
        "chat-server --help tells which options there are.\n",
    );
  });
});

describe.runIf(canTestWithNats("chat-server --nats"))("chat-server --nats", () => {
  it.runIf(process.platform === "linux")("lets several nodes of a machine listen on one port", async () => {
    await using broker = await NatsServer.start();
    await using first = await ChatServerProcess.start("--nats", broker.url, "--reuse-port", JSON_LOG);
    const port = `--port=${first.port}`;
    await using second = await ChatServerProcess.start("--nats", broker.url, "--reuse-port", JSON_LOG, port);
    const countJoins = (server: ChatServerProcess) => server.events.filter(({ event }) => event === "join").length;
    for (let user = 0; countJoins(first) === 0 || countJoins(second) === 0; user++) {
      if (user === 100) throw new Error("100 connections have all gone to the same node.");
      await using peer = await first.join(`user-${user}`);
      peer.end();
    }
  });

  it("makes servers one chat", async () => {
    await using broker = await NatsServer.start();
    await using first = await ChatServerProcess.start("--nats", broker.url);
    await using second = await ChatServerProcess.start("--nats", broker.url);
    await using ada = await first.join("Ada");
    await using bob = await second.join("Bob");
    bob.send("Bob", "ada", "hello");
    expect(await ada.next()).toMatchObject({ from: { name: "Bob", ip: "127.0.0.1" }, to: "Ada", msg: "hello" });
    await expect(second.join("ADA")).rejects.toThrow("Username already in use!");
  });

  it("leaves the servers of another namespace alone", async () => {
    await using broker = await NatsServer.start();
    await using one = await ChatServerProcess.start("--nats", broker.url, "--namespace=class-1a");
    await using other = await ChatServerProcess.start("--nats", broker.url, "--namespace=class-1b");
    await using _ada = await one.join("Ada");
    await using ada = await other.join("Ada");
    ada.send("Ada", "/list", "");
    expect(await ada.nextText()).toBe("You are the only active user!");
  });

  it("logs by which name it has joined, with how many others, and that the broker asks for no password", async () => {
    await using broker = await NatsServer.start();
    await using server = await ChatServerProcess.start("--nats", broker.url, "--node-name=room-7", JSON_LOG);
    expect(server.events).toMatchObject([
      { event: "joined-nodes", node: "room-7", nodes: 1, users: 0 },
      { event: "open-broker", level: "warn" },
      { event: "listening", threads: 1 },
    ]);
  });

  it("goes on without the broker, says so to users, and joins again by itself", async () => {
    await using broker = await NatsServer.start();
    await using server = await ChatServerProcess.start("--nats", broker.url, JSON_LOG);
    await using ada = await server.join("Ada");
    await using bob = await server.join("Bob");
    await broker.kill();
    await server.waitForOutput(/"event":"cut-off"/);

    ada.send("Ada", "Bob", "still here?");
    expect(await bob.nextText()).toBe("still here?");
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("Online users (1): Ada (partial: some servers can't be reached)");
    await using refused = await TestPeer.connect(server);
    refused.write("Cleo\n");
    expect(await refused.nextText()).toBe("⛔ Error: The server can't check names right now. Try again later.");

    await broker.restart();
    await server.waitForOutput(/"event":"joined-nodes".*"event":"joined-nodes"/s);
    await using _cleo = await server.join("Cleo");
    bob.send("Bob", "/list", "");
    expect(await bob.nextText()).toBe("Online users (2): Ada, Cleo");
  });

  it("takes the password from a file that only the environment names, and says so when there has to be one", async () => {
    await using broker = await NatsServer.start({ args: ["--user", "chat", "--pass", "s3cret"] });
    const folder = await mkdtemp(join(tmpdir(), "chat-password-"));
    await writeFile(join(folder, "right"), "s3cret\n");
    await writeFile(join(folder, "wrong"), "wr0ng\n");
    vi.stubEnv("CHAT_NATS_USER", "chat");
    vi.stubEnv("CHAT_NATS_PASSWORD_FILE", join(folder, "right"));
    await using server = await ChatServerProcess.start(`--nats=${broker.url}`, JSON_LOG);
    expect(server.events.map(({ event }) => event)).not.toContain("open-broker");
    vi.stubEnv("CHAT_NATS_PASSWORD_FILE", join(folder, "wrong"));
    const failure = await readFailure(`--nats=${broker.url}`);
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
    expect(failure).toContain(
      `chat-server: Can't join the other nodes through NATS at 127.0.0.1:${broker.port}: Authorization Violation`,
    );
    expect(failure).not.toContain("wr0ng");
  });

  it("ends with code 1 and one line when the broker stores nothing", async () => {
    await using broker = await NatsServer.start({ hasJetStream: false });
    expect(await readFailure("--nats", broker.url)).toBe(
      `chat-server: Can't join the other nodes through NATS at 127.0.0.1:${broker.port}: jetstream is not enabled. Start the nats-server with JetStream: nats-server -js.\n`,
    );
  });

  it("ends with code 1 and one line when the credentials are none", async () => {
    await using broker = await NatsServer.start();
    const failure = await readFailure("--nats", broker.url, "--nats-creds", import.meta.filename);
    expect(failure).toMatch(
      /^chat-server: Can't join .*: unable to parse credentials\. The credentials file is not one that nsc has made\.\n$/,
    );
  });

  it("leaves the other servers, and ends, when the port is in use", async () => {
    await using broker = await NatsServer.start();
    await using first = await ChatServerProcess.start("--nats", broker.url);
    await using second = new ChatServerProcess([
      `--port=${first.port}`,
      "--host=127.0.0.1",
      "--nats",
      broker.url,
      JSON_LOG,
    ]);
    expect(await second.closed()).toBe(1);
    expect(second.events.at(-1)).toMatchObject({ event: "start-failed", level: "fatal" });
    await using third = await ChatServerProcess.start("--nats", broker.url, JSON_LOG);
    expect(third.events[0]).toMatchObject({ event: "joined-nodes", nodes: 2 });
  });
});
