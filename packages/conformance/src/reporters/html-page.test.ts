import { expect, it } from "vitest";
import { escapeMarkup, html, writePage } from "./html-page.ts";

const EVIL = "<script>\"'`&]]>\u001b[2J\u202e\ud800\ufffe";

it("makes what is inserted harmless, also in lists and attributes", () => {
  const { text } = html`<p title="${EVIL}">${[EVIL, html`<b>${1}</b>`]}</p>`;
  expect(text).toContain("<b>1</b></p>");
  expect(text.replaceAll(/<\/?[pb]>|<p title="[^"<>]*">/g, "")).not.toMatch(/[<>"'`]/);
});

it("leaves no character that XML forbids, and keeps lines", () => {
  expect(escapeMarkup(`${EVIL}\nnext`)).toMatch(/^[\x20-\ud7ff\ue000-\ufffd]+\nnext$/);
});

it("forbids scripts and requests in a page", () => {
  expect(writePage(EVIL, html`<h1>Hi</h1>`)).toMatch(/default-src 'none'[\s\S]*<h1>Hi<\/h1>/);
});
