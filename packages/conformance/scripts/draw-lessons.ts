// Draws the pictures of `docs/lessons` from runs of the naive programs in Python:
// `node --conditions=@chat/source packages/conformance/scripts/draw-lessons.ts`
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDiagram, drawSvg } from "@chat/journal/draw";
import type { RecordedWire } from "../src/recorded-wire.ts";
import { judgeLesson, lessons, lessonsFolder } from "../test/support/lessons.ts";

/** A picture: the last rows of a connection. */
interface Picture {
  readonly lesson: number;
  readonly file: string;
  readonly title: string;
  /** The start of the connection's owner. */
  readonly owner: string;
  readonly rowCount: number;
  /** What to say above bytes that are the point of the lesson, which are then shown whole. */
  readonly points: readonly (readonly [bytes: RegExp, words: string])[];
}

const pictures: readonly Picture[] = [
  {
    ...{ lesson: 1, file: "bytes.svg", owner: "the program", rowCount: 4 },
    title: "Two messages in one write: the client gets both in one read",
    points: [[/first-of-two/, "two messages, nothing between them but a line feed (↵)"]],
  },
  {
    ...{ lesson: 2, file: "bytes.svg", owner: "ada", rowCount: 3 },
    title: "One message in two writes: the cut is inside the letter é, which is the two bytes c3 a9",
    points: [
      [/\\xc3$/, "the first part ends with c3, half of the é"],
      [/^\\xa9/, "the second part starts with a9, the other half"],
    ],
  },
  {
    ...{ lesson: 3, file: "ada.svg", owner: "ada", rowCount: 4 },
    title: "Ada writes to Bob, who does not read. Then she asks for the time, and gets no answer",
    points: [[/\/time/, "“What time is it?” Nothing comes back: the server still waits for Bob"]],
  },
  {
    ...{ lesson: 4, file: "ada.svg", owner: "ada", rowCount: 4 },
    title: "Ada's connection: she writes to Bob, in Bob's name",
    points: [[/not from me/, "from.name is not Ada"]],
  },
  {
    ...{ lesson: 4, file: "bob.svg", owner: "bob", rowCount: 3 },
    title: "Bob's connection: he gets a message from himself",
    points: [[/not from me/, "nothing shows that it is from Ada"]],
  },
];

/** The colours on a dark page. */
const DARK = `@media (prefers-color-scheme: dark) {
rect { fill: #0d1117 } text { fill: #e6edf3 } .faint { fill: #9198a1 } .problem { fill: #ff7b72 } .cut, path { fill: #79c0ff }
#problem-head path { fill: #ff7b72 } line.arrow { stroke: #79c0ff } line.problem { stroke: #ff7b72 } }
`;

for (const [index, lesson] of lessons.entries()) {
  const report = await judgeLesson(lesson, "python", "naive");
  const wires = report.verdict.failures[0]?.failure.wires ?? [];
  for (const picture of pictures.filter((candidate) => candidate.lesson === index + 1)) {
    const wire = wires.find(({ label }) => label.startsWith(picture.owner));
    if (!wire) throw new Error(`Lesson ${index + 1} has no connection of ${picture.owner}.`);
    writeFileSync(join(lessonsFolder, lesson.folder, picture.file), draw(wire, picture));
  }
}
process.exit();

/** Draws a connection: each arrow is one write of the kit, or one read from the program. */
function draw({ events }: RecordedWire, { title, rowCount, points }: Picture): string {
  const start = { journal: 1, connection: 1, name: null, address: "", startedAt: "", masked: false } as const;
  const rows = createDiagram({ start, events, problems: [] }).rows.slice(-rowCount);
  const shows = (pattern: RegExp) => rows.some((row) => row.kind === "arrow" && pattern.test(row.parts.join("")));
  if (!points.every(([pattern]) => shows(pattern))) throw new Error(`The run does not show: ${title}`);
  const drawn = rows.map((row) => {
    if (row.kind === "note") return row;
    // Fonts have this sign for a line feed more often.
    const bytes = row.parts.join("").replaceAll("␤", "↵");
    const detail = row.detail.replace(/,.*/, "");
    const words = points.find(([pattern]) => pattern.test(bytes))?.[1];
    return { ...row, label: words ?? bytes, detail, parts: [], problem: words === undefined ? null : bytes };
  });
  const svg = drawSvg({ title, rows: drawn, problems: [] });
  return svg.replace("<style>", `<title>${title}</title>\n<style>`).replace("</style>", `${DARK}</style>`);
}
