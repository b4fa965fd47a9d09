import { type Rejection, serverTexts } from "@chat/protocol";
import { explainRejection } from "@chat/protocol/mistakes";
import { createRejectedTrouble, type RejectedTrouble } from "../dispatch/rejected-trouble.ts";

/**
 * Number of rejections of a connection that are all explained. The search for a mistake costs several times what a rejection
 * does, and somebody who goes on has been told.
 */
const ALWAYS_EXPLAINED = 20;

/** Of the later rejections, one in as many is explained: their sender may have changed. */
const LATER_EXPLAINED = 100;

const NO_BYTES = new Uint8Array(0);

/** Explains the rejections of one connection to its user: what was wrong, and which usual mistake it is. */
export class RejectionExplainer {
  readonly #silenceOffset: number | null;
  #rejections = 0;

  /** @param silenceOffset - position behind the name, if silence ended it; else `null` */
  constructor(silenceOffset: number | null) {
    this.#silenceOffset = silenceOffset;
  }

  /**
   * Returns the answer to a rejection, and the trouble that it is.
   *
   * @param bytes - the refused bytes, and what follows them as far as it has come
   */
  explain(rejection: Rejection, bytes: Uint8Array): { readonly text: string; readonly trouble: RejectedTrouble } {
    const isExplained = this.#rejections < ALWAYS_EXPLAINED || this.#rejections % LATER_EXPLAINED === 0;
    this.#rejections += 1;
    const { offset } = rejection;
    const place = { isBehindSilence: offset === this.#silenceOffset };
    const { reason, mistake } = explainRejection(rejection, isExplained ? bytes : NO_BYTES, place);
    const text = serverTexts.rejected.write({ offset, reason });
    return { text, trouble: createRejectedTrouble(rejection, bytes, mistake) };
  }
}
