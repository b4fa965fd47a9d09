import { assertSame } from "../../checks/failure.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "sends a request to the endpoint, with the slash in `to`",
  rules: ["C-4"],
  stage: "speaks",
  mend: "Write the endpoint with its slash into `to`, as in /list; `msg` may be empty.",
  needs: ["sends-name"],
  async run(scene) {
    const user = await scene.join(["Bob"]);
    await scene.act("request", { to: "/standard" });
    const { to } = await user.expectMessage({ endpoint: "/standard" });
    assertSame(to, "/standard");
  },
};
