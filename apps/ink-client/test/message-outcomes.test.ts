import type { Socket } from "node:net";
import { type ChatMessage, EndpointName, serverTexts } from "@chat/protocol";
import { startScriptedServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import type { ChatSession } from "../src/session/chat-session.ts";
import { findConversation } from "../src/state/chat-state.ts";
import { EVERYONE_KEY, personKey } from "../src/state/conversation.ts";
import type { Delivery } from "../src/state/log-line.ts";
import { joinSession } from "./support/join-session.ts";
import { PlainInProcess } from "./support/plain-in-process.ts";
import { sayAsServer, welcomeAnd } from "./support/server-words.ts";
import { until } from "./support/until-state.ts";

type Take = (message: ChatMessage, socket: Socket) => void;

/** A way in which a message ends: what the server does with it, and what is known then. */
interface Outcome {
  readonly name: string;
  /** Acts on the message to Ada or to everyone. */
  readonly take: Take;
  /** True when the user leaves while it waits for an answer. */
  readonly isLeft?: true;
  /** The outcome of a message to one person. */
  readonly direct: Delivery["kind"];
  /** The outcome of a message to everyone. */
  readonly shout: Delivery["kind"];
}

const OUTCOMES: readonly Outcome[] = [
  {
    name: "the server takes it",
    take: ({ to }, socket) => void (to === "/shout" && sayAsServer(socket, serverTexts.shoutReceipt.write(1))),
    direct: "processed",
    shout: "processed",
  },
  {
    name: "the server refuses it",
    take: ({ to }, socket) => {
      const text = to === "/shout" ? serverTexts.unknownCommand.write(to) : serverTexts.userNotFound.write(to);
      sayAsServer(socket, text);
    },
    direct: "failed",
    shout: "failed",
  },
  {
    name: "the server fails while it sends it",
    take: ({ to }, socket) => {
      const failed = serverTexts.endpointFailed.write(to, "took too long");
      sayAsServer(socket, to === "/shout" ? failed : serverTexts.userNotFound.write(to));
    },
    direct: "failed",
    // Some may have it.
    shout: "unknown",
  },
  {
    name: "the connection breaks",
    take: (_message, socket) => void socket.destroy(),
    direct: "unknown",
    shout: "unknown",
  },
  {
    name: "the user leaves before it is answered",
    take: () => undefined,
    isLeft: true,
    direct: "processed",
    shout: "unknown",
  },
];

const POLL_ANSWERS: Readonly<Record<string, string>> = {
  [EndpointName.List]: "You are the only active user!",
  [EndpointName.Time]: "Server time: 10:00:00",
  [EndpointName.Help]: serverTexts.help.write(["/list"], 1_000),
};

/** Starts a server that answers the requests of the client itself, and leaves the messages to the test. */
function startServer(take: Take) {
  return startScriptedServer(
    welcomeAnd((message, socket) => {
      const answer = POLL_ANSWERS[message.to];
      if (answer === undefined) take(message, socket);
      else sayAsServer(socket, answer);
    }),
  );
}

const DIRECT = { key: personKey("Ada"), send: (session: ChatSession) => session.send("Ada", "hi") };
const SHOUT = { key: EVERYONE_KEY, send: (session: ChatSession) => session.shout("hi") };

/** Sends a message from a conversation that it does not belong to, and returns what is shown of it there and where it belongs. */
async function sendOnScreen({ take, isLeft }: Outcome, { key, send }: typeof DIRECT) {
  const received = Promise.withResolvers<void>();
  await using server = await startServer((message, socket) => {
    take(message, socket);
    received.resolve();
  });
  const { store, session } = await joinSession(server.port);
  store.dispatch({ kind: "opened", name: "Cleo" });
  const shown = () => {
    const lines = [findConversation(store.state, key), findConversation(store.state, personKey("Cleo"))];
    return lines.map((conversation) => conversation?.lines.find(({ text }) => text.endsWith("hi"))?.delivery?.kind);
  };
  void send(session);
  await received.promise;
  if (isLeft) await session.leave();
  await until(store, () => !shown().some((kind) => kind === undefined || kind === "sending" || kind === "sent"));
  if (!isLeft) await session.leave();
  return shown();
}

async function sendPlainly({ take, isLeft }: Outcome, to: string) {
  const received = Promise.withResolvers<void>();
  let isTaken = false;
  await using server = await startServer((message, socket) => {
    // A client that has come back sends nothing again.
    if (!isTaken) take(message, socket);
    isTaken = true;
    received.resolve();
  });
  const chat = new PlainInProcess(["--name", "bot", "--port", `${server.port}`, "--to", to]);
  chat.input.write("hi\n");
  await received.promise;
  if (isLeft) chat.leave();
  else chat.input.end();
  return { code: await chat.exited, output: `${chat.output}${chat.errors}` };
}

describe.concurrent.each(OUTCOMES)("a message when $name", (outcome) => {
  it.each([
    ["one person", DIRECT, outcome.direct],
    ["everyone", SHOUT, outcome.shout],
  ] as const)("to %s is marked by what is known, wherever it is shown", async (_receiver, message, kind) => {
    expect(await sendOnScreen(outcome, message)).toEqual([kind, kind]);
  });

  it.each([
    ["Ada", outcome.direct],
    ["Everyone", outcome.shout],
  ] as const)("to %s is told by what is known in the plain mode", async (to, kind) => {
    const { code, output } = await sendPlainly(outcome, to);
    expect(code).toBe(kind === "processed" ? 0 : kind === "failed" ? 1 : 3);
    if (kind !== "failed") expect(output).not.toMatch(/Not delivered(?!: 0)/);
    if (kind === "unknown") expect(output).toContain("Not confirmed: 1.");
  });
});
