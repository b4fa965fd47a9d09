import { expect, it } from "vitest";
import { type LifeSigns, LifeWatch, type ProbeOutcome } from "./life-watch.ts";

const LOOK_EVERY_MS = 250;

/** Signs of a server of which something is heard all the time. */
function alive(atMs: number): LifeSigns {
  return {
    atMs,
    heardAtMs: atMs,
    clients: 10,
    lostConnections: 0,
    isOwed: true,
    isTesterLate: false,
    hasExited: false,
  };
}

/** Looks at the signs again and again; answers each probe as told, at once or after its timeout. */
function watch(untilMs: number, signsAt: (atMs: number) => Partial<LifeSigns>, probe: (atMs: number) => ProbeOutcome) {
  const life = new LifeWatch(5_000);
  let pending: { readonly startedAtMs: number; readonly endsAtMs: number } | null = null;
  const probes: number[] = [];
  const doubts: number[] = [];
  for (let atMs = 0; atMs <= untilMs && life.state === "alive"; atMs += LOOK_EVERY_MS) {
    if (pending && pending.endsAtMs <= atMs) {
      life.noteProbe(probe(pending.startedAtMs), pending.startedAtMs, atMs);
      pending = null;
    }
    life.observe({ ...alive(atMs), ...signsAt(atMs) });
    if (life.isInDoubt) doubts.push(atMs);
    if (life.wantsProbe && !pending) {
      probes.push(atMs);
      pending = { startedAtMs: atMs, endsAtMs: atMs + (probe(atMs) === "unanswered" ? 5_000 : 1) };
    }
    if (life.state !== "alive") return { state: life.state, atMs, probes, doubts, stall: life.longestStall };
  }
  return { state: life.state, atMs: untilMs, probes, doubts, stall: life.longestStall };
}

const silentFrom = (fromMs: number) => (atMs: number) => ({ heardAtMs: Math.min(atMs, fromMs) });
const killedAt = (whenMs: number) => (atMs: number) =>
  atMs < whenMs ? {} : { heardAtMs: whenMs, clients: 0, lostConnections: 10 };

it("makes no probe while something comes", () => {
  expect(
    watch(
      20_000,
      () => ({}),
      () => "answered",
    ),
  ).toMatchObject({ state: "alive", probes: [], doubts: [] });
});

it("finds a server gone within 3 s, when fresh connections are refused for a second", () => {
  const { state, atMs } = watch(20_000, killedAt(4_000), () => "refused");
  expect(state).toBe("gone");
  expect(atMs).toBeGreaterThanOrEqual(5_000);
  expect(atMs).toBeLessThanOrEqual(7_000);
});

it("finds a server gone behind a proxy that closes fresh connections", () => {
  expect(watch(20_000, killedAt(4_000), () => "closed").state).toBe("gone");
});

it("does not call a server gone that has closed every connection from the start", () => {
  const signs = () => ({ heardAtMs: 0, clients: 0, lostConnections: 10, isOwed: false });
  const { state, probes } = watch(20_000, signs, () => "closed");
  expect({ state, probes: probes.length }).toEqual({ state: "alive", probes: 1 });
});

it("finds a server gone at once whose process has ended", () => {
  const signs = (atMs: number) => ({ ...killedAt(4_000)(atMs), hasExited: atMs >= 4_000 });
  const { state, atMs } = watch(20_000, signs, () => "refused");
  expect(state).toBe("gone");
  expect(atMs).toBeLessThanOrEqual(4_500);
});

it("does not take a process that left another one behind for a server that is gone", () => {
  const { state, probes } = watch(
    20_000,
    (atMs) => ({ hasExited: atMs >= 1_000 }),
    () => "answered",
  );
  expect({ state, probes: probes.length }).toEqual({ state: "alive", probes: 1 });
});

it("believes a server that came back", () => {
  const signs = (atMs: number) => (atMs < 4_000 ? {} : { clients: 0, lostConnections: 10 });
  const { state, probes } = watch(20_000, signs, (atMs) => (atMs < 4_500 ? "refused" : "answered"));
  expect(state).toBe("alive");
  expect(probes.length).toBeLessThanOrEqual(3);
});

it("does not call a server gone that closed some connections, or refuses more of them", () => {
  expect(
    watch(
      20_000,
      () => ({ clients: 5, lostConnections: 5 }),
      () => "refused",
    ).state,
  ).toBe("alive");
});

it("finds a server silent within 10 s that answers nobody", () => {
  const { state, atMs } = watch(30_000, silentFrom(3_000), () => "unanswered");
  expect(state).toBe("silent");
  expect(atMs).toBeGreaterThanOrEqual(11_000);
  expect(atMs).toBeLessThanOrEqual(13_000);
});

it("finds no silence where nothing is owed", () => {
  const signs = (atMs: number) => ({ ...silentFrom(3_000)(atMs), isOwed: false });
  expect(watch(30_000, signs, () => "unanswered")).toMatchObject({ state: "alive", probes: [] });
});

it("finds no silence while the tester is late itself", () => {
  const signs = (atMs: number) => ({ ...silentFrom(3_000)(atMs), isTesterLate: atMs % 4_000 === 0 });
  expect(watch(60_000, signs, () => "unanswered").state).toBe("alive");
});

it("finds no silence while fresh connections are answered", () => {
  const { state, doubts } = watch(60_000, silentFrom(3_000), () => "answered");
  expect(state).toBe("alive");
  expect(doubts.length).toBeLessThanOrEqual(2);
});

it("waits as long as an answer may take", () => {
  const patient = new LifeWatch(30_000);
  patient.observe({ ...alive(0), heardAtMs: 0 });
  patient.observe({ ...alive(20_000), heardAtMs: 0 });
  patient.noteProbe("unanswered", 2_000, 7_000);
  expect(patient.state).toBe("alive");
  patient.observe({ ...alive(30_000), heardAtMs: 0 });
  expect(patient.state).toBe("silent");
});

it("notes a stall that ends, the longest one", () => {
  const stalls = (atMs: number) => {
    if (atMs > 2_000 && atMs < 5_000) return { heardAtMs: 2_000 };
    return atMs > 10_000 && atMs < 16_000 ? { heardAtMs: 10_000 } : {};
  };
  const { state, stall } = watch(20_000, stalls, () => "unanswered");
  expect(state).toBe("alive");
  expect(stall).toEqual({ atMs: 10_000, forMs: 6_000 });
});

it("forgets connections that the tester has closed itself", () => {
  const life = new LifeWatch(5_000);
  life.observe({ ...alive(0), lostConnections: 3 });
  life.restart();
  life.observe({ ...alive(250), clients: 0, lostConnections: 3 });
  expect(life.isInDoubt).toBe(false);
});
