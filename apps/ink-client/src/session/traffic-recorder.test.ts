import { createJsonMsg, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { beforeEach, expect, it, vi } from "vitest";
import { createChatState } from "../state/chat-state.ts";
import { ChatStore } from "../state/chat-store.ts";
import { TrafficRecorder } from "./traffic-recorder.ts";

const people = serverTexts.userList.write({ names: ["Bob"], count: 1, maxTextBytes: 1_000 }, false);
const time = serverTexts.time.write(new Date(0));

let store: ChatStore;
let recorder: TrafficRecorder;
beforeEach(() => {
  vi.useFakeTimers();
  store = new ChatStore(createChatState({ host: "h", port: 1, name: "Ada" }, { columns: 80, rows: 24 }));
  recorder = new TrafficRecorder(store);
  return () => vi.useRealTimers();
});

function send(...endpoints: string[]): void {
  recorder.record("out", Buffer.from(endpoints.map((to) => `${createJsonMsg("Ada", "127.0.0.1", to, "")}\n`).join("")));
}

function receive(...texts: string[]): void {
  const wire = texts.map((text) => `${createJsonMsg(SERVER_NAME, SERVER_IP, "Ada", text)}\n`).join("");
  recorder.record("in", Buffer.from(wire));
}

/** For each chunk, whether it is marked as a poll. */
function marks(): boolean[] {
  vi.runAllTimers();
  return store.state.traffic.entries.map(({ isPoll }) => isPoll);
}

it("marks polls and their answers", () => {
  recorder.record("out", Buffer.from("Ada\n"));
  receive("Welcome Ada! Connection established.\nx\nYou are the first connected user.");
  send("/list");
  receive(people);
  send("/time", "/list");
  receive(time, people);
  expect(marks()).toEqual([false, false, true, true, true, true]);
});

it("marks neither what the user asks, nor a message, nor a chunk with something else in it", async () => {
  await recorder.askForUser(async () => {
    send("/time");
    receive(time);
  });
  send("Bob");
  send("/list", "Bob");
  receive(people, "Server is shutting down");
  expect(marks()).toEqual([false, false, false, false, false]);
});

it("marks nothing while the user waits for an answer, and polls again when it was given up", async () => {
  const request = Promise.withResolvers<void>();
  send("/time");
  const asked = recorder.askForUser(async () => {
    send("/time");
    await request.promise;
  });
  receive(time, time);
  request.reject(new Error("lost"));
  await expect(asked).rejects.toThrow("lost");
  send("/time");
  expect(marks()).toEqual([true, false, false, true]);
});

it("begins anew with each connection", () => {
  send("/time");
  recorder.record("in", Buffer.from('{"from'));
  recorder.record("out", Buffer.from("Ada\n"));
  send("/list");
  receive(people);
  expect(marks()).toEqual([true, false, false, true, true]);
});
