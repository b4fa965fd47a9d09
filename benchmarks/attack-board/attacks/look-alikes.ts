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
    const joins = (name: string) =>
      room.join(name).then(
        () => true,
        () => false,
      );
    await Promise.all(ONLINE.map(joins));
    await room.begin();
    for (const name of LOOK_ALIKES) room.claim(`${name} is refused`, !(await joins(name)));
    for (const name of HARMLESS) room.claim(`${name} is let in`, await joins(name));
    await room.pass();
  },
};
