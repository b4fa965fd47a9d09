import { Verdict } from "./verdict.ts";

/** A weakness that is planted into the server's source, to see whether the board finds it. */
interface Change {
  readonly summary: string;
  /** The end of the path of the file that is changed. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The rows that it must fail. */
  readonly rows: readonly string[];
  /** Rows on which it acts as well, but too little to fail them each time. Every row that is in neither list must pass. */
  readonly mayFail?: readonly string[];
}

const CHANGES: Readonly<Record<string, Change>> = {
  "pause-for-one-text": {
    summary: "One text holds the event loop for 200 ms.",
    file: "/dispatch/dispatcher.ts",
    from: "  #sendDirect(sender: Requester, { to, msgLiteral }: ReceivedMessage): void {\n",
    to: `$&    if (msgLiteral === '"to you"') for (const end = performance.now() + 200; performance.now() < end; );\n`,
    rows: ["prototype-names"],
  },
  "leak-per-connection": {
    summary: "5 KiB of each connection are never given back.",
    file: "/connection/admission.ts",
    from: "  closed(connection: Connection): void {\n",
    to: "$&    ((globalThis as { kept?: Buffer[] }).kept ??= []).push(Buffer.alloc(5_120, 1));\n",
    // Those with so many connections that it is more than the noise of a heap.
    rows: [
      ...["connect-storm", "half-names", "list-storm", "one-name", "refused-that-linger"],
      ...["shared-shout", "shout-to-15000", "silent-crowd", "silent-thousands"],
    ],
    mayFail: ["budget-returns", "refused-names"],
  },
  "ghost-per-half-close": {
    summary: "Who shuts its side down keeps its name.",
    file: "/connection/participant.ts",
    from: "    this.#services.backplane.release(this.mailbox);\n    this.#services.observer.left(",
    to: "    this.#services.observer.left(",
    rows: ["half-close"],
  },
  "healthy-reader-cut-off": {
    summary: "A long shout costs a user its place who has done nothing.",
    file: "/connection/user-mailbox.ts",
    from: "  shout(line: SharedLine): boolean {\n",
    to: `$&    if (line.text.length > 50_000 && this.user.name === "healthy-7") this.#listener.hangUp(DisconnectReason.SlowReader, "slow");\n`,
    rows: ["greedy-shouter", "shared-shout", "shout-to-15000", "slow-lines"],
  },
  "no-deadline": {
    summary: "Nobody gives up on connections that tell no name, however many there are.",
    file: "/connection/nameless-connections.ts",
    from: "    if (this.#limits.maxNamelessPerAddress === 0) return;\n",
    to: "    if (this.#limits.maxNamelessPerAddress >= 0) return;\n",
    rows: ["silent-crowd"],
    mayFail: ["half-names", "slow-names"],
  },
  "doubled-message": {
    summary: "While more than 1,100 users are online, messages come twice.",
    file: "/dispatch/dispatcher.ts",
    from: "    let outcome = this.#deliver(sender, msgLiteral);\n",
    to: "$&    if (this.#backplane.userCount > 1_100) this.#deliver(sender, msgLiteral);\n",
    rows: ["halves-at-the-budget", "held-back", "list-storm", "shared-shout", "shout-to-15000"],
  },
  "unbounded-log": {
    summary: "Every line of the log is written, however many equal ones there are.",
    file: "/sampled-logger.ts",
    from: "    if (kind.lines <= allowedLines(kind)) return",
    to: "    if (kind.lines >= 0) return",
    rows: ["held-back", "one-name", "refused-names", "refused-that-linger"],
    mayFail: ["budget-returns", "half-close", "half-names"],
  },
  "budget-counted-twice": {
    summary: "What waits for a reader who vanishes stays counted.",
    file: "/connection/outbox.ts",
    from: "    for (const batch of this.#batches) outboxBudget.release(batch.release());\n",
    to: "",
    rows: ["budget-returns"],
  },
  "stuck-turn": {
    summary: "A turn of the loop works off all that is there, however long it takes.",
    file: "/timing/slice-queue.ts",
    from: " || performance.now() >= endsAt) break;",
    to: ") break;",
    rows: ["budget-returns", "half-close", "half-messages"],
    mayFail: ["half-names"],
  },
  "name-never-freed": {
    summary: "A user whose connection is reset keeps its name.",
    file: "/connection/participant.ts",
    from: `if (state === "claiming" || state === "online") backplane.release(this.mailbox);`,
    to: "",
    // Those that come back under a name, and those whose users take more memory than the noise of a heap.
    rows: [
      ...["budget-returns", "half-messages", "halves-at-the-budget", "held-back", "list-storm"],
      ...["reset-storm", "shared-shout", "shout-to-15000", "slow-names"],
    ],
  },
};

export type Weakness = Change & { readonly name: string };

export const weaknesses: readonly Weakness[] = Object.entries(CHANGES).map(([name, change]) => ({ name, ...change }));

/** True when a row has a verdict that it may have: while a weakness is planted, the rows that it names fail. */
export function isAsMeant(planted: Weakness | null, { name, verdict }: { name: string; verdict: Verdict }): boolean {
  if (planted?.mayFail?.includes(name)) return verdict !== Verdict.NotJudged;
  return verdict === (planted?.rows.includes(name) ? Verdict.Failed : Verdict.Passed);
}

/** @throws {Error} when there is no weakness of that name */
export function findWeakness(name: string): Weakness {
  const weakness = weaknesses.find((each) => each.name === name);
  if (!weakness) throw new Error(`There is no weakness "${name}": there are ${Object.keys(CHANGES).join(", ")}.`);
  return weakness;
}
