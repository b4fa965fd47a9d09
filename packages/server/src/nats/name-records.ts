import { type KV, Kvm, type KvWatchEntry } from "@nats-io/kv";
import { type NatsConnection, NoRespondersError, RequestError, TimeoutError } from "@nats-io/transport-node";
import { keyOf, type Sanction, type SanctionId } from "../control/sanctions.ts";
import { readSanction } from "./act-border.ts";
import { isAddress, isCount, isNameKey, isNameOf, isSession, parseJson } from "./border.ts";
import { LEADER_POLL_MS, MAX_LEADER_POLLS, REQUEST_TIMEOUT_MS } from "./timing.ts";

/** A change of one key, as the log shows it. */
export interface RecordChange {
  readonly key: string;
  /** Grows with every change of any key: all nodes read all changes in this order. */
  readonly revision: number;
  /** `null` when the key was deleted. */
  readonly value: Uint8Array | null;
}

/** The broker's error codes for a key that does not have the expected revision. */
const CONFLICT_CODES: readonly unknown[] = [10_071, 10_164];

/** The broker's error code when it has one server and can't keep replicas. */
const NOT_CLUSTERED_CODE = 10_074;

/** The broker's error code for a stream that there is not. */
const NO_STREAM_CODE = 10_059;

/** The part of the broker's answer that matters here. */
interface StreamInfo {
  readonly created?: string;
  readonly error?: { readonly err_code?: number; readonly description?: string };
}

/** Copies of the bucket in a broker of several servers: it survives the loss of one. */
const REPLICAS = 3;

/**
 * The records of all nodes and names: one key-value bucket of the broker. All its changes are one log with one order, and
 * each change of a key names the revision that it replaces, so that of two only one succeeds.
 *
 * All other failures (a time-out, a lost connection) reject. The write may have taken effect then.
 */
export class NameRecords {
  readonly #connection: NatsConnection;
  readonly #name: string;
  #bucket: KV | null = null;
  /** When the bucket was created, in the broker's words: another bucket of the same name has another time. */
  #created: string | null = null;

  constructor(connection: NatsConnection, bucketName: string) {
    this.#connection = connection;
    this.#name = bucketName;
  }

  /** Opens the bucket, or creates it, with replicas where the broker can keep them. */
  async open(): Promise<void> {
    const buckets = new Kvm(this.#connection);
    // A node that may not create a bucket can use one that there is.
    this.#created = await this.#waitForLeader();
    if (this.#created !== null) {
      this.#bucket = await buckets.open(this.#name);
      return;
    }
    const options = { history: 1, description: "Nodes and names of one chat" };
    try {
      this.#bucket = await buckets.create(this.#name, { ...options, replicas: REPLICAS });
    } catch (error) {
      if (codeOf(error) !== NOT_CLUSTERED_CODE) throw error;
      this.#bucket = await buckets.create(this.#name, { ...options, replicas: 1 });
    }
    this.#created = await this.#readCreated();
  }

  /**
   * Waits until the broker has a leader. Resolves as {@link #readCreated}. Servers that have lost theirs do not answer before they have elected another, and
   * forget earlier requests: a request each second finds the new one soon.
   */
  async #waitForLeader(): Promise<string | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#readCreated();
      } catch (error) {
        // Without responders there is no JetStream. Opening the bucket fails with a clear message then.
        if (error instanceof NoRespondersError || (error instanceof RequestError && error.isNoResponders()))
          return null;
        if (!(error instanceof TimeoutError) || attempt === MAX_LEADER_POLLS) throw error;
      }
    }
  }

  /** Asks the broker whether the bucket was deleted, or replaced by another. Rejects when it has no leader: nobody knows then. */
  async isDeleted(): Promise<boolean> {
    return (await this.#readCreated()) !== this.#created;
  }

  /** Asks the broker when the bucket was created. Resolves with `null` when there is none. */
  async #readCreated(): Promise<string | null> {
    const subject = `$JS.API.STREAM.INFO.KV_${this.#name}`;
    const answer = await this.#connection.request(subject, "", { timeout: LEADER_POLL_MS });
    const { created, error } = answer.json<StreamInfo>();
    if (error && error.err_code !== NO_STREAM_CODE) throw new Error(error.description);
    return created ?? null;
  }

  /** Writes a key that must not exist. Resolves with its revision, or `null` when it does exist. */
  create(key: string, value: string): Promise<number | null> {
    return nullOnConflict(this.#opened().create(key, value));
  }

  /**
   * Writes a key that must have a certain revision. Resolves with its new one, or `null` when it has another.
   *
   * @param timeoutMs - longest wait for the broker's answer
   */
  update(key: string, value: string, revision: number, timeoutMs = REQUEST_TIMEOUT_MS): Promise<number | null> {
    return nullOnConflict(this.#opened().update(key, value, revision, timeoutMs));
  }

  /** Writes a key, whatever it was before. Resolves with its revision. */
  put(key: string, value: string): Promise<number> {
    return this.#opened().put(key, value);
  }

  /** Deletes a key that must have a certain revision. Resolves with `false` when it has another. */
  async delete(key: string, revision: number): Promise<boolean> {
    // The library would read 0 as "any revision".
    if (revision === 0) throw new RangeError(`The revision of ${key} is not known: it can't be deleted.`);
    return (await nullOnConflict(this.#opened().delete(key, { previousSeq: revision }))) !== null;
  }

  /** Removes the entry of a revision from the log, if it is still there. The log shows no change for it. */
  async compact(revision: number): Promise<void> {
    const request = JSON.stringify({ seq: revision, no_erase: true });
    await this.#connection.request(`$JS.API.STREAM.MSG.DELETE.KV_${this.#name}`, request, {
      timeout: REQUEST_TIMEOUT_MS,
    });
  }

  /** Reads the log: the latest change of every key, deletions included, and then every new one. Ends with the connection. */
  async watch(onChange: (change: RecordChange) => void): Promise<void> {
    for await (const entry of await this.#opened().watch()) onChange(toChange(entry));
  }

  #opened(): KV {
    if (!this.#bucket) throw new Error("The bucket is not open yet.");
    return this.#bucket;
  }
}

function toChange({ key, revision, operation, value }: KvWatchEntry): RecordChange {
  return { key, revision, value: operation === "PUT" ? value : null };
}

async function nullOnConflict<Result>(change: Promise<Result>): Promise<Result | null> {
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

const NODE_PREFIX = "node.";
const NAME_PREFIX = "name.";
const SANCTION_PREFIX = "sanction.";

/** The subject of a key. */
export type KeySubject =
  | { readonly kind: "node"; readonly session: string }
  /** `name` is folded: equal for two spellings of the same name [C-44]. */
  | { readonly kind: "name"; readonly name: string }
  /** {@link parseSanctionRecord} decides if it is the key of its value. */
  | { readonly kind: "sanction" };

/** The value of a node's key. */
export interface NodeRecord {
  /** The node's name in logs. */
  readonly node: string;
}

/** The value of a name's key. */
export interface NameRecord {
  /** The name as its owner writes it. */
  readonly name: string;
  readonly ip: string;
  /** The session of the owner's node. The record is void without that session. */
  readonly session: string;
  /** Revision at which the owner came online. Absent in the record that claimed the name: its own revision then. */
  readonly since?: number;
}

export function nodeKey(session: string): string {
  return NODE_PREFIX + session;
}

/** Returns the key of a name. Names are encoded: keys take no spaces and only ASCII. */
export function nameKey(foldedName: string): string {
  return NAME_PREFIX + Buffer.from(foldedName).toString("base64url");
}

/** Returns the key of a ban or a mute. */
export function sanctionKey(id: SanctionId): string {
  return SANCTION_PREFIX + Buffer.from(keyOf(id)).toString("base64url");
}

/** Longest key, in characters: the encoding of the longest folded name. */
const MAX_KEY_LENGTH = 4_096;

/** Returns the subject of a key, or `null` for a foreign or malformed key. */
export function parseKey(key: string): KeySubject | null {
  if (key.length > MAX_KEY_LENGTH) return null;
  if (key.startsWith(NODE_PREFIX)) {
    const session = key.slice(NODE_PREFIX.length);
    return isSession(session) ? { kind: "node", session } : null;
  }
  if (key.startsWith(SANCTION_PREFIX)) return { kind: "sanction" };
  if (!key.startsWith(NAME_PREFIX)) return null;
  const name = Buffer.from(key.slice(NAME_PREFIX.length), "base64url").toString();
  // Several texts decode to the same name. One of them is its key.
  return isNameKey(name) && nameKey(name) === key ? { kind: "name", name } : null;
}

/** Parses the value of the key of a name. Returns `null` when it is malformed. */
export function parseNameRecord(key: string, value: Uint8Array, revision: number): NameRecord | null {
  const { name, ip, session, since } = parseObject(value) ?? {};
  if (!isNameOf(name, key) || !isAddress(ip) || !isSession(session)) return null;
  if (since === undefined) return { name, ip, session };
  return isCount(since) && since > 0 && since <= revision ? { name, ip, session, since } : null;
}

/** Parses the value of the key of a ban or a mute. Returns `null` when it is malformed. */
export function parseSanctionRecord(key: string, value: Uint8Array): Sanction | null {
  const sanction = readSanction(parseObject(value));
  return sanction && sanctionKey(sanction) === key ? sanction : null;
}

/** The value that fences a session whose key was absent: its node can't write that key again. */
export const FENCED = "gone";

/** Longest name of a node that others show, in characters. */
const MAX_NODE_NAME_LENGTH = 100;

/** Parses the value of a node's key. Returns `null` when it is malformed or {@link isFenced}. */
export function parseNodeRecord(value: Uint8Array): NodeRecord | null {
  const node = parseObject(value)?.node;
  return typeof node === "string" ? { node: node.slice(0, MAX_NODE_NAME_LENGTH) } : null;
}

export function isFenced(value: Uint8Array): boolean {
  return value.length === FENCED.length && Buffer.from(value).toString() === FENCED;
}

/** Longest value of a key, in bytes. */
const MAX_VALUE_BYTES = 4_096;

function parseObject(value: Uint8Array): Record<string, unknown> | null {
  const parsed = value.length > MAX_VALUE_BYTES ? null : parseJson(Buffer.from(value).toString());
  return typeof parsed === "object" ? (parsed as Record<string, unknown> | null) : null;
}
