import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Path in Debian's package. */
const CHROMIUM = "/usr/bin/chromium";

export function isChromiumInstalled(): boolean {
  return existsSync(CHROMIUM);
}

/** Starts the browser without what it does for itself in the network. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
