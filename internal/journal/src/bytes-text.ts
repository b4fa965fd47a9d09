/** Bytes as a member of a line: text when they are valid UTF-8, otherwise two hexadecimal digits for each byte. */
export type WrittenBytes = { readonly text: string } | { readonly hex: string };

// A byte order mark stays, so that the same bytes come back.
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Writes bytes so that {@link readBytes} returns the same bytes. */
export function writeBytes(bytes: Uint8Array): WrittenBytes {
  try {
    return { text: strictDecoder.decode(bytes) };
  } catch {
    return { hex: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  }
}

/** Reads what {@link writeBytes} has written; `null` for anything else. */
export function readBytes({ text, hex }: { readonly text?: unknown; readonly hex?: unknown }): Uint8Array | null {
  if (typeof text === "string" && hex === undefined) return text.isWellFormed() ? encoder.encode(text) : null;
  if (typeof hex !== "string" || text !== undefined || !/^(?:[0-9a-f]{2})*$/.test(hex)) return null;
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
