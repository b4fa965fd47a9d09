import { setTimeout as pause } from "node:timers/promises";
import { until } from "../load/concurrency.ts";
import { readMemory } from "../load/kernel-metrics.ts";
import type { Attack, AttackContext } from "./harness/attack.ts";
import { countOthers, writeMessage } from "./harness/messages.ts";
import { RawClient } from "./harness/raw-client.ts";

const RUNS = 10;
/** After this run the server has compiled and allocated what such an attack needs. */
const FIRST_COUNTED_RUN = 2;
const GROWTH = { factor: 1.1, bytesMiB: 16 };
const REST_MS = 1_000;
const RECOVERY_MS = 10_000;

const FROZEN = 50;
const HALVES = 300;
const HELD_BACK = 100;
const SHOUTS = 3;
const ESCAPED = "é".repeat(30_000);
const HELD_BYTES = 512 * 1_024;

/** Budget that has room for all canaries (24 of 32 MiB) only when nothing of the earlier runs is still counted. */
const MAX_ALL_OUTBOX_BYTES = 32 * 1_024 * 1_024;
const CANARIES = 24;
/** 7 MiB when escaped: more than the kernel and 1 MiB. */
const FILLING_MESSAGES = 40;
const FILLING_DEADLINE_MS = 8_000;

export const memoryReturns: Attack = {
  name: "memory-returns",
  summary: `${RUNS} times the same: frozen readers, halves of messages, connections that are held back, large shouts.`,
  flags: [
    ...["--max-all-outbox-bytes", `${MAX_ALL_OUTBOX_BYTES}`],
    ...["--bytes-per-second", "1000000", "--byte-burst", "4000000"],
  ],
  healthyUsers: 50,
  bounds: {},
  async carryOut(context) {
    const { port, serverPid } = context;
    await context.begin();
    const resident: number[] = [];
    for (let run = 1; run <= RUNS; run++) {
      await attackOnce(port);
      await pause(REST_MS);
      resident.push(readMemory(serverPid).residentMiB);
    }
    const before = Math.max(...resident.slice(FIRST_COUNTED_RUN - 1, RUNS / 2));
    const most = before * GROWTH.factor + GROWTH.bytesMiB;
    await until(() => readMemory(serverPid).residentMiB <= most, RECOVERY_MS);
    // The runtime collects at different times. What leaks is in the least of them too.
    const after = Math.min(...resident.slice(-3), readMemory(serverPid).residentMiB);
    const full = await fillCanaries(context);
    return {
      notes: [`RSS after each run: ${resident.map((value) => value.toFixed(0)).join(", ")} MiB`],
      claims: [
        {
          what: `the least RSS after the last three runs is at most ${most.toFixed(0)} MiB, as in the first half (${before.toFixed(0)} → ${after.toFixed(0)})`,
          isMet: after <= most,
        },
        {
          what: `the budget of what waits is free again: ${CANARIES} of 32 MiB fit (${full.filled} MiB, ${full.cutOff} cut off)`,
          isMet: full.filled === CANARIES && full.cutOff === 0,
        },
      ],
    };
  },
};

async function attackOnce(port: number): Promise<void> {
  const frozen = await RawClient.joinMany(port, FROZEN, (index) => `frozen-${index}`);
  const halves = await RawClient.joinMany(port, HALVES, (index) => `half-${index}`);
  const writers = await RawClient.joinMany(port, HELD_BACK, (index) => `writer-${index}`);
  for (const reader of frozen) reader.freeze();
  for (const half of halves) half.write(`{"from": {"name": "${half.name}", "ip": ""}, "msg": "${"x".repeat(30_000)}`);
  for (const [index, writer] of writers.entries()) {
    writer.countOnly();
    const reader = frozen[index % FROZEN]?.name ?? "";
    writer.write(Buffer.concat(Array(HELD_BYTES / 65_536).fill(writeMessage(writer.name, reader, ESCAPED))));
  }
  const [shouter] = writers;
  for (let count = 0; count < SHOUTS; count++) shouter?.write(writeMessage(shouter.name, "/shout", ESCAPED));
  await pause(REST_MS);
  for (const client of [...frozen, ...halves, ...writers]) client.vanish();
}

/** Sends to each of some frozen readers until it can't take more, which is when 1 MiB waits for it. */
async function fillCanaries({ port, healthyUsers }: AttackContext): Promise<{ filled: number; cutOff: number }> {
  const readers = await RawClient.joinMany(port, CANARIES, (index) => `canary-${index}`);
  const senders = await RawClient.joinMany(port, CANARIES, (index) => `filler-${index}`);
  const counter = await RawClient.join(port, "counter");
  let filled = 0;
  for (const [index, sender] of senders.entries()) {
    const reader = readers[index] as RawClient;
    reader.freeze();
    const isRefused = sender.waitFor((line) => line.includes("can't take more messages"), FILLING_DEADLINE_MS);
    isRefused.then(
      () => filled++,
      () => undefined,
    );
    sender.write(Buffer.concat(Array(FILLING_MESSAGES).fill(writeMessage(sender.name, reader.name, ESCAPED))));
  }
  await until(() => filled === CANARIES, FILLING_DEADLINE_MS);
  return { filled, cutOff: healthyUsers + 2 * CANARIES - (await countOthers(counter)) };
}
