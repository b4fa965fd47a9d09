// What the keys of the records are called, and what their values say.

const NODE_PREFIX = "node.";
const NAME_PREFIX = "name.";

/** What a key is about. */
export type KeyMeaning =
  | { readonly kind: "node"; readonly session: string }
  /** `name` is folded: what two names share when they are the same name [C-44]. */
  | { readonly kind: "name"; readonly name: string };

/** What a node's key says. */
export interface NodeRecord {
  /** What people call the node. */
  readonly node: string;
}

/** What a name's key says. */
export interface NameRecord {
  /** As its owner writes it. */
  readonly name: string;
  readonly ip: string;
  /** The session that the owner's node has: there is no owner without it. */
  readonly session: string;
  /** Revision at which the owner came online; absent in the record that it was claimed with: its own revision then. */
  readonly since?: number;
}

export function nodeKey(session: string): string {
  return NODE_PREFIX + session;
}

/** Keys take no spaces and nothing beyond ASCII: names are encoded. */
export function nameKey(foldedName: string): string {
  return NAME_PREFIX + Buffer.from(foldedName).toString("base64url");
}

/** What a key is about, or `null` for one that is not ours. */
export function readKey(key: string): KeyMeaning | null {
  if (key.startsWith(NODE_PREFIX)) return { kind: "node", session: key.slice(NODE_PREFIX.length) };
  if (!key.startsWith(NAME_PREFIX)) return null;
  return { kind: "name", name: Buffer.from(key.slice(NAME_PREFIX.length), "base64url").toString() };
}

/** Reads what a name's key says, or gives `null` when that makes no sense. */
export function readNameRecord(value: Uint8Array): NameRecord | null {
  const record = parseObject(value);
  if (!record) return null;
  const { name, ip, session, since } = record;
  if (typeof name !== "string" || typeof ip !== "string" || typeof session !== "string") return null;
  return typeof since === "number" ? { name, ip, session, since } : { name, ip, session };
}

/** What a node's key says when nobody has that session any more: it could not be deleted, as it was not there. */
export const GONE = "gone";

/** Reads what a node's key says, or gives `null` when it says that the node has gone. */
export function readNodeRecord(value: Uint8Array): NodeRecord | null {
  if (Buffer.from(value).toString() === GONE) return null;
  const node = parseObject(value)?.node;
  return { node: typeof node === "string" ? node : "?" };
}

function parseObject(value: Uint8Array): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value).toString());
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
