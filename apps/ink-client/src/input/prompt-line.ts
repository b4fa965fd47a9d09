import type { LocalCommandName } from "./local-commands.ts";

/** What a line from the prompt asks for. */
export type PromptLine =
  | { readonly kind: "empty" }
  /** For the current conversation. */
  | { readonly kind: "say"; readonly text: string }
  /** For one person, in the spelling of the known names if it is one of them. */
  | { readonly kind: "direct"; readonly to: string; readonly text: string }
  | { readonly kind: "endpoint"; readonly endpoint: `/${string}`; readonly text: string }
  | { readonly kind: "local"; readonly command: LocalCommandName; readonly argument: string }
  /** Nothing that could be sent; `problem` is a sentence that says how to do it right. */
  | { readonly kind: "wrong"; readonly problem: string };

/** Tells what a line asks for. Never throws, whatever was typed or pasted. */
export function readPromptLine(_line: string, _knownNames: Iterable<string>): PromptLine {
  throw new Error("Not written yet.");
}
