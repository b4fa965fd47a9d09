import { playNames, readSameNameVectors } from "../play-names.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "takes two spellings up to U+00FF for the same name where the contract does",
  rules: ["C-44"],
  stage: "joins",
  needs: ["vectors-names", "delivers"],
  usesContractNames: true,
  run: async (scene) => await playNames(scene, readSameNameVectors("server")),
};
