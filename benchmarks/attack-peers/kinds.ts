import { randomFillSync } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { repeat } from "../load/concurrency.ts";
import { PeerClient, type PeerTarget } from "./peer-client.ts";

/** The server that is attacked, and for how long. */
interface AttackedPeer extends PeerTarget {
  readonly milliseconds: number;
}

type Kind = (target: AttackedPeer) => Promise<unknown>;

const TEXT = "x".repeat(400);

/** The kinds of attack that every protocol knows. The clients are gone when the kind is over. */
export const KINDS: { readonly [name: string]: Kind } = {
  "frozen readers": (target) => writeToReaders(target, 0),
  "slow readers": (target) => writeToReaders(target, 2_000),
  "connect storm": (target) => repeat(1_000, target.milliseconds, () => new PeerClient(target).end()),
  "silent connections": async (target) => {
    for (let count = 0; count < 1_000; count++) new PeerClient(target);
    await pause(target.milliseconds);
  },
  "endless line": async (target) => {
    const clients = await PeerClient.joinMany(target, 20, "endless");
    await repeat(2_000, target.milliseconds, (count) => clients[count % 20]?.writeIfTaken(target.wire.endless));
  },
  "half lines": async (target) => {
    const clients = await PeerClient.joinMany(target, 500, "half");
    for (const client of clients) client.write(target.wire.half);
    await pause(target.milliseconds);
  },
  burst: async (target) => {
    const clients = await PeerClient.joinMany(target, 20, "burst");
    const bytes = clients.map((_, index) =>
      Buffer.concat(Array(200).fill(target.wire.message(`burst${index}`, `burst${index ^ 1}`, "hello"))),
    );
    await repeat(200, target.milliseconds, (count) => clients[count % 20]?.writeIfTaken(bytes[count % 20] as Buffer));
  },
  garbage: (target) =>
    repeat(100, target.milliseconds, (count) => {
      const client = new PeerClient(target);
      if (count % 2 === 0) client.write(target.wire.join(`garbage${count}`));
      client.write(randomFillSync(Buffer.alloc(2_000)));
    }),
};

async function writeToReaders(target: AttackedPeer, bytesPerSecond: number): Promise<void> {
  const readers = await PeerClient.joinMany(target, 100, "reader");
  const writers = await PeerClient.joinMany(target, 20, "writer");
  for (const reader of readers) reader.slowDown(bytesPerSecond);
  await repeat(10_000, target.milliseconds, (count) => {
    writers[count % 20]?.writeIfTaken(target.wire.message(`writer${count % 20}`, `reader${count % 100}`, TEXT));
  });
}
