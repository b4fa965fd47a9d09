import { createJsonMsg } from "@chat/protocol";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it, vi } from "vitest";
import type { ChatServer } from "../src/chat-server.ts";
import type { ChatNodeOptions } from "../src/options.ts";
import { RecordingLogger } from "./recording-logger.ts";

/** A chat whose operator sits at one of its servers. */
export interface ControlledTestChat extends AsyncDisposable {
  /** The operator's server. */
  readonly server: ChatServer;
  /** Joins at the server that is farthest from the operator's: the same one where there is one. */
  connectFar(localAddress?: string): Promise<TestPeer>;
  connectNear(localAddress?: string): Promise<TestPeer>;
}

const AN_HOUR = { forMs: 3_600_000 };

/** Tests what a `Control` promises to those who run a server, and to those who use it. */
export function describeControl(
  name: string,
  startChat: (options: ChatNodeOptions) => Promise<ControlledTestChat>,
): void {
  describe(`${name}: an operator`, () => {
    async function start(logger = new RecordingLogger()) {
      const chat = await startChat({ logger });
      const join = async (userName: string, connect: ControlledTestChat["connectFar"], address?: string) => {
        const peer = await connect(address);
        peer.write(`${userName}\n`);
        return { peer, text: await peer.nextText() };
      };
      return {
        logger,
        chat,
        control: chat.server.control,
        join: async (userName: string, address?: string) => {
          const { peer, text } = await join(userName, chat.connectFar, address);
          expect(text).toContain(`Welcome ${userName}`);
          await vi.waitFor(() => expect(namesOf(chat.server)).toContain(userName), { timeout: 60_000 });
          return peer;
        },
        knock: async (userName: string, address?: string) => (await join(userName, chat.connectFar, address)).text,
        knockNear: async (userName: string, address?: string) => (await join(userName, chat.connectNear, address)).text,
        [Symbol.asyncDispose]: () => chat[Symbol.asyncDispose](),
      };
    }

    it("sees all users, and disconnects one by any spelling of the name, with the words of the contract", async () => {
      await using chat = await start();
      const bob = await chat.join("Bob");
      await chat.join("Ada");
      expect(namesOf(chat.chat.server).toSorted()).toEqual(["Ada", "Bob"]);
      expect(await chat.control.disconnect({ name: "BOB" }, { reason: "too loud", by: "Eve" })).toEqual({
        hits: 1,
        silent: [],
      });
      expect(await bob.nextText()).toBe("⛔ Error: You were disconnected: removed by an operator: too loud.");
      await bob.waitFor(() => bob.isEnded, "the end");
      expect(chat.logger.linesOf("warn")).toContainEqual(
        expect.stringContaining("Eve disconnected BOB: too loud (1 reached)"),
      );
      expect(await chat.knock("Bob")).toContain("Welcome Bob");
    });

    it("disconnects one connection by its id, which has no name yet", async () => {
      await using chat = await start();
      const silent = await chat.chat.connectNear();
      const connection = await vi.waitFor(
        async () => {
          const [first] = await chat.chat.server.connections();
          expect(first?.name).toBe(null);
          return first;
        },
        { timeout: 60_000 },
      );
      expect((await chat.control.disconnect({ id: connection?.id ?? "" })).hits).toBe(1);
      expect(await silent.nextText()).toBe("⛔ Error: You were disconnected: removed by an operator.");
      await silent.waitFor(() => silent.isEnded, "the end");
    });

    it("hits no connection when the user is not online", async () => {
      await using chat = await start();
      await chat.join("Ada");
      expect((await chat.control.disconnect({ name: "Bob" })).hits).toBe(0);
      expect((await chat.control.disconnect({ id: "x.1" })).hits).toBe(0);
      expect((await chat.control.sendTo("Bob", "hello")).hits).toBe(0);
    });

    it("bans a name everywhere: who is online goes, who comes is refused, until it is lifted", async () => {
      await using chat = await start();
      const bob = await chat.join("Bob");
      expect((await chat.control.ban({ name: "bob" }, { ...AN_HOUR, reason: "spam" })).hits).toBe(1);
      const words = "⛔ Error: You were disconnected: removed by an operator: spam - banned, for another 1 h.";
      expect(await bob.nextText()).toBe(words);
      for (const knock of [chat.knock, chat.knockNear]) expect(await knock("BOB")).toBe(words);
      await chat.join("Bobby");
      expect(chat.control.sanctions()).toMatchObject([{ kind: "ban", target: { name: "bob" }, reason: "spam" }]);
      expect(await chat.control.unban({ name: "Bob" })).toBe(true);
      expect(await chat.control.unban({ name: "Bob" })).toBe(false);
      await chat.join("Bob");
      expect(await chat.knockNear("Zoe")).toContain("Welcome");
    });

    it("bans an address, or a network, and is told before whom that hits", async () => {
      await using chat = await start();
      const [ada, bob] = [await chat.join("Ada", "127.0.0.7"), await chat.join("Bob", "127.0.0.9")];
      await chat.join("Eve", "127.0.1.1");
      const target = { address: "127.0.0.0/24" };
      expect(
        chat.control
          .affected(target)
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(["Ada", "Bob"]);
      expect((await chat.control.ban(target, AN_HOUR)).hits).toBe(2);
      const words = "⛔ Error: You were disconnected: removed by an operator: banned, for another 1 h.";
      for (const peer of [ada, bob]) expect(await peer.nextText()).toBe(words);
      expect(await chat.knock("Zoe", "127.0.0.8")).toBe(words);
      expect(await chat.knockNear("Zoe", "127.0.0.8")).toBe(words);
      await chat.join("Zoe", "127.0.1.2");
      expect(await chat.control.unban({ address: "::ffff:127.0.0.0/120" })).toBe(true);
    });

    it("mutes a name: nothing of it reaches others, requests are answered, also after it has come back", async () => {
      await using chat = await start();
      const [ada, bob] = [await chat.join("Ada"), await chat.join("Bob")];
      await chat.control.mute("bob", { ...AN_HOUR, reason: "cool down" });
      const words =
        /^⛔ Error: An operator has muted you \(cool down\): for another 1 h you can send nothing to others\./;
      await expectMuted(bob, words);
      bob.vanish();
      await vi.waitFor(() => expect(namesOf(chat.chat.server)).toEqual(["Ada"]), { timeout: 60_000 });
      const back = await chat.join("Bob");
      await expectMuted(back, words);
      expect(await chat.control.unmute("BOB")).toBe(true);
      back.write(createJsonMsg("Bob", "", "Ada", "sorry"));
      expect(await ada.nextText()).toBe("sorry");
    });

    it("writes notices to one and to all", async () => {
      await using chat = await start();
      const [ada, bob] = [await chat.join("Ada"), await chat.join("Bob")];
      expect((await chat.control.sendTo("ada", "come to the desk")).hits).toBe(1);
      expect((await chat.control.announce("five minutes left")).hits).toBe(2);
      expect(await ada.nextText()).toBe("Notice: come to the desk");
      for (const peer of [ada, bob]) expect(await peer.nextText()).toBe("Notice: five minutes left");
    });

    it("is told what is wrong, and what is allowed", async () => {
      await using chat = await start();
      const { control } = chat;
      await expect(control.disconnect({ name: "a,b" })).rejects.toThrow(RangeError);
      await expect(control.disconnect({ name: "a", id: "b" } as never)).rejects.toThrow(
        "Give name or id, and not both.",
      );
      await expect(control.disconnect({ name: "a" }, { reason: "a\nb" })).rejects.toThrow(
        "reason has to be one line of 0 to 200",
      );
      await expect(control.ban({ address: "10.0.0" }, AN_HOUR)).rejects.toThrow(
        "address has to be an address or a network",
      );
      await expect(control.announce("")).rejects.toThrow("The text has to be one line of 1 to 2000 characters");
      await expect(control.ban({ name: "a" }, { forMs: 5 })).rejects.toThrow(
        "forMs has to be a whole number from 1000",
      );
      await expect(control.ban({ name: "a" }, {} as never)).rejects.toThrow("forMs is missing");
    });
  });
}

/** Expects that nothing of a user reaches others, and that a request is answered. */
async function expectMuted(bob: TestPeer, words: RegExp): Promise<void> {
  for (const to of ["Ada", "/shout", "/time"]) bob.write(createJsonMsg("Bob", "", to, "hello"));
  for (let refused = 0; refused < 2; refused++) expect(await bob.nextText()).toMatch(words);
  expect(await bob.nextText()).toMatch(/\d\d:\d\d/);
}

function namesOf(server: ChatServer): string[] {
  return server.users().map(({ name }) => name);
}
