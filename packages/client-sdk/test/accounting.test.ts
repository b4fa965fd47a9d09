import { expect, it } from "vitest";
import { ChatClient } from "../src/index.ts";
import { next, record, startNode } from "./chat-setup.ts";

const MESSAGES = 1_000;
const USERS = ["Bea", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Nobody", "Noone", "Niemand"];
const ONLINE = USERS.slice(0, 7);

it("finds exactly the undeliverable ones of 1,000 messages in flight, among what others write", async () => {
  await using server = await startNode({ limits: { messagesPerSecond: 100_000, messageBurst: 100_000 } });
  const { port } = server.address();
  await using ada = await ChatClient.connect({ name: "Ada", port });
  await using others = new AsyncDisposableStack();
  const crowd = await Promise.all(ONLINE.map(async (name) => others.use(await ChatClient.connect({ name, port }))));
  const received = crowd.map((client) => record(client, "message"));
  const written = record(ada, "message");
  const undeliverable = record(ada, "undeliverable");
  const confirmed = record(ada, "confirmed");
  const notices = record(ada, "notice");

  const sends = Array.from({ length: MESSAGES }, (_, index) => ada.send(USERS[index % 10] ?? "", `message ${index}`));
  // What people write looks like the server's words, and must not be taken for them.
  const chatter = crowd.flatMap((client) =>
    Array.from({ length: 50 }, (_, index) => client.send("Ada", `❌ Error: User '${USERS[index % 10]}' not found.`)),
  );
  const sent = await Promise.all(sends);
  await Promise.all(chatter);
  await ada.time();
  await Promise.all(crowd.map((client) => client.time()));

  const missing = sent.filter(({ to }) => !ONLINE.includes(to));
  expect(undeliverable).toEqual(
    missing.map((message) => ({ message, reason: "not-found", text: `❌ Error: User '${message.to}' not found.` })),
  );
  expect(confirmed.flatMap(({ messages }) => messages)).toEqual(sent.filter(({ to }) => ONLINE.includes(to)));
  expect(ada.unconfirmed).toEqual([]);
  expect(notices).toEqual([]);
  for (const [index, messages] of received.entries()) {
    const texts = sent.filter(({ to }) => to === ONLINE[index]).map(({ text }) => text);
    expect(messages.map(({ msg }) => msg)).toEqual(texts);
  }
  while (written.length < 350) await next(ada, "message");
});
