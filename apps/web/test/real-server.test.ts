import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createChatServer } from "@chat/server";
import { PATIENCE_MS, TestPeer } from "@chat/testing";
import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { openAdminServer } from "../../server/src/admin/admin-server.ts";
import { buildPage } from "./build-page.ts";
import { hasChromium, launchChromium } from "./chromium.ts";

const TOKEN = "a-token-that-nobody-guesses";

const MARKUP = "<img src=x onerror=alert(1)>";

/** Starts a chat with these users, and opens the page of its admin port in a browser. */
async function open(names: readonly string[]) {
  const built = await buildPage();
  onTestFinished(() => built[Symbol.asyncDispose]());
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const server = await createChatServer({ host: "127.0.0.1", port: 0, logger });
  const target = await server.listen();
  onTestFinished(() => server.close({ graceMs: 0 }));
  const options = { host: "127.0.0.1", port: 0, token: TOKEN, pageFolder: built.folder };
  const admin = await openAdminServer({ server, isReady: () => true }, options);
  onTestFinished(async () => {
    admin.close();
    await once(admin, "close");
  });
  const join = async (name: string): Promise<TestPeer> => {
    const peer = await TestPeer.connect(target);
    peer.write(`${name}\n`);
    await peer.waitFor(() => peer.messages.length > 0, "an answer to the name");
    return peer;
  };
  const users = new Map<string, TestPeer>();
  for (const name of names) users.set(name, await join(name));
  const user = (name: string): TestPeer => users.get(name) as TestPeer;
  const heard = (name: string, text: string): Promise<void> =>
    user(name).waitFor(() => user(name).messages.some(({ msg }) => msg.includes(text)), text);
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  const address = `http://127.0.0.1:${(admin.address() as AddressInfo).port}/`;
  await page.goto(`${address}#token=${TOKEN}`);
  return { page, address, join, user, heard, complaints };
}

type Fields = Readonly<Record<string, string>>;

/** Fills in the form, reads the question whether to do it, says yes, and waits for what came of it. */
async function act(page: Page, kind: string, fields: Fields, question: RegExp, effect: RegExp): Promise<void> {
  await page.getByRole("radio", { name: kind }).check();
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("button", { name: `${kind} …`, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(question).waitFor();
  await dialog.getByRole("button").last().click();
  await page.getByRole("listitem").filter({ hasText: effect }).waitFor();
}

const whom = (name: string): Fields => ({ "Name of the user": name });
const because = (reason: string): Fields => ({ "Reason, which the user is told": reason });

describe.runIf(hasChromium)("the page of a real server", () => {
  it("shows who is there and whose client is wrong, and acts on those who are there", async () => {
    const names = ["Ada", "Bob", "Carla", "Mallory", "Zoë", MARKUP];
    const { page, address, join, user, heard, complaints } = await open(names);
    const verdict = page.locator(".verdict > p:not(.unseen)");
    await verdict.getByText("All is well: 6 users online.").waitFor();
    expect(page.url()).toBe(address);

    user("Zoë").write("<html><body>hello</body></html>\n");
    await verdict.getByText(/^Look at Zoë: text outside a message/).waitFor();
    await page.getByRole("link", { name: "Who", exact: true }).click();
    await page.getByText(/^6 connections, 1 with /).waitFor();
    user("Carla").send("Carla", "Bob", "a good one");
    // The second begins on a line of its own inside the first, whose brace is not closed.
    user("Carla").write('{"from": {"name": "Carla", "ip": "", "to": "Bob", "msg": "a"}\n');
    user("Carla").write('{"from": {"name": "Carla", "ip": "", "to": "Bob", "msg": "b"}\n');
    await page.getByRole("row", { name: /Carla has sent 124 B of a message without its end: a brace/ }).waitFor();
    (await join("Milo")).end();
    user("Carla").write("}}\n");
    await page.getByRole("link", { name: MARKUP }).waitFor();

    await page.getByRole("link", { name: "Zoë" }).click();
    await page.getByRole("heading", { level: 1, name: "Zoë" }).waitFor();
    await heard("Zoë", "record");
    user("Zoë").write("{'from': {'name'");
    user("Zoë").write(": 'Zoë', 'ip': ''}, 'to': 'Bob', 'msg': 'hi'}\n");
    const journal = page.getByRole("region", { name: "Journal" });
    await journal.getByText(/not-a-message, at byte 37: .*a key in double quotes is missing/).waitFor();
    await page.getByLabel("Sequence diagram").check();
    await journal.getByText(/^✗ At byte 37, .*a key in double quotes is missing/).waitFor();

    await page.getByRole("link", { name: "Act", exact: true }).click();
    await act(page, "Message", { ...whom("Bob"), Text: `hello ${MARKUP}` }, /hello/, /Bob got the message/);
    await heard("Bob", `hello ${MARKUP}`);
    await act(page, "Mute", { ...whom("Carla"), ...because("too loud") }, /too loud/, /Carla is mute/);
    user("Carla").send("Carla", "Bob", "can you hear me?");
    await heard("Carla", "too loud");
    await act(page, "Disconnect", whom("Ada"), /The user is told so/, /Disconnected Ada: 1 connection/);
    expect((await user("Ada").ended()).at(-1)).toContain("removed by an operator");
    await act(page, "Ban", whom("Mallory"), /It disconnects 1 user: Mallory\./, /Banned the name Mallory/);
    await user("Mallory").ended();
    expect((await (await join("Mallory")).ended()).at(-1)).toContain("banned");
    await page.getByRole("button", { name: "End the ban of the name Mallory" }).waitFor();

    await page.getByRole("link", { name: "Who left" }).click();
    await page.getByRole("row", { name: /Mallory was removed by an operator/ }).waitFor();
    await page.getByRole("row", { name: /Milo left ended its side right after its name/ }).waitFor();
    expect(
      user("Bob")
        .messages.map(({ msg }) => msg)
        .join(),
    ).not.toContain("can you hear me?");
    expect(complaints).toEqual([]);
  });
});
