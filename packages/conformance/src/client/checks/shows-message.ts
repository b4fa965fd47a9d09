import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "shows a message that somebody sends",
  rules: ["C-3"],
  stage: "joins",
  mend: {
    any: "Read from the connection all the time, and show each message that has come: from.name and msg. One read may hold several, such as the welcome and this one.",
    perl: "Read by sysread into a buffer, and take the lines out of it: <$socket> keeps lines back that select can't see.",
  },
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.deliver(user, user.write("Bob", "hello-there"), "hello-there");
  },
};
