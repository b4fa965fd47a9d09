import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "says nothing unasked but notices, also when others come and go",
  rules: ["C-73", "C-103"],
  stage: "speaks",
  mend: 'Send nothing that nobody asked for. What a server wants to tell its users starts with "Notice: ".',
  needs: ["delivers"],
  async run(scene) {
    const ada = await scene.join("ada");
    const telnet = await scene.join("old", { behindName: "" });
    const bob = await scene.join("bob");
    bob.say("/list", "?");
    await bob.next("the list");
    bob.wire.end();
    const eve = await scene.join("eve");
    eve.wire.reset();
    for (const peer of [ada, telnet]) await peer.expectNothing("nothing but notices", ["C-73", "C-103"]);
  },
};
