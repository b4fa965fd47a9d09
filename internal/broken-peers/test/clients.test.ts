import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LimitName } from "@chat/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepare } from "../src/broken-peer.ts";
import { brokenClients } from "../src/clients.ts";
import { type Command, findToolchainProblem, type LanguageName } from "../src/language.ts";
import { NAME, type Observation, observeClient } from "./observe-client.ts";

type Expected = { readonly [Part in keyof Observation]?: unknown };

/** What is seen of a client whose messages are all right, but for their number. */
const RIGHT: Expected = {
  joined: { [NAME]: 1 },
  refused: {},
  unframed: 0,
  rejections: {},
  errors: {},
  reasons: { left: 1 },
  exitCode: 0,
};

/** What is seen of each client besides. It does nothing else wrong. */
const expected: Readonly<Record<string, Expected>> = {
  "client-01": { unframed: 1, messages: 9 },
  // It closes before it has read everything, and how this ends is a matter of time.
  "client-02": { errorOutput: expect.stringContaining("Extra data"), reasons: expect.any(Object) },
  "client-03": { rejections: { "stray-text": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-04": { errors: { unknownCommand: 3 }, messages: 6 },
  "client-05": { rejections: { "not-a-message": 6 }, errors: { rejected: 6 }, messages: 0 },
  "client-06": { messages: 5000, elapsedMs: expect.toSatisfy((elapsedMs: number) => elapsedMs > 2900) },
  "client-07": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-08": { errors: { forgedSender: 8 }, messages: 8 },
  "client-09": { errors: { userNotFound: 4 }, messages: 8 },
  "client-10": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-11": { rejections: { "stray-text": 8 }, errors: { rejected: 8 }, messages: 8 },
  "client-12": { rejections: { "stray-text": 16 }, errors: { rejected: 16 }, messages: 8 },
  "client-13": { rejections: { "stray-text": 8 }, errors: { rejected: 8 }, messages: 8 },
  "client-14": { rejections: { "stray-text": 5 }, errors: { rejected: 5 }, messages: 0 },
  "client-15": { errors: { userNotFound: 3 }, messages: 5 },
  "client-16": { refused: { usernameTaken: 7 }, reasons: { left: 1, refused: 7 }, messages: 1 },
  "client-17": {
    rejections: { "stray-text": 1, incomplete: 1 },
    errors: { rejected: 2 },
    reasons: { "broken-input": 1 },
    messages: 0,
  },
  "client-18": {
    joined: { [NAME]: 3 },
    rejections: { "invalid-utf8": 3 },
    errors: { rejected: 3 },
    reasons: { "broken-input": 3 },
    messages: 3,
  },
  "client-19": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-20": { rejections: { "stray-text": 8 }, errors: { rejected: 8 }, messages: 8 },
  "client-21": { joined: { [NAME]: 5 }, reasons: { left: 5 }, messages: 0 },
  "client-22": { joined: { [`username: ${NAME}`]: 1 }, errors: { forgedSender: 8 }, messages: 8 },
  "client-23": {
    joined: { [NAME.slice(0, 1)]: 1 },
    unframed: 1,
    rejections: { "stray-text": 1 },
    errors: { rejected: 1, forgedSender: 8 },
    messages: 8,
  },
  // The end comes in the middle of a message, or of an answer.
  "client-24": { reasons: { "slow-reader": 1 }, rejections: expect.any(Object), errors: expect.any(Object) },
  "client-25": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-26": { rejections: { incomplete: 1 }, errors: { rejected: 1 }, reasons: { "broken-input": 1 }, messages: 0 },
  "client-27": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-28": { rejections: { "stray-text": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-29": { rejections: { "stray-text": 16 }, errors: { rejected: 16 }, messages: 8 },
  "client-30": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-31": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-32": { rejections: { "stray-text": 8 }, errors: { rejected: 8 }, messages: 8 },
  // A zero byte before the line feed, and one behind it.
  "client-33": { rejections: { "not-a-message": 8, "stray-text": 16 }, errors: { rejected: 24 }, messages: 0 },
  "client-34": { joined: {}, refused: { other: 3 }, reasons: { refused: 3 } },
  "client-35": { joined: {}, refused: { other: 3 }, reasons: { refused: 3 } },
  "client-36": { joined: {}, refused: { http: 3 }, reasons: { refused: 3 } },
  "client-37": { refused: { usernameTaken: 30 }, reasons: { left: 1, refused: 30 }, messages: 8 },
  "client-38": { rejections: { "not-a-message": 6 }, errors: { rejected: 6 }, messages: 0 },
  "client-39": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-80": { rejections: { "stray-text": 8 }, errors: { rejected: 8 }, messages: 8 },
  "client-88": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-89": { rejections: { "not-a-message": 8 }, errors: { rejected: 8 }, messages: 0 },
  "client-90": { joined: {}, refused: { other: 1 }, reasons: { refused: 1 } },
  "client-91": {
    rejections: { "invalid-utf8": 1 },
    errors: { rejected: 1 },
    reasons: { "broken-input": 1 },
    messages: 0,
  },
};

/** Servers with other limits than the default ones, so that a test need not wait. */
const limitsFor: Readonly<Record<string, { readonly [Name in LimitName]?: number }>> = {
  "client-24": { messagesPerSecond: 0, bytesPerSecond: 0, outboxStallTimeoutMs: 500 },
};

const problems = new Map<LanguageName, string>();
for (const language of new Set(brokenClients.map((client) => client.language))) {
  const problem = findToolchainProblem(language);
  if (problem === null) continue;
  const text = `Broken clients in ${language} are not tested: ${problem}.`;
  if (process.env.CHAT_REQUIRE_TOOLCHAINS === "1") throw new Error(text);
  console.warn(text);
  problems.set(language, problem);
}

/** The conformance kit talks through the others. */
const clients = brokenClients.filter(({ takesInput }) => takesInput !== true);

describe("a broken client", { concurrent: true }, () => {
  const commands = new Map<string, Command>();
  let workFolder: string;

  beforeAll(() => {
    workFolder = mkdtempSync(join(tmpdir(), "broken-clients-"));
    for (const client of clients)
      if (!problems.has(client.language)) commands.set(client.name, prepare(client, workFolder));
  });
  afterAll(() => rmSync(workFolder, { recursive: true, force: true }));

  for (const { name, language, fault } of clients)
    it.skipIf(problems.has(language))(`${name} shows its fault and no other: ${fault}`, async ({ expect }) => {
      const seen = await observeClient(commands.get(name) as Command, limitsFor[name]);
      expect(seen).toMatchObject({ ...RIGHT, ...expected[name] });
    });
});
