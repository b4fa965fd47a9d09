import { describe, expect, it } from "vitest";
import { extendQuery, seekOlder, shortenQuery, startSearch } from "./history-search.ts";

const HISTORY = ["make tea", "Make coffee", "drink tea", "drink tea", "wash up"];

const typeQuery = (text: string) => extendQuery(HISTORY, startSearch(HISTORY), text);

describe("searching the history", () => {
  it("finds nothing before something is sought", () => {
    expect(startSearch(HISTORY).match).toBeNull();
    expect(seekOlder(HISTORY, startSearch(HISTORY)).match).toBeNull();
  });

  it("finds the newest line that holds the text, in upper or lower case", () => {
    expect(typeQuery("TEA").match).toBe("drink tea");
    expect(typeQuery("make").match).toBe("Make coffee");
  });

  it("goes on to older lines that differ, and stays at the oldest", () => {
    const older = seekOlder(HISTORY, typeQuery("tea"));
    expect(older.match).toBe("make tea");
    expect(seekOlder(HISTORY, older)).toEqual(older);
  });

  it("goes on from the match when more is typed, and from the newest line when less is", () => {
    const older = seekOlder(HISTORY, typeQuery("m"));
    expect(older.match).toBe("make tea");
    expect(extendQuery(HISTORY, typeQuery("ma"), "ke t").match).toBe("make tea");
    expect(shortenQuery(HISTORY, typeQuery("tean")).match).toBe("drink tea");
    expect(shortenQuery(HISTORY, typeQuery("t"))).toEqual(startSearch(HISTORY));
  });

  it("tells when nothing fits", () => {
    expect(typeQuery("beer")).toMatchObject({ query: "beer", match: null });
    expect(extendQuery([], startSearch([]), "a").match).toBeNull();
  });

  it("takes whole characters away, of nothing too", () => {
    expect(shortenQuery(HISTORY, typeQuery("a👋🏽")).query).toBe("a");
    expect(shortenQuery(HISTORY, startSearch(HISTORY)).query).toBe("");
  });
});
