import { foldName } from "@chat/protocol";
import type { AddedLine, ChatEvent, ConversationRef } from "./chat-event.ts";
import {
  type ChatState,
  type ConnectionStatus,
  currentConversation,
  findConversation,
  NOBODY,
  type People,
} from "./chat-state.ts";
import {
  addLines,
  bringHistory,
  bringKilled,
  type Conversation,
  changeDelivery,
  clearLines,
  EVERYONE_KEY,
  forgetUnreadLine,
  markRead,
  markUrgent,
  namesByKey,
  personConversation,
  personKey,
  SERVER_KEY,
} from "./conversation.ts";
import { type Delivery, isOutcomeBad } from "./log-line.ts";
import { growPresence } from "./presence.ts";
import { addTraffic } from "./traffic-log.ts";

/** The number of conversations that stay open; past it, the one that was quiet longest is closed. */
export const MAX_CONVERSATIONS = 200;

/** The number of speakers that are remembered for completion. */
const MAX_SPEAKERS = 500;

type Reducers = {
  readonly [Kind in ChatEvent["kind"]]: (state: ChatState, event: Extract<ChatEvent, { kind: Kind }>) => ChatState;
};

const REDUCERS: Reducers = {
  lines: (state, { added }) => receiveLines(state, added),
  delivery: (state, { key, lineId, delivery }) => settleDelivery(state, key, lineId, delivery),
  connection: (state, { connection }) => changeConnection(state, connection),
  joined: (state, { target }) => ({ ...state, target, form: null, people: NOBODY, peopleAge: "unknown" }),
  people: (state, { people }) => ({ ...state, people, peopleAge: "current" }),
  commands: (state, { names }) => ({ ...state, serverCommands: names }),
  latency: (state, { latencyMs }) => ({ ...state, latencyMs }),
  late: (state, { lateMs }) => ({ ...state, lateMs, latencyMs: null }),
  ignored: (state, { name }) => countIgnored(state, foldName(name)),
  traffic: (state, { entries }) => ({ ...state, traffic: addTraffic(state.traffic, entries) }),
  form: (state, { form }) => ({ ...state, form }),
  prompt: (state, { prompt }) => changeCurrent(state, { prompt }),
  history: (state, { history }) =>
    changeAll({ ...state, history }, (open) => bringHistory(open, history.get(open.key))),
  scrolled: (state, { scroll }) => changeCurrent(state, { scroll }),
  peopleScrolled: (state, { rows }) => ({ ...state, peopleScroll: rows }),
  searched: (state, { search, scroll }) => changeCurrent(state, { search, scroll }),
  opened: (state, { name }) => switchTo(openPerson(state, name), personKey(name)),
  switched: (state, { key }) => switchTo(state, key),
  closed: (state, { key }) => closeConversation(state, key),
  allRead: (state) => changeAll(state, (conversation) => forgetUnreadLine(markRead(conversation))),
  cleared: (state, { key }) => changeConversation(state, key, clearLines),
  overlay: (state, { overlay }) => readCurrent({ ...state, overlay }),
  setting: (state, { changes }) => ({ ...state, settings: { ...state.settings, ...changes } }),
  asked: (state, { question }) => ({ ...state, question }),
  keyPrefix: (state, { key }) => ({ ...state, keyPrefix: key }),
  background: (state, { background }) => ({ ...state, background }),
  focus: (state, { hasFocus }) => ({ ...state, hasFocus }),
  screen: (state, { screen }) => ({ ...state, screen }),
  tick: (state, { now }) => ({ ...state, now }),
};

export function reduceChat(state: ChatState, event: ChatEvent): ChatState {
  // The table has for each kind the function that takes its events; the compiler can't follow that.
  const reduce = REDUCERS[event.kind] as (state: ChatState, event: ChatEvent) => ChatState;
  return reduce(state, event);
}

function countIgnored(state: ChatState, key: string): ChatState {
  const count = (state.ignoredCounts.get(key) ?? 0) + 1;
  return { ...state, ignoredCounts: new Map([...state.ignoredCounts, [key, count]]) };
}

function changeConnection(state: ChatState, connection: ConnectionStatus): ChatState {
  const isListOld = state.peopleAge === "current" && connection.kind !== "online";
  return { ...state, connection, latencyMs: null, lateMs: 0, peopleAge: isListOld ? "old" : state.peopleAge };
}

function receiveLines(state: ChatState, added: readonly AddedLine[]): ChatState {
  let next = state;
  for (const { conversation } of added) {
    if (conversation.kind === "person") next = openPerson(next, conversation.name);
  }
  for (const [key, group] of Map.groupBy(added, ({ conversation }) => findKey(next, conversation))) {
    const lines = group.map(({ line }) => line);
    // The order of the list is the order of the keys M-1 to M-9: it never changes by itself.
    next = changeConversation(next, key, (before) => {
      const [conversation, added] = growPresence(before, lines);
      return addLines(conversation, added, isWatched(next, key));
    });
  }
  const speakers = rankSpeakers(state.speakers, added);
  return limitConversations({ ...next, speakers, people: seeSpeakers(state, added) });
}

function settleDelivery(state: ChatState, key: string, lineId: number, delivery: Delivery): ChatState {
  return changeConversation(state, key, (conversation) => {
    const changed = changeDelivery(conversation, lineId, delivery);
    const isOwn = conversation.lines.findLast(({ id }) => id === lineId)?.kind === "own";
    const isMissed = changed !== conversation && isOwn && !isWatched(state, key);
    return isMissed && isOutcomeBad(delivery) ? markUrgent(changed) : changed;
  });
}

/** Adds speakers to the people online, without asking the server. */
function seeSpeakers({ people, target }: ChatState, added: readonly AddedLine[]): People {
  // The server named only some: the speaker may be one of the others.
  if (people.names.length < people.count) return people;
  const known = namesByKey([target.name, ...people.names]);
  const names = [...namesByKey(speakersOf(added))].flatMap(([key, name]) => (known.has(key) ? [] : [name]));
  return names.length === 0 ? people : { names: [...people.names, ...names], count: people.count + names.length };
}

/** Returns the key of a conversation, whether it is open or not. */
export function findKey(state: ChatState, conversation: ConversationRef): string {
  switch (conversation.kind) {
    case "everyone":
      return EVERYONE_KEY;
    case "server":
      return SERVER_KEY;
    case "person":
      return personKey(conversation.name);
    case "open":
      return findConversation(state, conversation.key) ? conversation.key : SERVER_KEY;
  }
}

function isWatched({ currentKey, overlay, form }: ChatState, key: string): boolean {
  return key === currentKey && form === null && (overlay.kind === "none" || overlay.kind === "paste");
}

/** Moves the speakers of new lines to the front, the last one first. */
function rankSpeakers(speakers: readonly string[], added: readonly AddedLine[]): readonly string[] {
  const recent = speakersOf(added).reverse();
  return recent.length === 0 ? speakers : [...namesByKey([...recent, ...speakers]).values()].slice(0, MAX_SPEAKERS);
}

function speakersOf(added: readonly AddedLine[]): string[] {
  return added.flatMap(({ line }) => (line.kind === "message" ? [line.from] : []));
}

function openPerson(state: ChatState, name: string): ChatState {
  if (findConversation(state, personKey(name))) return state;
  const opened = bringHistory(personConversation(name), state.history.get(personKey(name)));
  return { ...state, conversations: [...state.conversations, opened] };
}

function switchTo(state: ChatState, key: string): ChatState {
  if (!findConversation(state, key)) return state;
  const left = key === state.currentKey ? state : changeConversation(state, state.currentKey, forgetUnreadLine);
  const { killed } = currentConversation(state).prompt;
  const entered = changeConversation(left, key, (conversation) => bringKilled(conversation, killed));
  return readCurrent({ ...entered, currentKey: key, overlay: { kind: "none" } });
}

function readCurrent(state: ChatState): ChatState {
  return isWatched(state, state.currentKey) ? changeConversation(state, state.currentKey, markRead) : state;
}

function closeConversation(state: ChatState, key: string): ChatState {
  const index = state.conversations.findIndex((conversation) => conversation.key === key);
  if (state.conversations[index]?.kind !== "person") return state;
  const conversations = state.conversations.toSpliced(index, 1);
  const neighbour = conversations[Math.max(0, index - 1)]?.key ?? EVERYONE_KEY;
  const remaining = { ...state, conversations };
  return key === state.currentKey ? readCurrent({ ...remaining, currentKey: neighbour }) : remaining;
}

/** Closes conversations past the limit, first those that are read and have an empty prompt: many writers must not fill the memory. */
function limitConversations(state: ChatState): ChatState {
  let next = state;
  while (next.conversations.length > MAX_CONVERSATIONS) {
    const candidates = next.conversations.filter(({ key, kind }) => kind === "person" && key !== next.currentKey);
    const quiet = candidates.filter(({ unread, prompt }) => unread === 0 && prompt.line.text === "");
    const [oldest] = (quiet.length > 0 ? quiet : candidates).toSorted((a, b) => newestLineId(a) - newestLineId(b));
    if (!oldest) return next;
    next = closeConversation(next, oldest.key);
  }
  return next;
}

function newestLineId({ lines }: Conversation): number {
  return lines.at(-1)?.id ?? 0;
}

type Change = (conversation: Conversation) => Conversation;

function changeConversation(state: ChatState, key: string, change: Change): ChatState {
  const index = state.conversations.findIndex((conversation) => conversation.key === key);
  const conversation = state.conversations[index];
  if (!conversation) return state;
  const changed = change(conversation);
  return changed === conversation ? state : { ...state, conversations: state.conversations.with(index, changed) };
}

function changeAll(state: ChatState, change: Change): ChatState {
  return { ...state, conversations: state.conversations.map(change) };
}

function changeCurrent(state: ChatState, changes: Partial<Conversation>): ChatState {
  return changeConversation(state, state.currentKey, (current) => ({ ...current, ...changes }));
}
