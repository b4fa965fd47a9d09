import type { Connection, Leave } from "../src/model/contract.ts";
import { someConnection } from "./fake-admin.ts";

/** Texts that would do harm on a page that believes them. */
export const HOSTILE_NAMES = [
  "<img src=x onerror=alert(1)>",
  "'\"><script>alert(1)</script>",
  "javascript:alert(1)",
  "\u202egnp.exe\u202c",
  "\x1b[31mred\x07",
  "a\u0301".repeat(40),
  "W".repeat(64),
  "\ud800 half",
  "{{7*7}}",
  "__proto__",
];

/** A class with some whose clients were wrong, hostile names among them. Nothing is wrong at the moment. */
export function sampleClass(): Connection[] {
  const troubled: Connection[] = [
    {
      ...someConnection(900, "Zoë"),
      refused: { "not-a-message": 412, "stray-text": 3 },
      lastTrouble: "rejected at byte 68: broken JSON: 0x27 at byte 69 (python-repr)",
      refusedInARow: 12,
    },
    {
      ...someConnection(901, "Bob"),
      refused: { "forged-sender": 9 },
      lastTrouble: "refused: a message in the name of Zoë",
    },
    {
      ...someConnection(902, null),
      ageMs: 2_000,
      refused: { "stray-text": 1 },
      lastTrouble: "rejected at byte 0: text outside a message",
    },
    { ...someConnection(903, "Slow"), waitingBytes: 12_345, waitingMessages: 61, slowedMs: 12_000 },
  ];
  const hostile = HOSTILE_NAMES.map((name, index) => ({
    ...someConnection(800 + index, name),
    refused: { "unknown-user": 1 },
    lastTrouble: `refused: ${name}`,
  }));
  const others = Array.from({ length: 24 }, (_, index) => someConnection(index + 1, `student-${index + 1}`));
  return [...others, ...troubled, ...hostile];
}

export function sampleLeaves(): Leave[] {
  const names = ["Eve", "Mallory", ...HOSTILE_NAMES];
  return names.map((name, index) => {
    const reason = index === 1 ? "slow-reader" : "left";
    const line = `${name} left (${reason}): 4 min, sent 57, received 210, 12 rejected: unknown key "time"; framed`;
    const trouble = index === 1 ? "did not read what came for it" : index === 0 ? null : `12 rejected: ${name}`;
    return { at: 1_700_000_000_000 - index * 60_000, name, ip: "10.0.0.9", reason, line, trouble, times: 1 + index };
  });
}
