import { spawnSync } from "node:child_process";
import type { ServerTotals } from "@chat/server";
import { expect, it } from "vitest";
import { writeMetrics } from "./metrics.ts";

const TOTALS: ServerTotals = {
  users: 3,
  connections: 4,
  joins: 10,
  leaves: { left: 6, "slow-reader": 1 },
  refusedConnections: 2,
  messagesIn: 100,
  bytesIn: 9_000,
  messagesOut: 300,
  bytesOut: 27_000,
  messagesLost: 1,
  refusedMessages: { "stray-text": 5 },
  waitingBytes: 12,
  loopDelayMs: 2.5,
};

it("writes every count in the text format of Prometheus", () => {
  const text = writeMetrics(TOTALS);
  expect(text).toContain("# HELP chat_users Users online, on all nodes.\n# TYPE chat_users gauge\nchat_users 3\n");
  expect(text).toContain('\nchat_leaves_total{reason="slow-reader"} 1\n');
  expect(text).toContain('\nchat_leaves_total{reason="removed"} 0\n');
  expect(text).toContain('\nchat_refused_messages_total{kind="stray-text"} 5\n');
  expect(text).toContain("\nchat_event_loop_delay_seconds 0.0025\n");
  expect(text.endsWith("\n")).toBe(true);
});

const mayNotSkip = process.env.CHAT_REQUIRE_TOOLCHAINS === "1";
const hasPromtool = mayNotSkip || spawnSync("promtool", ["--version"]).error === undefined;
if (!hasPromtool) console.log("skipped: promtool of Prometheus is not installed");

it.runIf(hasPromtool)("is what promtool takes", () => {
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], { input: writeMetrics(TOTALS) });
  expect(`${stdout}${stderr}`).toBe("");
  expect(status).toBe(0);
});
