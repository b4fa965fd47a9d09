/** A key press as `node:readline`'s `emitKeypressEvents` reports it. */
export interface Keypress {
  readonly sequence: string;
  readonly name?: string | undefined;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

/** Names a key in readline's notation: `C-a`, `M-b`, `S-Tab`, `PgUp`; `null` for plain text and what has no name. */
export function keyName(_key: Keypress): string | null {
  throw new Error("Not written yet.");
}

/** Gives the text that a key press types, or `null` when it types none. */
export function typedText(_key: Keypress): string | null {
  throw new Error("Not written yet.");
}
