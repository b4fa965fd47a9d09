import { playNames, readNameVectors, readSameNameVectors } from "../play-names.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title:
    "accepts and refuses the names of the contract in all scripts, and takes two spellings for one name where it does",
  rules: ["C-40", "C-41", "C-42", "C-43", "C-44", "C-45"],
  stage: "joins",
  level: "complete",
  needs: ["refuses"],
  usesContractNames: true,
  run: async (scene) => await playNames(scene, [...readNameVectors("complete"), ...readSameNameVectors("complete")]),
};
