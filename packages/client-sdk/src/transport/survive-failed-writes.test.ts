import { Duplex } from "node:stream";
import { expect, it, vi } from "vitest";
import { surviveFailedWrites } from "./survive-failed-writes.ts";

const BROKEN = new Error("EPIPE");

/** A stream whose writes fail from the second on, some time later if the test says so. */
class BreakingStream extends Duplex {
  readonly taken: string[] = [];
  readonly failures: ((error: Error) => void)[] = [];

  override _read(): void {
    // The test pushes what there is to read.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.taken.push(chunk.toString()) === 1) callback();
    else this.failures.push(callback);
  }

  override _writev(chunks: { readonly chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "utf8", callback);
  }
}

const turn = () => new Promise(setImmediate);

it("keeps what comes readable when a write fails, and drops what is written from then on", async () => {
  const stream = new BreakingStream();
  const [failed, errored, closed] = [vi.fn(), vi.fn(), vi.fn()];
  surviveFailedWrites(stream, failed);
  stream.on("error", errored).on("close", closed);
  const read: string[] = [];
  stream.on("data", (chunk: Buffer) => read.push(chunk.toString()));
  for (const text of ["a", "b", "c", "d"]) stream.write(text);
  await turn();
  stream.failures[0]?.(BROKEN);
  await turn();
  stream.write("e");
  stream.push("the reason");
  await turn();
  expect(failed.mock.calls).toEqual([[BROKEN]]);
  expect(stream.taken).toEqual(["a", "b"]);
  expect(read).toEqual(["the reason"]);
  expect([errored.mock.calls.length, closed.mock.calls.length, stream.writableLength]).toEqual([0, 0, 0]);
});

it("leaves writes alone that do not fail, and says nothing once the stream is destroyed", async () => {
  const stream = new BreakingStream();
  const failed = vi.fn();
  surviveFailedWrites(stream, failed);
  const written = vi.fn();
  stream.write("a", written);
  await turn();
  expect(written).toHaveBeenCalledOnce();
  stream.write("b");
  stream.destroy();
  stream.failures[0]?.(BROKEN);
  await turn();
  expect(failed).not.toHaveBeenCalled();
});
