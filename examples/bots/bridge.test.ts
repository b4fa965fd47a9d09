import { expect, it } from "vitest";
import { BotProcess } from "./test/bot-process.ts";
import { addressOf, startServer, User } from "./test/user.ts";

/** Two servers, with a user on each, and a bridge between them. */
async function startBridge() {
  await using stack = new AsyncDisposableStack();
  const here = stack.use(await startServer());
  const there = stack.use(await startServer());
  const bridge = stack.use(new BotProcess("bridge.ts", "--here", addressOf(here), "--there", addressOf(there)));
  await bridge.waitUntilOnline(2);
  const ada = stack.use(await User.join(here, "Ada"));
  const bob = stack.use(await User.join(there, "Bob"));
  const rest = stack.move();
  return { here, there, bridge, ada, bob, [Symbol.asyncDispose]: () => rest.disposeAsync() };
}

it("forwards shouts both ways with the name of who shouted, once each", async () => {
  await using chat = await startBridge();
  const { ada, bob } = chat;

  ada.write("/shout", "hello, there 👋");
  expect(await ada.next()).toBe("SERVER -> Ada: Message sent to 1 users");
  expect(await bob.next()).toBe("bridge-bot -> Everyone: Ada: hello, there 👋");
  bob.write("/shout", "hello, here");
  expect(await bob.next()).toBe("SERVER -> Bob: Message sent to 1 users");
  expect(await ada.next()).toBe("bridge-bot -> Everyone: Bob: hello, here");

  ada.write("bridge-bot", "who are you?");
  expect(await ada.next()).toMatch(/^bridge-bot -> Ada: I forward what you shout to the chat at /);
  bob.write("bridge-bot", "and you?");
  expect(await bob.next()).toMatch(/^bridge-bot -> Bob: I forward what you shout to the chat at /);
  expect(await ada.settle()).toEqual([]);
  expect(await bob.settle()).toEqual([]);
});

it("and a second bridge between the same servers do not forward each other's shouts", async () => {
  await using chat = await startBridge();
  const { ada, bob } = chat;
  const addresses = ["--here", addressOf(chat.here), "--there", addressOf(chat.there)];
  await using second = new BotProcess("bridge.ts", "--name", "second-bot", ...addresses);
  await second.waitUntilOnline(2);

  ada.write("/shout", "hello");
  expect(await ada.next()).toBe("SERVER -> Ada: Message sent to 2 users");
  const forwarded = [await bob.next(), await bob.next()].toSorted();
  expect(forwarded).toEqual(["bridge-bot -> Everyone: Ada: hello", "second-bot -> Everyone: Ada: hello"]);

  // Each bridge answers behind whatever it would have forwarded.
  for (const name of ["bridge-bot", "second-bot"]) {
    bob.write(name, "done?");
    expect(await bob.next()).toMatch(new RegExp(`^${name} -> Bob: I forward`));
  }
  expect(await ada.settle()).toEqual([]);
  expect(await bob.settle()).toEqual([]);
});

it("says that a shout was lost while the other server was away, and forwards the next when it is back", async () => {
  await using chat = await startBridge();
  const { ada, bridge, there } = chat;
  const { port } = there.address();
  await there.close({ graceMs: 0 });
  await bridge.waitForOutput(/bridge-bot: .* Trying again\./);

  ada.write("/shout", "anybody?");
  expect(await ada.next()).toBe("SERVER -> Ada: Message sent to 1 users");
  await bridge.waitForOutput(/bridge-bot: could not handle a message of Ada: .* was not asked/);

  await using _back = await startServer(port);
  await bridge.waitForOutput(/bridge-bot: online again/);
  await using bob = await User.join(_back, "Bob");
  ada.write("/shout", "anybody now?");
  expect(await bob.next()).toBe("bridge-bot -> Everyone: Ada: anybody now?");
});

it("refuses to connect a server with itself: its name is taken there", async () => {
  await using server = await startServer();
  await using bridge = new BotProcess("bridge.ts", "--here", addressOf(server), "--there", addressOf(server));
  expect(await bridge.closed()).toBe(1);
  expect(bridge.errors).toBe("bridge-bot: Somebody has this name. Choose another with --name.\n");
});
