import type { Target } from "../load/benchmark.ts";
import type { ListResult, PageResult, RunResult, Tally } from "./run-result.ts";

/** Holds every count of a run against what it has to be. None is about speed. */
export function checkRun(result: RunResult): Target[] {
  const {
    users,
    joins,
    lists,
    listsAfterLoad,
    listsAfterLeave,
    newcomersRefused,
    shouts,
    time,
    rounds,
    account,
    page,
  } = result;
  const others = users - 1;
  const sent = rounds.reduce((total, round) => total + round.sent, 0);
  const received = rounds.reduce((total, round) => total + round.received, 0);
  return [
    {
      what: `all of ${users} users join (${joins.joined})${listTallies(joins.refusals)}`,
      isMet: joins.joined === users,
    },
    listTarget(`once all have joined, each node lists ${others} others`, lists, others),
    {
      what: `each of ${shouts.length} shouts reaches ${others} others (${listValues(shouts.map((shout) => shout.received))})`,
      isMet: shouts.every((shout) => shout.received === others),
    },
    {
      what: `each receipt says ${others} (${listValues(shouts.map(({ receipt }) => receipt))})`,
      isMet: shouts.every(({ receipt }) => receipt === others),
    },
    { what: `each of ${users} users is told the time (${time.answered})`, isMet: time.answered === users },
    {
      what: `each of ${sent} direct messages arrives (${received})`,
      isMet: rounds.every((round) => round.sent === round.expected && round.received === round.expected),
    },
    {
      what: `nothing arrives twice (${account.shoutsAgain} shouts, ${account.directAgain} direct messages)`,
      isMet: account.shoutsAgain === 0 && account.directAgain === 0,
    },
    {
      what: `nothing arrives from or at the wrong user (${account.shoutsWrong + account.directWrong})`,
      isMet: account.shoutsWrong + account.directWrong === 0,
    },
    {
      what: `no connection ends before its user leaves (${users - account.online})${listTallies(account.losses)}`,
      isMet: account.online === users && account.losses.length === 0,
    },
    {
      what: `the server says nothing that nobody asked for (${sumOf(account.said)})${listTallies(account.said)}`,
      isMet: account.said.length === 0,
    },
    listTarget(`after the load, each node lists ${others} others`, listsAfterLoad, others),
    listTarget("once all have left, no node lists anybody", listsAfterLeave, 0),
    {
      what: `nobody is refused who comes then (${sumOf(newcomersRefused)})${listTallies(newcomersRefused)}`,
      isMet: newcomersRefused.length === 0,
    },
    ...(page ? [pageTarget(page)] : []),
  ];
}

function pageTarget({ asked, answered, slowestMs, largestBytes }: PageResult): Target {
  const amounts = `the slowest in ${slowestMs.toFixed(0)} ms, the largest of ${(largestBytes / 1_000).toFixed(0)} KB`;
  return {
    what: `the page of a node is answered throughout (${answered} of ${asked} questions, ${amounts})`,
    isMet: answered === asked && answered > 0,
  };
}

function listTarget(what: string, lists: readonly ListResult[], expected: number): Target {
  const found = lists.map(({ count, isPartial }) => `${count ?? "no answer"}${isPartial ? ", partial" : ""}`);
  return {
    what: `${what} (${listValues(found)})`,
    isMet: lists.length > 0 && lists.every(({ count, isPartial }) => count === expected && !isPartial),
  };
}

/** Different values once each. */
function listValues(values: readonly (number | string | null)[]): string {
  return [...new Set(values.map((value) => `${value ?? "none"}`))].join(", ");
}

function listTallies(tallies: readonly Tally[]): string {
  return tallies.map(({ text, count }) => `; ${count} × ${text}`).join("");
}

function sumOf(tallies: readonly Tally[]): number {
  return tallies.reduce((total, { count }) => total + count, 0);
}
