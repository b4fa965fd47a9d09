import { expect, it } from "vitest";
import { ConfirmationPace } from "./confirmation-pace.ts";

it("trusts a server with 25 messages per second, until it shows its pace", () => {
  const pace = new ConfirmationPace();
  expect(pace.timeFor(500)).toBe(20_000);
  pace.note(500, 10_000);
  expect(pace.timeFor(1_500)).toBe(30_000);
  pace.note(100, 20_000);
  expect(pace.timeFor(100)).toBe(20_000);
});

it("learns nothing from a few messages, which took as long as the way there and back", () => {
  const pace = new ConfirmationPace();
  pace.note(1, 60_000);
  expect(pace.timeFor(25)).toBe(1_000);
});

it("expects no wait from a server that confirmed in no time", () => {
  const pace = new ConfirmationPace();
  pace.note(1_000, 0);
  expect(pace.timeFor(1_000)).toBe(1);
});
