import { expect, it } from "vitest";
import { writeCommandLine } from "./subcommand.ts";

it("quotes what a shell would take for something else", () => {
  expect(writeCommandLine(["chat-load", "stress", "--fail-if", "p99>50ms", "--spawn=it's me", ""])).toBe(
    String.raw`chat-load stress --fail-if 'p99>50ms' '--spawn=it'\''s me' ''`,
  );
});
