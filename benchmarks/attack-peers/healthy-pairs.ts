import { PeerClient, type PeerTarget } from "./peer-client.ts";

const USERS = 40;
const SEND_EVERY_MS = 200;
/** The longest beginning of a stamp, which the next read may complete. */
const MAX_REST = 64;

const PHASES = ["quiet", "attack", "after"] as const;
type Phase = (typeof PHASES)[number];

/** Users in pairs, who write to one another all the time. */
export class HealthyPairs implements Disposable {
  /** A time belongs to the phase in which its message was sent. */
  phase: Phase = "quiet";
  sent = 0;
  /** The times that messages took, in milliseconds. */
  readonly times: Readonly<Record<Phase, number[]>> = { quiet: [], attack: [], after: [] };
  readonly #users: readonly PeerClient[];
  readonly #wire: PeerTarget["wire"];
  readonly #timer = setInterval(() => this.#sendNext(), SEND_EVERY_MS / USERS);
  #next = 0;

  private constructor(users: readonly PeerClient[], { wire }: PeerTarget) {
    this.#users = users;
    this.#wire = wire;
    for (const user of users) this.#listenTo(user);
  }

  /** Rejects when the server does not let them in. */
  static async join(target: PeerTarget): Promise<HealthyPairs> {
    return new HealthyPairs(await PeerClient.joinMany(target, USERS, "healthy"), target);
  }

  get arrived(): number {
    return PHASES.reduce((sum, phase) => sum + this.times[phase].length, 0);
  }

  get cutOff(): number {
    return this.#users.filter(({ isClosed }) => isClosed).length;
  }

  stopSending(): void {
    clearInterval(this.#timer);
  }

  [Symbol.dispose](): void {
    this.stopSending();
    for (const user of this.#users) user.vanish();
  }

  #sendNext(): void {
    const index = this.#next++ % USERS;
    if (this.#users[index]?.isClosed) return;
    this.sent += 1;
    const stamp = `#${this.phase}#${performance.now()}#`;
    this.#users[index]?.write(this.#wire.message(`healthy${index}`, `healthy${index ^ 1}`, stamp));
  }

  #listenTo(user: PeerClient): void {
    let rest = "";
    user.onText = (text) => {
      let readTo = 0;
      rest += text;
      for (const { 0: stamp, 1: phase, 2: sentAt, index } of rest.matchAll(/#(quiet|attack|after)#([\d.]+)#/g)) {
        this.times[phase as Phase].push(performance.now() - Number(sentAt));
        readTo = index + stamp.length;
      }
      rest = rest.slice(readTo).slice(-MAX_REST);
    };
  }
}
