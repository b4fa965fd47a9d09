import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { subcommands } from "./commands/subcommands.ts";
import { RunResultSchema } from "./result/run-result.ts";
import { readScenario } from "./scenario/read-scenario.ts";
import { ScenarioShape } from "./scenario/scenario.ts";
import { ENDINGS } from "./verdict/endings.ts";
import { ExitCode } from "./verdict/exit-code.ts";
import { THRESHOLD_METRICS } from "./verdict/threshold-metrics.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const lines = readme.split("\n");

it("has every option in the README's tables, and no other", () => {
  const rows = Object.values(subcommands).flatMap(({ command }) =>
    command.options.map(({ flag, placeholder, default: preset, summary }) => {
      return `| \`${`${flag} ${placeholder}`.trim()}\` | ${preset} | ${summary} |`;
    }),
  );
  const written = lines.filter((line) => line.startsWith("| `--"));
  expect(new Set(written)).toEqual(new Set(rows));
});

it("names every metric for --fail-if, with its unit", () => {
  const unprefixed = THRESHOLD_METRICS.filter(({ name }) => !/^[a-z]+\./.test(name));
  const groups = Map.groupBy(unprefixed, ({ unit, summary }) => `${unit === "" ? "a number" : unit} | ${summary} |`);
  for (const [rest, metrics] of groups) {
    expect(lines).toContain(`| ${metrics.map(({ name }) => `\`${name}\``).join(", ")} | ${rest}`);
  }
});

it("tells every exit code", () => {
  for (const code of Object.values(ExitCode)) expect(readme).toMatch(new RegExp(`^\\|.* ${code} \\| `, "m"));
});

it("has every way in which a run can end in its table, and no other", () => {
  const rows = Object.entries(ENDINGS).map(
    ([kind, { exitCode, summary }]) => `| \`${kind}\` | ${exitCode} | ${summary} |`,
  );
  const begin = lines.indexOf("| verdict | exit code | when |") + 2;
  expect(lines.slice(begin, lines.indexOf("", begin))).toEqual(rows);
});

it("explains every limit that a server or the tester can meet", () => {
  const limits = RunResultSchema.shape.verdict.shape.limit
    .unwrap()
    .options.filter((limit) => !limit.startsWith("max-"));
  for (const limit of limits) expect(readme).toContain(`\`${limit}\``);
});

it("has every key of a scenario, and an example that is right", () => {
  const { stages, personas, ...others } = ScenarioShape.shape;
  const nested = [stages.element, personas.element, personas.element.shape.sends.unwrap()];
  const keys = [others, ...nested.map(({ shape }) => shape)].flatMap((shape) => Object.keys(shape));
  for (const key of keys.filter((name) => !name.startsWith("$"))) expect(readme).toContain(`\`${key}\``);
  const example = /^```json\n(.*?)^```$/ms.exec(readme)?.[1] ?? "";
  expect(() => readScenario(JSON.parse(example))).not.toThrow();
});

it("shows every command", () => {
  for (const word of Object.keys(subcommands)) expect(readme).toContain(`\`chat-load ${word}`);
});
