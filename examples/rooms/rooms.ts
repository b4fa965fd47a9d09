import type { ChatModule, Endpoint, EndpointContext } from "@chat/server";

/** One place for all threads: the members of a room may be on any of them. */
export const scope: ChatModule["scope"] = "server";

/** Longest name of a room, in characters. */
const MAX_ROOM_LENGTH = 40;

/** Most members of a room: what one of them says costs a notice to each of the others. */
const MAX_MEMBERS = 50;

/** Longest text that is said, in characters: with the name and the room it has to fit into a notice. */
const MAX_TEXT_LENGTH = 1_000;

/** Every user online with the name of the room that the user is in; `null` for none. */
const roomOf = new Map<string, string | null>();

/** The members of each room that has any. */
const rooms = new Map<string, Set<string>>();

export const joined: ChatModule["joined"] = ({ name }) => void roomOf.set(name, null);

export const left: ChatModule["left"] = ({ name }) => {
  leaveRoom(name);
  roomOf.delete(name);
};

function leaveRoom(name: string): string | null {
  const room = roomOf.get(name) ?? null;
  if (room === null) return null;
  const members = rooms.get(room);
  members?.delete(name);
  if (members?.size === 0) rooms.delete(room);
  roomOf.set(name, null);
  return room;
}

/** Writes to all members of a room but one. Returns how many of them it reaches. */
async function tellOthers({ sender, notify }: EndpointContext, room: string, text: string): Promise<number> {
  const others = [...(rooms.get(room) ?? [])].filter((name) => name !== sender.name);
  const reached = await Promise.all(others.map((name) => notify(name, `[${room}] ${text}`)));
  return reached.filter(Boolean).length;
}

/** Makes one line of what a user wrote: a notice is no more. */
function oneLine(text: string, maxLength: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.slice(0, maxLength).toWellFormed();
}

const join: Endpoint = {
  name: "/join",
  summary: "Join a room: its name is the text.",
  handle: async (context) => {
    const { sender, text, reply } = context;
    const room = oneLine(text, MAX_ROOM_LENGTH);
    if (room === "") return reply("Which room? Write its name as the text.");
    // A client that has shut its side down is answered, and is in the chat no more.
    if (!roomOf.has(sender.name)) return reply("You have left the chat.");
    if (roomOf.get(sender.name) === room) return reply(`You are in ${room} already.`);
    const members = rooms.get(room) ?? new Set();
    if (members.size >= MAX_MEMBERS) return reply(`${room} is full: it has ${MAX_MEMBERS} members.`);
    leaveRoom(sender.name);
    rooms.set(room, members.add(sender.name));
    roomOf.set(sender.name, room);
    reply(`You are in ${room}, with ${members.size - 1} others.`);
    await tellOthers(context, room, `${sender.name} has come.`);
  },
};

const leave: Endpoint = {
  name: "/leave",
  summary: "Leave your room.",
  handle: async (context) => {
    const room = leaveRoom(context.sender.name);
    if (room === null) return context.reply("You are in no room.");
    context.reply(`You have left ${room}.`);
    await tellOthers(context, room, `${context.sender.name} has left.`);
  },
};

const say: Endpoint = {
  name: "/say",
  summary: "Write to everybody in your room.",
  handle: async (context) => {
    const { sender, text, reply } = context;
    const room = roomOf.get(sender.name);
    if (!room) return reply("You are in no room: /join one.");
    const line = oneLine(text, MAX_TEXT_LENGTH);
    if (line === "") return reply("What? Write it as the text.");
    reply(`Said to ${await tellOthers(context, room, `${sender.name}: ${line}`)} others in ${room}.`);
  },
};

const who: Endpoint = {
  name: "/who",
  summary: "List the rooms, or who is in yours.",
  handle: ({ sender, reply }) => {
    const room = roomOf.get(sender.name);
    if (room) return reply(`In ${room}: ${[...(rooms.get(room) ?? [])].join(", ")}`);
    reply(`Rooms: ${[...rooms].map(([name, { size }]) => `${name} (${size})`).join(", ") || "none yet"}`);
  },
};

export const endpoints: readonly Endpoint[] = [join, leave, say, who];
