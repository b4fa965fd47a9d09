import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A rule's number, such as `C-10`. */
export type RuleNumber = `C-${number}`;
/** The kinds of programs that a rule can bind. */
type Party = "client" | "server" | "display";
export type Strength = "MUST" | "SHOULD" | "MAY";

/** A rule, as the contract has it. */
export interface Rule {
  readonly number: RuleNumber;
  /** Its words, on one line. */
  readonly text: string;
  /** Its words with all lines, as Markdown. */
  readonly markdown: string;
  /** Whom it binds, and how strongly. A display has two marks: the stronger one is here. */
  readonly marks: Readonly<Partial<Record<Party, Strength>>>;
}

const require = createRequire(import.meta.url);

/** Reads every rule from the page of the contract, which `@chat/protocol` brings along beside the schema: there is no second copy of it. */
export function readRules(): readonly Rule[] {
  const folder = dirname(require.resolve("@chat/protocol/schema.json"));
  const page = readFileSync(join(folder, "CONTRACT.md"), "utf8");
  const rules = page.matchAll(/^\*\*\[(C-\d+)\]\*\* \(([^)]+)\) ([\s\S]*?)(?=^\*\*\[C-|^## )/gm);
  return [...rules].map(([, number, marks = "", text = ""]) => ({
    number: number as RuleNumber,
    text: text.replace(/\s+/g, " ").trim(),
    markdown: text.trim(),
    marks: readMarks(marks),
  }));
}

function readMarks(text: string): Rule["marks"] {
  const marks: Partial<Record<Party, Strength>> = {};
  for (const mark of text.split(", ")) {
    const [party, strength] = mark.split(" ") as [Party, Strength];
    marks[party] ??= strength;
  }
  return marks;
}

/** A vector of the contract: an example of a rule. Its README says how to read one. */
export interface Vector<Input, Expected> {
  readonly id: string;
  readonly rule: RuleNumber;
  readonly profiles: readonly string[];
  readonly input: Input;
  readonly expected: Expected;
  readonly hint: string;
}

/** Reads the vectors of one kind, such as `handshake`. */
export function readVectors<Input, Expected>(kind: string): readonly Vector<Input, Expected>[] {
  return JSON.parse(readFileSync(require.resolve(`@chat/protocol/vectors/${kind}.json`), "utf8")).vectors;
}

/** Bytes as a vector writes them. */
export type VectorBytes =
  | { readonly text: string }
  | { readonly base64: string }
  | { readonly parts: readonly (VectorBytes | { readonly repeat: string; readonly times: number })[] };

/** Turns the bytes of a vector, or a text that may be in parts, into bytes. */
export function bytesOf(input: VectorBytes | string): Buffer {
  if (typeof input === "string") return Buffer.from(input);
  if ("text" in input) return Buffer.from(input.text);
  if ("base64" in input) return Buffer.from(input.base64, "base64");
  return Buffer.concat(
    input.parts.map((part) => ("repeat" in part ? Buffer.from(part.repeat.repeat(part.times)) : bytesOf(part))),
  );
}
