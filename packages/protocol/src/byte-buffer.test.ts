import { describe, expect, it } from "vitest";
import { ByteBuffer, concatBytes } from "./byte-buffer.ts";

describe("ByteBuffer", () => {
  it("keeps bytes in the order they came, past every growth", () => {
    const buffer = new ByteBuffer();
    const expected = Array.from({ length: 2_000 }, (_value, index) => index % 251);
    for (const byte of expected) buffer.append(Uint8Array.of(byte));
    expect(buffer.length).toBe(2_000);
    expect([...buffer.append(new Uint8Array())]).toEqual(expected);
  });

  it("keeps a copy, so that the caller can use its memory again", () => {
    const buffer = new ByteBuffer();
    const chunk = Uint8Array.of(1, 2);
    buffer.append(chunk);
    chunk.fill(9);
    expect([...buffer.append(Uint8Array.of(3))]).toEqual([1, 2, 3]);
  });

  it("begins anew after it was cleared", () => {
    const buffer = new ByteBuffer();
    buffer.append(Uint8Array.of(1));
    buffer.clear();
    expect(buffer.length).toBe(0);
    expect([...buffer.append(Uint8Array.of(2))]).toEqual([2]);
  });
});

it("concatBytes puts one run after the other in memory of its own", () => {
  const first = Uint8Array.of(1);
  const joined = concatBytes(first, Uint8Array.of(2, 3));
  first.fill(9);
  expect([...joined]).toEqual([1, 2, 3]);
});
