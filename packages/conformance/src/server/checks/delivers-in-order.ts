import type { ServerCheck } from "../server-check.ts";

const COUNT = 300;

export const check: ServerCheck = {
  title: "delivers messages to their receiver alone, once, in the order of their sender",
  rules: ["C-60", "C-70"],
  stage: "speaks",
  mend: "Write each message to its receiver's connection alone, in the order in which its sender has written them.",
  needs: ["every-cut"],
  async run(scene) {
    const [ada, bob, eve] = [await scene.join("ada"), await scene.join("bob"), await scene.join("eve")];
    const toBob = (number: number) => `${ada.write(bob.name, `number ${number}`)}\n`;
    ada.wire.send(Array.from({ length: COUNT }, (_, number) => toBob(number)).join(""));
    for (let number = 0; number < COUNT; number += 1) await bob.expectText(`number ${number}`, ["C-60"], ada.name);
    await ada.expectNothing("no answer to what was delivered", ["C-69"]);
    for (const peer of [bob, eve]) await peer.expectNothing("no message twice or to somebody else");
  },
};
