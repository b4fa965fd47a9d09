// Loaded before a program: on SIGUSR2 it collects the garbage and writes the bytes that are left into the file HEAP_PROBE_FILE.
import { renameSync, writeFileSync } from "node:fs";

const file = process.env.HEAP_PROBE_FILE;
if (file === undefined) throw new Error("HEAP_PROBE_FILE is not set.");

process.on("SIGUSR2", () => {
  // The first collection may leave what only a finalizer lets go of.
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  // Whoever waits for the file finds all of it.
  writeFileSync(`${file}.new`, `${heapUsed + external}`);
  renameSync(`${file}.new`, file);
});
