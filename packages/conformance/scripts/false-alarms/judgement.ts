import type { Slots } from "../../src/checks/slots.ts";
import { makeReport } from "../../src/commands/judging.ts";
import type { Report } from "../../src/reporters/reporter.ts";
import { type ShownFailure, showFailures } from "../../src/reporters/shown-failures.ts";
import type { RuleVerdict } from "../../src/verdict/judge.ts";
import type { RightProgram } from "./right-programs.ts";

/** Reasons that say nothing about the program. */
const TOO_BUSY = /machine is too busy|^the check was not over after/;

/** Something that the kit should not say about a right program. */
export interface Complaint {
  readonly program: string;
  readonly rule: string;
  readonly text: string;
}

const NEVER_JUDGED = "judged in no run";

/** All runs of one program. */
export class Judgement {
  readonly program: RightProgram;
  readonly reports: Report[] = [];

  constructor(program: RightProgram) {
    this.program = program;
  }

  /** Judges it once more. Checks of other programs may take slots as well. */
  async run(slots: Slots): Promise<Report> {
    const { program } = this;
    const shared = { subject: program.name, level: program.level, options: {} };
    let report: Report;
    if (program.role === "server") {
      await using server = await program.start();
      report = await makeReport({ ...shared, role: "server", target: { host: "127.0.0.1", port: server.port } });
    } else report = await makeReport({ ...shared, role: "client", launch: program, concurrency: slots });
    this.reports.push(report);
    return report;
  }

  /** The number of runs in which the level was held. */
  get heldRuns(): number {
    const { level } = this.program;
    return this.reports.filter(({ verdict }) => verdict.levels.some((of) => of.level === level && of.state === "held"))
      .length;
  }

  /** The verdicts about each rule, one for each run. */
  get byRule(): ReadonlyMap<string, readonly RuleVerdict[]> {
    return Map.groupBy(
      this.reports.flatMap(({ verdict }) => verdict.rules),
      ({ rule }) => rule.number,
    );
  }

  /** True when only the machine was too busy: another run may judge what is open. */
  get isOpen(): boolean {
    const complaints = this.findComplaints();
    return complaints.length > 0 && complaints.every(({ text }) => text === NEVER_JUDGED);
  }

  /** Finds what the kit should not have said. A failure that the level does not forbid has to come in every run. */
  findComplaints(): Complaint[] {
    const { breaks = [] } = this.program;
    return [...this.byRule].flatMap(([rule, verdicts]) => {
      const failed = verdicts.filter(({ state }) => state === "failed").length;
      const passed = verdicts.filter(({ state }) => state === "passed").length;
      const texts: string[] = [];
      const isBroken = breaks.includes(rule);
      if (isBroken && passed > 0) texts.push(`passed in ${passed} runs`);
      else if (!isBroken && this.#countLevel(rule, "failed") > 0) texts.push(`failed in ${failed} runs`);
      else if (failed > 0 && passed > 0) texts.push(`failed in ${failed} runs and passed in ${passed}`);
      if (this.#countLevel(rule, "notJudged") > 0) {
        const reasons = new Set(verdicts.flatMap((verdict) => (verdict.state === "not judged" ? verdict.reasons : [])));
        const wrong = [...reasons].filter((reason) => !TOO_BUSY.test(reason) && !this.#mayBeOpen(reason));
        if (wrong.length > 0) texts.push(`not judged: ${wrong.join("; ")}`);
        else if (passed + failed === 0 && ![...reasons].some((reason) => this.#mayBeOpen(reason)))
          texts.push(NEVER_JUDGED);
      }
      return texts.map((text) => ({ program: this.program.name, rule, text }));
    });
  }

  /** Returns the failures of a rule with all that is known of them: a false alarm may not come again. */
  failuresOf(rule: string): readonly ShownFailure[] {
    const failures = this.reports.flatMap((report) => showFailures(report).failures);
    return failures.filter(({ numbers }) => numbers.some((number) => number === rule));
  }

  /** The number of runs in which a rule that the level demands was in this state. */
  #countLevel(rule: string, state: "failed" | "notJudged"): number {
    const { level } = this.program;
    const lists = this.reports.map(({ verdict }) => verdict.levels.find((of) => of.level === level)?.[state] ?? []);
    return lists.filter((rules) => rules.some((number) => number === rule)).length;
  }

  #mayBeOpen(reason: string): boolean {
    return this.program.open?.test(reason) === true;
  }
}
