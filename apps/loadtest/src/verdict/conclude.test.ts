import { describe, expect, it } from "vitest";
import { createAccount, createResult, createSample } from "../../test/support/create-result.ts";
import type { RunResult, Verdict } from "../result/run-result.ts";
import { conclude } from "./conclude.ts";
import type { Threshold } from "./threshold.ts";

const nothingLost = { direct: createAccount() };
const somethingLost = { direct: createAccount({ lost: 1 }) };
const saturated = Array.from({ length: 6 }, () => createSample({ testerCpuShare: 1 }));
const crossed: Threshold = { condition: "p99>1ms", metric: "p99", comparison: ">", bound: 1 };
const kept: Threshold = { condition: "p99>1s", metric: "p99", comparison: ">", bound: 1_000 };

const passed: Verdict = { kind: "passed", text: "All arrived.", evidence: [], clients: null, limit: null };
const limitOf = (limit: Verdict["limit"]): Verdict => ({
  kind: "limit-found",
  text: "It broke.",
  evidence: ["This is why."],
  clients: 900,
  limit,
});

function judge(parts: Partial<RunResult>, thresholds: readonly Threshold[] = []) {
  const { verdict, exitCode } = conclude(
    createResult({ accounts: nothingLost, errors: {}, verdict: passed, ...parts }),
    thresholds,
  );
  return { kind: verdict.kind, exitCode };
}

describe("a run", () => {
  it("passes when nothing was lost and every condition was kept", () => {
    expect(judge({}, [kept])).toEqual({ kind: "passed", exitCode: 0 });
  });

  it("has lost messages", () => {
    const verdict = { ...passed, kind: "messages-lost" } as const;
    expect(judge({ accounts: somethingLost, verdict }, [crossed])).toEqual({ kind: "messages-lost", exitCode: 98 });
  });

  it.each(["stress", "bench"] as const)("has failed when connections were dropped: %s", (command) => {
    expect(judge({ command, errors: { dropped: 1 } })).toEqual({ kind: "connections-dropped", exitCode: 98 });
    expect(judge({ command, errors: { dropped: 1 }, accounts: somethingLost })).toMatchObject({
      kind: "messages-lost",
    });
  });

  it("finds the drops of a breaking point part of what it looked for", () => {
    const verdict = limitOf("connections-dropped");
    expect(judge({ command: "breaking-point", errors: { dropped: 1 }, verdict })).toMatchObject({ exitCode: 0 });
  });

  it.each(["tester-open-files", "tester-ports"])("was the tester's when it could not open a connection: %s", (kind) => {
    const { verdict, exitCode } = conclude(createResult({ accounts: nothingLost, errors: { [kind]: 3 } }), []);
    expect(exitCode).toBe(97);
    expect(verdict.evidence[0]).toMatch(/^3 times the (system|tester) .*(ulimit -n|ip_local_port_range)/);
  });

  it("exempts losses of clients that are meant to be cut off, and reported ones", () => {
    const accounts = { direct: createAccount({ exempt: 5, refused: 5 }) };
    expect(judge({ accounts })).toEqual({ kind: "passed", exitCode: 0 });
  });

  it("crosses a threshold", () => {
    const { verdict, exitCode, thresholds } = conclude(createResult({ accounts: nothingLost, errors: {} }), [
      kept,
      crossed,
    ]);
    expect(exitCode).toBe(99);
    expect(verdict).toMatchObject({ kind: "threshold-crossed", text: "A condition came true: p99>1ms. All arrived." });
    expect(thresholds.map(({ outcome }) => outcome)).toEqual(["kept", "crossed"]);
  });

  it("has not passed when a condition's metric was not measured", () => {
    const unmeasured: Threshold = { condition: "p99.9>1ms", metric: "p99.9", comparison: ">", bound: 1 };
    const { verdict, exitCode } = conclude(createResult({ accounts: nothingLost, errors: {} }), [unmeasured]);
    expect(exitCode).toBe(99);
    expect(verdict).toMatchObject({
      kind: "threshold-not-measured",
      text: "A condition could not be judged, since its metric was not measured: p99.9>1ms. All arrived.",
    });
  });

  it("says that the tester was the limit before anything else", () => {
    const result = createResult({ accounts: somethingLost, samples: saturated });
    const { verdict, exitCode } = conclude(result, [crossed]);
    expect(exitCode).toBe(97);
    expect(verdict.kind).toBe("tester-saturated");
    expect(verdict.text).toMatch(/^The tester was the limit, and not the server/);
    expect(verdict.evidence[0]).toMatch(/^In 6 of 6 samples/);
  });

  it("is judged by the same rules when it was interrupted", () => {
    const verdict = { ...passed, kind: "interrupted" } as const;
    expect(judge({ verdict })).toEqual({ kind: "interrupted", exitCode: 0 });
    expect(judge({ verdict, accounts: somethingLost })).toEqual({ kind: "messages-lost", exitCode: 98 });
    expect(judge({ verdict }, [crossed])).toEqual({ kind: "threshold-crossed", exitCode: 99 });
  });
});

describe("a search for the limit", () => {
  it("has found what it looked for when the server gave way, losses included", () => {
    const parts = { accounts: somethingLost, verdict: limitOf("answers-lost") };
    expect(judge(parts)).toEqual({ kind: "limit-found", exitCode: 0 });
  });

  it("keeps the server's limit though the tester was busy: the rule has looked at that", () => {
    const parts = { samples: saturated, verdict: limitOf("connect-refused") };
    expect(judge(parts)).toEqual({ kind: "limit-found", exitCode: 0 });
  });

  it.each(["tester-open-files", "tester-ports", "tester-event-loop"] as const)("was stopped by %s", (limit) => {
    expect(judge({ verdict: limitOf(limit) })).toEqual({ kind: "tester-saturated", exitCode: 97 });
  });

  it.each(["max-clients", "max-duration"] as const)(
    "passes when it ended at %s, unless something was lost",
    (limit) => {
      expect(judge({ verdict: limitOf(limit) })).toEqual({ kind: "limit-found", exitCode: 0 });
      expect(judge({ verdict: limitOf(limit), accounts: somethingLost })).toEqual({
        kind: "messages-lost",
        exitCode: 98,
      });
    },
  );
});
