import { asciiJsonBytes, serverTexts } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { serverLine } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import { resolveLimits } from "../limits.ts";
import { BYTES, INBOUND_RATES, MESSAGES, SHOUTS } from "./inbound-rates.ts";
import { NOTICE_INTERVAL_MS, NoticePolicy, REFUSALS_IN_A_ROW } from "./notice-policy.ts";
import { openObjectText } from "./notice-texts.ts";

const limits = resolveLimits({});

function createPolicy(user = new User("Ada", "192.0.2.7")): NoticePolicy {
  const receivers = { hasEndpoint: (name: string) => name === "/shout", isOnline: () => false };
  return new NoticePolicy(user, { limits, receivers });
}

const to = (receiver: string): Trouble => ({ kind: "unknown-user", to: receiver });

/** A message that is refused behind one that is not, unless a number of others was refused before it. */
function refuse(policy: NoticePolicy, trouble: Trouble, now = 0, refusedInARow = 1): string[] {
  return policy.refused(trouble, refusedInARow, now);
}

describe("a message to nobody", () => {
  it("is answered with the right form, in a whole message", () => {
    expect(refuse(createPolicy(), to("Everyone"))).toEqual([
      '"to" takes one user. To write to everyone, send your message to "/shout". For example: ' +
        '{"from": {"name": "Ada", "ip": "192.0.2.7"}, "to": "/shout", "msg": "hello"}',
    ]);
  });

  it("is explained once a minute, each mistake for itself", () => {
    const policy = createPolicy();
    const countAt = (receiver: string, now: number) => refuse(policy, to(receiver), now).length;
    expect([countAt("Everyone", 0), countAt("all", 1), countAt("@Bob", 2), countAt("@Cleo", 3)]).toEqual([1, 0, 1, 0]);
    expect(countAt("all", NOTICE_INTERVAL_MS - 1)).toBe(0);
    expect([countAt("all", NOTICE_INTERVAL_MS), countAt("@Bob", NOTICE_INTERVAL_MS)]).toEqual([1, 0]);
  });

  it("is looked into for 50 receivers in a minute, so that a search for names costs little", () => {
    const policy = createPolicy();
    for (let count = 0; count < 50; count++) expect(refuse(policy, to(`Carol ${count}`))).toEqual([]);
    expect(refuse(policy, to("Everyone"), NOTICE_INTERVAL_MS - 1)).toEqual([]);
    expect(refuse(policy, to("Everyone"), NOTICE_INTERVAL_MS)).toHaveLength(1);
  });

  it("is not explained for another trouble, nor when any name is meant", () => {
    const policy = createPolicy();
    expect(refuse(policy, { kind: "forged-sender" })).toEqual([]);
    expect(refuse(policy, { kind: "not-a-message", to: "Everyone" })).toEqual([]);
    expect(refuse(policy, to("Carol"))).toEqual([]);
  });
});

describe("refusals in a row", () => {
  it("are told from the tenth on, once a minute", () => {
    const policy = createPolicy();
    const refuseNumber = (refusedInARow: number, now: number) => refuse(policy, to("Carol"), now, refusedInARow);
    expect(refuseNumber(REFUSALS_IN_A_ROW - 1, 0)).toEqual([]);
    expect(refuseNumber(REFUSALS_IN_A_ROW, 0)).toEqual([
      expect.stringMatching(/^10 of your messages in a row were refused\./),
    ]);
    expect(refuseNumber(30, NOTICE_INTERVAL_MS - 1)).toEqual([]);
    expect(refuseNumber(31, NOTICE_INTERVAL_MS)).toEqual([expect.stringMatching(/^31 of your messages/)]);
  });
});

describe("a shout that waits", () => {
  it("is told once a minute", () => {
    const policy = createPolicy();
    expect(policy.shoutWaits(0)).toMatch(/your shout waits for its turn\. Nothing is lost/);
    expect(policy.shoutWaits(NOTICE_INTERVAL_MS - 1)).toBeNull();
    expect(policy.shoutWaits(NOTICE_INTERVAL_MS)).not.toBeNull();
  });
});

describe("a rate", () => {
  it("is told once a minute, whichever it is", () => {
    const policy = createPolicy();
    expect(policy.slowedDown(MESSAGES, 0)).toMatch(/^You send more than 1000 messages per second.* Nothing is lost/);
    expect(policy.slowedDown(BYTES, NOTICE_INTERVAL_MS - 1)).toBeNull();
    expect(policy.slowedDown(BYTES, NOTICE_INTERVAL_MS)).toMatch(/^You send more than 2097152 bytes per second/);
    expect(policy.slowedDown(SHOUTS, 2 * NOTICE_INTERVAL_MS)).toMatch(/^You send more than 20 shouts per second/);
  });
});

describe("each text", () => {
  it("stays under 1,000 bytes on the wire with the longest names", () => {
    for (const name of ["\u00e9".repeat(32), "\u{1d400}".repeat(16), "\u{20000}".repeat(16)]) {
      const user = new User(name, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
      const policy = createPolicy(user);
      const receivers = ["Everyone", `@${name}`, "shout", " /shout", "/Shout", `/shout ${'"'.repeat(40)}`];
      const texts = [...receivers, `${name},Bob`, `"${name}"`, "SERVER", "Guest"].flatMap((receiver) =>
        refuse(policy, to(receiver)),
      );
      texts.push(...refuse(policy, to("x"), 0, 2 ** 50), policy.shoutWaits(0) ?? "");
      texts.push(...INBOUND_RATES.flatMap((rate) => createPolicy(user).slowedDown(rate, 0) ?? []));
      const frame = { offset: 2 ** 50, openBraces: 65_536, isInString: true, bytes: new Uint8Array() };
      texts.push(openObjectText(frame, limits));
      expect(texts.length).toBeGreaterThan(13);
      for (const text of texts) {
        const line = serverLine(user, serverTexts.notice.write(text));
        expect([text, line.length < 1_000]).toEqual([text, true]);
        expect(asciiJsonBytes(text.replaceAll(name, ""))).toBeLessThan(1_000);
      }
    }
  });

  it("says where an object began, and what is open in it", () => {
    const frame = { offset: 24, openBraces: 1, isInString: false, bytes: new Uint8Array() };
    expect(openObjectText(frame, limits)).toBe(
      'The message that began at byte 24 has no end: one "{" is still open. No string is open. Until it is closed, all that ' +
        "you send is taken for a part of it. The connection is closed 30 s after the message began.",
    );
    expect(openObjectText({ ...frame, openBraces: 2, isInString: true }, limits)).toMatch(
      /has no end: 2 of its "\{" are still open and so is a string: a quote is missing\. Until/,
    );
  });
});
