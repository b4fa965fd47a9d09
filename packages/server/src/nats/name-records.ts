import { type KV, Kvm, type KvWatchEntry } from "@nats-io/kv";
import { type NatsConnection, NoRespondersError, RequestError, TimeoutError } from "@nats-io/transport-node";
import { LEADER_POLL_MS, MAX_LEADER_POLLS, REQUEST_TIMEOUT_MS } from "./timing.ts";

/** What the records tells of one key. */
export interface RegistryNews {
  readonly key: string;
  /** Grows with every change of any key: all nodes hear of all changes in this order. */
  readonly revision: number;
  /** `null` when the key was deleted. */
  readonly value: Uint8Array | null;
}

/** What the broker answers when a key does not have the revision that was expected. */
const CONFLICT_CODES: readonly unknown[] = [10_071, 10_164];

/** What it answers when it has one server, and can't keep copies. */
const NOT_CLUSTERED_CODE = 10_074;

/** Copies of the bucket in a broker of several servers: it outlives the loss of one. */
const REPLICAS = 3;

/**
 * Who exists and who owns which name: one key-value bucket of the broker. All changes of it are one log with one order,
 * and each change of a key names the revision that it replaces, so that of two only one succeeds.
 *
 * Whatever fails otherwise (a time-out, a lost connection) rejects: whether it took effect is then unknown.
 */
export class NameRecords {
  readonly #connection: NatsConnection;
  readonly #name: string;
  #bucket: KV | null = null;

  constructor(connection: NatsConnection, bucketName: string) {
    this.#connection = connection;
    this.#name = bucketName;
  }

  /** Opens the bucket, and makes it when it is not there: with copies where the broker can keep some. */
  async open(): Promise<void> {
    await this.#waitForLeader();
    const buckets = new Kvm(this.#connection);
    const options = { history: 1, description: "Nodes and names of one chat" };
    try {
      this.#bucket = await buckets.create(this.#name, { ...options, replicas: REPLICAS });
    } catch (error) {
      if (codeOf(error) !== NOT_CLUSTERED_CODE) throw error;
      this.#bucket = await buckets.create(this.#name, { ...options, replicas: 1 });
    }
  }

  /**
   * Servers of a broker that have lost their leader don't answer before they have elected one, and what was asked before
   * is forgotten: to ask again each second finds the new one soon.
   */
  async #waitForLeader(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#connection.request(`$JS.API.STREAM.INFO.KV_${this.#name}`, "", { timeout: LEADER_POLL_MS });
        return;
      } catch (error) {
        // Without anybody to answer there is no JetStream, which opening the bucket says in clear words.
        if (hasNoResponders(error)) return;
        if (!(error instanceof TimeoutError) || attempt === MAX_LEADER_POLLS) throw error;
      }
    }
  }

  /** Writes a key that must not exist. Gives its revision, or `null` when it does exist. */
  create(key: string, value: string): Promise<number | null> {
    return nullOnConflict(this.#opened.create(key, value));
  }

  /**
   * Writes a key that has to have a certain revision. Gives its new one, or `null` when it has another.
   *
   * @param timeoutMs - how long to wait for the answer
   */
  update(key: string, value: string, revision: number, timeoutMs = REQUEST_TIMEOUT_MS): Promise<number | null> {
    return nullOnConflict(this.#opened.update(key, value, revision, timeoutMs));
  }

  /** Deletes a key that has to have a certain revision. `false` when it has another. */
  async delete(key: string, revision: number): Promise<boolean> {
    // The library would take it for "whatever its revision is".
    if (revision === 0) throw new RangeError(`The revision of ${key} is not known: it can't be deleted.`);
    const deletion = this.#opened.delete(key, { previousSeq: revision }).then(() => 0);
    return (await nullOnConflict(deletion)) !== null;
  }

  /** Makes what a key had at a revision go, should it still be there. Nobody hears of it. */
  async erase(revision: number): Promise<void> {
    const request = JSON.stringify({ seq: revision, no_erase: true });
    await this.#connection.request(`$JS.API.STREAM.MSG.DELETE.KV_${this.#name}`, request, {
      timeout: REQUEST_TIMEOUT_MS,
    });
  }

  /** Tells the latest of every key, deleted ones included, and then every change. Ends with the connection. */
  async watch(onNews: (news: RegistryNews) => void): Promise<void> {
    for await (const entry of await this.#opened.watch()) onNews(toNews(entry));
  }

  get #opened(): KV {
    if (!this.#bucket) throw new Error("The bucket is not open yet.");
    return this.#bucket;
  }
}

function toNews({ key, revision, operation, value }: KvWatchEntry): RegistryNews {
  return { key, revision, value: operation === "PUT" ? value : null };
}

async function nullOnConflict(change: Promise<number>): Promise<number | null> {
  try {
    return await change;
  } catch (error) {
    if (CONFLICT_CODES.includes(codeOf(error))) return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function hasNoResponders(error: unknown): boolean {
  return error instanceof NoRespondersError || (error instanceof RequestError && error.isNoResponders());
}

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
