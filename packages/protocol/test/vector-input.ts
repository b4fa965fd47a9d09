/** A text in a vector: as it is, in parts when it is too long to write out, or as UTF-16 when JSON can't carry it. */
export type VectorText = string | Parts | { readonly "utf16le-base64": string };

/** Bytes in a vector. */
export type VectorBytes = { readonly text: string } | { readonly base64: string } | Parts;

interface Parts {
  readonly parts: readonly ({ text: string } | { base64: string } | { repeat: string; times: number })[];
}

export function bytesOf(input: VectorBytes): Uint8Array {
  if ("text" in input) return Buffer.from(input.text);
  if ("base64" in input) return Buffer.from(input.base64, "base64");
  return Buffer.concat(
    input.parts.map((part) => ("repeat" in part ? Buffer.from(part.repeat.repeat(part.times)) : bytesOf(part))),
  );
}

export function textOf(text: VectorText): string {
  if (typeof text === "string") return text;
  if ("parts" in text) return Buffer.from(bytesOf(text)).toString();
  return Buffer.from(text["utf16le-base64"], "base64").toString("utf16le");
}
