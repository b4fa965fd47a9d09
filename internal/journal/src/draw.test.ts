import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recordClient } from "../test/record.ts";
import { createDiagram } from "./diagram.ts";
import { drawSvg } from "./draw-svg.ts";
import { drawText } from "./draw-text.ts";
import { textWidth } from "./text-width.ts";

const MESSAGE = '{"from":{"name":"Ada","ip":""},"to":"Bob","msg":"secret"}';
const ANSWER = '{"from":{"name":"SERVER","ip":""},"to":"Ada","msg":"❌ Error: User \'Bob\' not found."}\n';

function lesson() {
  let now = 0;
  const reads = ["Ada\n", MESSAGE.slice(0, 20), MESSAGE.slice(20) + MESSAGE, "{'from'", ": 1}\n"];
  return createDiagram(
    recordClient(reads, {
      clock: () => now++,
      sent: [ANSWER],
      act: (recorder) => recorder.refusedMessage("nobody of this name is online", 61),
    }),
  );
}

function draw(columns: number, hasColors = false): string[] {
  return [...drawText({ ...lesson(), title: "A lesson" }, { columns, hasColors })];
}

describe("a diagram as text", () => {
  it("shows messages, the cuts of the reads, and what was refused", () => {
    expect(`${draw(90).join("\n")}\n`).toBe(
      readFileSync(new URL("../test/fixtures/lesson.txt", import.meta.url), "utf8"),
    );
  });

  it.each([20, 40, 60, 80, 200])("fits %i columns, and both sides are straight lines", (columns) => {
    const rows = draw(columns).slice(2);
    expect(new Set(rows.map(textWidth))).toEqual(new Set([Math.max(40, columns)]));
  });

  it("is red where something was refused, and without colours has no escape", () => {
    const refused = draw(90, true).filter((line) => line.includes("✗"));
    expect(refused).toHaveLength(2);
    for (const line of refused) expect(line).toContain("\u001b[31m✗".replace("✗", ""));
    expect(draw(90).join("")).not.toContain("\u001b");
  });
});

const EVIL = '\u001b]0;title\u0007\u009b2J\u202e<script>"&';

/** A journal in which every text of a peer is harmful. */
function evilDiagram() {
  const text = JSON.stringify(EVIL);
  const message = `{"from":{"name":${text},"ip":""},"to":${text},"msg":${text}}`;
  const journal = recordClient(["Ada\n", message, EVIL, `\n{${EVIL}}`], {
    showsMessages: true,
    sent: [message],
    act: (recorder) => recorder.refused(EVIL),
  });
  return createDiagram({ ...journal, start: { ...journal.start, name: EVIL, address: EVIL, startedAt: EVIL } });
}

describe("a harmful journal", () => {
  it("sends no control character to a terminal", () => {
    for (const line of drawText(evilDiagram(), { columns: 100, hasColors: false })) {
      expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });

  it("puts no element into an image", () => {
    const svg = drawSvg(evilDiagram());
    expect(svg).not.toContain("<script");
    expect(svg).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

it("draws an image with an arrow for each message, and those that were refused in red", () => {
  const svg = drawSvg(lesson());
  expect(svg.match(/<line class="arrow"/g)).toHaveLength(3);
  expect(svg.match(/<line class="problem"/g)).toHaveLength(2);
  expect(svg).toContain('<tspan class="cut">┊</tspan>');
});

it("shows the bytes of a handshake that was refused", () => {
  const diagram = createDiagram(recordClient(["Rossi, ", "Anna\n"], { isRefused: true }));
  expect(diagram.rows).toMatchObject([
    { kind: "note", text: "connects" },
    { kind: "arrow", label: "bytes", parts: ["Rossi, "] },
    { kind: "arrow", label: "bytes", parts: ["Anna␤"] },
    { kind: "note", text: "refuses the connection: the name is not allowed", isProblem: true },
    { kind: "note", text: "closed the connection (left)" },
  ]);
});

it("reports lines that were left out", () => {
  const journal = recordClient(["Ada\n"]);
  const { problems } = createDiagram({ ...journal, problems: [{ line: 9, text: "It is cut." }] });
  expect(problems).toEqual(["Line 9 was left out: It is cut."]);
});
