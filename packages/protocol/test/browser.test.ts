import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { expect, it } from "vitest";

const PROGRAM = `
  import { createJsonMsg, displayText, findUsernameProblem, getLocalIp, MessageReader } from "@chat/protocol";

  const reader = new MessageReader();
  reader.push(new TextEncoder().encode(createJsonMsg("Ada", getLocalIp(), "Bob", "h\u00e9")));
  globalThis.outcome = {
    item: reader.next(),
    shown: displayText("\\u001b[31m"),
    problem: findUsernameProblem("Zo\u00eb"),
  };
`;

it("is bundled for a browser, and works without anything of Node's", async () => {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    conditions: ["@chat/source"],
    logLevel: "silent",
  });
  // What a page has besides the language itself; no process, no Buffer, no require.
  const page = { TextDecoder, TextEncoder, Uint8Array, outcome: undefined };
  runInNewContext(outputFiles[0]?.text ?? "", page);
  expect(page.outcome).toMatchObject({
    item: { kind: "message", message: { from: { name: "Ada", ip: "127.0.0.1" }, to: "Bob", msg: "h\u00e9" } },
    shown: "\u241b[31m",
    problem: null,
  });
});
