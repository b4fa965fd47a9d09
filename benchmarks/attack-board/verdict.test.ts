import { expect, it } from "vitest";
import { Verdict, verdictOf } from "./verdict.ts";

const met = { what: "a", isMet: true };
const unmet = { what: "b", isMet: false };
const explained = { what: "c", isMet: false, isExplained: true };

it.each([
  ["passes when every claim is met", [met, met], Verdict.Passed],
  ["fails by one unmet claim that nothing explains", [met, explained, unmet], Verdict.Failed],
  ["does not judge when the crowd's own lateness explains every unmet claim", [met, explained], Verdict.NotJudged],
])("%s", (_what, claims, verdict) => {
  expect(verdictOf(claims)).toBe(verdict);
});
