import { expect, it } from "vitest";
import { HOSTILE_TEXTS } from "../../../test/support/sample-results.ts";
import { embedJson, html } from "./html.ts";

it("makes harmless what is inserted, and leaves HTML as it is", () => {
  expect(html`<b title="${'"<'}">${"<i>&'"}${html`<i>${1}</i>`}${["a", html`<br>`]}</b>`.text).toBe(
    '<b title="&#34;&#60;">&#60;i&#62;&#38;&#39;<i>1</i>a<br></b>',
  );
});

it("shows what is hidden in a text", () => {
  expect(html`${"\u202ea\u001b[2J"}`.text).toBe("a␛[2J");
});

it("embeds JSON that nothing gets out of, and that is the same when it is read", () => {
  const { text } = embedJson(HOSTILE_TEXTS);
  expect(text).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(text)).toEqual(HOSTILE_TEXTS);
});
