import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { BrokenServer } from "@chat/broken-peers";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { reporter as github } from "../src/reporters/github.ts";
import { reporter as html } from "../src/reporters/html.ts";
import { reporter as json } from "../src/reporters/json.ts";
import { reporter as junit } from "../src/reporters/junit.ts";
import { reporter as text } from "../src/reporters/text.ts";
import { makeHostileReport } from "./support/hostile-report.ts";
import { pathOf } from "./support/judge-client.ts";
import { judgeServer } from "./support/judge-server.ts";
import { writeReportSchema } from "./support/report-schema.ts";

const hostile = await makeHostileReport();
/** Controls but line feeds, marks that turn the reading direction, half surrogates and noncharacters. */
const HARMFUL = /[^\P{C}\n]|[\u2028\u2029]/u;

type Element = Readonly<Record<string, string>> & { readonly tag: string };

function parse(kind: "html" | "xml", input: string): readonly Element[] {
  return JSON.parse(execFileSync("python3", [pathOf("parse-markup.py"), kind], { input, encoding: "utf8" }));
}

function expectPublished(written: string): void {
  const schema = JSON.parse(readFileSync(pathOf("../../report.schema.json"), "utf8"));
  const validate = new Ajv2020({ strict: true }).compile(schema);
  validate(JSON.parse(written));
  expect(validate.errors).toBeNull();
}

describe("of a hostile program", () => {
  it.each(Object.entries({ text, html, junit, github, json }))("%s has no harmful character", (_name, { write }) => {
    expect(write(hostile)).not.toMatch(HARMFUL);
    expect(write(hostile)).toBe(write(hostile));
  });

  it("the page has no element but its own, runs nothing and asks for nothing", () => {
    const page = html.write(hostile);
    const elements = parse("html", page);
    const tags = new Set(elements.map(({ tag }) => tag));
    expect(tags).toContain("svg");
    for (const tag of ["script", "img", "a", "iframe", "link", "base", "form"]) expect(tags).not.toContain(tag);
    const attributes = new Set(elements.flatMap((element) => Object.keys(element)));
    expect([...attributes].filter((name) => /^on|^src|href/.test(name))).toEqual([]);
    expect(page).not.toMatch(/@import|url\((?!#)/);
  });

  it("each rule is a test case, and fails only when its level is asked for", () => {
    const elements = parse("xml", junit.write(hostile));
    const [root] = elements;
    expect(elements.filter(({ tag }) => tag === "testcase")).toHaveLength(hostile.verdict.rules.length);
    const passed = hostile.verdict.rules.filter(({ state }) => state === "passed").length;
    expect(root).toMatchObject({ tag: "testsuites", failures: "2", errors: "0" });
    expect(Number(root?.skipped)).toBe(hostile.verdict.rules.length - 2 - passed);
    const skipped = elements.filter(({ tag }) => tag === "skipped").map(({ message }) => message);
    expect(skipped).toContain('failed (the level server does not demand it): expected "a"; came "ab"');
    expect(skipped.filter((message) => message?.startsWith("not judged: <script>"))).toHaveLength(1);
  });

  it("the summary keeps its table, makes no link and mentions nobody", () => {
    const written = github.write(hostile);
    const rows = written.split("\n").filter((line) => line.startsWith("| "));
    expect(new Set(rows.map((row) => row.split("|").length))).toEqual(new Set([4, 7]));
    const ours = written.replaceAll(/<\/?(code|details|summary)>|<br>|&#\d+;/g, "");
    expect(ours).not.toMatch(/[<>@`[\]*]|:\/\//);
  });

  it("JSON has every byte, and follows the published schema", () => {
    const written = json.write(hostile);
    expectPublished(written);
    const { checks } = JSON.parse(written);
    const [failure] = checks.find(({ name }: { name: string }) => name === "failing").failures;
    expect(failure.connections[0].events[1]).toMatchObject({ from: "client", hex: failure.came.hex });
    expect(Buffer.from(failure.came.hex, "hex")).toHaveLength(failure.came.length);
    expect(failure.firstDifference).toBe(failure.expected.length - 1);
    expect(failure.mend).toEqual({ any: "Mend it.", go: "Go." });
  });
});

it("publishes the schema of its JSON", async () => {
  await expect(writeReportSchema()).toMatchFileSnapshot("../report.schema.json");
});

it("writes at most 256 KiB of a connection in JSON: the last ones", () => {
  const bytes = Buffer.alloc(1024 * 1024, "x");
  const events = [0, 1].map((t) => ({ t, event: "bytes", from: "server", offset: t * bytes.length, bytes }) as const);
  const outcomes = hostile.outcomes.map((outcome) => {
    if (outcome.kind !== "failed") return outcome;
    return {
      ...outcome,
      failures: outcome.failures.map((failure) => ({ ...failure, wires: [{ label: "Ada", events }] })),
    };
  });
  const { checks } = JSON.parse(json.write({ ...hostile, outcomes }));
  const written = checks[1].failures[0].connections[0].events;
  expect(written.map(({ length, hex }: { length: number; hex: string }) => [length, hex.length / 2])).toEqual([
    [bytes.length, 0],
    [bytes.length, 256 * 1024],
  ]);
});

it("reports a broken server in every form", async () => {
  await using server = await BrokenServer.start("welcomes_in_own_words", []);
  const report = await judgeServer(server.port, ["welcome"]);
  expectPublished(json.write(report));
  const cases = parse("xml", junit.write(report));
  expect(cases[0]).toMatchObject({ failures: "1", errors: "0" });
  expect(cases.find(({ tag }) => tag === "failure")?.message).toMatch(/^failed: expected /);
  const tags = parse("html", html.write(report)).map(({ tag }) => tag);
  expect(tags.filter((tag) => tag === "article")).toHaveLength(report.verdict.failures.length);
  expect(tags.filter((tag) => tag === "svg").length).toBeGreaterThan(0);
  expect(github.write(report)).toContain("| server | ❌ no, because of C-33 |");
});
