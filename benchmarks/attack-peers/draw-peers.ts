import type { PALETTES } from "../comparison/bar-chart.ts";
import type { PeerReport, PeerRow } from "./peer-report.ts";

type Palette = (typeof PALETTES)["light"];

/** Sizes in pixels. */
const MARGIN = 16;
const NAME_WIDTH = 150;
const CELL_WIDTH = 118;
const CELL_HEIGHT = 30;
const HEADING_HEIGHT = 28;

/** Colours of a cell on both themes, by how well healthy users fared. */
const Colour = { Good: "#1a7f37", Late: "#9a6700", Harmed: "#cf222e", Unknown: "#6e7781" } as const;

/** The longest p99 of a good cell and of a late one, in milliseconds. */
const GOOD_MS = 100;
const LATE_MS = 1_000;

/** Draws one cell for each attack and server: the p99, or what did not arrive, in the colour of its grade. */
export function drawPeers({ rows, date }: PeerReport, palette: Palette): string {
  const servers = [...new Set(rows.map(({ server }) => server))];
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const width = 2 * MARGIN + NAME_WIDTH + servers.length * CELL_WIDTH;
  const height = 2 * MARGIN + HEADING_HEIGHT + kinds.length * CELL_HEIGHT;
  const headings = servers.map((server, column) => {
    const x = MARGIN + NAME_WIDTH + column * CELL_WIDTH + CELL_WIDTH / 2;
    return `<text x="${x}" y="${MARGIN + 14}" text-anchor="middle" font-weight="600" fill="${palette.text}">${server}</text>`;
  });
  const lines = kinds.flatMap((kind, line) => {
    const y = MARGIN + HEADING_HEIGHT + line * CELL_HEIGHT;
    const name = `<text x="${MARGIN}" y="${y + 19}" fill="${palette.text}">${kind}</text>`;
    return [
      name,
      ...servers.map((server, column) =>
        drawCell(
          rows.find((row) => row.server === server && row.kind === kind),
          MARGIN + NAME_WIDTH + column * CELL_WIDTH,
          y,
        ),
      ),
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>Attacks on the chat server and its peers, ${date}</title>
<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>
${[...headings, ...lines].join("\n")}
</svg>
`;
}

function drawCell(row: PeerRow | undefined, x: number, y: number): string {
  if (!row) return "";
  const { text, colour } = judge(row);
  return `<rect x="${x + 2}" y="${y + 2}" width="${CELL_WIDTH - 4}" height="${CELL_HEIGHT - 4}" rx="4" fill="${colour}"/><text x="${x + CELL_WIDTH / 2}" y="${y + 19}" text-anchor="middle" fill="#ffffff">${text}</text>`;
}

function judge({ failure, delivered, cutOff, p99Ms }: PeerRow): { text: string; colour: string } {
  if (failure !== null) return { text: "not carried out", colour: Colour.Unknown };
  if (delivered < 100) return { text: `${delivered.toFixed(1)} % arrive`, colour: Colour.Harmed };
  if (cutOff > 0) return { text: `${cutOff} cut off`, colour: Colour.Harmed };
  const colour = p99Ms <= GOOD_MS ? Colour.Good : p99Ms <= LATE_MS ? Colour.Late : Colour.Harmed;
  return { text: `${p99Ms.toFixed(0)} ms`, colour };
}
