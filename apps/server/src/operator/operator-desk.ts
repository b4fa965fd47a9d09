import { describe } from "@chat/command-line/describe";
import { explainUnknown } from "@chat/command-line/known-options";
import { displayText } from "@chat/protocol";
import {
  type OperatedServer,
  type OperatorCommand,
  type OperatorLine,
  operatorCommands,
  type Proposal,
  unquote,
} from "./operator-commands.ts";

/** The answer to a line. */
export interface OperatorAnswer {
  /**
   * - `done`: the text is the outcome;
   * - `asks`: it is done after a `yes`, and the text says what it will do;
   * - `refused`: nothing was done, and the text says why, and what is allowed.
   */
  readonly kind: "done" | "asks" | "refused";
  /** One line or more, safe for a terminal. */
  readonly text: string;
}

/** Answers what one operator types, line by line. What may hit many is done after a `yes`. */
export class OperatorDesk {
  readonly #server: OperatedServer;
  readonly #by: string;
  #proposal: Proposal | null = null;

  /** @param by - the operator, for the log */
  constructor(server: OperatedServer, by: string) {
    this.#server = server;
    this.#by = by;
  }

  /** @param line - what was typed, or its words, of which none has to be in quotes */
  async answer(line: string | readonly string[]): Promise<OperatorAnswer> {
    try {
      const result = await this.#run(line);
      const [kind, text] = typeof result === "string" ? (["done", result] as const) : (["asks", result.text] as const);
      return { kind, text: displayText(text, { newlines: "keep" }) };
    } catch (error) {
      return { kind: "refused", text: displayText(error instanceof Error ? error.message : describe(error)) };
    }
  }

  async #run(line: string | readonly string[]): Promise<string | Proposal> {
    const { words: all, textFrom } = readLine(line);
    const [word, ...words] = [all[0]?.replace(/^:/, "") ?? "", ...all.slice(1)];
    const proposal = this.#proposal;
    this.#proposal = null;
    if (word === "help" || word === "") return writeHelp();
    if (word === "yes") {
      if (!proposal) throw new RangeError('There is nothing to say yes to: "help" lists what you can type.');
      return proposal.carryOut();
    }
    const command = Object.hasOwn(operatorCommands, word) ? operatorCommands[word] : undefined;
    if (!command) throw new RangeError(explainUnknown("command", word, WORDS));
    if (words.length < countNeeded(command)) throw new RangeError(`${word} needs more: ${word} ${command.operands}`);
    const name = unquote(words[0] ?? "");
    const answer = await command.run({ server: this.#server, by: this.#by, words, name, textFrom });
    if (typeof answer !== "string") this.#proposal = answer;
    return answer;
  }
}

/** The words behind an answer that asks. */
export const TYPE_YES = 'Type "yes" to do it.';

const WORDS = [...Object.keys(operatorCommands), "yes", "help"];

/** Finds the words of a line: one in quotes may have spaces. The text of an act begins behind the word of the command. */
function readLine(line: string | readonly string[]): Pick<OperatorLine, "words" | "textFrom"> {
  if (typeof line !== "string") return { words: line, textFrom: (index) => line.slice(index + 1).join(" ") };
  const found = [...line.matchAll(/"[^"]*"|\S+/g)];
  return {
    words: found.map(([word]) => word),
    textFrom: (index) => unquote(line.slice(found[index + 1]?.index ?? line.length).trimEnd()),
  };
}

/** Returns the number of words that a command needs at least. */
function countNeeded({ operands }: OperatorCommand): number {
  return operands.split(" ").filter((operand) => /^\w/.test(operand)).length;
}

function writeHelp(): string {
  const rows = Object.entries(operatorCommands).map(([word, { operands, summary }]) => [
    `${word} ${operands}`,
    summary,
  ]);
  const all = [...rows, ["yes", "do what was asked about"], ["help", "this list"]];
  const lines = all.map(([left = "", right]) => `  ${left.padEnd(34)}${right}`);
  const notes = [
    "A TIME is 30s, 15m, 2h or 7d, else 15m.",
    'A name with spaces, or one that looks like an address, stands in quotes: kick "Ada L".',
  ];
  return [...lines, ...notes].join("\n");
}
