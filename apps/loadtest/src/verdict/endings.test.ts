import { expect, it } from "vitest";
import { ENDINGS, exitCodeOf, exitCodeOfSignal } from "./endings.ts";

it("passes a run that was interrupted never, and others by their kind", () => {
  expect(exitCodeOf("interrupted", "SIGINT")).toBe(130);
  expect(exitCodeOf("interrupted", "SIGTERM")).toBe(143);
  expect(exitCodeOf("passed", null)).toBe(0);
});

it.each([undefined, "toString", new Error("aborted"), "no signal"])(
  "ends as by SIGINT for a reason that is no signal: %s",
  (reason) => {
    expect(exitCodeOfSignal(reason)).toBe(130);
  },
);

it("calls good and worth a notice alone what does not fail", () => {
  for (const { tone, exitCode, title } of Object.values(ENDINGS)) {
    if (title !== "Interrupted") expect(exitCode === 0, title).toBe(tone !== "bad");
  }
});
