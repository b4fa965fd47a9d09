import type { MouseEvent } from "../input/input-event.ts";
import type { EscapeSequence } from "./escape-sequence.ts";

const WHEEL_UP = 64;
const WHEEL_DOWN = 65;

/** Bits of the modifiers Shift, Alt and Ctrl: with one of them, the wheel is still the wheel. */
const MODIFIERS = 4 | 8 | 16;

/**
 * Reads a mouse report of mode 1006, the only one that we ask for: others are left over from a program that crashed.
 * Releases, other buttons and clicks with a modifier mean nothing.
 */
export function readMouseReport(sequence: EscapeSequence): MouseEvent | null {
  if (sequence.kind !== "csi" || sequence.final !== "M") return null;
  const [, button, column, row] = /^<(\d{1,3});(\d{1,5});(\d{1,5})$/.exec(sequence.parameters) ?? [];
  const action = readAction(Number(button));
  if (action === null || column === undefined || row === undefined) return null;
  return { kind: "mouse", action, column: Number(column) - 1, row: Number(row) - 1 };
}

function readAction(button: number): MouseEvent["action"] | null {
  if ((button & ~MODIFIERS) === WHEEL_UP) return "wheel-up";
  if ((button & ~MODIFIERS) === WHEEL_DOWN) return "wheel-down";
  return button === 0 ? "click" : null;
}
