import type { BrokenPeer } from "../broken-peer.ts";
import type { LanguageName } from "../language.ts";

/** Makes an entry of the catalogue. Its program is judged by strangers, so its name is a number that says nothing. */
export function client(
  number: string,
  language: LanguageName,
  answer: Omit<BrokenPeer, "name" | "role" | "language">,
): BrokenPeer {
  return { name: `client-${number}`, role: "client", language, ...answer };
}
