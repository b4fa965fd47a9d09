import { describe, expect, it } from "vitest";
import { defineCommand } from "./command.ts";
import { exampleCommand } from "./example-command.ts";
import { writeHelp, writeProblems } from "./help.ts";

describe("writeHelp", () => {
  it("shows examples, the options by group, what is allowed and the defaults", () => {
    expect(writeHelp(exampleCommand)).toBe(`brew: makes tea for a class.

Usage: brew [--option value | --option=value] …

Examples
  brew --tea-name mint                            one cup
  brew --addition sugar --addition milk --quiet   as they like it

Network
  --port <port>
      TCP port of the kettle.
      Allowed: a whole number from 1 to 65535. Default: 65432.

Tea
  --tea-name <name>
      Which tea.
      Allowed: a name. Default: any.
  --addition <what>
      What goes into each cup, however long the sentence is that says so, and it is longer than one
      line can be.
      Allowed: milk, sugar or lemon. Default: none. It may be given many times.
  --quiet
      Do not whistle.

Other
  --help, -h
      Show this text.
  --version
      Show the version.

Exit codes: 0 made, 1 spilt, 2 wrong option.
`);
  });

  it("tells what may stand besides the options", () => {
    const help = writeHelp(defineCommand({ ...exampleCommand, operands: "FILE…" }));
    expect(help).toContain("\nUsage: brew [--option value | --option=value] … FILE…\n");
  });

  it("keeps the purposes of examples in a column, however long their lines are", () => {
    const line = `brew --tea-name ${"mint".repeat(10)}`;
    const examples = [{ line, purpose: "much" }, ...exampleCommand.examples];
    const help = writeHelp(defineCommand({ ...exampleCommand, examples }));
    expect(help).toContain(`  ${line}  much\n  ${"brew --tea-name mint".padEnd(line.length)}  one cup\n`);
  });
});

describe("writeProblems", () => {
  it("says in a line each what was wrong, and where to read more", () => {
    expect(writeProblems(exampleCommand, ["The first.", "The second."])).toBe(
      "brew: The first.\nbrew: The second.\nbrew --help tells which options there are.\n",
    );
  });
});
