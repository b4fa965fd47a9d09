import type { Msg, NatsConnection, SubscriptionOptions } from "@nats-io/transport-node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Malformed } from "./border.ts";
import { type ActEnvelope, type Envelope, encodeAct, encodeEnvelope, encodeShout } from "./envelope.ts";
import { Exchange, type ExchangeSession } from "./exchange.ts";
import { LEASE_MS } from "./timing.ts";

const EMPTY = { lines: "", heads: [], acks: [] };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** An exchange whose broker is the test. */
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
  const session = {
    session: "here",
    receiveMode: "open" as ExchangeSession["receiveMode"],
    presence: { revision: 10, meaningfulRevision: 9, isLive: (session: string) => session === "there" },
  };
  const listener = {
    received: (session: string, { number }: Envelope) => got.push(`${number} from ${session}`),
    receivedShout: (session: string, { line }: { line: string }) => got.push(`${line} from ${session}`),
    receivedAct: (session: string, { act }: ActEnvelope) => got.push(`${act.kind} from ${session}`),
    noResponders: vi.fn(),
    subscriptionDenied: vi.fn(),
    dropped: vi.fn(),
  };
  const exchange = new Exchange(connection, "class", session, listener);
  await exchange.open();
  const deliver = (pattern: string, subject: string, data: Uint8Array, headers?: { code: number }) =>
    callbacks.get(pattern)?.(null, { subject, data, headers } as Msg);
  return {
    exchange,
    session,
    listener,
    got,
    publish,
    callbacks,
    envelope: (number: number, revision: number, from = "there") =>
      deliver(
        "chat.class.node.here.*",
        `chat.class.node.here.${from}`,
        encodeEnvelope({ number, revision, batch: EMPTY, isProbe: false, hasGap: false }),
      ),
    shout: (line: string, revision: number, from = "there") =>
      deliver("chat.class.shout.*", `chat.class.shout.${from}`, encodeShout({ number: 1, revision, line })),
    act: (revision: number, from = "there") =>
      deliver(
        "chat.class.act.*",
        `chat.class.act.${from}`,
        encodeAct({ number: 1, revision, act: { kind: "announce", text: "hello" } }),
      ),
    answer: (revision: number, from = "there") =>
      deliver(
        "chat.class.answer.here.*",
        `chat.class.answer.here.${from}`,
        encodeAct({ number: 1, revision, act: { kind: "done", hits: 3 } }),
      ),
    malformed: (session = "there") =>
      deliver("chat.class.shout.*", `chat.class.shout.${session}`, Buffer.from("hello")),
    nobody: (code: number) =>
      deliver("chat.class.nobody.here.*", "chat.class.nobody.here.there", Buffer.of(), { code }),
  };
}

it("handles a message at once when its own node has read as much as the sender", async () => {
  const { envelope, shout, got } = await createExchange();
  envelope(1, 10);
  shout("hello", 3);
  expect(got).toEqual(["1 from there", "hello from there"]);
});

it("holds a message whose sender has read more, and all later ones of its session, in their order", async () => {
  const { exchange, session, envelope, shout, got } = await createExchange();
  envelope(1, 11);
  shout("hello", 3);
  envelope(2, 12);
  expect(got).toEqual([]);
  envelope(1, 10, "elsewhere");
  expect(got.splice(0)).toEqual(["1 from elsewhere"]);
  session.presence.revision = 11;
  exchange.drain();
  expect(got).toEqual(["1 from there", "hello from there"]);
  session.presence.revision = 12;
  exchange.drain();
  expect(got).toEqual(["1 from there", "hello from there", "2 from there"]);
});

it("holds everything while it is holding, and drops it while it is dropping", async () => {
  const { exchange, session, envelope, got } = await createExchange();
  session.receiveMode = "holding";
  envelope(1, 1);
  exchange.drain();
  session.receiveMode = "dropping";
  exchange.drain();
  envelope(2, 1);
  session.receiveMode = "open";
  envelope(3, 1);
  expect(got).toEqual(["3 from there"]);
});

it("holds an act, and the answer to one, as a message", async () => {
  const { exchange, session, act, answer, got } = await createExchange();
  act(11);
  answer(12);
  answer(10, "elsewhere");
  expect(got).toEqual(["done from elsewhere"]);
  session.presence.revision = 11;
  exchange.drain();
  expect(got).toEqual(["done from elsewhere", "announce from there"]);
  session.presence.revision = 12;
  session.receiveMode = "dropping";
  exchange.drain();
  expect(got).toHaveLength(2);
});

it("does not wait forever for a log that it will never read", async () => {
  const { exchange, envelope, got } = await createExchange();
  envelope(1, 1_000_000);
  envelope(2, 1);
  vi.advanceTimersByTime(LEASE_MS);
  envelope(3, 1);
  exchange.dropOverdue(performance.now());
  expect(got).toEqual(["3 from there"]);
});

it("reports a message without subscribers, a malformed one, and a denied subscription", async () => {
  const { listener, malformed, nobody, callbacks } = await createExchange();
  nobody(503);
  expect(listener.noResponders.mock.calls).toEqual([["there"]]);
  malformed();
  malformed("x".repeat(33));
  nobody(200);
  expect(listener.dropped.mock.calls).toEqual([
    ["chat.class.shout.there", Malformed.Envelope],
    [`chat.class.shout.${"x".repeat(33)}`, Malformed.Envelope],
    ["chat.class.nobody.here.there", Malformed.Envelope],
  ]);
  const denied = new Error("Permissions Violation");
  callbacks.get("chat.class.shout.*")?.(denied, {} as Msg);
  expect(listener.subscriptionDenied.mock.calls).toEqual([[denied]]);
});

it("drops what it has no room to hold", async () => {
  const { exchange, session, listener, shout, got } = await createExchange();
  const megabyte = "x".repeat(1024 * 1024);
  for (let count = 0; count < 64; count++) shout(megabyte, 11);
  expect(listener.dropped.mock.calls).toEqual([["chat.class.shout.there", Malformed.Ahead]]);
  session.presence.revision = 11;
  exchange.drain();
  expect(got).toHaveLength(63);
  shout(megabyte, 12);
  expect(listener.dropped).toHaveBeenCalledOnce();
});

it("leaves room for the sessions that live, whatever others send", async () => {
  const { exchange, session, listener, shout, got } = await createExchange();
  const megabyte = "x".repeat(1024 * 1024);
  for (let count = 0; count < 10; count++) shout(megabyte, Number.MAX_SAFE_INTEGER, "invented");
  for (let count = 0; count < 100; count++) shout("hello", Number.MAX_SAFE_INTEGER, `invented-${count}`);
  expect(listener.dropped).toHaveBeenCalledTimes(7 + 37);
  shout("hello", 11);
  session.presence.revision = 11;
  exchange.drain();
  expect(got).toEqual(["hello from there"]);
});

it("sends to the subject of a node, with a reply subject for a node that is not there", async () => {
  const { exchange, publish } = await createExchange();
  exchange.send("there", { number: 1, batch: EMPTY, isProbe: false, hasGap: false });
  exchange.shout(7, "hello\n");
  exchange.act(null, 8, { kind: "announce", text: "é" });
  exchange.act("there", 8, { kind: "done", hits: 3 });
  expect(publish.mock.calls.map(([subject, data, options]) => [subject, String(data), options])).toEqual([
    ["chat.class.node.there.here", "[2,1,9,0,0,[],[]]\n", { reply: "chat.class.nobody.here.there" }],
    ["chat.class.shout.here", "[2,7,9]\nhello\n", undefined],
    ["chat.class.act.here", '[2,8,9]\n{"kind":"announce","text":"é"}', undefined],
    ["chat.class.answer.there.here", '[2,8,9]\n{"kind":"done","hits":3}', undefined],
  ]);
});

it("does not open with a broker that carries no long lines", async () => {
  await expect(createExchange(100_000)).rejects.toThrow(
    "max_payload in the configuration of the NATS server is 100000 bytes, and it has to be at least 307200",
  );
});
