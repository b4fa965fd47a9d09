import { EndpointName, serverTexts } from "@chat/protocol";
import { expect, it } from "vitest";
import { ChatClient, type ConnectTransport } from "../src/index.ts";
import { next } from "./chat-setup.ts";
import { serveEach, startMemoryServer } from "./memory-server.ts";
import { fromServer, TIME } from "./server-words.ts";

const EVENTS = [
  "state",
  "traffic",
  "disconnected",
  "reconnecting",
  "reconnected",
  "confirmed",
  "undeliverable",
] as const;

/** A server that has no user but Ada; the first two tries to reach it fail. */
function startServer() {
  const { transport: connect, streams } = startMemoryServer(
    serveEach((to, stream) => {
      if (to === EndpointName.Time) stream.write(TIME);
      else if (to === EndpointName.List) stream.write(`${fromServer("You are the only active user!")}\n`);
      else if (to !== "Ada") stream.write(`${fromServer(serverTexts.userNotFound.write(to))}\n`);
    }),
  );
  let tries = 0;
  const transport: ConnectTransport = async (destination, signal) => {
    tries += 1;
    if (tries <= 2) throw new Error("not yet");
    return await connect(destination, signal);
  };
  return { transport, streams };
}

/**
 * Lives the whole life of a client, with a listener that sends, asks and throws in each event, until the client leaves in the
 * event of that number. Returns the number of events, and the ids of all that was sent and of all that was reported.
 */
async function live(leaveAt: number, leave: (client: ChatClient, aborter: AbortController) => void) {
  const { transport, streams } = startServer();
  const aborter = new AbortController();
  const sent: number[] = [];
  const reported: number[] = [];
  const waits: Promise<unknown>[] = [];
  let events = 0;
  let closings = 0;
  const closed = Promise.withResolvers<void>();
  const listen = (ada: ChatClient) => {
    ada.on("error", () => undefined);
    const report = (messages: readonly { id: number }[]) => reported.push(...messages.map(({ id }) => id));
    ada.on("confirmed", ({ messages }) => report(messages));
    ada.on("undeliverable", ({ message }) => report([message]));
    ada.on("disconnected", ({ unconfirmed }) => report(unconfirmed));
    ada.on("closed", ({ unconfirmed, unsent }) => {
      report([...unconfirmed, ...unsent]);
      closings += 1;
      closed.resolve();
    });
    let isSending = false;
    for (const name of EVENTS) {
      ada.on(name, () => {
        events += 1;
        if (events === leaveAt) leave(ada, aborter);
        if (isSending || waits.length > 60) return;
        isSending = true;
        for (const to of ["Bob", "Ada"])
          waits.push(Promise.allSettled([ada.send(to, name).then(({ id }) => sent.push(id))]));
        waits.push(Promise.allSettled([ada.time()]));
        isSending = false;
        throw new Error("a listener that fails");
      });
    }
  };
  const reconnect = { baseDelayMs: 1, maxDelayMs: 2 };
  const options = { name: "Ada", transport, reconnect, waitForFirstConnect: true, signal: aborter.signal, listen };
  const life = (async () => {
    const ada = await ChatClient.connect(options);
    const back = next(ada, "reconnected");
    for (const stream of streams) stream.destroy();
    await Promise.race([back, closed.promise]);
    back.catch(() => undefined);
    await ada.time().catch(() => undefined);
    await ada.close();
  })();
  await life.catch(() => undefined);
  await closed.promise;
  await Promise.all(waits);
  const byNumber = (list: number[]) => list.toSorted((one, other) => one - other);
  return { events, closings, sent: byNumber(sent), reported: byNumber(reported) };
}

it.each<[how: string, leave: (client: ChatClient, aborter: AbortController) => void]>([
  ["closed", (ada) => void ada.close()],
  ["cut", (ada) => void ada.close({ signal: AbortSignal.abort() })],
  ["aborted", (ada, aborter) => (ada.state.kind === "connecting" ? aborter.abort() : void ada.close())],
])("reports each message once, and closes once, in whatever event a client is %s", async (_how, leave) => {
  const { events, ...whole } = await live(Number.POSITIVE_INFINITY, leave);
  expect(whole).toMatchObject({ closings: 1, reported: whole.sent });
  expect(events).toBeGreaterThan(30);
  for (let leaveAt = 1; leaveAt <= events; leaveAt++) {
    const { sent, reported, closings } = await live(leaveAt, leave);
    expect({ leaveAt, closings, reported }).toEqual({ leaveAt, closings: 1, reported: sent });
  }
});
