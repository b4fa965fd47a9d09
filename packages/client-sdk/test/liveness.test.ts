import { once } from "node:events";
import type { Duplex } from "node:stream";
import { TcpProxy } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { ChatClient, ConnectionLostError, NoAnswerError } from "../src/index.ts";
import { failureOf, fakeClock, next, nextWhere, record, startNode } from "./chat-setup.ts";
import { serveEach, startMemoryServer } from "./memory-server.ts";
import { fromServer, TIME, WELCOME } from "./server-words.ts";

const QUICK = { baseDelayMs: 1, maxDelayMs: 2 };

async function connect(serve: (stream: Duplex) => void): Promise<ChatClient> {
  const { transport } = startMemoryServer(serve);
  return await ChatClient.connect({ name: "Ada", transport, reconnect: { baseDelayMs: 1e9, maxDelayMs: 1e9 } });
}

async function cut(ada: ChatClient): Promise<void> {
  await ada.close({ signal: AbortSignal.abort() });
}

describe("a connection that is dead without a word", () => {
  it("is given up within 35 s by an idle client, after the state has told that an answer is late", async () => {
    using clock = fakeClock();
    const ada = await connect(serveEach(() => undefined));
    const states = record(ada, "state");
    const disconnected = record(ada, "disconnected");
    const sent = await ada.send("Bob", "hello");
    await clock.advance(19_000);
    expect(states).toEqual([]);
    await clock.advance(7_000);
    expect(states.at(-1)).toMatchObject({ kind: "online" });
    expect(states.at(-1)).toHaveProperty("lateMs", expect.closeTo(5_000, -4));
    await clock.advance(9_000);
    expect(ada.state.kind).toBe("waiting");
    expect(disconnected).toMatchObject([{ unconfirmed: [sent] }]);
    expect(disconnected[0]?.error.message).toMatch(
      /^Nothing has come from the server for 3\d s: the connection is taken for dead\.$/,
    );
    await cut(ada);
  });

  it("is given up though the program asks, later", async () => {
    using clock = fakeClock();
    const ada = await connect(serveEach(() => undefined));
    const shout = failureOf(ada.shout("hello"));
    await clock.advance(34_000);
    expect(ada.state.kind).toBe("online");
    await clock.advance(2_000);
    // Nobody knows: never say that it was not delivered.
    expect(await shout).toBeInstanceOf(NoAnswerError);
    expect(await shout).toMatchObject({ mayHaveArrived: true });
    await clock.advance(6_000);
    expect(ada.state.kind).toBe("waiting");
    await cut(ada);
  });

  it("is given up when what others write still comes, and nothing that we write arrives", async () => {
    using clock = fakeClock();
    const streams: Duplex[] = [];
    const ada = await connect(
      serveEach((_to, stream) => {
        if (!streams.includes(stream)) streams.push(stream);
      }),
    );
    const shout = failureOf(ada.shout("hello"));
    for (let second = 0; second < 44; second++) {
      for (const stream of streams) stream.write(`${fromServer("Notice: still here")}\n`);
      await clock.advance(1_000);
    }
    expect(ada.state).toMatchObject({ kind: "waiting", error: expect.any(ConnectionLostError) });
    expect(await shout).toMatchObject({ mayHaveArrived: true });
    await cut(ada);
  });

  it("lives on when the system alone may say so", async () => {
    using clock = fakeClock();
    const { transport } = startMemoryServer(serveEach(() => undefined));
    const ada = await ChatClient.connect({ name: "Ada", transport, liveness: false });
    await clock.advance(100_000);
    expect(ada.state.kind).toBe("online");
    await cut(ada);
  });
});

describe("a connection that lives", () => {
  it("is asked once in 20 s of silence, and stays", async () => {
    using clock = fakeClock();
    let questions = 0;
    const ada = await connect(
      serveEach((_to, stream) => {
        questions += 1;
        stream.write(TIME);
      }),
    );
    const states = record(ada, "state");
    await clock.advance(101_000);
    expect(questions).toBe(5);
    expect(states).toEqual([]);
    await cut(ada);
  });

  it("stays while an endpoint takes 29 s", async () => {
    using clock = fakeClock();
    const ada = await connect(
      serveEach((to, stream) => {
        setTimeout(() => stream.write(to === "/slow" ? `${fromServer("done")}\n` : TIME), to === "/slow" ? 29_000 : 0);
      }),
    );
    await clock.advance(18_000);
    const slow = ada.request("/slow");
    await clock.advance(29_100);
    expect(await slow).toBe("done");
    expect(ada.state).toMatchObject({ kind: "online", lateMs: 0 });
    await cut(ada);
  });

  it("stays while the server works off 2,000 messages, 50 in a second", async () => {
    using clock = fakeClock();
    let dueAt = 0;
    const ada = await connect(
      serveEach((to, stream) => {
        dueAt = Math.max(dueAt, performance.now()) + 20;
        if (to === "/time") setTimeout(() => stream.write(TIME), dueAt - performance.now());
      }),
    );
    const confirmed = record(ada, "confirmed");
    for (let index = 0; index < 2_000; index++) void ada.send("Bob", `message ${index}`);
    await clock.advance(44_000);
    expect(ada.state.kind).toBe("online");
    expect(confirmed.flatMap(({ messages }) => messages)).toHaveLength(2_000);
    await cut(ada);
  });

  it("stays on an original server that loses two questions of three", async () => {
    using clock = fakeClock();
    let questions = 0;
    const { transport } = startMemoryServer((stream) => {
      stream.once("data", () => {
        stream.write(WELCOME);
        stream.on("data", () => {
          questions += 1;
          if (questions % 3 === 0) stream.write(fromServer("Server time: 10:00:00"));
        });
      });
    });
    const ada = await ChatClient.connect({ name: "Ada", transport });
    await clock.advance(150_000);
    expect(ada.state.kind).toBe("online");
    expect(questions).toBeGreaterThanOrEqual(9);
    await cut(ada);
  });
});

it("comes back by itself, through a network that swallowed everything", async () => {
  await using server = await startNode();
  await using proxy = await TcpProxy.start(server.address());
  await using ada = await ChatClient.connect({
    name: "Ada",
    port: proxy.port,
    reconnect: QUICK,
    connectTimeoutMs: 1_000,
    handshakeTimeoutMs: 1_000,
    liveness: { askAfterMs: 50, hangUpAfterMs: 50 },
  });
  const lost = once(ada, "disconnected");
  await proxy.stall();
  await lost;
  await nextWhere(ada, "state", ({ kind }) => kind === "waiting");
  const back = next(ada, "reconnected");
  await proxy.restore();
  await back;
  expect(await ada.time()).toMatch(/^\d\d:/);
});
