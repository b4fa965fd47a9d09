import type { Attack } from "../attack.ts";

/** Names that are online, in the alphabets of their users. */
const ONLINE = ["niko", "coco", "Bob", "Meg"];

/** Names that read like one of these, like the server, or like two users in a list. */
const LOOK_ALIKES = ["ni\u0307ko", "\u0441\u043e\u0441\u043e", "5ERVER", "SERVER.", "Bob\uff0c Meg", "Bob\u201a Meg"];

/** Names like those above that nobody can mistake, and that must go on to be allowed. */
const HARMLESS = ["nikola", "Meg 2", "Боб", "Zoë", "李小龙", "Dr. Bob"];

export const attack: Attack = {
  summary: "Newcomers choose names that look like those of users online, or like the server.",
  aim: "the policy of names that look alike",
  async carryOut(room) {
    await Promise.all(ONLINE.map((name) => room.join(name)));
    await room.begin();
    for (const name of LOOK_ALIKES) room.claim(`${name} is refused`, !(await room.canJoin(name)));
    for (const name of HARMLESS) room.claim(`${name} is let in`, await room.canJoin(name));
    await room.pass();
  },
};
