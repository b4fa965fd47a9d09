import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { findClient } from "./test/bundled-clients.ts";
import { startChatServer } from "./test/chat-server.ts";
import { Peer } from "./test/peer.ts";

const run = promisify(execFile);

const firstPage = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** Returns the block of code that the first page shows with these words in it. */
function readBlock(words: string): string {
  const blocks = [...firstPage.matchAll(/```[a-z]+\n(.*?)```/gs)].map(([, block = ""]) => block);
  const block = blocks.find((candidate) => candidate.includes(words));
  if (block === undefined) throw new Error(`The first page shows nothing with ${words} any more.`);
  return block;
}

/** The first page needs what the client of this name needs. */
function canRun(clientName: string): boolean {
  return findClient(clientName, "What the first page shows").canRun;
}

/** Makes what the page shows work with a server on another port of this machine. */
function redirect(text: string, port: number): string {
  return text.replaceAll("65432", `${port}`).replaceAll("localhost", "127.0.0.1");
}

describe("what the first page shows", () => {
  it.skipIf(!canRun("nc"))("asks for the list with one line of shell", async () => {
    await using server = await startChatServer();
    const { stdout } = await run("sh", ["-c", redirect(readBlock("nc -N"), server.port)]);
    expect(stdout).toContain("You are the only active user!");
  });

  it.skipIf(!canRun("python-framed"))("shouts from five lines of Python", async () => {
    await using server = await startChatServer();
    using bob = await Peer.join(server.port, "Bob");
    const shouting = run("python3", ["-c", redirect(readBlock("import socket"), server.port)]);
    await bob.received.waitFor(/"Everyone", "msg": "Hello, everyone!"/);
    shouting.child.kill();
    await expect(shouting).rejects.toMatchObject({ signal: "SIGTERM" });
  });
});
