import { getEventListeners } from "node:events";
import { expect, it, vi } from "vitest";
import { ChatClient, type ClientEvents, type ReconnectOptions, type SentMessage } from "../src/index.ts";
import { eventually, next, record } from "./chat-setup.ts";
import { buildServerProcess, SERVER_PROCESS_HOST, ServerProcess } from "./server-process.ts";

const RECONNECT: ReconnectOptions = { baseDelayMs: 5, maxDelayMs: 100, nameHeldMs: 60_000 };
const RESTARTS = 10;

/** One of two who talk, and all that the client tells of it. */
class Talker {
  readonly client: ChatClient;
  readonly peer: string;
  readonly sent: SentMessage[] = [];
  /** Texts that have arrived for certain: the receiver's own answer came after them. */
  readonly arrivedTexts: string[] = [];
  readonly received: ClientEvents["message"][0][];
  readonly confirmed: ClientEvents["confirmed"][0][];
  readonly undeliverable: ClientEvents["undeliverable"][0][];
  readonly disconnected: ClientEvents["disconnected"][0][];
  readonly tries: ClientEvents["reconnecting"][0][];
  readonly listenerCounts: Record<string, number>;

  constructor(client: ChatClient, peer: string) {
    this.client = client;
    this.peer = peer;
    this.received = record(client, "message");
    this.confirmed = record(client, "confirmed");
    this.undeliverable = record(client, "undeliverable");
    this.disconnected = record(client, "disconnected");
    this.tries = record(client, "reconnecting");
    this.listenerCounts = this.countListeners();
  }

  static async join(name: string, port: number, peer: string): Promise<Talker> {
    const options = { name, host: SERVER_PROCESS_HOST, port, reconnect: RECONNECT };
    return new Talker(await ChatClient.connect(options), peer);
  }

  countListeners(): Record<string, number> {
    const { client } = this;
    return Object.fromEntries(client.eventNames().map((name) => [name, client.listenerCount(name)]));
  }

  /** Writes all at once, and waits for none. */
  async say(count: number, what: string): Promise<readonly SentMessage[]> {
    const texts = Array.from({ length: count }, (_, index) => `${what} ${this.sent.length + index}`);
    const messages = await Promise.all(texts.map((text) => this.client.send(this.peer, text)));
    this.sent.push(...messages);
    return messages;
  }

  /** Asks until every message has a reported outcome. */
  async settle(): Promise<void> {
    while (this.told.length < this.sent.length) await this.client.time();
  }

  /** Every message with a reported outcome. */
  get told(): readonly SentMessage[] {
    return [
      ...this.confirmed.flatMap(({ messages }) => messages),
      ...this.disconnected.flatMap(({ unconfirmed }) => unconfirmed),
      ...this.undeliverable.map(({ message }) => message),
    ].toSorted((one, other) => one.id - other.id);
  }
}

it("tells of every message what became of it, though the server is killed 10 times", { timeout: 300_000 }, async () => {
  await buildServerProcess();
  const anySignal = vi.spyOn(AbortSignal, "any");
  await using servers = new AsyncDisposableStack();
  let server = servers.use(new ServerProcess());
  let replacement = servers.use(new ServerProcess());
  const port = await server.listen();
  const resourcesBefore = process.getActiveResourcesInfo();
  const ada = await Talker.join("Ada", port, "Bob");
  const bob = await Talker.join("Bob", port, "Ada");
  const talkers = [ada, bob];

  for (let restart = 0; restart < RESTARTS; restart++) {
    // What is kept waits for its receiver to come back too, and what follows to the same one waits behind it.
    for (const talker of talkers) await talker.settle();
    const before = await Promise.all(talkers.map((talker) => talker.say(10, "before")));
    // The first answer proves that one's own messages were processed, the second comes behind those of the other.
    for (let round = 0; round < 2; round++) await Promise.all(talkers.map(({ client }) => client.time()));
    for (const [index, talker] of talkers.entries()) {
      talker.arrivedTexts.push(...(before[index] ?? []).map(({ text }) => text));
    }

    const lost = Promise.all(talkers.map(({ client }) => next(client, "disconnected")));
    const inFlight = talkers.map((talker) => talker.say(10, "in flight"));
    // The server is somewhere in the middle of them.
    if (restart % 2 === 0) await next(bob.client, "message");
    await server.kill();
    await Promise.all([...inFlight, lost]);

    const back = Promise.all(talkers.map(({ client }) => next(client, "reconnected")));
    await Promise.all(talkers.map((talker) => talker.say(3, "while away")));
    server = replacement;
    await server.listen(port);
    replacement = servers.use(new ServerProcess());
    await back;
  }
  for (const talker of talkers) await talker.settle();
  await Promise.all(talkers.map(({ client }) => client.time()));

  for (const talker of talkers) {
    expect(talker.sent).toHaveLength(RESTARTS * 23);
    expect(talker.told).toEqual(talker.sent);
    expect(talker.disconnected).toHaveLength(RESTARTS);
    for (const { delayMs } of talker.tries) expect(delayMs).toBeLessThanOrEqual(RECONNECT.maxDelayMs);
    expect(talker.countListeners()).toEqual(talker.listenerCounts);
  }
  for (const [sender, receiver] of [[ada, bob] as const, [bob, ada] as const]) {
    const texts = receiver.received.map(({ msg }) => msg);
    const arrived = new Set(texts);
    expect(arrived.size).toBe(texts.length);
    const sentTexts = sender.sent.map(({ text }) => text);
    expect(sender.arrivedTexts.filter((text) => !arrived.has(text))).toEqual([]);
    expect(sender.undeliverable.filter(({ message }) => arrived.has(message.text))).toEqual([]);
    // In the order in which they were sent.
    expect(texts).toEqual(sentTexts.filter((text) => arrived.has(text)));
  }

  const signals = new Set(anySignal.mock.calls.flatMap(([given]) => [...given]));
  expect([...signals].flatMap((signal) => getEventListeners(signal, "abort"))).toEqual([]);
  await Promise.all(talkers.map(({ client }) => client.close()));
  await eventually(() => expect(findAdded(resourcesBefore, process.getActiveResourcesInfo())).toEqual([]));
});

/** Finds what there is more of than before. Less is no fault: the test runner's own timers come and go. */
function findAdded(before: readonly string[], after: readonly string[]): string[] {
  const known = [...before];
  return after.filter((kind) => {
    const index = known.indexOf(kind);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}
