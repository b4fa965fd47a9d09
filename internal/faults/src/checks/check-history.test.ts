import { describe, expect, it } from "vitest";
import { type ChatEvent, DeliveryNotice, Stage, type TimedEvent } from "../history/chat-event.ts";
import { FaultKind, type NodeIndex } from "../plan/fault.ts";
import { checkHistory } from "./check-history.ts";
import { Rule } from "./violation.ts";

/** Events of a round of two nodes that ends well, whatever is put in; each comes 10 ms after the one before. */
function history(...middle: readonly (ChatEvent | readonly [at: number, event: ChatEvent])[]): TimedEvent[] {
  let now = 0;
  return middle.map((item) => {
    const [at, event] = "kind" in item ? [now + 10, item] : item;
    now = at;
    return { ...event, at };
  });
}

const stage = (name: Stage): ChatEvent => ({ kind: "stage", stage: name });
const welcomed = (who: string, name: string, node: NodeIndex): ChatEvent => ({ kind: "welcomed", who, name, node });
const claims = (who: string, name: string, node: NodeIndex): ChatEvent => ({ kind: "claims", who, name, node });
const sent = (who: string, to: string, number: number): ChatEvent => ({ kind: "sent", who, to, number });
const shouted = (who: string, number: number): ChatEvent => ({ kind: "shouted", who, number });
const leaves = (who: string, isGraceful = true): ChatEvent => ({ kind: "leaves", who, isGraceful });
const ended = (who: string, isClean = true, words: string | null = null): ChatEvent => {
  return { kind: "ended", who, isClean, words };
};
const told = (who: string, about: string, how: DeliveryNotice, count = 1): ChatEvent => ({
  kind: "told",
  who,
  about,
  how,
  count,
});
const gets = (who: string, to: string, from: string, name: string, number: number): ChatEvent => {
  return { kind: "received", who, from, name, to, number, isShout: false };
};
const hears = (who: string, from: string, name: string, number: number): ChatEvent => {
  return { kind: "received", who, from, name, to: "Everyone", number, isShout: true };
};
const killed = (node: NodeIndex): ChatEvent => ({ kind: "fault begins", fault: FaultKind.NodeKilled, node });
const stopped = (node: NodeIndex): ChatEvent => ({ kind: "fault begins", fault: FaultKind.NodeStopped, node });
const LOST_NAME =
  "⛔ Error: You were disconnected: your name was given to somebody else while this server was cut off.";

/** Ada is on node 0, Bob on node 1. */
const ADA_AND_BOB = [stage(Stage.Quiet), welcomed("ada1", "Ada", 0), welcomed("bob1", "Bob", 1)];
const AT_THE_END = stage(Stage.Over);

/** The rules that did not hold; of the lists nothing is asked. */
function rulesBrokenIn(events: readonly TimedEvent[]): string[] {
  const { violations } = checkHistory([...events, { ...stage(Stage.Settled), at: 1e6 }], []);
  return violations.map(({ rule }) => rule);
}

describe("a chat without faults", () => {
  it("breaks no rule", () => {
    const chat = history(
      ...ADA_AND_BOB,
      sent("ada1", "bob", 1),
      shouted("ada1", 2),
      gets("bob1", "Bob", "ada1", "Ada", 1),
      hears("bob1", "ada1", "Ada", 2),
      sent("ada1", "nobody", 3),
      told("ada1", "nobody", DeliveryNotice.NotFound),
      { kind: "asked", who: "ada1", endpoint: "/time" },
      { kind: "answered", who: "ada1", endpoint: "/time" },
      leaves("bob1"),
      ended("bob1"),
      welcomed("bob2", "bob", 0),
      AT_THE_END,
    );
    expect(rulesBrokenIn(chat)).toEqual([]);
  });
});

describe(Rule.OneOwner, () => {
  const TAKEN_OVER = [...ADA_AND_BOB, stage(Stage.Faulty), stopped(0), welcomed("ada2", "Ada", 1)];

  it("is broken by a message of the older owner that was written after the newer was there, and comes after its", () => {
    const messages = [
      shouted("ada1", 1),
      shouted("ada2", 1),
      hears("bob1", "ada2", "Ada", 1),
      hears("bob1", "ada1", "Ada", 1),
    ];
    expect(rulesBrokenIn(history(...TAKEN_OVER, ...messages, leaves("ada1")))).toEqual([Rule.OneOwner]);
  });

  it("allows what the older owner wrote before, or what comes before anything of the newer", () => {
    const before = history(
      ...ADA_AND_BOB,
      stage(Stage.Faulty),
      shouted("ada1", 1),
      welcomed("ada2", "Ada", 1),
      shouted("ada2", 1),
      hears("bob1", "ada2", "Ada", 1),
      hears("bob1", "ada1", "Ada", 1),
      leaves("ada1"),
    );
    expect(rulesBrokenIn(before)).toEqual([]);
    const messages = [
      shouted("ada2", 1),
      shouted("ada1", 1),
      hears("bob1", "ada1", "Ada", 1),
      hears("bob1", "ada2", "Ada", 1),
    ];
    expect(rulesBrokenIn(history(...TAKEN_OVER, ...messages, leaves("ada1")))).toEqual([]);
  });

  it("takes one that was welcomed late, and then lost its name, for the older owner", () => {
    const messages = [
      shouted("ada2", 1),
      shouted("ada1", 1),
      hears("bob1", "ada2", "Ada", 1),
      hears("bob1", "ada1", "Ada", 1),
    ];
    const late = [claims("ada1", "Ada", 0), ended("ada2", true, LOST_NAME)];
    expect(rulesBrokenIn(history(...TAKEN_OVER, ...messages, ...late))).toEqual([]);
    const both = [
      shouted("ada1", 1),
      hears("bob1", "ada1", "Ada", 1),
      shouted("ada2", 1),
      hears("bob1", "ada2", "Ada", 1),
    ];
    const again = [shouted("ada1", 2), hears("bob1", "ada1", "Ada", 2)];
    expect(rulesBrokenIn(history(...TAKEN_OVER, ...both, ...again, ...late))).toEqual([Rule.OneOwner]);
  });

  it("is broken by a direct message to the older owner from the newer one's node", () => {
    const toOld = [sent("bob1", "Ada", 1), gets("ada1", "Ada", "bob1", "Bob", 1), leaves("ada1")];
    expect(rulesBrokenIn(history(...TAKEN_OVER, ...toOld))).toEqual([Rule.OneOwner]);
  });

  it("is broken by a direct message to the older owner from who has heard the newer one", () => {
    const carla = [welcomed("carla1", "Carla", 2), shouted("ada2", 1), hears("carla1", "ada2", "Ada", 1)];
    const toOld = [sent("carla1", "Ada", 1), gets("ada1", "Ada", "carla1", "Carla", 1), leaves("ada1")];
    expect(rulesBrokenIn(history(...TAKEN_OVER, ...carla, ...toOld))).toEqual([Rule.OneOwner]);
    const unaware = [welcomed("carla1", "Carla", 2), sent("carla1", "Ada", 1), shouted("ada2", 1)];
    expect(rulesBrokenIn(history(...TAKEN_OVER, ...unaware, ...toOld.slice(1)))).toEqual([]);
  });

  it("is broken by a second owner without a fault, and by two at the end", () => {
    expect(rulesBrokenIn(history(...ADA_AND_BOB, welcomed("ada2", "ADA", 1), leaves("ada1")))).toEqual([]);
    const sign: ChatEvent = { kind: "answered", who: "ada1", endpoint: "/time" };
    expect(rulesBrokenIn(history(...ADA_AND_BOB, welcomed("ada2", "ADA", 1), sign, leaves("ada1")))).toEqual([
      Rule.OneOwner,
    ]);
    expect(rulesBrokenIn(history(...TAKEN_OVER, AT_THE_END))).toEqual([Rule.OneOwner]);
  });

  it("is broken by a message for somebody else, and by one in another name", () => {
    const wrongReceiver = [sent("ada1", "carla", 1), gets("bob1", "Bob", "ada1", "Ada", 1)];
    expect(rulesBrokenIn(history(...ADA_AND_BOB, ...wrongReceiver))).toEqual([Rule.OneOwner]);
    const wrongName = [sent("ada1", "bob", 1), gets("bob1", "Bob", "ada1", "Carla", 1)];
    expect(rulesBrokenIn(history(...ADA_AND_BOB, ...wrongName))).toEqual([Rule.OneOwner]);
  });
});

describe(Rule.FreedInTime, () => {
  const KILL = [...ADA_AND_BOB, [1_000, killed(0)], ended("ada1", false)] as const;
  const wanted: ChatEvent = { kind: "name wanted", name: "Ada", node: 0 };

  it("is broken by a name that comes free too late, or never", () => {
    expect(rulesBrokenIn(history(...KILL, wanted, [15_900, welcomed("ada2", "ada", 1)]))).toEqual([]);
    expect(rulesBrokenIn(history(...KILL, wanted, [16_100, welcomed("ada2", "ada", 1)]))).toEqual([Rule.FreedInTime]);
    expect(rulesBrokenIn(history(...KILL, wanted))).toEqual([Rule.FreedInTime]);
  });

  it("counts from when the broker is back", () => {
    const broker = [
      { kind: "fault begins", fault: FaultKind.BrokerKilled, node: null },
      [5_000, { kind: "fault ends", fault: FaultKind.BrokerKilled, node: null }],
    ] as const;
    const events = history(...KILL, wanted, ...broker, [19_900, welcomed("ada2", "ada", 1)]);
    expect(rulesBrokenIn(events)).toEqual([]);
    expect(checkHistory(events, []).freedMs).toEqual([14_900]);
  });

  it("does not judge names of nodes that were not killed", () => {
    expect(rulesBrokenIn(history(...ADA_AND_BOB, stopped(0), wanted))).toEqual([]);
  });
});

describe(Rule.EqualLists, () => {
  function listed(node: NodeIndex, at: number, names: string[], isPartial = false): [number, ChatEvent] {
    return [at, { kind: "listed", who: "watch", node, askedAt: at - 5, names, isPartial }];
  }
  const settle = (...lists: [number, ChatEvent][]) => {
    const events = history(...ADA_AND_BOB, [1_000, stage(Stage.Settled)], ...lists);
    const { violations, listsEqualMs } = checkHistory(events, [0, 1]);
    return { rules: violations.map(({ rule }) => rule), listsEqualMs };
  };

  it("holds once every node has listed who is there", () => {
    const lists = [listed(0, 1_100, ["ADA", "Bob"]), listed(1, 1_200, ["Bob"]), listed(1, 1_300, ["Bob", "Ada"])];
    expect(settle(...lists)).toEqual({ rules: [], listsEqualMs: 300 });
  });

  it("is broken by a user who is missing, by one who is not there, and by a list that is partial", () => {
    for (const list of [
      listed(1, 1_100, ["Bob"]),
      listed(1, 1_100, ["Ada", "Bob", "Eve"]),
      listed(1, 1_100, ["Ada", "Bob"], true),
    ]) {
      expect(settle(listed(0, 1_050, ["Ada", "Bob"]), list)).toEqual({ rules: [Rule.EqualLists], listsEqualMs: null });
    }
  });

  it("is broken by a list that is right too late, and by a node that answers nothing", () => {
    const [zero, late] = [listed(0, 1_050, ["Ada", "Bob"]), listed(1, 3_100, ["Ada", "Bob"])];
    expect(settle(zero, late)).toEqual({ rules: [Rule.EqualLists], listsEqualMs: 2_100 });
    expect(settle(zero).rules).toEqual([Rule.EqualLists]);
  });

  it("is broken when things never settle", () => {
    expect(checkHistory(history(...ADA_AND_BOB), [0, 1]).violations.map(({ rule }) => rule)).toEqual([Rule.EqualLists]);
  });
});

describe(Rule.NothingLost, () => {
  const LOST = [...ADA_AND_BOB, sent("ada1", "Bob", 1)];

  it("is broken by a message that is missing without a word", () => {
    expect(rulesBrokenIn(history(...LOST, AT_THE_END))).toEqual([Rule.NothingLost]);
    expect(rulesBrokenIn(history(...LOST, told("ada1", "bob", DeliveryNotice.Doubtful), AT_THE_END))).toEqual([]);
    expect(rulesBrokenIn(history(...LOST, told("ada1", "Carla", DeliveryNotice.Doubtful), AT_THE_END))).toEqual([
      Rule.NothingLost,
    ]);
  });

  it("counts how often the sender was told", () => {
    const three = [...LOST, sent("ada1", "Bob", 2), sent("ada1", "Bob", 3)];
    expect(rulesBrokenIn(history(...three, told("ada1", "Bob", DeliveryNotice.Doubtful, 2)))).toEqual([
      Rule.NothingLost,
    ]);
    expect(rulesBrokenIn(history(...three, told("ada1", "Bob", DeliveryNotice.Doubtful, 4)))).toEqual([]);
  });

  it("does not judge senders whose connections have ended", () => {
    expect(rulesBrokenIn(history(...LOST, killed(0), ended("ada1", false)))).toEqual([]);
  });

  it("exempts what may have been written to a receiver that was torn off", () => {
    expect(rulesBrokenIn(history(...LOST, killed(1), ended("bob1", true)))).toEqual([]);
    expect(rulesBrokenIn(history(...LOST, leaves("bob1", false), ended("bob1", false)))).toEqual([]);
  });

  it("exempts nothing after that, nothing that has gone past the receiver, and nothing by a receiver that read to the end", () => {
    const after = history(...ADA_AND_BOB, killed(1), ended("bob1", false), sent("ada1", "Bob", 1));
    expect(rulesBrokenIn(after)).toEqual([Rule.NothingLost]);
    const skipped = [sent("ada1", "Bob", 2), gets("bob1", "Bob", "ada1", "Ada", 2), killed(1), ended("bob1", false)];
    expect(rulesBrokenIn(history(...LOST, ...skipped))).toEqual([Rule.NothingLost]);
    expect(rulesBrokenIn(history(...LOST, leaves("bob1"), ended("bob1")))).toEqual([Rule.NothingLost]);
  });

  it("is broken by a message that comes twice, to one connection or to two", () => {
    const once = [...LOST, gets("bob1", "Bob", "ada1", "Ada", 1)];
    expect(rulesBrokenIn(history(...once, gets("bob1", "Bob", "ada1", "Ada", 1)))).toEqual([Rule.NothingLost]);
    const later = [leaves("bob1"), ended("bob1"), welcomed("bob2", "Bob", 0), gets("bob2", "Bob", "ada1", "Ada", 1)];
    expect(rulesBrokenIn(history(...once, ...later))).toEqual([Rule.NothingLost]);
    const shout = [shouted("ada1", 2), hears("bob1", "ada1", "Ada", 2), hears("bob1", "ada1", "Ada", 2)];
    expect(rulesBrokenIn(history(...ADA_AND_BOB, ...shout))).toEqual([Rule.NothingLost]);
  });

  it("is broken by a text that nobody has written", () => {
    const altered = history(...ADA_AND_BOB, shouted("ada1", 1), hears("bob1", "?", "Ada", Number.NaN));
    expect(rulesBrokenIn(altered)).toEqual([Rule.NothingLost]);
  });

  it("is broken by a message that was refused and comes; one that may not have arrived may", () => {
    const came = [...LOST, gets("bob1", "Bob", "ada1", "Ada", 1)];
    expect(rulesBrokenIn(history(...came, told("ada1", "Bob", DeliveryNotice.Refused)))).toEqual([Rule.NothingLost]);
    expect(rulesBrokenIn(history(...came, told("ada1", "Bob", DeliveryNotice.Doubtful)))).toEqual([]);
  });
});

describe(Rule.InOrder, () => {
  it("is broken by a message that comes after a later one, a shout or not", () => {
    const written = [...ADA_AND_BOB, sent("ada1", "Bob", 1), shouted("ada1", 2)];
    const [first, second] = [gets("bob1", "Bob", "ada1", "Ada", 1), hears("bob1", "ada1", "Ada", 2)];
    expect(rulesBrokenIn(history(...written, first, second))).toEqual([]);
    expect(rulesBrokenIn(history(...written, second, first))).toEqual([Rule.InOrder]);
  });

  it("is not broken by a message that comes again: that one is doubled", () => {
    const written = [...ADA_AND_BOB, sent("ada1", "Bob", 1), sent("ada1", "Bob", 2)];
    const [first, second] = [gets("bob1", "Bob", "ada1", "Ada", 1), gets("bob1", "Bob", "ada1", "Ada", 2)];
    expect(rulesBrokenIn(history(...written, first, second, first))).toEqual([Rule.NothingLost]);
  });
});

describe(Rule.StaysOnline, () => {
  it("is broken by a connection that ends without a word, or whose name nobody else wanted", () => {
    expect(rulesBrokenIn(history(...ADA_AND_BOB, ended("ada1")))).toEqual([Rule.StaysOnline]);
    expect(rulesBrokenIn(history(...ADA_AND_BOB, ended("ada1", true, LOST_NAME)))).toEqual([Rule.StaysOnline]);
    const wanted = history(...ADA_AND_BOB, claims("ada2", "ada", 1), ended("ada1", true, LOST_NAME));
    expect(rulesBrokenIn(wanted)).toEqual([]);
    expect(rulesBrokenIn(history(...ADA_AND_BOB, killed(0), ended("ada1", false)))).toEqual([]);
  });

  it("allows the end of a connection whose welcome was on its way when its node was killed", () => {
    const carla = [claims("carla1", "Carla", 0), killed(0), welcomed("carla1", "Carla", 0), ended("carla1")];
    expect(rulesBrokenIn(history(...ADA_AND_BOB, ...carla, ended("ada1")))).toEqual([]);
    const next = [
      killed(0),
      ended("ada1"),
      claims("carla1", "Carla", 0),
      welcomed("carla1", "Carla", 0),
      ended("carla1"),
    ];
    expect(rulesBrokenIn(history(...ADA_AND_BOB, ...next))).toEqual([Rule.StaysOnline]);
  });

  it("is broken by a request that has no answer at the end", () => {
    const asked: ChatEvent = { kind: "asked", who: "ada1", endpoint: "/time" };
    expect(rulesBrokenIn(history(...ADA_AND_BOB, asked, AT_THE_END))).toEqual([Rule.StaysOnline]);
    expect(rulesBrokenIn(history(...ADA_AND_BOB, asked, leaves("ada1"), AT_THE_END))).toEqual([]);
  });

  it("is broken by a node that dies, and by words without a reason", () => {
    expect(rulesBrokenIn(history(...ADA_AND_BOB, { kind: "node died", node: 1 }))).toEqual([Rule.StaysOnline]);
    const words: ChatEvent = { kind: "surprised", who: "ada1", text: "⛔ Error: Something broke." };
    expect(rulesBrokenIn(history(...ADA_AND_BOB, words))).toEqual([Rule.StaysOnline]);
  });
});
