import { playSameNames, readSameNameVectors } from "../play-names.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "takes two spellings up to U+00FF for the same name where the contract does",
  rules: ["C-44"],
  stage: "joins",
  needs: ["vectors-names", "delivers"],
  run: async (scene) => await playSameNames(scene, readSameNameVectors("server")),
};
