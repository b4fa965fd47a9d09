import { readReminderRequest } from "./reminder-request.ts";
import { joinAsBot } from "./shared/join-as-bot.ts";
import { readFlags } from "./shared/read-flags.ts";
import { serve } from "./shared/serve.ts";

/** Most reminders that wait at the same time, for everybody together and for one person. */
const MAX_WAITING = 1_000;
const MAX_WAITING_EACH = 10;

const { name, server } = readFlags({ name: "reminder-bot", server: "127.0.0.1:65432" });
const chat = await joinAsBot(name, server);

/** The receivers of all reminders that wait. */
const waiting: string[] = [];

await serve(chat, {
  direct: async ({ from, msg }) => chat.send(from.name, accept(from.name, msg)),
});

/** Accepts a reminder, and returns what the bot understood. */
function accept(receiver: string, text: string): string {
  const request = readReminderRequest(text);
  if (typeof request === "string") return request;
  const ownCount = waiting.filter((other) => other === receiver).length;
  if (ownCount >= MAX_WAITING_EACH) return `I keep ${MAX_WAITING_EACH} reminders for you, which are the most.`;
  if (waiting.length >= MAX_WAITING) return "I keep as many reminders as I can. Please try again later.";
  waiting.push(receiver);
  // The timer alone does not keep a bot running that was stopped.
  setTimeout(() => void remind(receiver, request.task), request.delayMs).unref();
  return `In ${request.delay} I will remind you: ${request.task}`;
}

async function remind(receiver: string, task: string): Promise<void> {
  waiting.splice(waiting.indexOf(receiver), 1);
  await chat.send(receiver, `Reminder: ${task}`).catch((error) => console.error(`${name}: ${error.message}`));
}
