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

  it("of the server are the contract's", () => {
    expect(SERVER_COMMANDS.map(({ name }) => name)).toEqual(Object.values(EndpointName));
  });

  it("are found by their exact name", () => {
    expect(findLocalCommand("/query")).toMatchObject({ argument: "NAME" });
    expect(findLocalCommand("/Query")).toBeUndefined();
    expect(findLocalCommand("/list")).toBeUndefined();
  });
});
