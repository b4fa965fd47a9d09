import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

/** Bundles `src/report/page` for browsers; gives the text of the module that holds the bundle, `src/report/page-script.ts`. */
export async function buildPageScript(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), "chat-report-page-"));
  try {
    await build({
      config: false,
      entry: { page: fileURLToPath(new URL("../src/report/page/draw-page.ts", import.meta.url)) },
      outDir,
      outExtension: () => ({ js: ".js" }),
      format: "iife",
      platform: "browser",
      target: "es2022",
      minify: true,
      silent: true,
    });
    const script = await readFile(join(outDir, "page.js"), "utf8");
    return `// biome-ignore-all format: it is written by a program.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are the script's own.
/** What draws the charts of a report in the browser, from \`page/\`. Written by \`pnpm --dir apps/loadtest run generate\`. */
export const PAGE_SCRIPT =
  ${JSON.stringify(script.trim())};
`;
  } finally {
    await rm(outDir, { recursive: true });
  }
}
