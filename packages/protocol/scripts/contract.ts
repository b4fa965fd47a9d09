import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { ChatMessageSchema } from "../src/schema.ts";

const contractUrl = new URL("../contract/", import.meta.url);

/** File of the sealed hashes: one line for each rule, the schema and each vector. */
export const sealUrl = new URL("contract.sha256", contractUrl);

/** One example of a rule, as its file has it. */
interface Vector {
  readonly id: string;
  readonly rule: string;
  readonly profiles: readonly Profile[];
  readonly input: unknown;
  readonly expected: unknown;
  readonly hint: string;
}

/** The programs that pass a vector: see CONTRACT.md. */
type Profile = "client" | "server" | "complete";

export interface VectorFile {
  readonly kind: string;
  readonly vectors: readonly Vector[];
}

/**
 * The words of each rule of CONTRACT.md, by its number. A rule runs to the next one or to the next heading; how its lines are
 * broken does not matter.
 */
export function readRules(): Map<string, string> {
  const rules = new Map<string, string>();
  for (const part of readText("CONTRACT.md").split(/^(?=\*\*\[C-\d+\]\*\*|## )/m)) {
    const number = /^\*\*\[(C-\d+)\]\*\*/.exec(part)?.[1];
    if (number === undefined) continue;
    if (rules.has(number)) throw new Error(`CONTRACT.md has two rules ${number}.`);
    rules.set(number, part.replace(/\s+/g, " ").trim());
  }
  return rules;
}

export function readVectorFiles(): VectorFile[] {
  const names = readdirSync(new URL("vectors/", contractUrl)).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => readJson(`vectors/${name}`) as VectorFile);
}

/** Reads a JSON file of the contract by its name in the folder. */
export function readJson(name: string): unknown {
  return JSON.parse(readText(name));
}

/** Makes what `message.schema.json` has to hold. */
export function makeMessageSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(ChatMessageSchema);
  return {
    $schema,
    $id: "urn:chat:contract:message",
    title: "ChatMessage",
    description: "The one message of the chat contract: these four strings and nothing else.",
    ...schema,
    examples: [{ from: { name: "Ada", ip: "192.0.2.7" }, to: "Bob", msg: "Hi Bob!" }],
  };
}

/** Returns the hash of each part of the contract as it stands in the files, by what the part is called. */
export function hashContract(): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const [number, words] of readRules()) hashes.set(`rule ${number}`, sha256(words));
  hashes.set("schema message.schema.json", sha256(canonicalJson(readJson("message.schema.json"))));
  for (const { vectors } of readVectorFiles()) {
    for (const vector of vectors) hashes.set(`vector ${vector.id}`, sha256(canonicalJson(vector)));
  }
  return hashes;
}

/** Reads the sealed hashes: lines like those of the command `sha256sum`. */
export function parseSeal(text: string): Map<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

/** Writes hashes the way {@link parseSeal} reads them, sorted so that the same contract is the same bytes. */
export function formatSeal(hashes: ReadonlyMap<string, string>): string {
  return [...hashes.entries()]
    .map(([part, hash]) => `${hash}  ${part}\n`)
    .sort((a, b) => compare(a.slice(66), b.slice(66)))
    .join("");
}

export interface Drift {
  /** Differences that break the promise that the contract never changes. */
  readonly broken: readonly string[];
  /** Allowed additions that are not sealed yet. */
  readonly unsealed: readonly string[];
}

/** Describes how the contract differs from its seal. */
export function describeDrift(sealed: ReadonlyMap<string, string>, current: ReadonlyMap<string, string>): Drift {
  const broken: string[] = [];
  for (const [part, hash] of sealed) {
    const now = current.get(part);
    if (now === undefined) broken.push(`The ${part} is gone. The contract never changes: put it back.`);
    else if (now !== hash) broken.push(`The ${part} has changed. The contract never changes: put back what it said.`);
  }
  const unsealed: string[] = [];
  for (const part of current.keys()) {
    if (sealed.has(part)) continue;
    if (part.startsWith("vector ")) {
      unsealed.push(`The ${part} is new. Run "pnpm --filter @chat/protocol contract:seal", which only ever adds.`);
    } else broken.push(`The ${part} is new. Only vectors can be added to the contract.`);
  }
  return { broken, unsealed };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Writes JSON as RFC 8785 does: keys sorted, no white space. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compare(a, b)))
      : part,
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function readText(name: string): string {
  return readFileSync(new URL(name, contractUrl), "utf8");
}
