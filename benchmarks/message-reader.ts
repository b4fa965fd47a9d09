// Measures how fast MessageReader is, and shows that its time grows with the bytes alone: a message that arrives byte by byte costs
// the same for each byte, however long it is.
import { createJsonMsg, encodeMessage, MessageReader } from "@chat/protocol";

const RUNS = 5;

console.log("One message, in ns per byte (median of 5):");
console.log("      size   whole   byte by byte");
for (const kibibytes of [64, 128, 256, 512, 1_024]) {
  const bytes = makeMessage(kibibytes * 1_024);
  const whole = measure(() => read([bytes], bytes.length));
  const chunks = Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1));
  const byteByByte = measure(() => read(chunks, bytes.length));
  const perByte = [whole, byteByByte].map((milliseconds) => (milliseconds * 1e6) / bytes.length);
  console.log(`${String(kibibytes).padStart(6)} KiB ${perByte.map((ns) => ns.toFixed(1).padStart(7)).join("  ")}`);
}

const line = encodeMessage({ from: { name: "Ada", ip: "192.0.2.7" }, to: "Bob", msg: "x".repeat(64) });
const count = 100_000;
const stream = new Uint8Array(line.length * count);
for (let at = 0; at < stream.length; at += line.length) stream.set(line, at);
const milliseconds = measure(() => read(splitEvery(stream, 65_536), 65_536));
const microseconds = ((milliseconds * 1_000) / count).toFixed(2);
console.log(
  `\n${count} messages with 64 bytes of text, in reads of 64 KiB: ${microseconds} µs each (median of ${RUNS})`,
);

function makeMessage(size: number): Uint8Array {
  const empty = createJsonMsg("Ada", "192.0.2.7", "Bob", "").length;
  return new TextEncoder().encode(createJsonMsg("Ada", "192.0.2.7", "Bob", "x".repeat(size - empty)));
}

function splitEvery(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

function read(chunks: readonly Uint8Array[], maxMessageBytes: number): void {
  const reader = new MessageReader({ maxMessageBytes });
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let item = reader.next(); item; item = reader.next()) {
      if (item.kind === "rejected") throw new Error(item.reason);
    }
  }
}

/** Returns the median time in milliseconds, after as many runs that only warm up. */
function measure(run: () => void): number {
  for (let warmUp = 0; warmUp < RUNS; warmUp++) run();
  const times = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now();
    run();
    return performance.now() - startedAt;
  });
  return times.sort((a, b) => a - b)[RUNS >> 1] as number;
}
