import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { wideTexts } from "../../test/corpora/wide-texts.ts";
import { createLine } from "../../test/support/lines.ts";
import { layOutLine } from "./line-rows.ts";
import { layOutLogColumns } from "./log-columns.ts";

/** Returns the links of a text in a log: where each leads, and its text on each row. */
function linksOf(text: string, width = 60): { address: string; parts: string[] }[] {
  const links = new Map<string, { address: string; parts: string[] }>();
  for (const { text: part, link } of layOutLine(createLine(text), layOutLogColumns(width)).flat()) {
    if (!link) continue;
    const known = links.get(link.id) ?? { address: link.address, parts: [] };
    expect(known.address).toBe(link.address);
    known.parts.push(part);
    links.set(link.id, known);
  }
  return [...links.values()];
}

describe("an address in a text", () => {
  it.each([
    ["see https://a.example/b?c=d#e, please", ["https://a.example/b?c=d#e"]],
    ["(https://a.example/b)", ["https://a.example/b"]],
    ["https://a.example/Ada_(name).", ["https://a.example/Ada_(name)"]],
    ["<http://[::1]:8080/>", ["http://[::1]:8080/"]],
    ["[text](HTTPS://a.example)", ["HTTPS://a.example"]],
    ["https://a.example https://b.example", ["https://a.example", "https://b.example"]],
    ["http://, https://…, xhttp://a.example, ftp://a.example, javascript://a.example", []],
    // Half of an address would lead somewhere else.
    ["https://a.example/Zoë", []],
    [`https://a.example/${"a".repeat(2_000)}`, []],
  ])("becomes a link: %j", (text, addresses) => {
    expect(linksOf(text, 120).map(({ address }) => address)).toEqual(addresses);
  });

  it.each([18, 30, 45, 70])("is one link in a log of %i cells, however many rows it takes", (width) => {
    const address = `https://a.example/${"path/".repeat(20)}`;
    const [link, ...others] = linksOf(`two  spaces   日本 ${address} end`, width);
    expect(link?.address).toBe(address);
    expect(link?.parts.length).toBeGreaterThan(1);
    expect(link?.parts.join("")).toBe(address);
    expect(others).toEqual([]);
  });

  it("leads where it says, whatever is beside it or in it", () => {
    for (const { text } of [...hostileTexts, ...wideTexts].filter(({ text }) => text.length < 500)) {
      for (const written of [`${text}https://a.example/${text}`, `${text} https://a.example/ ${text}`]) {
        for (const { address, parts } of linksOf(written, 40)) {
          expect(parts.join("")).toBe(address);
          expect(address).toMatch(/^https?:\/\/[!-~]+$/i);
        }
      }
    }
  });
});
