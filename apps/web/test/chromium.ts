import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Path in Debian's package. */
const CHROMIUM = "/usr/bin/chromium";

/** False where the tests in a browser are skipped. */
export const hasChromium: boolean = existsSync(CHROMIUM);
if (!hasChromium) {
  const text = "The page in a real browser is not tested: chromium is not installed.";
  if (process.env.CHAT_REQUIRE_TOOLCHAINS) throw new Error(text);
  console.warn(text);
}

export function launchChromium(): Promise<Browser> {
  const quiet = ["--disable-background-networking", "--disable-component-update"];
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}
