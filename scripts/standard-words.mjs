// Words that were coined here once, and the standard word of the field for each: `pnpm check words` finds any that comes back.
// docs/glossary.md explains the standard words. To forbid one more, add a row; the test of the table reads its sample.

/** Paths that keep their words, each with the reason. */
export const exemptPaths = [
  { path: /^docs\/decisions\//, reason: "a decision is dated and never rewritten" },
  {
    path: /^packages\/server\/test\/(transcript|original-clients)\.test\.ts$/,
    reason: "what peers can see, frozen together with its words",
  },
  { path: /^\.changeset\/standard-words\.md$/, reason: "names the old words for those who used them" },
  { path: /^docs\/(reports|pictures)\//, reason: "generated from runs that are over" },
  { path: /(^|\/)CHANGELOG\.md$/, reason: "written for releases that are out" },
  { path: /^packages\/server\/test\/fixtures\/transcript\.json$/, reason: "bytes of the original server" },
  { path: /^scripts\/(standard-words|words\.test)\.mjs$/, reason: "the table itself and its test" },
  { path: /^pnpm-lock\.yaml$/, reason: "names of other people's packages" },
];

const code = /\.(ts|tsx|mjs|js|c|h|java|py)$/;
const server = /^packages\/server\//;
const betweenNodes = /^packages\/server\/(src\/(backplane|delivery|threads|nats)|test)\//;
const overNats = /^packages\/server\/(src\/nats|test\/nats)|^docs\//;
const loadTester = /^(apps\/loadtest|benchmarks)\//;
const faultChecker = /^internal\/faults\//;
const wire = /^(packages|examples|docs|apps\/server|internal)\//;

/**
 * Each row: the `pattern`, the standard word to `use`, and a `sample` that the pattern has to find (in the file `path`). `in`
 * limits the row to some paths; `except` matches what may stay.
 */
export const words = [
  // Messages between nodes.
  {
    pattern: word("journey"),
    use: "in-flight delivery: InFlightDelivery, DeliveryReceipt, onDelivered",
    sample: "#journeysMoved",
  },
  { pattern: word("road"), use: "link, route", sample: "a message on its road" },
  { pattern: name("underWay"), use: "InFlight: in-flight table", sample: "shoutsUnderWay" },
  { pattern: /\bunder way\b/, use: "in flight (a message), in progress (work)", sample: "messages under way" },
  {
    pattern: name("travelling", "travelled", "traveller", "travel"),
    use: "InFlightMessage, RemoteMessage",
    sample: "TravellingMessage",
  },
  {
    pattern: name("report"),
    use: "ack, nack",
    in: betweenNodes,
    except: /ConnectionReport|connection-report/g,
    sample: "isReportDue",
    path: "packages/server/src/backplane/x.ts",
  },
  { pattern: word("parcel"), use: "envelope, frame", sample: "ShoutParcel" },
  { pattern: word("marker"), use: "tombstone", in: overNats, sample: "markers", path: "packages/server/src/nats/x.ts" },
  {
    pattern: name("erase"),
    use: "compact, compaction",
    in: overNats,
    sample: "registry.erase(1)",
    path: "packages/server/src/nats/x.ts",
  },
  {
    pattern: word("bury", "buries", "buried", "burial"),
    use: "fence (a session), onThreadExit",
    sample: "bury the session",
  },
  {
    pattern:
      /[sS]tray(?!-text|Text)(?=[A-Z])|[a-z]Stray(?!Text)|\bstray (?=record|key|entry|entries|name|node|session)/,
    use: "orphaned record",
    in: server,
    sample: "findsStray",
    path: "packages/server/src/nats/x.ts",
  },
  { pattern: word("nonsense", "garbled", "garble"), use: "malformed, protocol-error", sample: "receivedNonsense" },
  { pattern: word("reachedNobody"), use: "noResponders", sample: "reachedNobody" },
  { pattern: word("deafened", "deafen"), use: "subscriptionDenied", sample: "deafened" },
  {
    pattern: word("overflowed"),
    use: "backlogExceeded",
    in: overNats,
    sample: "overflowed",
    path: "packages/server/src/nats/x.ts",
  },
  { pattern: word("happenings"), use: "ThreadEvents", sample: "happenings.ts" },
  { pattern: name("happening"), use: "ThreadEvent", sample: "onHappening" },
  { pattern: word("hub"), use: "NameRegistry: name registry", except: /GitHub/g, sample: "ThreadHub" },
  {
    pattern: /\b[lL]ook(s|ed|ing)? for\b|lookedFor|look-for|\blook:|[lL]astLook|LOOK_TIMEOUT/,
    use: "probe, probe reply, round",
    in: /^packages\/server\/src\/(backplane|threads|nats)\//,
    sample: "look for the owner",
    path: "packages/server/src/threads/x.ts",
  },
  {
    pattern: word("isPartial"),
    use: "degraded",
    in: server,
    sample: "backplane.isPartial",
    path: "packages/server/src/x.ts",
  },
  {
    pattern: word("isKnown"),
    use: "confirmed",
    in: server,
    sample: "member.isKnown",
    path: "packages/server/src/x.ts",
  },
  {
    pattern: word("engine"),
    use: "broker",
    except: /"?(devE|e)ngines"?:|engine-strict|engines\.node|\b(JavaScript|regular expression) engines?/g,
    sample: "the engine is away",
  },

  // One connection.
  {
    pattern: word("placeTaker", "localPlaces", "threadPlaces"),
    use: "ConnectionLimiter: admission",
    sample: "PlaceTaker",
  },
  {
    pattern: /\b(interface|class|type) Places\b|#places\b/,
    use: "ConnectionLimiter: admission",
    in: server,
    sample: "interface Places",
    path: "packages/server/src/x.ts",
  },
  {
    pattern: word("crowded"),
    use: "addressLimitReached",
    in: server,
    sample: "onCrowded",
    path: "packages/server/src/x.ts",
  },
  { pattern: word("intake"), use: "read loop, InboundStream", sample: "IntakeOwner" },
  { pattern: word("receiveInto"), use: "read loop, InboundStream", sample: "receiveInto" },
  {
    pattern: /\bstray text\b/,
    use: "garbage between frames",
    in: wire,
    sample: "skips stray text",
    path: "packages/protocol/src/x.ts",
  },
  {
    pattern: /\b(rejected|refused) pieces?\b|\bpieces? of the stream\b|\bpieces? that (is|are) no messages?\b/,
    use: "frame",
    in: wire,
    sample: "a rejected piece",
    path: "docs/x.md",
  },
  {
    pattern: compound("piece"),
    use: "frame",
    in: /^packages\/(server|client-sdk|protocol)\//,
    sample: "appendPieces",
    path: "packages/server/src/x.ts",
  },
  { pattern: word("commonForm"), use: "fast path", sample: "readCommonForm" },
  { pattern: /\bcommon form\b|common-form/, use: "fast path", sample: "the common form" },
  {
    pattern: /\b(class|interface|type) Header\b|\/header\.ts/,
    use: "cached prefix",
    in: /^packages\/(protocol|server)\//,
    sample: "class Header",
    path: "packages/protocol/src/x.ts",
  },
  { pattern: word("keptPort", "claimPort"), use: "PortReservation", sample: "new KeptPort()" },
  { pattern: /kept-port|claim-port/, use: "port-reservation", sample: "./kept-port.ts" },
  { pattern: word("othersOf"), use: "OtherUsersView", sample: "OthersOf" },
  { pattern: word("fitText"), use: "truncateToBytes", sample: "fitText(text)" },
  {
    pattern: /[A-Za-z](?<!One)Owner\b/,
    use: "XListener, XHandler or a callback",
    in: code,
    sample: "OutboxOwner",
    path: "packages/server/src/x.ts",
  },
  { pattern: word("surroundings"), use: "XListener, XHandler or a callback", sample: "SessionSurroundings" },

  // The client SDK and the terminal client.
  { pattern: word("dialogue"), use: "RequestTracker", sample: "Dialogue" },
  { pattern: word("keptMessages"), use: "OfflineQueue", sample: "maxKeptMessages" },
  { pattern: word("fifo"), use: "Queue", sample: "new Fifo()" },
  { pattern: word("untilAborted"), use: "raceAbort", sample: "untilAborted(signal)" },
  { pattern: word("oddText"), use: "the field's word: awkward text for editors", sample: "oddText" },
  { pattern: word("knownTarget"), use: "the field's word: remembered server", sample: "findKnownTarget" },
  {
    pattern: name("spellings"),
    use: "the field's word: typed names",
    in: /^apps\/ink-client\//,
    sample: "spellingsOf",
    path: "apps/ink-client/src/x.ts",
  },

  // The load tester, the fault checker and the benchmarks.
  {
    pattern: /\b(interface|class|type) Stay\b|\bStay\[\]|\bstays\??:|\.stays\b/,
    use: "connection interval",
    in: loadTester,
    sample: "stays: Stay[]",
    path: "apps/loadtest/src/x.ts",
  },
  { pattern: word("cease", "ceases", "ceased", "ceasing"), use: "stop", sample: "scenario.cease()" },
  { pattern: word("disperse", "disperses", "dispersed"), use: "disconnectAll", sample: "disperse()" },
  // Older results of the load tester have the word as a key.
  { pattern: word("excused"), use: "exempt", sample: "isExcused" },
  { pattern: word("scout"), use: "probe client", sample: "a scout" },
  { pattern: word("fate"), use: "outcome", sample: "Fate.Dropped" },
  { pattern: name("figure"), use: "metric", in: loadTester, sample: "formatFigure", path: "benchmarks/x.ts" },
  { pattern: compound("facts"), use: "the field's word", sample: "BreakingFacts", path: "apps/loadtest/src/x.ts" },
  {
    pattern: /\b(interface|class|type) (Span|Share)\b/,
    use: "say what it is a span or a share of",
    in: code,
    sample: "interface Span",
    path: "apps/loadtest/src/x.ts",
  },
  {
    pattern: word("contest"),
    use: "name race",
    in: faultChecker,
    sample: "holdContests",
    path: "internal/faults/src/x.ts",
  },
  {
    pattern: word("resident"),
    use: "steady user",
    in: faultChecker,
    sample: "residents",
    path: "internal/faults/src/x.ts",
  },
  {
    pattern: word("successor"),
    use: "replacement",
    in: faultChecker,
    sample: "successors",
    path: "internal/faults/src/x.ts",
  },
  { pattern: word("lane"), use: "slot", in: faultChecker, sample: "new Lane()", path: "internal/faults/src/x.ts" },

  // Sentences.
  { pattern: /\btold of\b/, use: "reported", sample: "its sender was told of it" },
  { pattern: /\bwho asks next\b/, use: "the next read", sample: "told to who asks next" },
  {
    pattern: /\b(no \w+|nothing|none|nobody) (that|who) (is|has|does) not\b/,
    use: "every … is",
    sample: "no vector that is not read",
  },
  { pattern: /\bnever silently not\b/, use: "reported to its sender", sample: "and never silently not at all" },
  {
    pattern: /^\s*(\/\/|\/\*) ?[─═]/,
    use: "a file of its own instead of a banner",
    in: code,
    sample: "// ── reading ──",
    path: "packages/server/src/x.ts",
  },
];

/** File names that stood for several things, and the name of the one that is meant. */
export const fileNames = [
  { path: /^packages\/client-sdk\/src\/connection\.ts$/, use: "reconnecting-client.ts" },
  { path: /^packages\/client-sdk\/src\/link\.ts$/, use: "server-connection.ts" },
  { path: /^packages\/server\/src\/nats\/connection\.ts$/, use: "broker.ts" },
  { path: /^packages\/server\/src\/nats\/directory\.ts$/, use: "name-records.ts" },
  { path: /^packages\/server\/src\/nats\/limits\.ts$/, use: "timing.ts" },
  { path: /^packages\/server\/src\/backplane\/link\.ts$/, use: "peer-link.ts" },
  { path: /^packages\/server\/src\/directory\//, use: "delivery/" },
  { path: /^packages\/server\/src\/connection\/(thread-)?places\.ts$/, use: "connection-limiter.ts" },
  { path: /^packages\/protocol\/src\/header\.ts$/, use: "cached-prefix.ts" },
  { path: /^apps\/loadtest\/src\/.*\/(span|share|stay)\.ts$/, use: "a name that says of what" },
];

/** Openings of doc comments that put the sentence behind its object; few of them may stay, where they read well. */
export const openings = { pattern: /^(What|Whoever|Whether|How|Who|Where)\b/, most: 60 };

/** Matches a word by itself and as a part of a name: `hub`, `ThreadHub`, `hubPort`, `HUB_PORT`, `thread-hub.ts`. */
function word(...forms) {
  const { lower, capital, upper } = spellingsOf(forms);
  return new RegExp(
    `(?<![A-Za-z])(?:${lower})(?![a-z])|(?<![A-Z])(?:${capital})(?![a-z])|(?<![A-Za-z])(?:${upper})(?![A-Za-z])`,
  );
}

/** Matches a word in names of code alone, where it is no plain English: `ThreadHub`, `hubPort`, `const hub`, `x.hub`. */
function name(...forms) {
  const { lower, capital } = spellingsOf(forms);
  const either = `(?:${lower}|${capital})(?![a-z])`;
  const declared = `(?<=\\b(?:class|interface|type|function|const|let) )${either}(?! [a-z])`;
  return new RegExp(`${compound(...forms).source}|${declared}|(?<=[\\w)\\]]\\??\\.|#)${either}(?!\\.md)`);
}

/** Matches a word as a part of a longer name alone. */
function compound(...forms) {
  const { lower, capital, upper } = spellingsOf(forms);
  return new RegExp(
    [
      `(?<=[a-z0-9])(?:${capital})(?![a-z])`,
      `(?<![A-Za-z])(?:${lower}|${capital})(?=[A-Z])`,
      `(?<![A-Za-z])(?:${upper})(?=_)|(?<=_)(?:${upper})(?![A-Za-z])`,
    ].join("|"),
  );
}

/** The patterns of words, singular and plural, as they stand at the beginning of a name, inside one, and in a constant. */
function spellingsOf(forms) {
  const join = (spell) => forms.map((form) => `${spell(form)}s?`).join("|");
  return {
    lower: join((form) => form),
    capital: join((form) => form[0].toUpperCase() + form.slice(1)),
    upper: forms.map((form) => `${form.replace(/[A-Z]/g, "_$&").toUpperCase()}S?`).join("|"),
  };
}
