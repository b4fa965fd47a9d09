import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { ChatServerProcess } from "./chat-server-process.ts";
import { CLI } from "./command-under-test.ts";

describe("chat-server", () => {
  it("lets users chat, and tells where it is and how to try it", async () => {
    await using server = await ChatServerProcess.start();
    expect(server.output).toContain(`On this machine   127.0.0.1:${server.port}\n`);
    expect(server.output).toContain(`printf 'Ada\\n' | nc 127.0.0.1 ${server.port}\n`);
    expect(server.output).toMatch(/python3 .*chat_client\.py 127\.0\.0\.1 \d+ Bob\n/);
    expect(server.output).toContain("Room for ");

    await using ada = await server.join("Ada");
    await using bob = await server.join("Bob");
    ada.send("Ada", "Bob", "hello");
    expect(await bob.next()).toMatchObject({ from: { name: "Ada", ip: "127.0.0.1" }, to: "Bob", msg: "hello" });
    await server.waitForOutput(/INFO: Bob joined from 127\.0\.0\.1\n/);
  });

  it("opens a page for a teacher on a port that is free, and writes no token where others read", async () => {
    const page = /For the teacher {3}(http:\/\/127\.0\.0\.1:\d+\/) \(the token is in (.+)\)\n/;
    await using one = await ChatServerProcess.start("--class");
    await using other = await ChatServerProcess.start("--class");
    const addresses = new Set<string>();
    for (const { output } of [one, other]) {
      const [, address = "", file = ""] = page.exec(output) ?? [];
      addresses.add(address);
      const token = readFileSync(file, "utf8").trim();
      expect(output).not.toContain(token);
      expect((await fetch(address)).status).toBe(200);
      const headers = { Authorization: `Bearer ${token}` };
      expect(await (await fetch(`${address}api/v1/now`, { headers })).json()).toMatchObject({ isReady: true });
    }
    expect(addresses.size).toBe(2);
  });

  it("takes its options from the environment, and flags before those", async () => {
    const environment = { CHAT_LOG_FORMAT: "json", CHAT_MAX_CONNECTIONS: "7", CHAT_LOG_LEVEL: "error", CHAT_PORT: "1" };
    await using server = await ChatServerProcess.startWith({ environment }, "--log-level=info");
    expect(server.events).toMatchObject([{ event: "listening", maxConnections: 7 }]);
  });

  it("applies the limits", async () => {
    await using server = await ChatServerProcess.start("--max-connections=1");
    await using _ada = await server.join("Ada");
    await expect(server.join("Bob")).rejects.toThrow("at most 1 connections");
  });

  it.each(["1", "2"])("trusts the proxies of its option, with %s threads", async (threads) => {
    const environment = { CHAT_TRUSTED_PROXY: "192.0.2.1,127.0.0.0/8" };
    await using server = await ChatServerProcess.startWith({ environment }, `--threads=${threads}`);
    await using ada = await TestPeer.connect({ port: server.port });
    ada.write("PROXY TCP4 192.0.2.7 127.0.0.1 5001 65432\r\nAda\n");
    await ada.nextText();
    await server.waitForOutput(/INFO: Ada joined from 192\.0\.2\.7\n/);
  });

  it.each(["1", "2"])(
    "lets names in that look like others only when it is told to, with --threads %s",
    async (threads) => {
      await using strict = await ChatServerProcess.start("--threads", threads);
      await using _coco = await strict.join("coco");
      await expect(strict.join("сосо")).rejects.toThrow("looks like the name of a user who is online");
      await expect(strict.join("5ERVER")).rejects.toThrow("can be read as SERVER");
      await using lenient = await ChatServerProcess.start("--threads", threads, "--allow-look-alikes");
      await using _other = await lenient.join("coco");
      await using _imitator = await lenient.join("сосо");
      await using _disguise = await lenient.join("5ERVER");
    },
  );

  it("prints its version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    await using server = new ChatServerProcess(["--version"]);
    expect(await server.closed()).toBe(0);
    expect(server.output).toBe(`${version}\n`);
  });

  it("prints help", async () => {
    await using server = new ChatServerProcess(["--help"]);
    expect(await server.closed()).toBe(0);
    expect(server.output).toContain("Usage: chat-server");
  });

  it("ends with code 2 and a line for each mistake when options are wrong", async () => {
    await using server = new ChatServerProcess(["--prot=5000"], { environment: { CHAT_SHOUTS_PER_SECOND: "lots" } });
    expect(await server.closed()).toBe(2);
    expect(server.output).toBe("");
    expect(server.errors.split("\n")).toEqual([
      "chat-server: There is no option --prot. Did you mean --port?",
      'chat-server: CHAT_SHOUTS_PER_SECOND is "lots": it has to be a whole number of shouts/s from 0 to 1000000000 (0: no limit).',
      "chat-server --help tells which options there are.",
      "",
    ]);
  });

  it("ends with code 1 and one line when the port is in use", async () => {
    await using first = await ChatServerProcess.start();
    await using second = new ChatServerProcess(["--host=127.0.0.1", `--port=${first.port}`]);
    expect(await second.closed()).toBe(1);
    expect(second.output).toBe("");
    expect(second.errors).toMatch(/^chat-server: Port \d+ is in use, .*--port \d+\.\n$/);
  });

  it("ends with code 1 and one JSON line when the port is in use and the log is JSON", async () => {
    await using first = await ChatServerProcess.start();
    await using second = new ChatServerProcess(["--host=127.0.0.1", `--port=${first.port}`, "--log-format=json"]);
    expect(await second.closed()).toBe(1);
    expect(second.events).toMatchObject([{ level: "fatal", event: "start-failed" }]);
    expect(second.errors).toBe("");
  });

  it("ends with code 1 and one line when the address is not of this machine", async () => {
    // An address for documentation: no machine has it.
    await using server = new ChatServerProcess(["--host=203.0.113.1", "--port=0"]);
    expect(await server.closed()).toBe(1);
    expect(server.errors).toMatch(/^chat-server: "203\.0\.113\.1" is no address of this machine\. .*\n$/);
  });

  if (process.platform !== "win32")
    it("prints nothing but a warning of few open files when quiet", async () => {
      const script = `ulimit -n 256; exec "$0" "$1" --host 127.0.0.1 --port 0 --quiet`;
      const running = promisify(execFile)("sh", ["-c", script, process.execPath, CLI]);
      running.child.stdout?.once("data", () => running.child.kill("SIGTERM"));
      const { stdout } = await running;
      expect(stdout).toMatch(
        /^\[\d\d:\d\d:\d\d\] WARN: The system allows few open files \(256\), .* ulimit -n 1024 .*\n$/,
      );
    });
});
