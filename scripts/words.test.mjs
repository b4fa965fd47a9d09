import { deepEqual, equal, match } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { openings, words } from "./standard-words.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { checkWords, complaintsAbout, isExempt, openingsIn } from "./words.mjs";

describe("the table of words", () => {
  for (const { sample, use, path = "README.md" } of words) {
    it(`finds "${sample}"`, () => {
      const complaints = complaintsAbout(path, `first line\n${sample}\n`);
      equal(complaints.length > 0, true, `no row finds "${sample}" in ${path}`);
      equal(
        complaints.some((complaint) => complaint.startsWith(`${path}:2: `) && complaint.endsWith(`use "${use}"`)),
        true,
        complaints.join("\n"),
      );
    });
  }

  for (const [path, text] of [
    ["README.md", "The repository is on GitHub."],
    ["package.json", '"engines": { "node": ">=22.18" }'],
    ["packages/protocol/src/message-reader.ts", 'StrayText: "stray-text",'],
    ["internal/faults/src/judging/ownership.ts", "checkOneOwner(events)"],
    ["docs/limits.md", "All places are taken; a name has one owner; the reader keeps the figures of a share."],
    ["apps/loadtest/src/report/page.ts", "the marker of a series in a report"],
  ]) {
    it(`allows ${text}`, () => deepEqual(complaintsAbout(path, text), []));
  }
});

describe("the check of words", () => {
  it("finds words in names of files, parts of names, text and comments, and says where", () => {
    const text = "export class Queue {}\n// The hub knows it.\nconst maxJourneys = 3;\n";
    deepEqual(complaintsAbout("packages/server/src/threads/thread-hub.ts", text), [
      'packages/server/src/threads/thread-hub.ts:1: "thread-hub.ts": use "NameRegistry: name registry"',
      'packages/server/src/threads/thread-hub.ts:2: "hub": use "NameRegistry: name registry"',
      'packages/server/src/threads/thread-hub.ts:3: "maxJourneys": use "in-flight delivery: InFlightDelivery, DeliveryReceipt, onDelivered"',
    ]);
  });

  it("reads what git knows of a checkout, and exempts what is never rewritten", () =>
    withTemporaryDirectory(async (directory) => {
      await writeFiles(directory, {
        "packages/server/src/a.ts": "/** Counts parcels. */\n",
        "docs/reports/load.md": "The engine is away.\n",
        "docs/decisions/0007-many-machines.md": "The engine is away.\n",
      });
      equal(
        await checkWords(directory),
        ['packages/server/src/a.ts:1: "parcels": use "envelope, frame"', ""].join("\n"),
      );
    }));

  it("exempts decisions, and neither the contract nor sources", () => {
    equal(isExempt("docs/decisions/0007-many-machines.md"), true);
    equal(isExempt("packages/protocol/contract/CONTRACT.md"), false);
    equal(isExempt("packages/protocol/src/index.ts"), false);
  });
});

describe("the openings of doc comments", () => {
  it("are counted in both forms, but not in the middle of a comment", () => {
    const text =
      "/** What it is. */\n\n  /**\n   * Whoever asks.\n   * How is told below.\n   */\n/** Returns it. */\n";
    deepEqual(openingsIn("a.ts", text), ["a.ts:1: What it is.", "a.ts:3: Whoever asks."]);
  });

  it("are listed when they are too many", () =>
    withTemporaryDirectory(async (directory) => {
      await writeFiles(directory, { "a.ts": "/** Where it is. */\n".repeat(openings.most) });
      equal(await checkWords(directory), "");
      await writeFiles(directory, { "b.ts": "/** Who it is. */\n" });
      match(
        await checkWords(directory),
        /^61 doc comments open with .*\na\.ts:1: Where it is\.\n(.*\n)*b\.ts:1: Who it is\.\n$/,
      );
    }));
});

async function writeFiles(directory, files) {
  execFileSync("git", ["init", "--quiet"], { cwd: directory });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}
