/** A method of Node's byte arrays that is public there, and no part of their types. */
interface Latin1Source {
  latin1Slice?(start: number, end: number): string;
}

const latin1Slice = (globalThis as { Buffer?: { prototype: Latin1Source } }).Buffer?.prototype.latin1Slice;
const decoder = new TextDecoder();

/** Reads bytes that are known to be ASCII. Node has a way that takes two thirds of the time of the one everybody has. */
export const readAscii: (bytes: Uint8Array, start: number, end: number) => string = latin1Slice
  ? (bytes, start, end) => latin1Slice.call(bytes, start, end)
  : (bytes, start, end) => decoder.decode(bytes.subarray(start, end));
