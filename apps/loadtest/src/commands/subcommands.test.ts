import { writeHelp } from "@chat/command-line";
import { describe, expect, it } from "vitest";
import { subcommands } from "./subcommands.ts";

/** Creates an output that keeps what is written to it. */
function createOutput() {
  const texts: string[] = [];
  const stream = { write: (text: string) => texts.push(text) > 0 } as unknown as NodeJS.WriteStream;
  return { texts, stream };
}

async function execute(word: string, args: readonly string[]) {
  const [output, errors] = [createOutput(), createOutput()];
  const context = {
    commandLine: "",
    stdout: output.stream,
    stderr: errors.stream,
    signal: new AbortController().signal,
  };
  const exitCode = await subcommands[word]?.execute(args, {}, context);
  return { exitCode, output: output.texts.join(""), errors: errors.texts.join("") };
}

describe("a command line that is wrong", () => {
  it.each<[string[], string]>([
    [["stress", "--bots", "0"], '--bots is "0": it has to be a whole number from 1 to 100000.'],
    [["stress", "--duration", "10"], '--duration is "10": a duration is a number with its unit'],
    [["stress", "--duration", "2m", "--size", "64KiB"], '--size is "64KiB": it has to be from 1 to 64512 bytes.'],
    [["stress", "--fail-if", "p99>50"], '--fail-if is "p99>50": a duration is a number with its unit'],
    [["stress", "--pid", "1", "--spawn", "x"], "--pid and --spawn exclude one another"],
    [["stress", "--spawn-log", "x"], "--spawn-log goes with --spawn alone."],
    [["stress", "--churn", "10%"], '--churn is "10%": a rate is a number for each second'],
    [["stress", "--churn", "0/s"], '--churn is "0/s": it has to be more than 0 and at most 100000 a second.'],
    [["stress", "--away", "5s"], "--away goes with --churn alone: without it nobody leaves."],
    [["stress", "--churn", "1/s", "--away", "5s-1s"], '--away is "5s-1s": a range is one duration'],
    [["bench", "--rate", "5000/s", "--in-flight", "5"], "--rate and --in-flight exclude one another"],
    [["bench", "--workload", "shot"], '--workload is "shot": it has to be connect, dm or shout.'],
    [["bench", "--scenario", "dm"], "--scenario is called --workload now."],
    [["bench", "--users", "5", "--shouters", "6"], "--shouters can't be more than --users."],
    [["run"], "It needs one scenario file."],
    [["run", "there-is-none.json"], "there-is-none.json is no scenario:\n  there is no such file"],
    [["breaking-point", "--max-clients", "many"], "it has to be a whole number from 1 to 1000000, or infinite."],
    [["breaking-point", "--steps", "5"], "There is no option --steps. Did you mean --step?"],
    [["report"], "It needs at least one file that a run wrote with --json."],
    [["report", "there-is-none.json"], "there-is-none.json does not exist"],
    [["report", "a.json", "--"], "It needs a file before the two dashes and one behind them."],
    [["report", "a.json", "--", "b.json", "--", "c.json"], "It compares two groups"],
    [
      ["report", "a.json", "--", "b.json", "--html", "x"],
      "--html stands behind the two dashes: options go before them.",
    ],
  ])("%j starts nothing", async ([word = "", ...args], problem) => {
    const { exitCode, output, errors } = await execute(word, args);
    expect(errors).toContain(problem);
    expect(exitCode).toBe(2);
    expect(output).toBe("");
  });
});

describe.each(Object.entries(subcommands))("the help of %s", (word, { command }) => {
  it("is what --help prints", async () => {
    expect(await execute(word, ["--help"])).toEqual({ exitCode: 0, output: writeHelp(command), errors: "" });
  });

  it("fits 100 columns", () => {
    for (const line of writeHelp(command).split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it("has examples and the exit codes", () => {
    expect(command.name).toBe(`chat-load ${word}`);
    expect(writeHelp(command)).toContain(`  chat-load ${word}`);
    expect(writeHelp(command)).toContain("Exit codes: 0 ");
  });
});
