import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Journal, readJournal } from "@chat/journal";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Endpoint } from "../src/dispatch/endpoint.ts";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer } from "./test-server.ts";

let parent: string;
let directory: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "journals-"));
  directory = join(parent, "journals");
});

afterEach(() => rmSync(parent, { recursive: true }));

function fileNames(): string[] {
  return readdirSync(directory).toSorted();
}

function allText(): string {
  return fileNames()
    .map((name) => readFileSync(join(directory, name), "utf8"))
    .join("");
}

function readAll(): Journal[] {
  return fileNames().map((name) => readJournal(readFileSync(join(directory, name), "utf8").split("\n")));
}

function eventsOf(journal: Journal | undefined): string[] {
  return (journal?.events ?? []).map(({ event }) => event);
}

describe("the journals of a server", () => {
  it("record one user, from the bytes of the name on, and nobody else", async () => {
    const logger = new RecordingLogger();
    {
      await using server = await startTestServer({ logger, journal: { users: ["ADA"], directory } });
      const ada = await server.connect();
      ada.write("Ad");
      ada.write("a\n");
      expect(await ada.nextText()).toMatch(/^Welcome Ada!/);
      expect(await ada.nextText()).toMatch(
        /^Notice: This server records your connection, without the texts of messages/,
      );
      const bob = await server.join("Bob");
      bob.send("Bob", "Ada", "secret of Bob");
      expect(await ada.nextText()).toBe("secret of Bob");
      ada.send("Ada", "Bob", "secret of Ada");
      expect(await bob.nextText()).toBe("secret of Ada");
      ada.send("Ada", "Cleo", "secret of Ada");
      await ada.nextText();
      ada.write("{'from': 1}");
      await ada.nextText();
      ada.end();
      await ada.ended();
      await eventually(() => server.node.connectionCount === 1, "Ada is gone");
      await server.node.close({ graceMs: 0 });
    }
    const journals = readAll();
    expect(journals).toHaveLength(1);
    expect(journals[0]?.start).toMatchObject({ connection: 1, name: "Ada", address: "127.0.0.1", masked: true });
    expect(journals[0]?.problems).toEqual([]);
    expect(journals[0]?.events.filter(({ event }) => event !== "bytes")).toMatchObject([
      { event: "opened" },
      { event: "named", name: "Ada", framed: true, offset: 0, length: 4 },
      { event: "frame", from: "server", sender: "SERVER" },
      { event: "frame", from: "server", sender: "SERVER" },
      { event: "frame", from: "server", sender: "Bob", masked: { length: 13 } },
      { event: "frame", from: "client", to: "Bob", masked: { length: 13 } },
      { event: "frame", from: "client", to: "Cleo", masked: { length: 13 } },
      { event: "refused", reason: "nobody of this name is online" },
      { event: "frame", from: "server", sender: "SERVER" },
      { event: "rejected", from: "client", code: "not-a-message" },
      { event: "frame", from: "server", sender: "SERVER" },
      { event: "ended", by: "client" },
      { event: "ended", by: "server" },
      { event: "closed", by: "client", reason: "left" },
    ]);
    expect(allText()).not.toContain("secret");
    expect(allText()).toContain("{'from': 1}");
    expect(logger.linesOf("info")).toContain(`journal of Ada: ${join(directory, "connection-1.ndjson")}`);
  });

  it.skipIf(process.platform === "win32")("can be read by their owner alone", async () => {
    {
      await using server = await startTestServer({ journal: { users: "all", directory } });
      await server.join("Ada");
    }
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, "connection-1.ndjson")).mode & 0o777).toBe(0o600);
  });

  it("of everybody have those who were refused, and not those who sent nothing", async () => {
    {
      await using server = await startTestServer({ journal: { users: "all", directory } });
      const silent = await server.connect();
      silent.end();
      await silent.ended();
      const first = await server.join("Ada");
      for (const name of ["Ada\n", "Rossi, Anna\n"]) {
        const refused = await server.connect();
        refused.write(name);
        await refused.ended();
        refused.end();
        await eventually(() => server.node.connectionCount === 1, "it is gone");
      }
      first.end();
      await first.ended();
    }
    const journals = readAll();
    expect(journals.map(({ start }) => start.name)).toEqual(["Ada", "Ada", null]);
    expect(eventsOf(journals[2])).toEqual(["opened", "bytes", "bytes", "frame", "ended", "refused", "ended", "closed"]);
  });

  it("have the texts of messages when the operator wants them, and the user learns that", async () => {
    {
      await using server = await startTestServer({ journal: { users: ["Ada"], directory, showMessages: true } });
      const ada = await server.join("Ada");
      expect(await ada.nextText()).toMatch(/^Notice: .* with the texts of messages/);
      ada.send("Ada", "/shout", "hello all");
      await ada.nextText();
    }
    expect(allText()).toContain("hello all");
    expect(readAll()[0]?.start.masked).toBe(false);
  });

  it("count positions behind the header of a trusted proxy, and have the client's address", async () => {
    {
      await using server = await startTestServer({
        trustedProxies: ["127.0.0.1"],
        journal: { users: ["Ada"], directory },
      });
      const ada = await server.connect();
      ada.write("PROXY TCP4 10.1.2.3 10.0.0.1 ");
      ada.write("4 5\r\nAda\nhello\n");
      await ada.next();
      await ada.next();
      expect(await ada.nextText()).toMatch(/At byte 4,/);
    }
    const [journal] = readAll();
    expect(journal?.start.address).toBe("10.1.2.3");
    expect(journal?.events.filter(({ event }) => event === "named" || event === "rejected")).toMatchObject([
      { offset: 0, length: 4 },
      { offset: 4, length: 5 },
    ]);
    expect(allText()).not.toContain("PROXY");
  });

  it("have nothing that an endpoint of the server's own quotes from a message", async () => {
    const echo: Endpoint = { name: "/echo", summary: "Echo.", handle: ({ text, reply }) => reply(text) };
    {
      await using server = await startTestServer({ endpoints: [echo], journal: { users: "all", directory } });
      const ada = await server.join("Ada");
      await ada.next();
      for (const text of ["secret", "⛔ Error: At byte 4, secret", "Notice: secret"]) {
        ada.send("Ada", "/echo", text);
        expect(await ada.nextText()).toBe(text);
      }
    }
    expect(allText()).not.toContain("secret");
  });

  it("tell a client without newline when it can't take that for an answer", async () => {
    await using server = await startTestServer({ journal: { users: "all", directory } });
    const ada = await server.joinUnframed("Ada");
    ada.send("Ada", "/time", "");
    expect(await ada.nextText()).toMatch(/^Server time: /);
    expect(await ada.nextText()).toMatch(/^Notice: This server records your connection/);
  });

  it("that can't be written cost one line of the log, and nothing else", async () => {
    writeFileSync(directory, "a file where the folder has to be");
    const logger = new RecordingLogger();
    await using server = await startTestServer({ logger, journal: { users: "all", directory } });
    const ada = await server.join("Ada");
    await server.join("Bob");
    ada.send("Ada", "/time", "");
    expect(await ada.nextText()).toMatch(/^Server time: /);
    await server.node.close({ graceMs: 0 });
    expect(logger.linesOf("error")).toEqual([expect.stringMatching(/^journals: nothing more is recorded: EEXIST/)]);
  });

  it("of several threads have numbers of their own", async () => {
    {
      await using server = await startTestServer({ threads: 2, journal: { users: "all", directory } });
      for (let index = 0; index < 12; index++) await server.join(`user${index}`);
    }
    const journals = readAll();
    expect(journals.map(({ start }) => start.name).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, index) => `user${index}`).toSorted(),
    );
    expect(journals.map(({ start }) => start.connection).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
  });
});
