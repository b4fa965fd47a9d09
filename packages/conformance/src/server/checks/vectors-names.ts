import { playNames, readNameVectors } from "../play-names.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "accepts and refuses the names of the contract up to U+00FF",
  rules: ["C-40", "C-41", "C-42", "C-43", "C-45"],
  stage: "joins",
  needs: ["refuses"],
  usesContractNames: true,
  run: async (scene) => await playNames(scene, readNameVectors("server")),
};
