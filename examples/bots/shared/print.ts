import { displayText } from "@chat/protocol";

/** Prints a line of a bot. It may quote others, and their texts can contain what controls a terminal. */
export function print(name: string, text: string): void {
  console.log(`${name}: ${displayText(text)}`);
}

/** Prints what went wrong, and ends the program. */
export function fail(name: string, text: string, exitCode: 1 | 2): never {
  console.error(`${name}: ${displayText(text)}`);
  process.exit(exitCode);
}
