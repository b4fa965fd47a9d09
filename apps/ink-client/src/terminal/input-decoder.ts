import type { InputEvent } from "../input/input-event.ts";
import { readBackground } from "./background-color.ts";
import { type EscapeSequence, type SequenceScan, scanSequence, startsSequence } from "./escape-sequence.ts";
import { readMouseReport } from "./mouse-report.ts";
import { PasteDetector } from "./paste-detector.ts";
import { nameControlKey, nameSequenceKey } from "./sequence-key.ts";
import { findWriter } from "./terminal-answer.ts";
import { decodeUtf8, measureUtf8 } from "./utf8-character.ts";

/**
 * The silence after which something unfinished is given up, in milliseconds. An ESC that may still be the start of a sequence is the
 * key Esc then, and one before the start of a string a key with Alt; a sequence costs one key that comes before, an answer all.
 */
const TIMEOUTS_MS = { escape: 50, sequence: 10_000, string: 1_000 } as const;

/** The time for which the rest of a sequence may come after its ESC was taken for a key, in milliseconds. */
const LATE_REST_MS = 10_000;

/** The gap that such a rest may have in it, in milliseconds: a person who types `[` after Esc sees it that much later. */
const LATE_GAP_MS = 20;

/** The longest string, in bytes: past it, what comes is input again. */
const MAX_STRING_BYTES = 64 * 1024;

/** The silence in a paste after which its end counts as lost, in milliseconds: else every later key would be part of it. */
const PASTE_TIMEOUT_MS = 10_000;

/** The longest paste that is kept, in bytes: a message holds at most 64 KiB. */
const MAX_PASTE_BYTES = 1024 * 1024;

const ESC = "\x1b";
const PASTE_END = "\x1b[201~";

/** The start of a sequence that was given up, and the time until which its rest may still come. */
type GivenUp = { readonly start: string; readonly until: number };

/** An event from a terminal. With `kitty-keyboard` it has said that it has the keyboard protocol of kitty. */
export type TerminalEvent = InputEvent | { readonly kind: "kitty-keyboard" };

/**
 * Turns the bytes of a terminal into what the user did. Whole sequences are understood or ignored, and nothing of one is
 * ever typed: however it is cut, also when an ESC comes alone and the rest late. Times are in milliseconds, of any clock
 * that never goes back.
 *
 * It has no timer: call {@link expire} when the {@link deadline} has come.
 */
export class InputDecoder {
  readonly #emit: (event: TerminalEvent) => void;
  readonly #pastes: PasteDetector;
  /** The start of something whose end has not come. */
  #pending = "";
  /** The bytes of `#pending` that came in the same read as its start. A person's key comes alone, or with others behind it. */
  #ownBytes = 0;
  #timeoutMs = 0;
  #lastAt = 0;
  #givenUp: GivenUp | null = null;
  /** True while `#pending` is a late rest behind an ESC that was not in the input. */
  #isLateRest = false;
  /** The bytes of a paste that has begun; `null` between pastes. */
  #pasted: string | null = null;
  #stringBytes = 0;

  constructor(emit: (event: TerminalEvent) => void) {
    this.#emit = emit;
    this.#pastes = new PasteDetector(emit);
  }

  /** The time at which {@link expire} is to be called; `null` while nothing is unfinished. */
  get deadline(): number | null {
    const own = this.#pending !== "" || this.#pasted !== null ? this.#lastAt + this.#timeoutMs : null;
    const { deadline } = this.#pastes;
    return own === null || deadline === null ? (own ?? deadline) : Math.min(own, deadline);
  }

  /** Takes bytes, one character of the string for each. */
  push(bytes: string, now: number): void {
    // A timer that the machine was too busy for has still run out.
    this.expire(now);
    const givenUp = this.#givenUp;
    this.#givenUp = null;
    this.#lastAt = now;
    this.#pastes.begin(now);
    let rest = this.#pending + bytes;
    if (this.#pending === "") this.#ownBytes = 0;
    this.#pending = "";
    if (givenUp && rest !== "") rest = this.#takeLateRest(rest, givenUp);
    this.#read(rest);
    this.#pastes.end();
  }

  /** Gives up what has waited too long for its end. */
  expire(now: number): void {
    this.#pastes.expire(now);
    if (this.#pending === "" && this.#pasted === null) return;
    if (now < this.#lastAt + this.#timeoutMs) return;
    const pending = this.#pending;
    this.#pending = "";
    if (this.#pasted !== null) return this.#endPaste(pending);
    const isString = this.#stringBytes > 0;
    this.#stringBytes = 0;
    const isTyped = isString && pending.length > this.#ownBytes && findWriter(pending) !== "terminal";
    if (this.#isLateRest || isTyped) {
      this.#pastes.begin(now);
      this.#read(pending.slice(this.#skipKey(pending)));
      this.#pastes.end();
    } else if (pending === ESC || pending === ESC + ESC) {
      this.#emitKey("Esc");
      this.#givenUp = { start: ESC, until: now + LATE_REST_MS };
    } else if (isString) {
      // Its end may still come.
      this.#givenUp = { start: pending, until: now + LATE_REST_MS };
    }
  }

  /** Reads what comes behind an ESC or a string that was given up as its rest, when it looks like one. */
  #takeLateRest(bytes: string, { start, until }: GivenUp): string {
    if (this.#lastAt > until) return bytes;
    if (start !== ESC) {
      const scan = scanSequence(start + bytes, 0);
      if (scan.kind === "whole") return bytes.slice(scan.end - start.length);
      const goesOn = findWriter(start) === "undecided" && findWriter(start + bytes) === "terminal";
      return scan.kind === "partial" && goesOn ? start + bytes : bytes;
    }
    // A letter behind an ESC would be a key with Alt: here it is typed.
    if (!/^[[O\]P^_X]/.test(bytes)) return bytes;
    const scan = scanSequence(ESC + bytes, 0);
    if (scan.kind === "partial") {
      this.#isLateRest = true;
      return ESC + bytes;
    }
    return scan.kind === "whole" && this.#isCertain(scan, ESC + bytes) ? ESC + bytes : bytes;
  }

  /** Returns whether a late rest is a sequence, and no typed text that happens to look like one. */
  #isCertain({ sequence, hasAlt, end }: Extract<SequenceScan, { kind: "whole" }>, bytes: string): boolean {
    if (sequence.kind === "string" || sequence.kind === "old-mouse") return true;
    if (nameSequenceKey(sequence, hasAlt) !== null || readMouseReport(sequence)) return true;
    // Of SS3 the keypad is left: `OK` is a word.
    if (sequence.kind === "ss3") return /[IMXj-y]/.test(sequence.final);
    return end === bytes.length || startsSequence(bytes, end);
  }

  #read(bytes: string): void {
    let index = 0;
    while (index < bytes.length) {
      if (this.#pasted !== null) index = this.#readPaste(bytes, index);
      else if (startsSequence(bytes, index)) index = this.#readSequence(bytes, index);
      else index = this.#readCharacters(bytes, index);
    }
  }

  #readSequence(bytes: string, start: number): number {
    if (this.#ownBytes === 0 || start > 0) this.#ownBytes = bytes.length - start;
    const scan = scanSequence(bytes, start);
    if (scan.kind === "partial") return this.#await(bytes, start, scan.part);
    const isTyped = scan.kind === "broken" && findWriter(bytes.slice(start, scan.end)) === "person";
    if (isTyped) return start + this.#skipKey(bytes.slice(start));
    this.#isLateRest = false;
    this.#stringBytes = 0;
    if (scan.kind !== "whole") return scan.end;
    const isString = scan.sequence.kind === "string";
    const background = isString ? readBackground(bytes.slice(start, scan.end)) : null;
    if (background !== null) this.#answer({ kind: "background", background });
    if (!isString) this.#emitSequence(scan.sequence, scan.hasAlt);
    return scan.end;
  }

  /** Keeps the start of a sequence until its end comes. */
  #await(bytes: string, start: number, part: keyof typeof TIMEOUTS_MS): number {
    const pending = bytes.slice(start);
    const writer = part === "string" ? findWriter(pending) : "terminal";
    if (writer === "person") return start + this.#skipKey(pending);
    this.#pending = pending;
    this.#timeoutMs = this.#isLateRest ? LATE_GAP_MS : TIMEOUTS_MS[writer === "undecided" ? "escape" : part];
    if (part === "string") this.#trimString();
    return bytes.length;
  }

  /** Returns the length of the key before typed text: Esc when it came alone, else a key with Alt, which does nothing. */
  #skipKey(pending: string): number {
    const escapes = pending.search(/\P{Cc}/u);
    const isEsc = this.#isLateRest || this.#ownBytes <= escapes;
    if (isEsc && !this.#isLateRest) this.#emitKey("Esc");
    this.#isLateRest = false;
    this.#stringBytes = 0;
    return isEsc ? escapes : escapes + 1;
  }

  /** Keeps of a long string only its end, behind SOS, as only a terminal could write it: no more is needed to find the end. */
  #trimString(): void {
    const KEPT = 64;
    this.#stringBytes += Math.max(1, this.#pending.length - (this.#stringBytes > 0 ? KEPT : 0));
    if (this.#stringBytes > MAX_STRING_BYTES) {
      this.#pending = "";
      this.#stringBytes = 0;
      return;
    }
    if (this.#isLateRest || this.#pending.length <= KEPT) return;
    // The rest of a character could be taken for a control.
    this.#pending = `\x98${this.#pending.slice(1 - KEPT).replace(/^[\x80-\xbf]+/, "")}`;
  }

  #readPaste(bytes: string, start: number): number {
    const end = bytes.indexOf(PASTE_END, start);
    if (end !== -1) {
      this.#endPaste(bytes.slice(start, end));
      return end + PASTE_END.length;
    }
    // The end may be cut: what may be its start waits.
    let keep = Math.min(PASTE_END.length - 1, bytes.length - start);
    while (!PASTE_END.startsWith(bytes.slice(bytes.length - keep))) keep--;
    this.#addPasted(bytes.slice(start, bytes.length - keep));
    this.#pending = keep === 0 ? "" : bytes.slice(-keep);
    this.#timeoutMs = PASTE_TIMEOUT_MS;
    return bytes.length;
  }

  #addPasted(bytes: string): void {
    const pasted = this.#pasted ?? "";
    this.#pasted = pasted.length < MAX_PASTE_BYTES ? pasted + bytes : pasted;
  }

  #endPaste(bytes: string): void {
    this.#addPasted(bytes);
    const text = decodeUtf8(this.#pasted ?? "");
    this.#pasted = null;
    this.#pastes.flush();
    if (text !== "") this.#emit({ kind: "paste", text });
  }

  #readCharacters(bytes: string, start: number): number {
    let end = start;
    while (end < bytes.length && !startsSequence(bytes, end)) {
      const length = measureUtf8(bytes, end);
      if (length === "partial") {
        this.#emitCharacters(bytes.slice(start, end));
        this.#pending = bytes.slice(end);
        this.#timeoutMs = TIMEOUTS_MS.sequence;
        return bytes.length;
      }
      end += Math.max(1, length);
    }
    this.#emitCharacters(bytes.slice(start, end));
    return end;
  }

  /** Emits text and control characters in their order. C1 controls, and bytes that are no UTF-8, mean nothing. */
  #emitCharacters(bytes: string): void {
    for (const [part] of decodeUtf8(bytes).matchAll(/\p{Cc}|\P{Cc}+/gu)) {
      if (/^\P{Cc}/u.test(part)) this.#pastes.addText(part);
      else if (part < "\x80") this.#pastes.addKey(nameControlKey(part), part);
    }
  }

  #emitSequence(sequence: EscapeSequence, hasAlt: boolean): void {
    if (sequence.kind === "csi" && sequence.final === "~" && sequence.parameters === "200") {
      this.#pastes.flush();
      this.#pastes.trustMarks();
      this.#pasted = "";
      this.#timeoutMs = PASTE_TIMEOUT_MS;
      return;
    }
    if (sequence.kind === "csi" && sequence.final === "u" && /^\?\d+$/.test(sequence.parameters)) {
      return this.#answer({ kind: "kitty-keyboard" });
    }
    if (sequence.kind === "csi" && sequence.parameters === "" && /[IO]/.test(sequence.final)) {
      this.#pastes.flush();
      return this.#emit({ kind: "focus", hasFocus: sequence.final === "I" });
    }
    const mouse = readMouseReport(sequence);
    if (mouse) {
      this.#pastes.flush();
      return this.#emit(mouse);
    }
    const key = nameSequenceKey(sequence, hasAlt);
    if (key !== null) this.#emitKey(key);
  }

  /** Terminals that answer such questions mark their pastes as well, which is switched on before they are asked. */
  #answer(event: TerminalEvent): void {
    this.#pastes.trustMarks();
    this.#emit(event);
  }

  #emitKey(name: string): void {
    this.#pastes.flush();
    this.#emit({ kind: "key", name });
  }
}
