/// <reference lib="dom" />
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ConsoleMessage, Dialog, Page, Request } from "playwright-core";

export interface ReportView {
  readonly width: number;
  readonly scheme: "light" | "dark";
}

/** A report as somebody has opened it, and all that it did which it should not do. */
export class ReportPage implements AsyncDisposable {
  readonly page: Page;
  /** Console messages, errors and requests besides the page's own. */
  readonly complaints: string[] = [];

  readonly #url: string;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on("console", this.#onConsole);
    page.on("pageerror", this.#onError);
    page.on("dialog", this.#onDialog);
    page.on("request", this.#onRequest);
  }

  /**
   * Writes the report into the folder and opens it.
   *
   * @param page - may have shown another report: a new page would start a new process of the browser, which takes most of a second
   */
  static async open(page: Page, folder: string, text: string, { width, scheme }: ReportView): Promise<ReportPage> {
    const path = join(folder, "report.html");
    await writeFile(path, text);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ media: "screen", colorScheme: scheme });
    const report = new ReportPage(page, pathToFileURL(path).href);
    await page.goto(report.#url);
    return report;
  }

  /** Pixels beyond the width of the window: more than 0 makes people scroll sideways. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** Counts the pixels of a chart's panel that have a colour, and not only a grey. */
  async colouredPixels(panel: string): Promise<number> {
    return (await this.colouredPixelsOf([panel]))[panel] ?? 0;
  }

  /** Counts the same for several panels. */
  colouredPixelsOf(panels: readonly string[]): Promise<Readonly<Record<string, number>>> {
    return this.page.evaluate((ids) => {
      const count = (id: string) => {
        const canvas = document.querySelector<HTMLCanvasElement>(`#${id} canvas`);
        const context = canvas?.getContext("2d");
        if (!canvas || !context) return 0;
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        let coloured = 0;
        for (let at = 0; at < data.length; at += 4) {
          const red = data[at] ?? 0;
          const green = data[at + 1] ?? 0;
          const blue = data[at + 2] ?? 0;
          const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
          if ((data[at + 3] ?? 0) > 30 && spread > 60) coloured++;
        }
        return coloured;
      };
      return Object.fromEntries(ids.map((id) => [id, count(id)]));
    }, panels);
  }

  /** Counts the pixels of a chart's panel that are near each of the colours, `#rrggbb`. */
  pixelsOf(panel: string, colors: readonly string[]): Promise<number[]> {
    return this.page.evaluate(
      ({ id, wanted }) => {
        const canvas = document.querySelector<HTMLCanvasElement>(`#${id} canvas`);
        const data = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return wanted.map((color) => {
          const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
          let near = 0;
          for (let at = 0; at < data.length; at += 4) {
            if (parts.every((part, index) => Math.abs(part - (data[at + index] ?? 0)) < 24)) near++;
          }
          return near;
        });
      },
      { id: panel, wanted: colors },
    );
  }

  /** Points at a position of a panel, from 0 to 1 of its width; returns what the legend shows then, by label. */
  async pointAt(panel: string, position: number): Promise<Readonly<Record<string, string>>> {
    const over = this.page.locator(`#${panel} .u-over`);
    await over.scrollIntoViewIfNeeded();
    const box = await over.boundingBox();
    if (!box) throw new Error(`The panel ${panel} can't be seen.`);
    await this.page.mouse.move(box.x + box.width * position, box.y + box.height / 2);
    // The library draws with the next frame.
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    return this.legendOf(panel);
  }

  async legendOf(panel: string): Promise<Readonly<Record<string, string>>> {
    const rows = await this.page.locator(`#${panel} .u-series`).all();
    const entries = rows.map(async (row) => [
      await row.locator(".u-label").textContent(),
      await row.locator(".u-value").textContent(),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
  }

  /** Leaves the report; the page can open another one. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.page.off("console", this.#onConsole);
    this.page.off("pageerror", this.#onError);
    this.page.off("dialog", this.#onDialog);
    this.page.off("request", this.#onRequest);
    await this.page.goto("about:blank");
  }

  readonly #onConsole = (message: ConsoleMessage): void => {
    this.complaints.push(`${message.type()}: ${message.text()}`);
  };

  readonly #onError = (error: Error): void => {
    this.complaints.push(`error: ${error.message}`);
  };

  readonly #onDialog = (dialog: Dialog): void => {
    this.complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  };

  readonly #onRequest = (request: Request): void => {
    if (request.url() !== this.#url) this.complaints.push(`request: ${request.url()}`);
  };
}
