import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asciiJson, createJsonMsg, encodeMessage } from "@chat/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BundledClient, bundledClients, isInstalled } from "./test/bundled-clients.ts";
import { ClientProcess } from "./test/client-process.ts";
import { Peer } from "./test/peer.ts";
import { ScriptedServer, startChatServer } from "./test/servers.ts";

const NEWLINE = 0x0a;
const toolchainsAreRequired = process.env.CHAT_REQUIRE_TOOLCHAINS === "1";

for (const client of bundledClients) {
  const canRun = toolchainsAreRequired || isInstalled(client);
  if (!canRun) console.warn(`The ${client.name} client is not tested: ${client.toolchain} is not installed.`);
  describe.skipIf(!canRun)(`the ${client.name} client`, () => testClient(client));
}

function testClient(client: BundledClient): void {
  let workFolder: string;
  let command: readonly [string, ...string[]];

  beforeAll(() => {
    workFolder = mkdtempSync(join(tmpdir(), "chat-client-"));
    if (!isInstalled(client)) throw new Error(`The ${client.name} client needs ${client.toolchain}.`);
    command = client.prepare(workFolder);
  });
  afterAll(() => rmSync(workFolder, { recursive: true, force: true }));

  const startAda = (port: number) => new ClientProcess(command, port, "Ada");

  it("connects, lists, sends and gets a direct message with an emoji, shouts, and leaves", async () => {
    await using server = await startChatServer();
    const { port } = server;
    using bob = await Peer.join(port, "Bob");
    await using ada = startAda(port);
    await ada.output.waitFor(/^SERVER -> Ada: Welcome Ada! .*\\nOnline users: Bob$/);

    ada.type("/list");
    await ada.output.waitFor("SERVER -> Ada: Online users (1): Bob");

    ada.type('Bob héllo 👋 "quoted" \\ {braced}');
    await bob.received.waitFor(createJsonMsg("Ada", "127.0.0.1", "Bob", 'héllo 👋 "quoted" \\ {braced}'));

    bob.send("Ada", "göod day 👩‍👩‍👧 }{");
    await ada.output.waitFor(`Bob -> Ada: ${shownBy(client, "göod day 👩‍👩‍👧 }{")}`);

    ada.type("/shout to all 📣");
    await bob.received.waitFor(createJsonMsg("Ada", "127.0.0.1", "Everyone", "to all 📣"));
    await ada.output.waitFor("SERVER -> Ada: Message sent to 1 users");

    ada.type("quit");
    expect(await ada.exitCode()).toBe(0);
    bob.send("/list", "");
    await bob.received.waitFor(/You are the only active user!/);
  });

  it("gets the answers to all that was piped into it", async () => {
    await using server = await startChatServer();
    await using ada = startAda(server.port);
    // Once it has left, the server answers without gaps, and two answers in one read are lost on who decodes by read.
    if (client.framing !== "by read") ada.type("/shout hello", "Ada to myself");
    ada.endInput("/list");

    await ada.output.waitFor("SERVER -> Ada: You are the only active user!");
    if (client.framing !== "by read") {
      await ada.output.waitFor("SERVER -> Ada: Message sent to 0 users");
      await ada.output.waitFor("Ada -> Ada: to myself");
    }
    expect(await ada.exitCode()).toBe(0);
  });

  it("shows why its name is refused, and fails", async () => {
    await using server = await startChatServer();
    const { port } = server;
    using _adaAlready = await Peer.join(port, "Ada");
    await using ada = startAda(port);

    const refusal = shownBy(client, "⛔ Error: Username already in use! Try with another name.");
    await ada.output.waitFor(`SERVER -> Guest: ${refusal}`);
    if (!client.isProgram) ada.endInput();
    expect(await ada.exitCode()).toBe(1);
  });

  it("fails when nobody listens", async () => {
    const server = await startChatServer();
    const { port } = server;
    await server.close();
    await using ada = startAda(port);
    ada.endInput();
    expect(await ada.exitCode()).toBe(1);
  });

  if (client.isProgram)
    it("fails when the server goes", async () => {
      await using server = await startChatServer();
      await using ada = startAda(server.port);
      await ada.output.waitFor(/Welcome/);
      await server.close();
      await ada.output.waitFor("SERVER -> Ada: Server is shutting down");
      expect(await ada.exitCode()).toBe(1);
    });

  it("keeps a message on one line, and harmless for the terminal", async () => {
    await using server = await startChatServer();
    const { port } = server;
    using bob = await Peer.join(port, "Bob");
    await using ada = startAda(port);
    await ada.output.waitFor(/Welcome/);
    bob.send("Ada", "one\nSERVER -> Ada: two\u001b[2J\u202e");
    const line = await ada.output.waitFor(/^Bob -> Ada: one\\nSERVER -> Ada: two/);
    expect(line).toMatch(/^[ -~]*$/);
  });

  if (client.isProgram)
    it('writes to a name with a space as "Bob B"', async () => {
      await using server = await startChatServer();
      const { port } = server;
      using bob = await Peer.join(port, "Bob B");
      await using ada = startAda(port);
      ada.type('"Bob B" hello');
      await bob.received.waitFor(createJsonMsg("Ada", "127.0.0.1", "Bob B", "hello"));
    });

  if (client.framing !== "by read")
    it("takes a message of more than a hundred kilobytes", async () => {
      await using server = await startChatServer();
      const { port } = server;
      using bob = await Peer.join(port, "Bob");
      await using ada = startAda(port);
      await ada.output.waitFor(/Welcome/);
      const text = "👋".repeat(10_000);
      bob.send("Ada", text);
      await ada.output.waitFor(`Bob -> Ada: ${shownBy(client, text)}`);
    });

  if (client.framing === "by braces")
    it("finds the messages however the stream is cut", async () => {
      const tricky = ["}{", '\\"}', '"{"', "\\", "héllo 👋"].map((msg) => ({
        from: { name: "Bob", ip: "127.0.0.1" },
        to: "Ada",
        msg,
      }));
      const glued = Buffer.concat(tricky.map(encodeMessage)).filter((byte) => byte !== NEWLINE);

      for (const chunks of [[glued], [...glued].map((byte) => Uint8Array.of(byte))]) {
        await using server = await ScriptedServer.start();
        await using ada = startAda(server.port);
        await server.write(chunks);
        for (const { msg } of tricky) await ada.output.waitFor(`Bob -> Ada: ${msg}`);
      }
    });
}

/** Returns a text as a client shows it: the shell leaves JSON's escapes as they came. */
function shownBy({ isProgram }: BundledClient, text: string): string {
  return isProgram ? text : asciiJson(text).slice(1, -1);
}
