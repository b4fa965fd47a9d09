import { tmpdir } from "node:os";
import { catalogue, findToolchainProblem } from "@chat/broken-peers";
import { describe, it } from "vitest";
import { judgePeer } from "../scripts/table/judged-program.ts";

/** A wrong program of each kind, with a check that it fails. `pnpm conformance:table` judges all of them by all checks. */
const SAMPLE = [
  ["welcomes_in_own_words", "welcome", "C-33"],
  ["refuses_to_the_name", "refuses", "C-34"],
  ["accepts_comma", "vectors-names", "C-41"],
  ["counts_braces_in_strings", "every-cut", "C-12"],
  ["rejects_without_offset", "rejects", "C-14"],
  ["trims_texts", "texts-as-they-are", "C-51"],
  ["says_date_and_time", "endpoints", "C-64"],
  ["lists_without_count", "shout-and-list", "C-62"],
  ["client-10", "sends-direct", "C-3"],
  ["client-33", "sends-direct", "C-2"],
  ["client-55", "shows-hostile-text", "C-80"],
] as const;

const problem = findToolchainProblem("python");
if (problem !== null && process.env.CHAT_REQUIRE_TOOLCHAINS === "1") throw new Error(problem);

describe.skipIf(problem !== null).concurrent("a wrong program", () => {
  it.for(SAMPLE)("%s fails %s by %s", async ([name, check, rule], { expect }) => {
    const peer = catalogue.find((candidate) => candidate.name === name);
    if (!peer) throw new Error(`There is no ${name}.`);
    const { broken } = await judgePeer(peer, { isRight: false, workFolder: tmpdir(), clientChecks: 1, only: [check] });
    expect([...broken]).toEqual([[rule, [check]]]);
  });
});
