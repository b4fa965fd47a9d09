import { EndpointName } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { findLocalCommand } from "../input/local-command.ts";
import { SERVER_COMMANDS } from "../input/server-commands.ts";
import { COMMANDS } from "./table.ts";

describe("the commands", () => {
  it("have a summary of one line each", () => {
    for (const { summary } of [...COMMANDS, ...SERVER_COMMANDS]) expect(summary).toMatch(/^[A-Z].{5,60}[^.]$/);
  });

  it("are never both ours and the server's", () => {
    const names = [...COMMANDS, ...SERVER_COMMANDS].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("of the server are the contract's, but for the help", () => {
    const others = Object.values(EndpointName).filter((name) => name !== EndpointName.Help);
    expect(SERVER_COMMANDS.map(({ name }) => name)).toEqual(others);
  });

  it("are found by their name in whatever case", () => {
    expect(findLocalCommand(COMMANDS, "/query")).toMatchObject({ argument: "NAME" });
    expect(findLocalCommand(COMMANDS, "/Query")).toMatchObject({ name: "/query" });
    expect(findLocalCommand(COMMANDS, "/quer")).toBeUndefined();
    expect(findLocalCommand(COMMANDS, "/list")).toBeUndefined();
  });
});
