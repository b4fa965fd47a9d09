import type { Msg, NatsConnection, SubscriptionOptions } from "@nats-io/transport-node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Envelope, encodeEnvelope, writeShout } from "./envelope.ts";
import { Exchange, type ExchangeListener } from "./exchange.ts";
import { LEASE_MS } from "./timing.ts";

const EMPTY = { lines: "", heads: [], reports: [] };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** An exchange whose broker is the test: it hears what is sent, and says what comes. */
async function createExchange(maxPayloadBytes = 1024 * 1024) {
  const callbacks = new Map<string, SubscriptionOptions["callback"]>();
  const publish = vi.fn();
  const connection = {
    info: { max_payload: maxPayloadBytes },
    publish,
    subscribe: (subject: string, { callback }: SubscriptionOptions) => callbacks.set(subject, callback),
    flush: () => Promise.resolve(),
  } as unknown as NatsConnection;
  const got: string[] = [];
  const owner = {
    session: "here",
    intake: "open" as ExchangeListener["intake"],
    revision: 10,
    meaningfulRevision: 9,
    received: (session: string, { number }: Envelope) => got.push(`${number} from ${session}`),
    receivedShout: (session: string, { line }: { line: string }) => got.push(`${line} from ${session}`),
    noResponders: vi.fn(),
    subscriptionDenied: vi.fn(),
    receivedMalformed: vi.fn(),
    backlogExceeded: vi.fn(),
  };
  const exchange = new Exchange(connection, "class", owner);
  await exchange.open();
  const say = (pattern: string, subject: string, data: Uint8Array, headers?: { code: number }) =>
    callbacks.get(pattern)?.(null, { subject, data, headers } as Msg);
  return {
    exchange,
    owner,
    got,
    publish,
    callbacks,
    envelope: (number: number, revision: number) =>
      say(
        "chat.class.node.here.*",
        "chat.class.node.here.there",
        encodeEnvelope({ number, revision, batch: EMPTY, isQuestion: false, hasMissed: false }),
      ),
    shout: (line: string, revision: number) =>
      say("chat.class.shout.*", "chat.class.shout.there", writeShout({ number: 1, revision, line })),
    nonsense: () => say("chat.class.shout.*", "chat.class.shout.there", Buffer.from("hello")),
    nobody: (code: number) => say("chat.class.nobody.here.*", "chat.class.nobody.here.there", Buffer.of(), { code }),
  };
}

it("handles what comes at once when the own node knows as much as its sender", async () => {
  const { envelope, shout, got } = await createExchange();
  envelope(1, 10);
  shout("hello", 3);
  expect(got).toEqual(["1 from there", "hello from there"]);
});

it("keeps what its sender wrote knowing more, and all that came behind it, in their order", async () => {
  const { exchange, owner, envelope, shout, got } = await createExchange();
  envelope(1, 11);
  shout("hello", 3);
  envelope(2, 12);
  expect(got).toEqual([]);
  owner.revision = 11;
  exchange.drain();
  expect(got).toEqual(["1 from there", "hello from there"]);
  owner.revision = 12;
  exchange.drain();
  expect(got).toEqual(["1 from there", "hello from there", "2 from there"]);
});

it("keeps everything as long as the owner can't take it, and drops it when the owner may not", async () => {
  const { exchange, owner, envelope, got } = await createExchange();
  owner.intake = "waiting";
  envelope(1, 1);
  exchange.drain();
  owner.intake = "dropping";
  exchange.drain();
  envelope(2, 1);
  owner.intake = "open";
  envelope(3, 1);
  expect(got).toEqual(["3 from there"]);
});

it("does not wait for ever for a log that it will never read", async () => {
  const { exchange, envelope, got } = await createExchange();
  envelope(1, 1_000_000);
  envelope(2, 1);
  vi.advanceTimersByTime(LEASE_MS);
  envelope(3, 1);
  exchange.dropOverdue(performance.now());
  expect(got).toEqual(["3 from there"]);
});

it("tells of what has reached nobody, of nonsense, and of being deaf", async () => {
  const { owner, nonsense, nobody, callbacks } = await createExchange();
  nobody(503);
  expect(owner.noResponders.mock.calls).toEqual([["there"]]);
  nonsense();
  expect(owner.receivedMalformed.mock.calls).toEqual([["chat.class.shout.there", expect.any(SyntaxError)]]);
  const denied = new Error("Permissions Violation");
  callbacks.get("chat.class.shout.*")?.(denied, {} as Msg);
  expect(owner.subscriptionDenied.mock.calls).toEqual([[denied]]);
});

it("holds no more than it may", async () => {
  const { owner, shout } = await createExchange();
  const megabyte = "x".repeat(1024 * 1024);
  for (let count = 0; count < 64; count++) shout(megabyte, 11);
  expect(owner.backlogExceeded).toHaveBeenCalled();
});

it("sends to the subject of a node, and learns by the subject of the answer that nobody was there", async () => {
  const { exchange, publish } = await createExchange();
  exchange.send("there", { number: 1, batch: EMPTY, isQuestion: false, hasMissed: false });
  exchange.shout(7, "hello\n");
  expect(publish.mock.calls.map(([subject, data, options]) => [subject, String(data), options])).toEqual([
    ["chat.class.node.there.here", "[1,1,9,0,0,[],[]]\n", { reply: "chat.class.nobody.here.there" }],
    ["chat.class.shout.here", "[1,7,9]\nhello\n", undefined],
  ]);
});

it("does not begin with a broker that carries no long lines", async () => {
  await expect(createExchange(100_000)).rejects.toThrow(
    "max_payload in the configuration of the NATS server is 100000 bytes, and it has to be at least 307200",
  );
});
