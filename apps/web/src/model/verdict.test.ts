import { describe, expect, it } from "vitest";
import { someConnection, someNow } from "../../test/fake-admin.ts";
import type { Leave, Now, Totals } from "./contract.ts";
import type { Sample } from "./samples.ts";
import { type Evidence, judge } from "./verdict.ts";

/** Two samples, a minute apart at most: how it was, and how it is. */
function samplesOf(totals: Partial<Totals> = {}, now: Partial<Now> = {}): Sample[] {
  const before = someNow();
  const after = { ...before, ...now, totals: { ...before.totals, ...totals } };
  return [
    { at: 1_000, now: before },
    { at: 31_000, now: after },
  ];
}

function judgeSamples(samples: readonly Sample[], evidence: Partial<Evidence> = {}) {
  return judge({ samples, troubled: 0, worst: [], gone: [], silentMs: 0, ...evidence });
}

const zoe = { ...someConnection(1, "Zoë"), refused: { "not-a-message": 14 }, lastTrouble: "broken JSON" };

describe("judge", () => {
  it("says that all is well, and who had trouble before", () => {
    expect(judgeSamples(samplesOf())).toMatchObject({ level: "good", sentence: "All is well: 31 users online." });
    const { sentence } = judgeSamples(samplesOf(), { troubled: 2, worst: [zoe] });
    expect(sentence).toBe("All is well: 31 users online. 2 clients had trouble earlier.");
  });

  it("knows nothing before the first answer", () => {
    expect(judgeSamples([]).level).toBe("unknown");
  });

  it("says that the server is silent, with or without an answer before, and nothing else", () => {
    for (const samples of [[], samplesOf({ loopDelayMs: 5_000 })]) {
      const verdict = judgeSamples(samples, { silentMs: 12_300 });
      expect(verdict).toMatchObject({ level: "bad", sentence: "The server has not answered for 12 s.", others: [] });
    }
  });

  it.each<readonly [string, Partial<Totals>, Partial<Now>, string, RegExp]>([
    ["takes nobody in", {}, { isReady: false }, "bad", /^Nobody new can join/],
    ["is full", { connections: 19_872 }, {}, "bad", /^The server is full: 19872 of 19\.9k connections\.$/],
    ["is almost full", { connections: 19_000 }, {}, "warning", /^The server is almost full/],
    ["is held up", { loopDelayMs: 250 }, {}, "warning", /^Answers come late: .* 250 ms/],
    ["hangs", { loopDelayMs: 4_000 }, {}, "bad", /4000 ms/],
    [
      "cut off a slow reader",
      { leaves: { left: 7, "slow-reader": 2 } },
      {},
      "warning",
      /^1 client cut off .* not reading/,
    ],
    [
      "has no memory left",
      { leaves: { "slow-reader": 1, "out-of-memory": 3 } },
      {},
      "bad",
      /used up: 3 clients cut off/,
    ],
    ["lost messages", { messagesLost: 5 }, {}, "warning", /^5 messages lost/],
    ["has much that waits", { waitingBytes: 50_000_000 }, {}, "warning", /^50 MB wait/],
    ["refused connections", { refusedConnections: 6 }, {}, "warning", /^4 connections refused in the last minute\.$/],
    [
      "refused messages of somebody gone",
      { refusedMessages: { muted: 3 } },
      {},
      "warning",
      /^.* refused in the last minute, of clients that are gone: see Who left\.$/,
    ],
  ])("names a server that %s", (_what, totals, now, level, sentence) => {
    if (totals.refusedMessages) totals = { refusedMessages: { "not-a-message": 12, ...totals.refusedMessages } };
    expect(judgeSamples(samplesOf(totals, now))).toMatchObject({ level, sentence: expect.stringMatching(sentence) });
  });

  it("says whose client is wrong, and how", () => {
    const samples = samplesOf({ refusedMessages: { "not-a-message": 14 } });
    expect(judgeSamples(samples, { troubled: 3, worst: [zoe] }).sentence).toBe(
      "Look at Zoë: broken JSON · 2 messages refused in the last minute, 3 clients with trouble.",
    );
    const nameless = { ...zoe, name: null, lastTrouble: null };
    expect(judgeSamples(samples, { troubled: 1, worst: [nameless] }).sentence).toBe(
      "Look at a client without a name at 10.0.0.1: 14 not valid as a message · 2 messages refused in the last minute.",
    );
  });

  it.each([
    [{ waitingBytes: 1_048_548 }, "Zoë does not read: 1.0 MB wait for it; 1 client more like that."],
    [{ isSlowed: true }, "Zoë sends faster than is allowed, so it is read more slowly; 1 client more like that."],
    [{ name: null, ageMs: 12_000 }, "A client at 10.0.0.1 has told no name for 12 s; 1 client more like that."],
    [{ unclosedBytes: 618 }, /^Zoë has sent 618 B of a message without its end: a brace or a quote is not closed; 1 /],
  ])("says whose client is held up by %o, though none of its messages is refused", (what, expected) => {
    const worst = [someConnection(1, "Zoë"), { ...someConnection(1, "Zoë"), ...what }, { ...zoe, isSlowed: true }];
    const { sentence } = judgeSamples(samplesOf(), { troubled: 2, worst });
    expect(sentence).toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
    const hidden = judgeSamples(samplesOf(), { troubled: 2, worst, hidesNames: true });
    expect(hidden.sentence).not.toMatch(/Zoë|10\.0/);
  });

  it.each<readonly [string | null, Leave["reason"], string, string]>([
    ["Zoë", "left", "8 rejected: broken JSON", "Zoë has left: 8 rejected: broken JSON · see Who left."],
    [
      null,
      "refused",
      "It speaks HTTP.",
      "A client without a name at 10.0.0.9 was refused: It speaks HTTP. · see Who left.",
    ],
  ])("says who is gone with trouble, and why: %s", (name, reason, trouble, expected) => {
    const gone = [{ at: 1, times: 1, name, ip: "10.0.0.9", reason, line: "", trouble }];
    expect(judgeSamples(samplesOf(), { gone }).sentence).toBe(expected);
    const many = judgeSamples(samplesOf({ refusedConnections: 6 }), { gone });
    expect(many.sentence).toContain("· 4 connections refused in the last minute: see Who left.");
    expect(judgeSamples(samplesOf(), { gone, hidesNames: true }).sentence).not.toMatch(/Zoë|10\.0/);
  });

  it("names nobody when names are hidden", () => {
    const samples = samplesOf({ refusedMessages: { "not-a-message": 14 } });
    const hidden = { ...zoe, lastTrouble: "a message in the name of Ada" };
    const { sentence, others } = judgeSamples(samples, { troubled: 1, worst: [hidden], hidesNames: true });
    expect([sentence, ...others].join()).not.toMatch(/Zoë|Ada|10\.0/);
  });

  it("shows what others wrote without harm, and cuts it", () => {
    const hostile = { ...zoe, name: "\u202e\x1b[31m".repeat(40), lastTrouble: "W".repeat(5_000) };
    const samples = samplesOf({ refusedMessages: { "not-a-message": 14 } });
    const { sentence } = judgeSamples(samples, { troubled: 1, worst: [hostile] });
    expect(sentence).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(sentence.length).toBeLessThan(250);
  });

  it("begins with the worst, and keeps its topics while numbers change", () => {
    const verdict = judgeSamples(samplesOf({ messagesLost: 5, loopDelayMs: 2_000, refusedConnections: 9 }));
    expect(verdict.sentence).toMatch(/^Answers come late/);
    expect(verdict.others).toHaveLength(2);
    expect(judgeSamples(samplesOf({ messagesLost: 8, loopDelayMs: 3_000, refusedConnections: 7 })).topics).toBe(
      verdict.topics,
    );
    expect(judgeSamples(samplesOf()).topics).not.toBe(verdict.topics);
  });
});
