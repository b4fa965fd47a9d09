import { expect, it } from "vitest";
import { ShoutTimes } from "./connection-interval.ts";

it("knows of each message when it was dealt with, those passed over included", () => {
  const times = new ShoutTimes();
  for (const atUs of [10, 20, 30]) times.send(atUs);
  times.settle(20, 25);
  expect(times).toMatchObject({ sentUs: [10, 20, 30], settledUs: [25, 25] });
  times.settle(20, 26);
  expect(times.settledUs).toEqual([25, 25]);
  times.settle(Number.POSITIVE_INFINITY, 40);
  expect(times.settledUs).toEqual([25, 25, 40]);
});
