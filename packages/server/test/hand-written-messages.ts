import type { TestPeer } from "@chat/testing";
import { expect } from "vitest";

/** One message on the wire from a user, by its exact bytes. */
export function json(from: string, to: string, msg: string): string {
  return JSON.stringify({ from: { name: from, ip: "10.0.0.9" }, to, msg });
}

/** Returns the texts of the next messages. */
export async function readTexts(peer: TestPeer, count: number): Promise<string[]> {
  const texts: string[] = [];
  while (texts.length < count) texts.push(await peer.nextText());
  return texts;
}

/** Proves that nothing else is on its way to a peer: its next message is one that it sends to itself. */
export async function expectNothingElse(peer: TestPeer, name: string): Promise<void> {
  peer.send(name, name, "nothing came before this");
  expect(await peer.nextText()).toBe("nothing came before this");
}
