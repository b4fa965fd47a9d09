import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "answers each request once, in the order in which they came",
  rules: ["C-69"],
  stage: "speaks",
  mend: "Handle the messages of one connection one after the other, and write the answers in that order.",
  needs: ["every-cut"],
  async run(scene) {
    const ada = await scene.join("ada");
    const requests = ["/time", "/nothing-here", "/time", "nobody-here", "/standard"];
    ada.wire.send(requests.map((to) => `${ada.write(to, "?")}\n`).join(""));
    await ada.expectText(/^Server time: /);
    await ada.expectText(/^❌ Error: Unknown command /);
    await ada.expectText(/^Server time: /);
    await ada.expectText(/^❌ Error: User /);
    await ada.expectText(/^JSON STD: \n /);
    await ada.expectNothing("nothing more");
  },
};
