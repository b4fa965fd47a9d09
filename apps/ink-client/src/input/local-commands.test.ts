import { EndpointName } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { findLocalCommand, LOCAL_COMMANDS, SERVER_COMMANDS } from "./local-commands.ts";

describe("the commands", () => {
  it("have a summary of one line each", () => {
    for (const { summary } of [...LOCAL_COMMANDS, ...SERVER_COMMANDS]) expect(summary).toMatch(/^[A-Z].{5,60}[^.]$/);
  });

  it("are never both ours and the server's", () => {
    const names = [...LOCAL_COMMANDS, ...SERVER_COMMANDS].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("of the server are the contract's, but for the help", () => {
    const others = Object.values(EndpointName).filter((name) => name !== EndpointName.Help);
    expect(SERVER_COMMANDS.map(({ name }) => name)).toEqual(others);
  });

  it("are found by their name in whatever case", () => {
    expect(findLocalCommand("/query")).toMatchObject({ argument: "NAME" });
    expect(findLocalCommand("/Query")).toMatchObject({ name: "/query" });
    expect(findLocalCommand("/quer")).toBeUndefined();
    expect(findLocalCommand("/list")).toBeUndefined();
  });
});
