import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { readJournal, type Side } from "@chat/journal";
import { createChatServer } from "@chat/server";
import { CommandProcess, choosePort, startScriptedServer, TestPeer } from "@chat/testing";
import { PtyProcess } from "@chat/testing/terminal";
import { afterAll, expect, it } from "vitest";
import { CLI } from "./support/command-under-test.ts";

const folder = mkdtempSync(join(tmpdir(), "record-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The exit code of a program that Ctrl+C has ended. */
const INTERRUPTED = 130;

let count = 0;

/** Starts the lens in front of a server. */
async function startLens(to: number, ...args: readonly string[]) {
  count += 1;
  const journal = join(folder, `${count}.ndjson`);
  const options = ["--listen", "0", "--to", `127.0.0.1:${to}`, "--journal", journal, ...args];
  const lens = new CommandProcess(CLI, ["record", ...options]);
  await lens.waitForOutput(/Listening on .*\n/);
  return {
    lens,
    port: Number(/Listening on 127\.0\.0\.1:(\d+)/.exec(lens.output)?.[1]),
    /** Ends the lens, and reads what it has recorded. */
    async stop() {
      lens.signal("SIGINT");
      expect([await lens.closed(), lens.errors]).toEqual([INTERRUPTED, ""]);
      const { events, problems } = readJournal(readFileSync(journal, "utf8").split("\n"));
      expect(problems).toEqual([]);
      const bytesOf = (side: Side) =>
        Buffer.concat(events.flatMap((event) => (event.event === "bytes" && event.from === side ? [event.bytes] : [])));
      return { events, client: bytesOf("client"), server: bytesOf("server") };
    },
    [Symbol.asyncDispose]: () => lens[Symbol.asyncDispose](),
  };
}

/** A server that keeps what it reads, and answers the first read with a line that no UTF-8 ends. */
async function startListener() {
  const reads: Buffer[] = [];
  const server = await startScriptedServer(
    (socket) => {
      socket.once("data", () => socket.write(ANSWER));
      socket.on("data", (bytes) => reads.push(bytes));
      socket.on("end", () => socket.end());
    },
    { allowHalfOpen: true },
  );
  return { server, reads, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const ANSWER = Buffer.from([0x7b, 0xe9, 0x1b, 0x5b, 0x32, 0x4a, 0x0a]);

/** Plays a client that sends its name, reads on, sends the other parts, ends, and reads to the end. */
async function play(port: number, [name = "", ...parts]: readonly string[]): Promise<Buffer> {
  const socket: Socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  socket.write(name);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk);
    if (chunks.length > 1) continue;
    for (const part of parts) await new Promise((done) => socket.write(part, done));
    socket.end();
  }
  return Buffer.concat(chunks);
}

const SENT = ["Ada\n", '{"from":{"name":"Ada","ip":""},"to":"Bob","msg":"hé', 'llo"}\nno message\n'];

it.each([
  { args: [], cuts: "as they come" },
  { args: ["--cut", "every-byte"], cuts: "byte by byte" },
  { args: ["--cut", "glue", "--delay", "20"], cuts: "joined" },
  { args: ["--cut", "at", "2,5,40"], cuts: "at offsets" },
  { args: ["--delay", "20"], cuts: "later" },
])("passes all bytes and the ends on $cuts, and the journal has them", async ({ args }) => {
  await using listener = await startListener();
  await using lens = await startLens(listener.server.port, "--show-messages", ...args);
  expect(await play(lens.port, SENT)).toEqual(ANSWER);
  await lens.lens.waitForOutput(/connection is closed/);
  const { client, server, events } = await lens.stop();
  expect(String(Buffer.concat(listener.reads))).toBe(SENT.join(""));
  expect(String(client)).toBe(SENT.join(""));
  expect(server).toEqual(ANSWER);
  expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(["named", "frame", "ended", "closed"]));
});

it("cuts between all bytes of one side, and shows the cuts", async () => {
  await using listener = await startListener();
  await using lens = await startLens(listener.server.port, "--cut", "every-byte", "--cut-direction", "client");
  await play(lens.port, SENT);
  await lens.lens.waitForOutput(/connection is closed/);
  const { events } = await lens.stop();
  const lengths = (side: Side) =>
    events.flatMap((event) => (event.event === "bytes" && event.from === side ? [event.bytes.length] : []));
  expect(new Set(lengths("client"))).toEqual(new Set([1]));
  expect(lengths("server")).toEqual([ANSWER.length]);
  // On a machine that is too busy the pieces are shown in several lines.
  expect(lens.lens.output.replaceAll(/\n.* · .* · /g, "┊")).toContain('"┊t┊o┊"┊:┊"┊B┊o┊b┊"');
});

it("shows bytes as safe text, messages and what is none, and masks the journal alone", async () => {
  await using listener = await startListener();
  await using lens = await startLens(listener.server.port);
  await play(lens.port, SENT);
  await lens.lens.waitForOutput(/connection is closed/);
  const { client } = await lens.stop();
  const { output } = lens.lens;
  for (const shown of ["no message\\b", "to Bob", "stray-text", "{\\\\xe9␛\\[2J␤", "client sends nothing more"]) {
    expect(output).toMatch(new RegExp(shown));
  }
  expect(output).not.toContain("\u001b");
  expect(String(client)).not.toContain("llo");
});

it("passes a reset on as a reset, and says which side broke", async () => {
  await using server = await startScriptedServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
  await using lens = await startLens(server.port);
  await expect(play(lens.port, ["Ada\n"])).rejects.toMatchObject({ code: "ECONNRESET" });
  await lens.lens.waitForOutput(/the connection broke: ECONNRESET, on the side of the server/);
  expect((await lens.stop()).events.at(-1)).toMatchObject({ event: "closed", by: "network" });
});

it("fits a terminal, is red where something is no message, and ends with Ctrl+C", async () => {
  await using listener = await startListener();
  const args = [CLI, "record", "--listen", "0", "--to", `${listener.server.port}`];
  const size = { columns: 80, rows: 24, keepsOutput: true };
  await using lens = PtyProcess.start(process.execPath, args, size);
  await lens.waitForScreen("Listening on");
  await play(Number(/Listening on 127\.0\.0\.1:(\d+)/.exec(lens.output)?.[1]), SENT);
  await lens.waitForScreen("the connection is closed");
  lens.press("ctrl+c");
  expect(await lens.exited).toBe(INTERRUPTED);
  expect(lens.output).toContain("\u001b[31mserver");
  const lines = stripVTControlCharacters(lens.output).split("\r\n");
  expect(lines.filter((line) => line.length > size.columns)).toEqual([]);
});

it("says that the server can't be reached", async () => {
  const port = await choosePort();
  await using lens = await startLens(port);
  await expect(play(lens.port, ["Ada\n"])).rejects.toMatchObject({ code: "ECONNRESET" });
  await lens.lens.waitForOutput(/the connection broke: ECONNREFUSED, on the side of the server/);
});

it("names messages that came before the server had answered", async () => {
  await using listener = await startListener();
  await using lens = await startLens(listener.server.port);
  await play(lens.port, [SENT.join("")]);
  await lens.lens.waitForOutput(/a message to Bob came before/);
});

it("ends the journals of connections that are open when it is interrupted, one file for each", async () => {
  await using server = await createChatServer({ host: "127.0.0.1", port: 0 });
  await server.listen();
  await using lens = await startLens(server.address().port, "--cut", "every-byte");
  for (const name of ["Ada", "Bob"]) {
    const peer = await TestPeer.connect(lens);
    peer.write(`${name}\n`);
    expect(await peer.nextText()).toContain(`Welcome ${name}!`);
  }
  expect((await lens.stop()).events.at(-1)).toMatchObject({ event: "stopped" });
  expect(readdirSync(folder)).toEqual(expect.arrayContaining([`${count}.ndjson`, `${count}-2.ndjson`]));
});

it("writes no more than it may, says so, and goes on passing bytes", async () => {
  await using listener = await startListener();
  await using lens = await startLens(listener.server.port, "--max-bytes", "2000");
  const flood = "x".repeat(100_000);
  await play(lens.port, ["Ada\n", flood]);
  expect(Buffer.concat(listener.reads).length).toBe(4 + flood.length);
  await lens.lens.waitForOutput(/connection is closed/);
  lens.lens.signal("SIGINT");
  expect(await lens.lens.closed()).toBe(INTERRUPTED);
  expect(lens.lens.errors).toBe("chat-conformance record: Nothing more is recorded: --max-bytes is reached.\n");
  const lines = readFileSync(join(folder, `${count}.ndjson`), "utf8");
  expect(lines.length).toBeLessThan(2_200);
  expect(readJournal(lines.split("\n")).events.at(-1)).toMatchObject({ event: "stopped" });
});

it.each([
  { args: [], says: "--listen is missing: it has to be [HOST:]PORT" },
  { args: ["--listen", "0", "--to", "70000"], says: '--to is "70000": it has to be HOST:PORT' },
  { args: ["--listen", "0", "--to", "5", "--cut", "half"], says: "it has to be none, every-byte, glue, at" },
  { args: ["--listen", "0", "--to", "5", "--cut", "at"], says: "--cut at needs offsets" },
  { args: ["--listen", "0", "--to", "5", "--cut", "glue", "5"], says: "Only --cut at has offsets" },
  { args: ["--listen", "5", "--to", "5"], says: "it would connect to itself" },
])("names what is wrong with $args", async ({ args, says }) => {
  await using lens = new CommandProcess(CLI, ["record", ...args]);
  expect(await lens.closed()).toBe(2);
  expect(lens.errors).toContain(says);
});
