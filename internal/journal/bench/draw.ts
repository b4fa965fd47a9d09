// Measures how long it takes to read and draw a journal of 10,000 events: `pnpm --dir internal/journal run bench`.
import { createDiagram, drawSvg, drawText } from "../src/draw.ts";
import { ConnectionRecorder, readJournal } from "../src/index.ts";

const MESSAGES = 5_000;

const lines: string[] = [];
const recorder = new ConnectionRecorder();
recorder.begin({ connection: 1, name: "Ada", address: "127.0.0.1" }, (line) => lines.push(line.trimEnd()));
const encoder = new TextEncoder();
recorder.bytes("client", encoder.encode("Ada\n"));
recorder.named("Ada");
for (let index = 0; index < MESSAGES; index++) {
  const message = index % 10 === 0 ? "{'from': 1}\n" : '{"from":{"name":"Ada","ip":""},"to":"Bob","msg":"hello"}';
  recorder.bytes("client", encoder.encode(message));
}
recorder.closed("client", "left");

const startedAt = performance.now();
const journal = readJournal(lines);
const diagram = createDiagram(journal);
const rows = [...drawText(diagram, { columns: 100, hasColors: true })].length;
const textAt = performance.now();
const image = drawSvg(diagram).length;
const endedAt = performance.now();
console.log(`${journal.events.length} events: ${rows} rows of text in ${Math.round(textAt - startedAt)} ms`);
console.log(`and ${image} bytes of SVG in ${Math.round(endedAt - textAt)} ms`);
