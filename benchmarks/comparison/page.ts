import { writeMarkdownTable } from "../load/format.ts";
import { type Comparison, wasQuiet } from "./comparison.ts";
import { JOIN_LOADS, MESSAGE_LOADS } from "./measures.ts";
import { listBetterPeers, listVerdicts, tabulateGenerators, tabulateMetrics, VERDICT_KEY } from "./tables.ts";

const BEGIN = "<!-- Written by `pnpm bench:peers`, from here -->";
const END = "<!-- to here -->";

/** Puts what was measured in the place of what stood there from an earlier run. All around it is written by people. */
export function updatePage(page: string, comparison: Comparison): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The page has no place for the metrics: between ${BEGIN} and ${END}.`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${writeMetrics(comparison)}\n\n${page.slice(end)}`;
}

function writeMetrics(comparison: Comparison): string {
  const { date, machine, rounds, versions, waitingTimeShare, generators } = comparison;
  const losses = listBetterPeers(comparison);
  const warning = "**The machine was busy: these metrics say more of what else it did than of the servers.**";
  const parts = [
    ...(wasQuiet(comparison) ? [] : [warning]),
    `Measured on ${date}, in ${rounds} rounds, on ${machine}.
Other programs had ${(waitingTimeShare * 100).toFixed(1)} % of the generator's time.`,
    `Versions: ${Object.entries(versions)
      .map(([server, version]) => `${server} ${version}`)
      .join(", ")}.`,
    `<picture>
  <source media="(prefers-color-scheme: dark)" srcset="pictures/performance-dark.svg">
  <img alt="Bars for each server in each of the measures of the tables below." src="pictures/performance-light.svg">
</picture>`,
    "The median, and from where to where the middle half of the rounds is.",
    "### Messages: processor time of the server for one, and latency at 5,000 a second",
    writeMarkdownTable(tabulateMetrics(comparison, MESSAGE_LOADS)),
    "### Connections: memory and joins",
    writeMarkdownTable(tabulateMetrics(comparison, JOIN_LOADS)),
    "### What our server has to keep",
    listVerdicts(comparison)
      .map((line) => `- ${line}`)
      .join("\n"),
    `${VERDICT_KEY}.`,
    "### Where we lose",
    losses.length === 0
      ? "Nowhere."
      : `Others that are better than our server, and how many times:\n\n${losses.map((line) => `- ${line}`).join("\n")}`,
  ];
  if (Object.keys(generators).length > 0) {
    parts.push("### `chat-load` beside the generator in C", writeMarkdownTable(tabulateGenerators(generators)));
  }
  return parts.join("\n\n");
}
