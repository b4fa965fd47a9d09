import { writeHelp } from "@chat/command-line";
import { describe, expect, it } from "vitest";
import { chatCommand } from "./chat-command.ts";

describe("the help", () => {
  const help = writeHelp(chatCommand);

  it("fits 100 columns", () => {
    for (const line of help.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it("has examples and the exit codes", () => {
    expect(help).toContain('  echo "hi" | chat --plain --name bot --to Ada');
    expect(help).toContain("\nExit codes: 0 left, ");
  });
});
