import { expect, it } from "vitest";
import { RecipeSchema } from "../../src/client/recipe.ts";
import type { Report } from "../../src/reporters/reporter.ts";
import type { RuleVerdict } from "../../src/verdict/judge.ts";
import { Judgement } from "./judgement.ts";

type State = RuleVerdict["state"];

/** Complaints about a client whose one rule, which silver demands or not, was in these states, one for each run. */
function complain(states: readonly (State | { readonly open: string })[], isDemanded = true, breaks: string[] = []) {
  const recipe = RecipeSchema.parse({});
  const judgement = new Judgement({ role: "client", name: "Ada", level: "silver", command: [], recipe, breaks });
  for (const one of states) {
    const [state, reasons] = typeof one === "string" ? [one, []] : (["not judged", [one.open]] as const);
    const listed = (of: State) => (isDemanded && state === of ? ["C-3"] : []);
    const levels = [{ level: "silver", failed: listed("failed"), notJudged: listed("not judged") }];
    judgement.reports.push({
      verdict: { rules: [{ rule: { number: "C-3" }, state, reasons }], levels },
    } as unknown as Report);
  }
  return judgement.findComplaints().map(({ text }) => text);
}

const busy = { open: "this machine is too busy: the kit stood still" };

it("complains about a failure of the level, and about one that does not come each time", () => {
  expect(complain(["passed", "passed"])).toEqual([]);
  expect(complain(["failed", "failed"])).toEqual(["failed in 2 runs"]);
  expect(complain(["failed", "failed"], false)).toEqual([]);
  expect(complain(["failed", "passed"], false)).toEqual(["failed in 1 runs and passed in 1"]);
});

it("lets a busy machine leave a rule open, but not in each run, nor for another reason", () => {
  expect(complain(["passed", busy])).toEqual([]);
  expect(complain([busy, busy])).toEqual(["judged in no run"]);
  expect(complain(["passed", { open: "a recipe has to say" }])).toEqual(["not judged: a recipe has to say"]);
});

it("expects what a program is known to break", () => {
  expect(complain(["failed", busy], true, ["C-3"])).toEqual([]);
  expect(complain(["failed", "passed"], true, ["C-3"])).toEqual(["passed in 1 runs"]);
});
