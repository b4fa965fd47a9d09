/// <reference lib="dom" />
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawCharts } from "../src/report/charts/draw-charts.ts";
import { LIGHT } from "../src/report/charts/palette.ts";
import { writeHtmlReport } from "../src/report/html/html-report.ts";
import { labelRuns } from "../src/report/run-labels.ts";
import type { RunResult } from "../src/result/run-result.ts";
import { isChromiumInstalled, launchChromium } from "./support/chromium.ts";
import { ReportPage, type ReportView } from "./support/report-page.ts";
import { benchRuns, breakingPointRun, hostileRun, joinRun, passedStressRun } from "./support/sample-results.ts";

const hasChromium = isChromiumInstalled();
if (!hasChromium) {
  const text = "The HTML report in a real browser is not tested: chromium is not installed.";
  if (process.env.CHAT_REQUIRE_TOOLCHAINS) throw new Error(text);
  console.warn(text);
}

const PATIENCE = { timeout: 60_000 };

const WIDE: ReportView = { width: 1_400, scheme: "light" };
/** Each width and each scheme: they do not depend on one another. */
const VIEWS: readonly ReportView[] = [WIDE, { width: 400, scheme: "dark" }];

const REPORTS: readonly (readonly [string, readonly RunResult[]])[] = [
  ["a passed stress run", [passedStressRun()]],
  ["a breaking point", [breakingPointRun()]],
  ["two benches", benchRuns()],
  ["a bench of joins", [joinRun()]],
  ["hostile texts", [hostileRun()]],
];

// A browser that shares two cores with other tests takes its time.
describe.runIf(hasChromium)("writeHtmlReport", () => {
  let browser: Browser;
  let page: Page;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chat-report-"));
    browser = await launchChromium();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  const open = (results: readonly RunResult[], view: ReportView = WIDE) =>
    ReportPage.open(page, folder, writeHtmlReport(results), view);

  describe.each(REPORTS)("%s", (_name, results) => {
    it.each(VIEWS)("draws every chart, asks for nothing, fits the window ($width px, $scheme)", async (view) => {
      await using report = await open(results, view);
      const panels = drawCharts(labelRuns(results)).flatMap(({ id, panels }) =>
        panels.map((_, index) => `${id}-${index}`),
      );
      for (const [panel, pixels] of Object.entries(await report.colouredPixelsOf(panels))) {
        expect(pixels, panel).toBeGreaterThan(150);
      }
      expect(await report.overflow()).toBeLessThanOrEqual(0);
      expect(report.complaints).toEqual([]);
    });
  });

  it("shows the values under the pointer, in each panel over the same time", async () => {
    await using report = await open([breakingPointRun()]);
    expect(await report.legendOf("clients-0")).toEqual({ Time: "", clients: "" });
    const values = await report.pointAt("clients-1", 0.5);
    expect(values).toEqual({
      Time: expect.stringMatching(/^0:3\d/),
      p50: expect.stringMatching(/^[\d.]+ ms$/),
      p99: expect.stringMatching(/^[\d.]+ ms$/),
      max: expect.stringMatching(/^[\d.]+ ms$/),
    });
    expect(await report.legendOf("clients-0")).toEqual({
      Time: values.Time,
      clients: expect.stringMatching(/^8,\d{3}$/),
    });
    expect(await report.pointAt("percentiles-0", 0.2)).toMatchObject({ Percentile: "90 %", answer: "1.74 ms" });
  });

  it("shows each run's value, though their moments differ", async () => {
    await using report = await open(benchRuns());
    const values = await report.pointAt("clients-1", 0.62);
    expect(Object.values(values).slice(1)).toEqual([expect.stringMatching(/ ms$/), expect.stringMatching(/ ms$/)]);
  });

  it("draws two equal lines so that both can be seen", async () => {
    await using report = await open(benchRuns());
    const [first, second] = LIGHT.series;
    const pixels = await report.pixelsOf("clients-0", [first ?? "", second ?? ""]);
    expect(Math.min(...pixels)).toBeGreaterThan(150);
  });

  it("says nothing of what the pointer is not at, on screen and on paper", async () => {
    await using report = await open([passedStressRun()]);
    const legend = report.page.locator("#clients-1 .u-legend");
    const shown = async () =>
      await legend.locator(".u-label, .u-value:not(:empty)").filter({ visible: true }).allTextContents();
    expect(await shown()).toEqual(["p50", "p99", "max"]);
    await report.pointAt("clients-1", 0.5);
    expect(await shown()).toHaveLength(8);
    await report.page.emulateMedia({ media: "print" });
    expect(await shown()).toEqual(["p50", "p99", "max"]);
  });

  it("tells the verdict and the key figures first", async () => {
    await using report = await open([breakingPointRun()]);
    const verdict = report.page.getByRole("region", { name: "Verdict" });
    expect(await verdict.getByRole("heading").textContent()).toContain("Limit found");
    expect(await verdict.textContent()).toMatch(/The server held 16,400 clients.+Clients held\s*16,400/s);
    expect((await verdict.boundingBox())?.y).toBeLessThan(200);
  });

  it("has the figures of each chart as a table, by keyboard", async () => {
    await using report = await open([passedStressRun()]);
    const chart = report.page.getByRole("region", { name: "Latency by percentile", exact: true });
    await chart.locator("summary").focus();
    await report.page.keyboard.press("Enter");
    const row = chart.getByRole("row", { name: /^99 %/ });
    expect(await row.textContent()).toContain("1.20 ms");
    expect(await chart.getByRole("img", { name: /^Latency/ }).count()).toBe(1);
  });

  it("lets no text of a run out of its place", async () => {
    await using report = await open([hostileRun()]);
    expect(await page.title()).toBe("Load test: breaking-point");
    expect(await page.locator("script").count()).toBe(3);
    expect(await page.locator("img").count()).toBe(0);
    const evidence = await page.locator(".evidence li").allTextContents();
    expect(evidence[0]).toBe("</script><script>document.title='broken'</script>");
    expect(await page.locator("#errors-0 .u-label").allTextContents()).toContain("constructor");
    expect(report.complaints).toEqual([]);
  });

  it("forbids itself every request, and every script that is not its own", async () => {
    await using report = await open([passedStressRun()]);
    const blocked = await report.page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "document.title = 'broken'";
      document.body.append(script);
      await fetch("https://chat.invalid/").catch(() => undefined);
      const image = new Image();
      await new Promise((resolve) => {
        image.onerror = resolve;
        image.src = "https://chat.invalid/pixel.png";
      });
      return violations;
    });
    expect(blocked.sort()).toEqual(["connect-src", "img-src", "script-src-elem"]);
    expect(await report.page.title()).toBe("Load test: stress");
  });

  it("follows the theme and the width while it is open", async () => {
    await using report = await open([breakingPointRun()]);
    const widthOf = () => report.page.locator("#clients-0 canvas").evaluate((canvas) => canvas.clientWidth);
    const wide = await widthOf();
    await report.page.setViewportSize({ width: 400, height: 900 });
    await expect.poll(widthOf, PATIENCE).toBeLessThan(Math.min(wide, 400));
    const pictureOf = () =>
      report.page.locator("#clients-0 canvas").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const light = await pictureOf();
    await report.page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(pictureOf, PATIENCE).not.toBe(light);
    expect(await report.colouredPixels("clients-0")).toBeGreaterThan(150);
    expect(await report.overflow()).toBeLessThanOrEqual(0);
  });

  it("is printed in light colours, and drawn as before afterwards", async () => {
    await using report = await open([breakingPointRun()], { width: 1_400, scheme: "dark" });
    const widthOf = () => report.page.locator("#clients-0 canvas").evaluate((canvas) => canvas.clientWidth);
    const before = await widthOf();
    const printed: number[] = [];
    await report.page.exposeFunction("tellWidth", (width: number) => printed.push(width));
    await report.page.evaluate(() => {
      window.addEventListener("beforeprint", () => {
        const width = document.querySelector("#clients-0 canvas")?.clientWidth;
        (window as unknown as { tellWidth: (width?: number) => void }).tellWidth(width);
      });
    });
    const pdf = await report.page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await expect.poll(() => printed, PATIENCE).toEqual([636]);
    await expect.poll(widthOf, PATIENCE).toBe(before);
  });
});
