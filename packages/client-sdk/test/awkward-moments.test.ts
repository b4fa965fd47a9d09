import { serverTexts } from "@chat/protocol";
import { expect, it, vi } from "vitest";
import { ChatClient, type ClientTransportListener } from "../src/index.ts";
import { failureOf, fakeClock, next, record } from "./chat-setup.ts";
import { serveEach, startMemoryServer } from "./memory-server.ts";
import { fromServer, TIME, WELCOME } from "./server-words.ts";

const QUICK = { baseDelayMs: 1, maxDelayMs: 2 };

it("keeps what a listener sends at the moment of the loss, before any event", async () => {
  const received: string[] = [];
  const { transport, streams } = startMemoryServer(
    serveEach((to, stream) => {
      received.push(to);
      if (to === "/time") stream.write(TIME);
    }),
  );
  const ada = await ChatClient.connect({ name: "Ada", transport, reconnect: QUICK });
  const disconnected = record(ada, "disconnected");
  ada.on("state", ({ kind }) => {
    if (kind === "waiting") void ada.send("Ada", "in the state");
  });
  ada.on("disconnected", () => void ada.send("Ada", "in the loss"));
  const back = next(ada, "reconnected");
  for (const stream of streams) stream.destroy();
  await back;
  await ada.time();
  expect(disconnected).toMatchObject([{ unconfirmed: [] }]);
  expect(received).toEqual(["Ada", "Ada", "/time"]);
  await ada.close({ signal: AbortSignal.abort() });
});

it("closes in the end, though an original server takes nothing of what waits for its turn", async () => {
  using clock = fakeClock();
  let listener: ClientTransportListener | undefined;
  let writes = 0;
  const ada = await ChatClient.connect({
    name: "Ada",
    transport: async () => ({
      localAddress: "127.0.0.1",
      untakenBytes: 0,
      open: (opened) => {
        listener = opened;
      },
      write: () => {
        writes += 1;
        if (writes === 1) setImmediate(() => listener?.receive(Buffer.from(WELCOME)));
        return writes === 1;
      },
      pause: () => undefined,
      resume: () => undefined,
      end: () => undefined,
      destroy: () => setImmediate(() => listener?.closed(null)),
    }),
  });
  const closed = record(ada, "closed");
  for (let index = 0; index < 3; index++) void ada.send("Bob", `message ${index}`);
  void ada.close();
  await clock.advance(20_000);
  expect(closed).toMatchObject([{ error: null, unconfirmed: [{ id: 1 }, { id: 2 }, { id: 3 }] }]);
});

it("takes an answer that came while the process stood still past the time limit", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { transport } = startMemoryServer(serveEach((_to, stream) => stream.write(TIME)));
  const ada = await ChatClient.connect({ name: "Ada", transport, requestTimeoutMs: 1_000 });
  const time = ada.time();
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  expect(await time).toBe("10:00:00");
  await ada.close();
});

it("says of a request that failed in the server that it may have been carried out", async () => {
  const failed = serverTexts.endpointFailed.write("/shout", "it has not answered within 30 s");
  const unknown = serverTexts.unknownCommand.write("/x");
  const { transport } = startMemoryServer(
    serveEach((to, stream) => stream.write(`${fromServer(to === "/x" ? unknown : failed)}\n`)),
  );
  await using ada = await ChatClient.connect({ name: "Ada", transport });
  expect(await failureOf(ada.shout("hello"))).toMatchObject({ code: "REQUEST_FAILED", mayHaveArrived: true });
  expect(await failureOf(ada.request("/x"))).toMatchObject({ code: "REQUEST_FAILED", mayHaveArrived: false });
});
