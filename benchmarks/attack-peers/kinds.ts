import { randomFillSync } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { PeerClient } from "./peer-client.ts";
import type { Wire } from "./wire.ts";

/** The server that is attacked, in its own protocol. */
export interface PeerTarget {
  readonly port: number;
  readonly wire: Wire;
  readonly milliseconds: number;
}

type Kind = (target: PeerTarget) => Promise<void>;

const TICK_MS = 10;
const TEXT = "x".repeat(400);

/** The kinds of attack that every protocol knows. The clients are gone when the kind is over. */
export const KINDS: { readonly [name: string]: Kind } = {
  "frozen readers": (target) => writeToReaders(target, 0),
  "slow readers": (target) => writeToReaders(target, 2_000),
  "connect storm": (target) => repeat(target, 1_000, () => new PeerClient(target).end()),
  "silent connections": async (target) => {
    for (let count = 0; count < 1_000; count++) new PeerClient(target);
    await pause(target.milliseconds);
  },
  "endless line": async (target) => {
    const clients = await joinMany(target, 20, "endless");
    await repeat(target, 2_000, (count) => clients[count % 20]?.writeIfTaken(target.wire.endless));
  },
  "half lines": async (target) => {
    const clients = await joinMany(target, 500, "half");
    for (const client of clients) client.write(target.wire.half);
    await pause(target.milliseconds);
  },
  burst: async (target) => {
    const clients = await joinMany(target, 20, "burst");
    const bytes = clients.map((_, index) =>
      Buffer.concat(Array(200).fill(target.wire.message(`burst${index}`, `burst${index ^ 1}`, "hello"))),
    );
    await repeat(target, 200, (count) => clients[count % 20]?.writeIfTaken(bytes[count % 20] as Buffer));
  },
  garbage: (target) =>
    repeat(target, 100, (count) => {
      const client = new PeerClient(target);
      if (count % 2 === 0) client.write(target.wire.join(`garbage${count}`));
      client.write(randomFillSync(Buffer.alloc(2_000)));
    }),
};

async function writeToReaders(target: PeerTarget, bytesPerSecond: number): Promise<void> {
  const readers = await joinMany(target, 100, "reader");
  const writers = await joinMany(target, 20, "writer");
  for (const reader of readers) reader.slowDown(bytesPerSecond);
  await repeat(target, 10_000, (count) => {
    writers[count % 20]?.writeIfTaken(target.wire.message(`writer${count % 20}`, `reader${count % 100}`, TEXT));
  });
}

async function joinMany(target: PeerTarget, count: number, name: string): Promise<PeerClient[]> {
  const joined: PeerClient[] = [];
  for (let index = 0; index < count; index++) joined.push(await PeerClient.join(target, `${name}${index}`));
  return joined;
}

/** Acts so often a second until the attack is over. */
async function repeat({ milliseconds }: PeerTarget, perSecond: number, act: (count: number) => void): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0, passed = 0; passed < milliseconds; passed = performance.now() - startedAt) {
    for (const due = (passed * perSecond) / 1_000; count < due; count++) act(count);
    await pause(TICK_MS);
  }
}
