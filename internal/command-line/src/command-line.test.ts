import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineCommand } from "./command.ts";
import { readCommandLine } from "./command-line.ts";
import { exampleCommand } from "./example-command.ts";
import { optionInfos } from "./option.ts";

function readOptions(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const commandLine = readCommandLine(exampleCommand, args, environment);
  if (commandLine.kind !== "run") throw new Error(`Expected options, not ${JSON.stringify(commandLine)}.`);
  return commandLine.options;
}

function readProblems(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const commandLine = readCommandLine(exampleCommand, args, environment);
  return commandLine.kind === "wrong" ? commandLine.problems : [];
}

describe("readCommandLine", () => {
  it("fills in the defaults", () => {
    expect(readOptions([])).toEqual({ port: 65432, teaName: undefined, addition: [], quiet: false });
  });

  it("takes a value behind = or as the next argument", () => {
    expect(readOptions(["--port=5000", "--tea-name", "mint"])).toMatchObject({ port: 5000, teaName: "mint" });
  });

  it("takes a value that begins with a dash behind = alone", () => {
    expect(readOptions(["--tea-name=-mint"]).teaName).toBe("-mint");
    expect(readProblems(["--tea-name", "-mint"])[0]).toBe("--tea-name lacks its value: it has to be a name.");
  });

  it("takes a dash alone as a value", () => {
    expect(readOptions(["--tea-name", "-", "--port", "5000"])).toMatchObject({ teaName: "-", port: 5000 });
  });

  it("takes every option from the environment, and a flag before it", () => {
    const environment = { CHAT_PORT: "1", CHAT_TEA_NAME: "mint", CHAT_ADDITION: "milk", CHAT_QUIET: "1" };
    expect(readOptions([], environment)).toEqual({ port: 1, teaName: "mint", addition: ["milk"], quiet: true });
    const args = ["--port=2", "--addition=sugar", "--quiet=false"];
    expect(readOptions(args, environment)).toMatchObject({ port: 2, addition: ["sugar"], quiet: false });
  });

  it("lets a flag win over a wrong variable, and an empty variable count as not set", () => {
    expect(readOptions(["--port=5000"], { CHAT_PORT: "many", CHAT_TEA_NAME: "" })).toMatchObject({ port: 5000 });
  });

  it("lets the last one of equal flags win, and gathers those that are repeatable", () => {
    expect(readOptions(["--port=1", "--port=2"]).port).toBe(2);
    expect(readOptions(["--addition=sugar", "--addition", "milk"]).addition).toEqual(["sugar", "milk"]);
  });

  it.each([
    [["--port", "70000"], '--port is "70000": it has to be a whole number from 1 to 65535.'],
    [["--port=-1"], '--port is "-1": it has to be a whole number from 1 to 65535.'],
    [["--port=1e3"], '--port is "1e3": it has to be a whole number from 1 to 65535.'],
    [["--port="], '--port is "": it has to be a whole number from 1 to 65535.'],
    [["--port"], "--port lacks its value: it has to be a whole number from 1 to 65535."],
    [["--tea-name", "--quiet"], "--tea-name lacks its value: it has to be a name."],
    [["--tea-name=a,b"], '--tea-name is "a,b": A name can\'t have a comma.'],
    [["--addition=\u001b[2J"], '--addition is "␛[2J": it has to be milk, sugar or lemon.'],
    [
      ["--addition=milk", "--addition=salt", "--addition=sugar"],
      '--addition is "salt": it has to be milk, sugar or lemon.',
    ],
    [["--addition=milk", "--addition=lemon"], "Milk and lemon do not go together."],
    [["--quiet=perhaps"], '--quiet is "perhaps": it has to be true or false.'],
    [["5000"], '"5000" belongs to no option. An example of one: --port 5000.'],
    [["--", "--port"], '"--port" belongs to no option. An example of one: --port 5000.'],
    [["--prot", "5000"], "There is no option --prot. Did you mean --port?"],
    [["--teaName=mint"], "There is no option --teaName. Did you mean --tea-name?"],
    [["--versoin"], "There is no option --versoin. Did you mean --version?"],
    [["--tea-kind", "mint"], "--tea-kind is called --tea-name now."],
    [["--constructor"], "There is no option --constructor."],
    [["-p", "5000"], "There is no option -p."],
  ])("explains what is wrong with %j", (args, problem) => {
    expect(readProblems(args)).toEqual([problem]);
  });

  it("names the variable when that is wrong", () => {
    expect(readProblems([], { CHAT_PORT: "x" })).toEqual([
      'CHAT_PORT is "x": it has to be a whole number from 1 to 65535.',
    ]);
  });

  it("tells all mistakes at once", () => {
    expect(
      readProblems(["--port=x", "--prot=5", "--addition=salt", "--addition=sand"], { CHAT_QUIET: "x" }),
    ).toHaveLength(5);
  });

  it("says that an option without a default is missing", () => {
    const schema = z.object({
      bots: z.string().register(optionInfos, {
        group: "Load",
        placeholder: "<bots>",
        default: "none",
        allowed: "a number",
        summary: "How many.",
      }),
    });
    const command = defineCommand({ ...exampleCommand, schema });
    expect(readCommandLine(command, [], {})).toEqual({
      kind: "wrong",
      problems: ["--bots is missing: it has to be a number."],
    });
  });

  it("gives what stands besides the options to a command that wants it", () => {
    const command = defineCommand({ ...exampleCommand, operands: "FILE…" });
    expect(readCommandLine(command, ["a.txt", "--port=1", "b.txt", "--", "--quiet"], {})).toMatchObject({
      kind: "run",
      options: { port: 1, quiet: false },
      operands: ["a.txt", "b.txt", "--quiet"],
    });
  });

  it("parts what stands besides the options by two dashes", () => {
    const command = defineCommand({ ...exampleCommand, operands: "FILE…" });
    const groupsOf = (args: string[]) => {
      const commandLine = readCommandLine(command, args, {});
      return commandLine.kind === "run" ? commandLine.operandGroups : null;
    };
    expect(groupsOf([])).toEqual([[]]);
    expect(groupsOf(["a", "b"])).toEqual([["a", "b"]]);
    expect(groupsOf(["a", "b", "--", "c", "--", "d"])).toEqual([["a", "b"], ["c"], ["d"]]);
    expect(groupsOf(["--port=1", "--", "c"])).toEqual([[], ["c"]]);
  });

  it.each([
    [["--help"], "help"],
    [["-h"], "help"],
    [["--port=x", "--help"], "help"],
    [["--version"], "version"],
  ])("reads %j as a wish for something to read", (args, kind) => {
    expect(readCommandLine(exampleCommand, args, { CHAT_PORT: "x" })).toEqual({ kind });
  });

  it("does not take a variable for a wish for something to read", () => {
    expect(readCommandLine(exampleCommand, [], { CHAT_VERSION: "1.2.3", CHAT_HELP: "1" }).kind).toBe("run");
  });
});
