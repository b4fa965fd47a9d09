import type { TestPeer } from "@chat/testing";
import { describe, expect } from "vitest";
import type { LimitName } from "../src/limits.ts";
import type { TestServer } from "./test-server.ts";

/**
 * Lower bound for the wait of a second that a rate asks for, in milliseconds. A server that is late by itself takes its own
 * delay off the wait.
 */
export const SURE_WAIT_MS = 400;

/** Groups the tests of a limit, which run at the same time: most of them wait. A test looks whether each limit has a group. */
export function describeLimit(name: LimitName, tests: () => void): void {
  describe.concurrent(name, tests);
}

/** Returns a message from Ada to herself that has this many bytes on the wire. */
export function messageOf(bytes: number): string {
  const around = JSON.stringify({ from: { name: "Ada", ip: "" }, to: "Ada", msg: "" });
  return JSON.stringify({ from: { name: "Ada", ip: "" }, to: "Ada", msg: "x".repeat(bytes - around.length) });
}

/**
 * Sends messages from Ada to herself, and returns how long they took, in milliseconds. It fails when they take as long as
 * a minute: that shows that no rate holds them back.
 */
export async function timeMessages(server: TestServer, count: number): Promise<number> {
  const ada = (await server.join("Ada")).setNoticesAside();
  const start = performance.now();
  for (let index = 0; index < count; index++) ada.send("Ada", "Ada", `${index}`);
  await ada.waitFor(() => ada.messages.length > count, "all messages");
  expect(ada.messages.slice(1).map(({ msg }) => msg)).toEqual(Array.from({ length: count }, (_, index) => `${index}`));
  return performance.now() - start;
}

/** The same with shouts, which Bob hears. */
export async function timeShouts(server: TestServer, count: number): Promise<number> {
  const [ada, bob] = [(await server.join("Ada")).setNoticesAside(), await server.join("Bob")];
  const start = performance.now();
  for (let index = 0; index < count; index++) ada.send("Ada", "/shout", `${index}`);
  await Promise.all([ada, bob].map((peer) => peer.waitFor(() => peer.messages.length >= count + 1, "all shouts")));
  const elapsedMs = performance.now() - start;
  expect(bob.messages.slice(1).map(({ msg }) => msg)).toEqual(Array.from({ length: count }, (_, index) => `${index}`));
  return elapsedMs;
}

/** Lets the server read what was sent to it so far: a later request was answered. */
export async function serverHasRead(witness: TestPeer, name: string): Promise<void> {
  for (let round = 0; round < 3; round++) {
    witness.send(name, "/time", "");
    await witness.nextText();
  }
}
