import type { ChatMessage } from "../chat-message.ts";
import { createJsonMsg } from "../message.ts";

/** The members of an object in some syntax. */
export interface Members extends Map<string, string | Members> {}

/** The keys of a message, and what people call them. */
const KEYS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    from: "from sender source",
    to: "to receiver recipient target dest",
    msg: "msg message text body content data",
    name: "name username user nick",
    ip: "ip address addr",
  }).flatMap(([key, names]) => names.split(" ").map((name) => [name, key])),
);

/**
 * Makes a message of members with the keys of one, or similar keys. Notes what had to be changed.
 *
 * @param read - reads a sender that was encoded on its own
 */
export function toMessage(
  members: Members,
  features: Set<string>,
  read: (text: string) => Members | null,
): ChatMessage | null {
  const outer = rename(members, features);
  const from = outer?.get("from");
  if (!outer || (from === undefined && !outer.has("name"))) return null;
  if (from === undefined) features.add("flat");
  if (typeof from === "string") features.add("fromIsText");
  const inner = typeof from !== "string" ? from : from.startsWith("{") ? read(from) : new Map([["name", from]]);
  const sender = from === undefined ? outer : inner && rename(inner, features);
  const parts = [sender?.get("name"), sender?.get("ip") ?? outer.get("ip") ?? "", outer.get("to"), outer.get("msg")];
  if (!parts.every((part) => typeof part === "string")) return null;
  const [name = "", ip = "", to = "", msg = ""] = parts;
  return { from: { name, ip }, to, msg };
}

function rename(members: Members, features: Set<string>): Members | null {
  const renamed: Members = new Map();
  for (const [key, value] of members) {
    const known = KEYS.get(key.toLowerCase().replace(/_$/, ""));
    if (known === undefined || renamed.has(known)) return null;
    if (known !== key) features.add("renamed");
    renamed.set(known, value);
  }
  return renamed;
}

/** Writes a message as JSON; `null` when half a character makes that impossible. */
export function writeMessage({ from, to, msg }: ChatMessage): string | null {
  const parts = [from.name, from.ip, to, msg] as const;
  return parts.every((part) => part.isWellFormed()) ? createJsonMsg(...parts) : null;
}

/** Writes the message that flat keys and values make, in whatever order and nesting they came. Others are left out. */
export function assemble(pairs: readonly (readonly [string, string])[]): string | null {
  const members: Members = new Map([["msg", ""]]);
  for (const [path, value] of pairs) {
    // The last part of a path: `name` of `from.name`, `from[name]` and `from_name`.
    const key = /(\w+?)\]?$/.exec(path.replace(/^from[._[]+/, ""))?.[1] ?? path;
    if (value !== "" && KEYS.has(key.toLowerCase())) members.set(key, value);
  }
  const message = toMessage(members, new Set(), () => null);
  return message && writeMessage(message);
}
