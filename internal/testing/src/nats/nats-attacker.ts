import { type KV, Kvm } from "@nats-io/kv";
import { connect, type NatsConnection } from "@nats-io/transport-node";

/** Version of the envelopes between nodes: with another one, all of them are dropped for that alone. */
const ENVELOPE_VERSION = 2;

/** A user online, as the records show it to whoever can read them. */
export interface RecordedUser {
  readonly name: string;
  readonly ip: string;
  /** The session of the user's node. */
  readonly session: string;
  /** The number by which envelopes call the user. */
  readonly number: number;
  /** The key of the record. */
  readonly key: string;
}

/** The broker and the chat that are attacked. */
export interface NatsTarget {
  readonly url: string;
  readonly namespace: string;
}

/**
 * A program that reaches the broker of a chat and is no node: it reads and writes whatever the broker lets it, by hand. It
 * shares no code with the nodes that it attacks.
 */
export class NatsAttacker implements AsyncDisposable {
  readonly connection: NatsConnection;
  readonly #namespace: string;
  readonly #bucket: KV;

  private constructor(connection: NatsConnection, namespace: string, bucket: KV) {
    this.connection = connection;
    this.#namespace = namespace;
    this.#bucket = bucket;
  }

  /** Connects, and opens the bucket of a chat that has a node. */
  static async connect({ url, namespace }: NatsTarget): Promise<NatsAttacker> {
    const connection = await connect({ servers: url });
    return new NatsAttacker(connection, namespace, await new Kvm(connection).open(`chat-${namespace}`));
  }

  /** Reads the sessions of all nodes. */
  async sessions(): Promise<string[]> {
    const sessions: string[] = [];
    for await (const key of await this.#bucket.keys("node.*")) sessions.push(key.slice("node.".length));
    return sessions;
  }

  /** Reads who is online. */
  async users(): Promise<RecordedUser[]> {
    const users: RecordedUser[] = [];
    for await (const key of await this.#bucket.keys("name.*")) {
      const entry = await this.#bucket.get(key);
      if (entry?.operation !== "PUT") continue;
      const {
        name,
        ip,
        session,
        since = entry.revision,
      } = entry.json<Omit<RecordedUser, "key"> & { since?: number }>();
      users.push({ name, ip, session, number: since, key });
    }
    return users;
  }

  /** Sends bytes to each subject that these nodes listen to, in the name of a session. */
  async sendToAll(sessions: readonly string[], data: string | Uint8Array, from = "stranger"): Promise<void> {
    for (const session of sessions) {
      this.#publish(`node.${session}.${from}`, data);
      this.#publish(`nobody.${session}.${from}`, data);
      this.#publish(`answer.${session}.${from}`, data);
    }
    this.#publish(`shout.${from}`, data);
    this.#publish(`act.${from}`, data);
    await this.connection.flush();
  }

  /** Shouts the same bytes many times, as fast as the broker takes them. */
  async flood(count: number, data: string | Uint8Array, from = "stranger"): Promise<void> {
    for (let index = 0; index < count; index++) this.#publish(`shout.${from}`, data);
    await this.connection.flush();
  }

  /** Sends a user a line, in an envelope such as nodes write, in the name of a session. */
  async sendLine(to: RecordedUser, line: string, from: string, { revision = 1, number = 1 } = {}): Promise<void> {
    const head = [ENVELOPE_VERSION, number, revision, 0, 0, [to.number, Buffer.byteLength(line, "latin1"), 0], []];
    this.#publish(`node.${to.session}.${from}`, Buffer.from(`${JSON.stringify(head)}\n${line}`, "latin1"));
    await this.connection.flush();
  }

  /** Shouts a line, in the name of a session. */
  async shoutLine(line: string, from: string, { revision = 1, number = 1 } = {}): Promise<void> {
    const head = JSON.stringify([ENVELOPE_VERSION, number, revision]);
    this.#publish(`shout.${from}`, Buffer.from(`${head}\n${line}`, "latin1"));
    await this.connection.flush();
  }

  /** Sends an act of an operator to all nodes, in the name of a session. */
  async sendAct(act: unknown, from: string, { revision = 1, number = 1 } = {}): Promise<void> {
    const head = JSON.stringify([ENVELOPE_VERSION, number, revision]);
    this.#publish(`act.${from}`, `${head}\n${JSON.stringify(act)}`);
    await this.connection.flush();
  }

  /** Writes the record of a ban or a mute, under the key of a target such as `ban name ada`. */
  async writeSanction(target: string, record: unknown): Promise<void> {
    await this.write(`sanction.${Buffer.from(target).toString("base64url")}`, JSON.stringify(record));
  }

  /** Registers a session as a node, which nothing stands behind. */
  async registerNode(session: string): Promise<void> {
    await this.#bucket.put(`node.${session}`, JSON.stringify({ node: session }));
  }

  /** Writes any key, whatever was there. */
  async write(key: string, value: string): Promise<void> {
    await this.#bucket.put(key, value);
  }

  /** Registers a name for a session, under the key of a folded name. */
  async registerName(folded: string, record: object): Promise<void> {
    await this.write(`name.${Buffer.from(folded).toString("base64url")}`, JSON.stringify(record));
  }

  async delete(key: string): Promise<void> {
    await this.#bucket.delete(key);
  }

  /** Removes a record from the stream, so that no node reads of it. */
  async vanish(key: string): Promise<void> {
    const entry = await this.#bucket.get(key);
    const request = JSON.stringify({ seq: entry?.revision, no_erase: true });
    await this.connection.request(`$JS.API.STREAM.MSG.DELETE.KV_chat-${this.#namespace}`, request);
  }

  /** Deletes all records of all nodes, with the stream that has them. */
  async deleteBucket(): Promise<void> {
    await this.connection.request(`$JS.API.STREAM.DELETE.KV_chat-${this.#namespace}`, "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close();
  }

  #publish(subject: string, data: string | Uint8Array): void {
    this.connection.publish(`chat.${this.#namespace}.${subject}`, data);
  }
}
