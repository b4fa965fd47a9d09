import { writeHelp } from "@chat/command-line";
import { describe, expect, it } from "vitest";
import { chatServerCommand } from "./chat-server-command.ts";

describe("the help", () => {
  const help = writeHelp(chatServerCommand);

  it("fits 100 columns", () => {
    for (const line of help.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  it.each(chatServerCommand.options.map(({ flag }) => flag))("shows %s", (flag) => {
    expect(help.split("\n").filter((line) => `${line} `.startsWith(`  ${flag} `))).toHaveLength(1);
  });

  it("tells what an option is for, its unit, what is allowed and the default", () => {
    expect(help).toContain(
      [
        "  --max-outbox-bytes <bytes>",
        "      Most bytes that wait for one receiver.",
        "      Allowed: a whole number of bytes from 4096 to 1073741824. Default: 1048576.",
        "",
      ].join("\n"),
    );
  });
});
