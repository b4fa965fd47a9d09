import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  describeDrift,
  formatSeal,
  hashContract,
  makeMessageSchema,
  parseSeal,
  readJson,
  readRules,
  readVectorFiles,
  sealUrl,
  sha256,
} from "../scripts/contract.ts";
import { CONTRACT_HASH } from "../src/contract-hash.ts";

const files = readVectorFiles();
const vectors = files.flatMap((file) => file.vectors);
const rules = readRules();

/** Rules about helpers that no bytes show, about what a program does in time, and about what is allowed: its own tests show these. */
const BEYOND_VECTORS = new Set(
  "C-1 C-6 C-15 C-22 C-23 C-24 C-35 C-37 C-46 C-61 C-69 C-70 C-92 C-93 C-94 C-100 C-101 C-102 C-103".split(" "),
);

/** The mark of a rule: whom it binds, and how strongly. */
const MARK =
  /^\*\*\[C-\d+\]\*\* \((?:client|server|display) (?:MUST|SHOULD|MAY)(?:, (?:client|server|display) (?:MUST|SHOULD|MAY))*\) /;

describe("the contract", () => {
  const seal = readFileSync(sealUrl, "utf8");
  const drift = describeDrift(parseSeal(seal), hashContract());

  it("has not changed since it was sealed", () => {
    expect(drift.broken).toEqual([]);
  });

  it("has every vector sealed", () => {
    expect(drift.unsealed).toEqual([]);
  });

  it("has the hash that the package exports", () => {
    expect(sha256(seal)).toBe(CONTRACT_HASH);
    expect(formatSeal(parseSeal(seal))).toBe(seal);
  });

  it("has the schema that the code checks messages with [C-3]", () => {
    expect(readJson("message.schema.json")).toEqual(makeMessageSchema());
  });
});

describe("the rules", () => {
  it("each say whom they bind, and how strongly", () => {
    expect([...rules].filter(([, words]) => !MARK.test(words)).map(([number]) => number)).toEqual([]);
  });

  it("cite only rules that exist", () => {
    const cited = [...rules.values()].flatMap((words) =>
      [...words.matchAll(/\[(C-\d+)\]/g)].map(([, number]) => number),
    );
    expect(cited.filter((number) => !rules.has(number as string))).toEqual([]);
  });
});

describe("describeDrift", () => {
  const sealed = new Map([
    ["rule C-1", "a"],
    ["vector create-001", "b"],
  ]);

  it("has nothing to say about what stayed as it was", () => {
    expect(describeDrift(sealed, sealed)).toEqual({ broken: [], unsealed: [] });
  });

  it("names a rule that has changed", () => {
    expect(describeDrift(sealed, new Map([...sealed, ["rule C-1", "x"]])).broken).toEqual([
      "The rule C-1 has changed. The contract never changes: put back what it said.",
    ]);
  });

  it("names a vector that is gone", () => {
    expect(describeDrift(sealed, new Map([["rule C-1", "a"]])).broken).toEqual([
      "The vector create-001 is gone. The contract never changes: put it back.",
    ]);
  });

  it("tells how to seal a vector that is new", () => {
    expect(describeDrift(sealed, new Map([...sealed, ["vector create-002", "c"]]))).toEqual({
      broken: [],
      unsealed: [
        'The vector create-002 is new. Run "pnpm --filter @chat/protocol contract:seal", which only ever adds.',
      ],
    });
  });

  it("does not let a rule be added", () => {
    expect(describeDrift(sealed, new Map([...sealed, ["rule C-2", "c"]])).broken).toEqual([
      "The rule C-2 is new. Only vectors can be added to the contract.",
    ]);
  });
});

describe("the vectors", () => {
  const ajv = new Ajv2020({ strict: false });
  const validate = ajv.compile(readJson("vectors.schema.json") as object);

  it.each(files.map((file) => [file.kind, file] as const))(
    "%s.json is what the schema of vectors describes",
    (_kind, file) => {
      validate(file);
      expect(validate.errors ?? []).toEqual([]);
    },
  );

  it("are explained: every kind, every field and every code", () => {
    const page = readFileSync(new URL("../contract/vectors/README.md", import.meta.url), "utf8");
    const fields = vectors.flatMap(({ input, expected }) => [...keysOf(input), ...keysOf(expected)]);
    const codes = vectors.flatMap(({ expected }) => codesOf(expected));
    const names = new Set([...files.map(({ kind }) => kind), ...fields, ...codes]);
    const unexplained = [...names].filter((name) => !new RegExp(`[\`"{]${name}[\`":]`).test(page));
    expect(unexplained).toEqual([]);
  });

  it("are at least 200", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(200);
  });

  it("have ids of their own", () => {
    expect(new Set(vectors.map(({ id }) => id)).size).toBe(vectors.length);
  });

  it("are for each profile, and a client or a server passes none of a rule that binds only the other", () => {
    const binds = (rule: string, roles: RegExp) => roles.test(MARK.exec(rules.get(rule) ?? "")?.[0] ?? "");
    const wrong = files
      .filter(({ kind }) => kind !== "texts")
      .flatMap((file) => file.vectors)
      .filter(
        ({ rule, profiles }) =>
          (profiles.includes("client") && !binds(rule, /client|display/)) ||
          (profiles.includes("server") && !binds(rule, /server/)),
      );
    expect(wrong.map(({ id }) => id)).toEqual([]);
    for (const profile of ["client", "server"] as const)
      expect(vectors.filter(({ profiles }) => profiles.includes(profile)).length).toBeGreaterThan(100);
  });

  it("cite rules that exist, and show every rule that a vector can show", () => {
    const shown = new Set(vectors.map(({ rule }) => rule));
    expect(shown).toEqual(new Set([...rules.keys()].filter((number) => !BEYOND_VECTORS.has(number))));
  });
});

function keysOf(value: unknown): string[] {
  return Object.keys(value as object);
}

/** The codes of problems and of rejections in what a vector expects. */
function codesOf(expected: unknown): string[] {
  const {
    problem,
    refused,
    items = [],
  } = expected as {
    problem?: string;
    refused?: string;
    items?: { rejected?: string }[];
  };
  return [problem, refused, ...items.map(({ rejected }) => rejected)].filter((code) => code !== undefined);
}

it("is cited in the sources by numbers that exist", () => {
  const sourceUrl = new URL("../src/", import.meta.url);
  const names = readdirSync(sourceUrl, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const sources = names.map((name) => readFileSync(new URL(name, sourceUrl), "utf8"));
  const cited = sources.flatMap((source) => [...source.matchAll(/\[(C-\d+)\]/g)].map(([, number]) => number ?? ""));
  expect(cited.filter((number) => !rules.has(number))).toEqual([]);
});

describe("message.schema.json", () => {
  const validate = new Ajv2020().compile(readJson("message.schema.json") as object);

  it("accepts its own example", () => {
    const { examples } = makeMessageSchema();
    expect((examples as unknown[]).every((example) => validate(example))).toBe(true);
  });

  it.each([
    {},
    { from: { name: "", ip: "" }, to: "", msg: "", more: "" },
    { from: { name: "", ip: "" }, to: "", msg: 1 },
  ])("refuses %j", (value) => {
    expect(validate(value)).toBe(false);
  });
});
