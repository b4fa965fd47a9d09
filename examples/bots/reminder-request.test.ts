import { expect, it } from "vitest";
import { readReminderRequest } from "./reminder-request.ts";

it.each([
  ["in 10 minutes check the oven", { delayMs: 600_000, delay: "10 minutes", task: "check the oven" }],
  ["In 1 minute tea", { delayMs: 60_000, delay: "1 minute", task: "tea" }],
  [" in 30s  tea 🍵 ", { delayMs: 30_000, delay: "30 seconds", task: "tea 🍵" }],
  ["in 24 h two\nlines", { delayMs: 86_400_000, delay: "24 hours", task: "two\nlines" }],
  ["in 5 min in 6 min", { delayMs: 300_000, delay: "5 minutes", task: "in 6 min" }],
])("understands %j", (text, request) => {
  expect(readReminderRequest(text)).toEqual(request);
});

it.each([
  "",
  "hello",
  "in 10 minutes",
  "in 10 minutes  ",
  "in ten minutes tea",
  "in 10 months tea",
  "in -5 s tea",
  "in 1.5 h tea",
])("explains how to write a request that it can't read: %j", (text) => {
  expect(readReminderRequest(text)).toMatch(/such as "in 10 minutes check the oven"/);
});

it.each(["in 0 s tea", "in 25 hours tea", "in 86401 seconds tea", "in 999999 h tea"])(
  "names the limits: %j",
  (text) => {
    expect(readReminderRequest(text)).toBe("I can remind you in 1 second at the earliest, 24 hours at the latest.");
  },
);

it("takes 500 characters, and no more", () => {
  expect(readReminderRequest(`in 1 h ${"x".repeat(500)}`)).toMatchObject({ task: "x".repeat(500) });
  expect(readReminderRequest(`in 1 h ${"x".repeat(501)}`)).toMatch(/500 characters/);
});
