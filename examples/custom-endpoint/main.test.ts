import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("answers from a custom asynchronous endpoint, in the order of the questions", async () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@chat/source", main], {
    timeout: 100_000,
  });
  expect(stdout.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^SERVER: "Welcome Ada!/),
    'SERVER: "Fingerprint: 4a85c4638d33d80e"',
    'SERVER: "You are the only active user!"',
    expect.stringContaining("/standard, /list, /time, /help, /shout, /fingerprint"),
  ]);
});

it("is as short as the first page of the repository shows", async () => {
  const firstPage = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, program = ""] = /```ts\n(.*?)```/s.exec(firstPage) ?? [];
  const ask = `
    const { connect } = await import("node:net");
    const socket = connect(node.address().port, "127.0.0.1");
    socket.end('Ada\\n{"from": {"name": "Ada", "ip": ""}, "to": "/roll", "msg": ""}');
    for await (const chunk of socket) process.stdout.write(chunk);
    await node.close();`;
  const onAnyPort = program.replace("port: 5000", 'host: "127.0.0.1", port: 0');
  const args = ["--conditions=@chat/source", "--input-type=module", "--eval", onAnyPort + ask];
  const options = { cwd: import.meta.dirname, timeout: 100_000 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  expect(stdout).toMatch(/"You rolled a [1-6]\."/);
});
