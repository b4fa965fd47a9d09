import { type ChatMessage, EndpointName } from "@chat/protocol";
import { startScriptedServer } from "@chat/testing";
import { expect, it } from "vitest";
import { ChatProcess } from "./chat-process.ts";
import { joinSession } from "./support/join-session.ts";
import { sayAsServer, welcomeAnd } from "./support/server-words.ts";
import { until } from "./support/until-state.ts";

const NOBODY = "You are the only active user!";

/** Starts a server that does not say who is online until it is told to. */
async function startSlowServer() {
  const asked: ChatMessage[] = [];
  const answers: (() => void)[] = [];
  const server = await startScriptedServer(
    welcomeAnd((message, socket) => {
      asked.push(message);
      if (message.to === EndpointName.List) answers.push(() => sayAsServer(socket, NOBODY));
      if (message.to === EndpointName.Time) sayAsServer(socket, "Server time: 10:00:00");
    }),
  );
  return Object.assign(server, { asked, answer: () => answers.shift()?.() });
}

it.concurrent("shows on the screen that an answer is late, asks nothing meanwhile, and shows that it has come", async () => {
  await using server = await startSlowServer();
  const { store, session } = await joinSession(server.port);
  await until(store, ({ lateMs }) => lateMs >= 2_000);
  void session.send("Ada", "hi");
  const { lateMs } = store.state;
  await until(store, (state) => state.lateMs >= lateMs + 3_000);
  expect(store.state.connection.kind).toBe("online");
  expect(server.asked.map(({ to }) => to)).toEqual([EndpointName.List, "Ada"]);
  server.answer();
  await until(store, (state) => state.lateMs === 0);
  // It goes on asking by itself.
  await until(store, (state) => state.lateMs >= 2_000);
  await session.leave();
});

it.concurrent("says once in the plain mode that an answer is late, and once that it has come", async ({ expect }) => {
  await using server = await startSlowServer();
  await using chat = new ChatProcess(["--plain", "--name", "bot", "--port", `${server.port}`]);
  await expect.poll(() => chat.errors, { timeout: 60_000 }).toBe("chat: The server does not answer.\n");
  server.answer();
  await expect.poll(() => chat.errors, { timeout: 60_000 }).toContain("The server answers again.");
  chat.input.end("/quit\n");
  expect(await chat.closed()).toBe(0);
  expect(chat.errors.split("\n")).toHaveLength(3);
});
