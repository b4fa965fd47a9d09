import { playSameNames, readSameNameVectors } from "../play-names.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "takes two spellings for the same name where the contract does, in all scripts",
  rules: ["C-44"],
  stage: "joins",
  level: "complete",
  needs: ["vectors-names-complete"],
  run: async (scene) => await playSameNames(scene, readSameNameVectors("complete")),
};
