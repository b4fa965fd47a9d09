import { expect, it } from "vitest";
import { readVectorFiles } from "../scripts/contract.ts";
import { MAX_MESSAGE_BYTES } from "../src/limits.ts";
import type { Reading } from "./reading.ts";
import { readBySpecification } from "./reference-reader.ts";
import { bytesOf, type VectorBytes } from "./vector-input.ts";

const vectors = readVectorFiles()
  .filter(({ kind }) => kind === "stream" || kind === "hostile")
  .flatMap((file) => file.vectors);

it.each(vectors)("reads $id as the contract says", ({ input, expected }) => {
  const stream = input as VectorBytes & { maxMessageBytes?: number };
  const { items, atEnd } = readBySpecification(bytesOf(stream), stream.maxMessageBytes ?? MAX_MESSAGE_BYTES);
  const { items: expectedItems, atEnd: expectedAtEnd } = expected as Reading;
  // Long messages are written in parts there: their places will do.
  expect(items.map(placeOf)).toEqual(expectedItems.map(placeOf));
  expect(atEnd).toEqual(expectedAtEnd);
});

function placeOf(item: Reading["items"][number]): unknown {
  return "message" in item ? { offset: item.offset } : item;
}
