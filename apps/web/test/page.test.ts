import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildPage } from "./build-page.ts";
import { hasChromium, launchChromium } from "./chromium.ts";
import { FakeAdmin, someConnection, TOKEN } from "./fake-admin.ts";
import { HOSTILE_NAMES, sampleClass, sampleLeaves } from "./sample-class.ts";

/** Most bytes of script that the page may load, compressed. */
const MAX_SCRIPT_BYTES = 120_000;

const PATIENCE_MS = 60_000;

const VIEWS = ["now", "who", "left", "client/loop.900", "act", "show"];

let built: Awaited<ReturnType<typeof buildPage>>;
beforeAll(async () => {
  built = await buildPage();
});
afterAll(() => built[Symbol.asyncDispose]());

describe("the build", () => {
  it("has little script, none of it in the page itself, and no address of anybody else", async () => {
    const assets = join(built.folder, "assets");
    const names = await readdir(assets);
    const scripts = await Promise.all(
      names.filter((name) => name.endsWith(".js")).map((name) => readFile(join(assets, name))),
    );
    expect(scripts.reduce((sum, script) => sum + gzipSync(script).length, 0)).toBeLessThan(MAX_SCRIPT_BYTES);
    const html = await readFile(join(built.folder, "index.html"), "utf8");
    expect(html).not.toMatch(/https?:|<style|style=|<script(?![^>]* src=)| on\w+=/);
    for (const name of names) expect(name).toMatch(/^[\w.-]+$/);
  });
});

describe.runIf(hasChromium)("the page", () => {
  let browser: Browser;
  let fake: FakeAdmin;
  let complaints: string[];
  /** Complaints of the browser about what a test causes. */
  let expected: RegExp | null;
  const pages: Page[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    complaints = [];
    expected = null;
    fake = new FakeAdmin(built.folder);
    fake.connections = sampleClass();
    fake.leaves = sampleLeaves();
    await fake.listen();
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()));
    await fake[Symbol.asyncDispose]();
    expect(complaints).toEqual([]);
  });

  async function open(view = "now", options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1_200, height: 800 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    pages.push(page);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on("console", (message) => {
      const isComplaint = message.type() === "error" || message.type() === "warning";
      if (isComplaint && !expected?.test(message.text())) complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(fake.url)) complaints.push(`asks ${request.url()}`);
    });
    await page.goto(`${fake.url}#token=${TOKEN}`);
    await page
      .getByText(/^All is well: 31 users online/)
      .first()
      .waitFor();
    if (view !== "now") await go(page, view);
    return page;
  }

  async function go(page: Page, view: string): Promise<void> {
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, view);
    await page.getByRole("heading", { level: 1, name: /./ }).waitFor();
    if (view.startsWith("client"))
      await page
        .getByText(/at byte 166/)
        .first()
        .waitFor();
    if (view === "who" || view === "left") await page.getByText("__proto__").first().waitFor();
  }

  it("takes the token out of the address, keeps it in this tab, and shows it nowhere", async () => {
    const page = await open();
    expect(page.url()).toBe(fake.url);
    const stores = await page.evaluate(() => ({
      session: Object.values(sessionStorage),
      local: Object.values(localStorage),
      cookie: document.cookie,
      entries: history.length,
    }));
    expect(stores).toEqual({ session: [TOKEN], local: [], cookie: "", entries: 2 });
    for (const view of VIEWS) {
      await go(page, view);
      expect(await page.content()).not.toContain(TOKEN);
    }
    expect(fake.asked.join()).not.toContain(TOKEN);
    await page.reload();
    await page
      .getByText(/^All is well/)
      .first()
      .waitFor();
  });

  it("says what to do about an old token, forgets it, and takes a new one", async () => {
    const page = await open();
    expected = /401/;
    fake.token = "another-token-0123456789";
    await page.getByText(/^The server does not take this token\. Each start/).waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.getByLabel("Token").fill(fake.token);
    await page.getByRole("button", { name: "Open" }).click();
    await page
      .getByText(/^All is well/)
      .first()
      .waitFor();
  });

  it.each([
    { width: 1_400, scheme: "light" },
    { width: 820, scheme: "dark" },
    { width: 360, scheme: "dark" },
  ] as const)(
    "fits $width pixels ($scheme), and a check of accessibility finds nothing in any view",
    async ({ width, scheme }) => {
      fake.sanctions = [
        {
          kind: "mute",
          target: { name: "W".repeat(64) },
          endsAt: Date.now() + 90_000,
          reason: "R".repeat(300),
          by: "x",
        },
      ];
      const page = await open("now", { viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: true });
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
      for (const view of VIEWS) {
        await go(page, view);
        if (view === "act") {
          await page.getByRole("radio", { name: "Ban" }).check();
          await page.getByText("R".repeat(300)).waitFor();
        }
        const violations = await page.evaluate(async () => {
          const { axe } = window as unknown as { axe: typeof import("axe-core") };
          const found = await axe.run();
          return found.violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n")}`,
          );
        });
        expect(violations, view).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, view).toBeLessThanOrEqual(0);
      }
    },
  );

  it("shows hostile names as text, in every view", async () => {
    const page = await open();
    for (const view of VIEWS) {
      await go(page, view);
      const text = await page.locator("#page").textContent();
      expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expect(await page.locator("#page img, #page script, #page iframe").count()).toBe(0);
    }
    await go(page, "who");
    await page.getByRole("link", { name: HOSTILE_NAMES[0] ?? "" }).click();
    await page.getByRole("heading", { level: 1, name: HOSTILE_NAMES[0] ?? "" }).waitFor();
  });

  it("says what is wrong, and follows the server while it is away", async () => {
    const page = await open();
    fake.now = { ...fake.now, totals: { ...fake.now.totals, refusedMessages: { "not-a-message": 20 } } };
    await page
      .getByText(/^Look at Zoë: rejected at byte 68/)
      .first()
      .waitFor();
    await page.getByRole("link", { name: "Zoë" }).click();
    await page.getByRole("heading", { level: 1, name: "Zoë" }).waitFor();
    expected = /ERR_FAILED/;
    await page.route("**/api/v1/now", (route) => route.abort());
    await page
      .getByText(/^The server has not answered for \d+ s\./)
      .first()
      .waitFor();
  });

  it("lists 20,000 connections, of which it has some: searched and sorted by the server", async () => {
    fake.connections = Array.from({ length: 20_000 }, (_, index) => someConnection(index));
    const page = await open();
    await page.getByRole("link", { name: "Who", exact: true }).click();
    const table = page.getByRole("region", { name: "Who" });
    await page.getByText("20.0k connections, 0 with trouble").waitFor();
    await page.getByRole("button", { name: "In", exact: true }).click();
    await table.getByRole("row", { name: /^user19999 / }).waitFor();
    expect(await page.getByRole("columnheader", { name: "In", exact: true }).getAttribute("aria-sort")).toBe(
      "descending",
    );
    await table.focus();
    await page.keyboard.press("End");
    await table.getByRole("row", { name: /^user0 / }).waitFor();
    expect(await table.getByRole("row").count()).toBeLessThan(110);
    expect(await table.getByRole("table").getAttribute("aria-rowcount")).toBe("20001");
    await page.getByLabel("Search").fill("user1234");
    await page.getByText("11 of 20.0k connections").waitFor();
    await table.getByRole("row", { name: /^user12340 / }).waitFor();
    await page.getByRole("link", { name: "user12340" }).click();
    await page.getByRole("heading", { level: 1, name: "user12340" }).waitFor();
    await page.goBack();
    await page.getByText("11 of 20.0k connections").waitFor();
  });

  it("shows a client's journal while somebody looks: cuts, hints, bytes in both forms, and a diagram", async () => {
    const page = await open("who");
    await page.getByRole("link", { name: "Zoë" }).focus();
    await page.keyboard.press("Enter");
    const journal = page.getByRole("region", { name: "Journal" });
    await journal
      .getByText("not-a-message, at byte 66: write \" instead of ': this is how Python shows a dict.")
      .waitFor();
    expect(await page.getByText("412 not valid as a message, 3 text outside a message").isVisible()).toBe(true);
    expect(await journal.getByTitle("goes on in a later read").count()).toBe(2);
    expect(await journal.textContent()).not.toContain("a secret");
    await page.getByLabel("Hexadecimal").check();
    await journal.getByText("ff fe 41").waitFor();
    await page.getByLabel("Sequence diagram").check();
    await journal
      .getByText("At byte 66, write \" instead of ': this is how Python shows a dict.", { exact: false })
      .first()
      .waitFor();
    await journal.getByText("60 bytes, reads 2–3: 40 + 20").waitFor();
    expect(fake.watchers.size).toBe(1);
    await page.getByRole("link", { name: "Now", exact: true }).click();
    await expect.poll(() => fake.watchers.size).toBe(0);
  });

  it("asks once before each act, does it, and says what came of it", async () => {
    const page = await open("act");
    const acts: readonly (readonly [
      act: string,
      fields: Readonly<Record<string, string>>,
      verb: string,
      effect: RegExp,
    ])[] = [
      ["Message", { "Name of the user": "Bob", Text: "hello" }, "Send", /Bob got the message/],
      ["Announcement", { Text: "break" }, "Send", /38 users got the announcement/],
      ["Mute", { "Name of the user": "Bob" }, "Mute", /Bob is mute for 15 min/],
      [
        "Disconnect",
        { "Name of the user": "Bob", "Reason, which the user is told": "loud" },
        "Disconnect",
        /Disconnected Bob: 1 connection/,
      ],
      ["Ban", { "Name of the user": "Bob" }, "Ban", /Banned the name Bob/],
    ];
    for (const [act, fields, verb, effect] of acts) {
      await page.getByRole("radio", { name: act }).check();
      for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
      const before = fake.acts.length;
      await page.getByRole("button", { name: `${act} …`, exact: true }).click();
      const dialog = page.getByRole("dialog");
      if (act === "Ban") await dialog.getByText("It disconnects 1 user: Bob.").waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      expect(fake.acts).toHaveLength(before);
      await page.getByRole("button", { name: `${act} …`, exact: true }).click();
      await dialog.getByRole("button", { name: verb }).click();
      await page.getByRole("listitem").filter({ hasText: effect }).waitFor();
    }
    expect(fake.acts).toMatchObject([
      { act: "tell", name: "Bob", text: "hello", by: "the page" },
      { act: "announce", text: "break" },
      { act: "mute", name: "Bob", forMs: 900_000 },
      { act: "disconnect", whom: { name: "Bob" }, reason: "loud" },
      { act: "ban", target: { name: "Bob" }, forMs: 900_000 },
    ]);
    await page.getByRole("button", { name: "End the ban of the name Bob" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End ban" }).click();
    await page.getByText("There are none.").waitFor();
  });

  it("hides every name and address of a client on the wall", async () => {
    const page = await open("show");
    fake.now = { ...fake.now, totals: { ...fake.now.totals, refusedMessages: { "not-a-message": 20 } } };
    await page
      .getByText(/^Look at Zoë/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Hide names" }).click();
    await page
      .getByText(/^8 messages refused in the last minute/)
      .first()
      .waitFor();
    const text = await page.locator("body").textContent();
    expect(text).not.toMatch(/Zoë|Bob|10\.0\./);
    expect(text).toMatch(/192\.168\.1\.5 : 65432/);
  });
});
