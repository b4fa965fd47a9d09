import { once } from "node:events";
import { ChatClient, type ClientEvents } from "@chat/client-sdk";
import { expect, it } from "vitest";
import { findClient } from "./test/bundled-clients.ts";
import { startChatServer } from "./test/chat-server.ts";
import { ClientProcess } from "./test/client-process.ts";

const { client, canRun } = findClient("python-recv", "That programs chat with a client of the original's kind");

/** Time limit for an event, in milliseconds. */
const DEADLINE_MS = 20_000;

/** Waits for the next event of that name. */
async function next<Name extends keyof ClientEvents>(chat: ChatClient, name: Name): Promise<ClientEvents[Name][0]> {
  const [argument] = await once(chat, name, { signal: AbortSignal.timeout(DEADLINE_MS) });
  return argument as ClientEvents[Name][0];
}

/** Two programs on the SDK, and a client that takes each read for one message: it gets the next when it has shown the last. */
async function startChat() {
  await using stack = new AsyncDisposableStack();
  const { port } = stack.use(await startChatServer());
  const ada = stack.use(await ChatClient.connect({ name: "Ada", port }));
  const bob = stack.use(await ChatClient.connect({ name: "Bob", port }));
  const guido = stack.use(new ClientProcess(await client.prepare(), port, "Guido"));
  await guido.output.waitFor(/^SERVER -> Guido: Welcome Guido! .*\\nOnline users: Ada, Bob$/);
  const rest = stack.move();
  return { ada, bob, guido, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

it.skipIf(!canRun)("two programs and an original-style client write to one another", async () => {
  await using chat = await startChat();
  const { ada, bob, guido } = chat;
  const undeliverable: ClientEvents["undeliverable"][0][] = [];
  for (const program of [ada, bob]) program.on("undeliverable", (event) => undeliverable.push(event));

  for (const sender of [ada, bob]) {
    for (const receiver of [ada, bob]) {
      const text = `${sender.name} to ${receiver.name}: héllo 👋 {"quoted"} \\`;
      const message = next(receiver, "message");
      await sender.send(receiver.name, text);
      expect(await message).toMatchObject({ from: { name: sender.name }, to: receiver.name, msg: text });
    }
    await sender.send("Guido", `${sender.name} to Guido: göod day 👩‍👩‍👧 }{`);
    await guido.output.waitFor(`${sender.name} -> Guido: ${sender.name} to Guido: göod day 👩‍👩‍👧 }{`);
  }
  for (const receiver of [ada, bob]) {
    const message = next(receiver, "message");
    guido.type(`${receiver.name} Guido to ${receiver.name}: ciào 👋 {}`);
    expect(await message).toMatchObject({ from: { name: "Guido" }, msg: `Guido to ${receiver.name}: ciào 👋 {}` });
  }
  guido.type("Guido to myself");
  await guido.output.waitFor("Guido -> Guido: to myself");

  for (const program of [ada, bob]) {
    await program.time();
    expect(program.unconfirmed).toEqual([]);
  }
  expect(undeliverable).toEqual([]);
});

it.skipIf(!canRun)("they shout, and each one's shout reaches the two others", async () => {
  await using chat = await startChat();
  const { ada, bob, guido } = chat;

  for (const [sender, other] of [[ada, bob] as const, [bob, ada] as const]) {
    const heard = next(other, "shout");
    expect(await sender.shout(`${sender.name} to all 📣`)).toBe(2);
    expect(await heard).toMatchObject({ from: { name: sender.name }, to: "Everyone", msg: `${sender.name} to all 📣` });
    await guido.output.waitFor(`${sender.name} -> Everyone: ${sender.name} to all 📣`);
  }

  const heard = Promise.all([next(ada, "shout"), next(bob, "shout")]);
  guido.type("/shout a tutti 📣");
  for (const shout of await heard) expect(shout).toMatchObject({ from: { name: "Guido" }, msg: "a tutti 📣" });
  await guido.output.waitFor("SERVER -> Guido: Message sent to 2 users");
});

it.skipIf(!canRun)("they list one another, and learn who is not there", async () => {
  await using chat = await startChat();
  const { ada, bob, guido } = chat;
  expect(await ada.list()).toEqual({ count: 2, names: ["Bob", "Guido"], complete: true });
  expect(await bob.list()).toEqual({ count: 2, names: ["Ada", "Guido"], complete: true });
  guido.type("/list");
  await guido.output.waitFor("SERVER -> Guido: Online users (2): Ada, Bob");

  guido.type("Nobody are you there?");
  await guido.output.waitFor("SERVER -> Guido: ❌ Error: User 'Nobody' not found.");
  guido.type("quit");
  expect(await guido.exitCode()).toBe(0);

  const undeliverable = next(ada, "undeliverable");
  const message = await ada.send("Guido", "still there?");
  expect(await undeliverable).toMatchObject({ message, reason: "not-found" });
  expect(await ada.list()).toEqual({ count: 1, names: ["Bob"], complete: true });
});
