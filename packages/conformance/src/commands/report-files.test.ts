import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import type { Report, Reporter } from "../reporters/reporter.ts";
import { openReportFiles } from "./report-files.ts";
import { server } from "./server-command.ts";

const folder = mkdtempSync(join(tmpdir(), "reports-"));
const reporters = ["json", "html"].map((name): Reporter & { name: string } => ({
  name,
  summary: "",
  write: () => name,
}));
const report = {} as Report;

afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

function writeReports(paths: Readonly<Record<string, string>>): string | null {
  const write = openReportFiles(reporters, paths);
  return typeof write === "string" ? write : write(report);
}

it("writes each report into its file, in place of what was there", () => {
  const [json, html] = [join(folder, "a"), join(folder, "b")];
  writeFileSync(json, "an old report, which is longer");
  expect(writeReports({ json, html, check: "no report" })).toBeNull();
  expect([readFileSync(json, "utf8"), readFileSync(html, "utf8")]).toEqual(["json", "html"]);
});

it("appends to the summary of a GitHub job", () => {
  const html = join(folder, "summary");
  vi.stubEnv("GITHUB_STEP_SUMMARY", html);
  writeFileSync(html, "the step before\n");
  expect(writeReports({ html })).toBeNull();
  expect(readFileSync(html, "utf8")).toBe("the step before\nhtml");
});

it.each([
  ["-", /^--json needs the name of a file/],
  [join(folder, "no-such-folder", "x"), /^--json .*: the file can't be written: ENOENT/],
  [folder, /^--json .*: the file can't be written: EISDIR/],
  ["", /^--json .*: the file can't be written: ENOENT/],
])("says before the run why nothing can be written into %j", (json, problem) => {
  expect(openReportFiles(reporters, { json })).toMatch(problem);
});

it("says that two reports have the same file", () => {
  const json = join(folder, "same");
  expect(openReportFiles(reporters, { json, html: join(folder, ".", "same") })).toMatch(/^--html .*: another report/);
});

it.runIf(process.platform === "linux")("says that the disk was full after the run", () => {
  expect(writeReports({ json: "/dev/full" })).toMatch(/^\/dev\/full can't be written: ENOSPC/);
});

it("ends with exit code 2 before the run", async () => {
  const complain = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const code = await server.execute(["127.0.0.1:1", "--json", "-"]);
  const said = complain.mock.calls.join("");
  complain.mockRestore();
  expect([code, said]).toEqual([2, expect.stringContaining("--json needs the name of a file")]);
});
