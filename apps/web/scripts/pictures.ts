// Takes pictures of every view of the page, of a class with some broken clients, in three sizes, dark and light:
// `pnpm --dir apps/web run pictures [--out FOLDER] [--seconds 60]`. Without a folder it renews those of the docs alone.
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createChatServer } from "@chat/server";
import type { Page } from "playwright-core";
import { openAdminServer } from "../../server/src/admin/admin-server.ts";
import { buildPage } from "../test/build-page.ts";
import { launchChromium } from "../test/chromium.ts";
import { startCrowd } from "./sample-crowd.ts";

const DOCS = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));
const TOKEN = "a-token-for-pictures-alone";

const SIZES = [
  { name: "phone", width: 390, height: 844 },
  { name: "tablet", width: 1024, height: 768 },
  { name: "wall", width: 1920, height: 1080 },
];
const DOCS_SIZE = { name: "page", width: 1180, height: 720 };

/** A page of one size and colour, and the name of its pictures, with % for the view. */
interface OpenPage {
  readonly page: Page;
  readonly name: string;
}

const { values } = parseArgs({ options: { out: { type: "string" }, seconds: { type: "string", default: "60" } } });

/** Each view, with the steps that lead to it from the first. */
const VIEWS: readonly (readonly [name: string, open: (page: Page) => Promise<unknown>])[] = [
  ["now", (page) => follow(page, "Now")],
  ["who", (page) => follow(page, "Who")],
  ["client", (page) => openClient(page, "Vera")],
  ["diagram", (page) => openClient(page, "Vera").then(() => page.getByLabel("Sequence diagram").check())],
  ["left", (page) => follow(page, "Who left")],
  ["act", (page) => follow(page, "Act")],
  ["ban", (page) => openBan(page)],
  ["show", (page) => page.keyboard.press("Escape").then(() => follow(page, "Show"))],
];
const DOCS_VIEWS = ["now", "who", "diagram"];

await using built = await buildPage();
const ignore = (): void => undefined;
const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
// Those who do not read, or leave a brace open, stay on the picture.
const limits = {
  outboxStallTimeoutMs: 3_600_000,
  incompleteMessageTimeoutMs: 3_600_000,
  handshakeTimeoutMs: 3_600_000,
};
const server = await createChatServer({ host: "127.0.0.1", port: 0, logger, limits });
const { port } = await server.listen();
const options = { host: "127.0.0.1", port: 0, token: TOKEN, pageFolder: built.folder };
const admin = await openAdminServer({ server, isReady: () => true }, options);
const address = `http://127.0.0.1:${(admin.address() as AddressInfo).port}/#token=${TOKEN}`;
const browser = await launchChromium();

const sizes = values.out === undefined ? [DOCS_SIZE] : SIZES;
const folder = values.out ?? DOCS;
mkdirSync(folder, { recursive: true });
const pages: OpenPage[] = [];
for (const size of sizes) {
  for (const colorScheme of ["dark", "light"] as const) {
    const page = await browser.newPage({ viewport: size, colorScheme });
    await page.goto(address);
    pages.push({ page, name: `${size.name}-%-${colorScheme}.png` });
  }
}
await startCrowd(port);
console.log(`The pictures are taken in ${values.seconds} s.`);
await pause(Number(values.seconds) * 1_000);
await Promise.all(pages.map(takePictures));
console.log(`Written: ${folder}`);
await browser.close();
process.exit();

async function takePictures({ page, name }: OpenPage): Promise<void> {
  for (const [view, open] of VIEWS) {
    if (values.out === undefined && !DOCS_VIEWS.includes(view)) continue;
    await open(page);
    // A list is there a second later; a journal begins with the next message.
    await pause(view === "client" || view === "diagram" ? 7_000 : 2_000);
    await page.screenshot({ path: join(folder, name.replace("%", view)) });
  }
}

async function follow(page: Page, view: string): Promise<void> {
  await page.getByRole("link", { name: view, exact: true }).click();
}

async function openClient(page: Page, name: string): Promise<void> {
  await follow(page, "Who");
  await page.getByRole("link", { name }).click();
}

async function openBan(page: Page): Promise<void> {
  await page.getByRole("radio", { name: "Ban" }).check();
  await page.getByLabel("Name of the user").fill("Xenia");
  await page.getByLabel("Reason, which the user is told").fill("Write under your own name.");
  await page.getByRole("button", { name: "Ban …" }).click();
}
