import { expect, it } from "vitest";
import { ConfirmationPace } from "./confirmation-pace.ts";

it("trusts a server with 25 messages per second, until it shows that it is slower", () => {
  const pace = new ConfirmationPace();
  expect(pace.timeFor(500)).toBe(20_000);
  pace.note(100, 10_000);
  expect(pace.timeFor(500)).toBe(50_000);
});

it("does not expect a server to stay as fast as it was", () => {
  const pace = new ConfirmationPace();
  pace.note(100, 10_000);
  pace.note(1_000, 0);
  expect(pace.timeFor(500)).toBe(20_000);
});

it("learns nothing from a few messages, which took as long as the way there and back", () => {
  const pace = new ConfirmationPace();
  pace.note(1, 60_000);
  expect(pace.timeFor(25)).toBe(1_000);
});

it("believes no break of an hour", () => {
  const pace = new ConfirmationPace();
  pace.note(10, 3_600_000);
  expect(pace.timeFor(500)).toBe(100_000);
});
