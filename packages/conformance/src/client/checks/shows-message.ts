import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "shows a message that somebody sends",
  rules: ["C-3"],
  stage: "joins",
  mend: "Read from the connection all the time, and show each message: from.name and msg.",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.deliver(user, user.write("Bob", "hello-there"), "hello-there");
  },
};
