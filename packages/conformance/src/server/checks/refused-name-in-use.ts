import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "refuses a name that somebody online has in the words of the contract",
  rules: ["C-34"],
  stage: "told-off",
  mend: 'The text is "⛔ Error: Username already in use! Try with another name.".',
  needs: ["refuses", "name-races"],
  async run(scene) {
    const ada = await scene.join("ada");
    const other = await scene.knock(ada.name);
    await other.expectRefusal(/^⛔ Error: Username already in use! Try with another name\.$/);
    await ada.fence();
  },
};
