import { createJsonMsg, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { createChatNode } from "@chat/server";
import { OriginalServer, startScriptedServer } from "@chat/testing";
import { expect, it } from "vitest";
import { checkServer } from "./preflight.ts";

const host = "127.0.0.1";
const NO_SIGNAL = new AbortController().signal;

it("finds that our server refuses a name in use", async () => {
  await using node = createChatNode({ host, port: 0 });
  const { port } = await node.listen();
  expect(await checkServer(host, port, NO_SIGNAL)).toEqual({
    isDuplicateRefused: true,
    duplicateAnswer: serverTexts.usernameTaken.write(),
  });
});

it("finds the same of the original server", async () => {
  await using server = await OriginalServer.start();
  expect(await checkServer(host, server.port, NO_SIGNAL)).toMatchObject({ isDuplicateRefused: true });
});

it("finds a server that lets two clients have one name", async () => {
  const welcome = createJsonMsg(
    SERVER_NAME,
    SERVER_IP,
    "a",
    serverTexts.welcome.write("a", { names: [], count: 0, maxTextBytes: 500 }),
  );
  await using server = await startScriptedServer((socket) => socket.on("data", () => socket.write(welcome)));
  expect(await checkServer(host, server.port, NO_SIGNAL)).toEqual({
    isDuplicateRefused: false,
    duplicateAnswer: "It was welcomed.",
  });
});

it.each([
  ["HTTP/1.1 400 Bad Request\r\n\r\n", "it does not speak the chat's messages"],
  [createJsonMsg("somebody", "1.2.3.4", "a", "hello"), "the first message came from somebody"],
])("tells that what answers %j is no chat server", async (answer, problem) => {
  await using server = await startScriptedServer((socket) => socket.on("data", () => socket.write(answer)));
  await expect(checkServer(host, server.port, NO_SIGNAL)).rejects.toThrow(problem);
});

it("tells that a server says nothing, or goes without a word", async () => {
  await using mute = await startScriptedServer((socket) => socket.resume());
  await expect(checkServer(host, mute.port, NO_SIGNAL, 50)).rejects.toThrow("no answer in 0.05 s");
  await using rude = await startScriptedServer((socket) => socket.on("data", () => socket.end()));
  await expect(checkServer(host, rude.port, NO_SIGNAL)).rejects.toThrow("it closed the connection without a word");
});

it("tells why a server lets nobody in", async () => {
  const refusal = createJsonMsg(SERVER_NAME, SERVER_IP, "Guest", serverTexts.serverFull.write("5 connections"));
  await using server = await startScriptedServer((socket) => socket.on("data", () => socket.end(refusal)));
  await expect(checkServer(host, server.port, NO_SIGNAL)).rejects.toThrow(
    "lets nobody in: ⛔ Error: Server full: 5 connections.",
  );
});

it("ends at once when its signal aborts while the server says nothing", async () => {
  const stopped = new AbortController();
  await using mute = await startScriptedServer((socket) => socket.on("data", () => stopped.abort("SIGINT")));
  await expect(checkServer(host, mute.port, stopped.signal, 600_000)).rejects.toBe("SIGINT");
});
