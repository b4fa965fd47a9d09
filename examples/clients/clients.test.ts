import { asciiJson, createJsonMsg } from "@chat/protocol";
import { choosePort, type LinkFaults, TcpProxy } from "@chat/testing";
import { expect, it } from "vitest";
import type { BundledClient } from "./test/bundled-clients.ts";
import { startChatServer } from "./test/chat-server.ts";
import { describeClients } from "./test/describe-clients.ts";
import { Peer } from "./test/peer.ts";

/** Links that lose nothing. TCP may cut, glue and delay like each of them. */
const LINKS: Readonly<Record<string, LinkFaults>> = {
  "a plain link": {},
  "a link that cuts at every byte": {
    toTarget: { kind: "split", at: "every byte" },
    toClient: { kind: "split", at: "every byte" },
  },
  "a slow link": { toTarget: { kind: "delay", ms: 20 }, toClient: { kind: "delay", ms: 20 } },
};

describeClients(
  () => true,
  (client, startAda) => {
    const isFramed = client.framing !== "by read";

    // Nothing marks where a message ends for a client that decodes by read, so a bad link breaks it.
    for (const [link, faults] of Object.entries(LINKS).slice(0, isFramed ? undefined : 1))
      it(`connects, lists, sends and gets a direct message with an emoji, shouts, and leaves, over ${link}`, async () => {
        await using server = await startChatServer();
        await using proxy = await TcpProxy.start({ port: server.port });
        proxy.setFaults(faults);
        using bob = await Peer.join(server.port, "Bob");
        await using ada = startAda(proxy.port);
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

    if (isFramed)
      it("gets each of many messages that come in one read", async () => {
        await using server = await startChatServer();
        await using proxy = await TcpProxy.start({ port: server.port });
        using bob = await Peer.join(server.port, "Bob");
        await using ada = startAda(proxy.port);
        await ada.output.waitFor(/Welcome/);
        proxy.setFaults({ toClient: { kind: "glue", bytes: 1_000_000 } });
        const texts = Array.from({ length: 30 }, (_, number) => `message ${number}`);
        for (const text of texts) bob.send("Ada", text);
        bob.send("/list", "");
        await bob.received.waitFor(/Online users \(1\): Ada/);
        proxy.setFaults({});
        await ada.output.waitFor(`Bob -> Ada: ${texts.at(-1)}`);
        expect(ada.output.lines.slice(1)).toEqual(texts.map((text) => `Bob -> Ada: ${text}`));
      });

    it("gets the answers to all that was piped into it", async () => {
      await using server = await startChatServer();
      await using ada = startAda(server.port);
      // Once it has left, the server answers without gaps, and two answers in one read are lost on who decodes by read.
      if (isFramed) ada.type("/shout hello", "Ada to myself");
      ada.endInput("/list");

      await ada.output.waitFor("SERVER -> Ada: You are the only active user!");
      if (isFramed) {
        await ada.output.waitFor("SERVER -> Ada: Message sent to 0 users");
        await ada.output.waitFor("Ada -> Ada: to myself");
      }
      expect(await ada.exitCode()).toBe(0);
    });

    it("shows why its name is refused, and fails [C-91]", async () => {
      await using server = await startChatServer();
      using _adaAlready = await Peer.join(server.port, "Ada");
      await using ada = startAda(server.port);

      const refusal = shownBy(client, "⛔ Error: Username already in use! Try with another name.");
      await ada.output.waitFor(`SERVER -> Guest: ${refusal}`);
      if (!client.isProgram) ada.endInput();
      expect(await ada.exitCode()).toBe(1);
    });

    it("fails when nobody listens", async () => {
      await using ada = startAda(await choosePort());
      ada.endInput();
      expect(await ada.exitCode()).toBe(1);
    });

    it("keeps a message on one line, and harmless for the terminal", async () => {
      await using server = await startChatServer();
      using bob = await Peer.join(server.port, "Bob");
      await using ada = startAda(server.port);
      await ada.output.waitFor(/Welcome/);
      bob.send("Ada", "one\nSERVER -> Ada: two\u001b[2J\u202e");
      const line = await ada.output.waitFor(/^Bob -> Ada: one\\nSERVER -> Ada: two/);
      expect(line).toMatch(/^[ -~]*$/);
    });

    if (client.isProgram)
      it('writes to a name with a space as "Bob B"', async () => {
        await using server = await startChatServer();
        using bob = await Peer.join(server.port, "Bob B");
        await using ada = startAda(server.port);
        ada.type('"Bob B" hello');
        await bob.received.waitFor(createJsonMsg("Ada", "127.0.0.1", "Bob B", "hello"));
      });

    if (isFramed)
      it("takes a message of more than a hundred kilobytes", async () => {
        await using server = await startChatServer();
        using bob = await Peer.join(server.port, "Bob");
        await using ada = startAda(server.port);
        await ada.output.waitFor(/Welcome/);
        const text = "👋".repeat(10_000);
        bob.send("Ada", text);
        await ada.output.waitFor(`Bob -> Ada: ${shownBy(client, text)}`);
      });
  },
);

/** Returns a text as a client shows it: the shell leaves JSON's escapes as they came. */
function shownBy({ isProgram }: BundledClient, text: string): string {
  return isProgram ? text : asciiJson(text).slice(1, -1);
}
