import type { ServerAnswer, ServerNotice, ServerTextKind } from "@chat/protocol";

/** Something that the server answers: an endpoint's request, or a message to somebody who does not exist. */
export interface Question {
  readonly kind: "time" | "list" | "help" | "receipt" | "not-found";
  readonly to: string;
  readonly askedAtUs: number;
  /** Delay of the asking against the due time, in microseconds. */
  readonly lateUs: number;
}

export type TextOutcome =
  | { readonly kind: "answered"; readonly question: Question; readonly isExpected: boolean }
  /** A report that `count` of our messages to a client of the run did not, or may not have, arrived. */
  | { readonly kind: "refused"; readonly receiver: number; readonly count: number }
  | { readonly kind: "notice" };

const ANSWERS: Record<Question["kind"], ServerTextKind> = {
  time: "time",
  list: "userList",
  help: "help",
  receipt: "shoutReceipt",
  "not-found": "userNotFound",
};

/** Texts that answer a question of their own kind and nothing else. */
const PROPER_ANSWERS: ReadonlySet<ServerTextKind | undefined> = new Set(Object.values(ANSWERS));

/** The questions of one client, in order: the server answers in the order of its input. */
export class QuestionQueue {
  /** Questions that were passed over: a later one was answered. */
  lost = 0;
  /** Answers that fit no question: duplicates, or late ones. */
  surplus = 0;
  readonly #namePrefix: string;
  #questions: Question[] = [];

  /** @param run - the run whose clients are known by their names */
  constructor(run: string) {
    this.#namePrefix = `${run}-`;
  }

  get length(): number {
    return this.#questions.length;
  }

  get oldestAtUs(): number | null {
    return this.#questions[0]?.askedAtUs ?? null;
  }

  add(question: Question): void {
    this.#questions.push(question);
  }

  /** Counts all open questions as lost: their connection is closed. */
  abandon(): void {
    this.lost += this.#questions.length;
    this.#questions = [];
  }

  settle({ kind: textKind, reading }: ServerAnswer | ServerNotice): TextOutcome {
    switch (reading?.kind) {
      case "receiverBusy":
        return this.#refuse(reading.value, 1);
      case "mayNotHaveArrived":
        return this.#refuse(reading.value.name, reading.value.count);
      case "userNotFound":
        // A client of ours that has gone: no question, but a message of ours that was not delivered.
        if (reading.value.startsWith(this.#namePrefix)) return this.#refuse(reading.value, 1);
        break;
      default:
        if (textKind === "notice") return { kind: "notice" };
    }
    const index = this.#questions.findIndex(({ kind }) => ANSWERS[kind] === reading?.kind);
    const isExpected = index >= 0;
    if (!isExpected && PROPER_ANSWERS.has(reading?.kind)) {
      this.surplus += 1;
      return { kind: "notice" };
    }
    // An error that fits no question answers the oldest.
    const question = this.#questions[isExpected ? index : 0];
    if (!question) return { kind: "notice" };
    this.lost += Math.max(0, index);
    this.#questions.splice(0, Math.max(0, index) + 1);
    return { kind: "answered", question, isExpected };
  }

  #refuse(name: string, count: number): TextOutcome {
    if (!name.startsWith(this.#namePrefix)) return { kind: "notice" };
    return { kind: "refused", receiver: Number(name.slice(this.#namePrefix.length)), count };
  }
}
