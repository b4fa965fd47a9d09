import { playNames, playSameNames, readNameVectors, readSameNameVectors } from "../play-names.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title:
    "accepts and refuses the names of the contract in all scripts, and takes two spellings for the same name where it does",
  rules: ["C-40", "C-41", "C-42", "C-43", "C-44", "C-45"],
  stage: "joins",
  level: "complete",
  needs: ["refuses"],
  async run(scene) {
    const plays = [
      playNames(scene, readNameVectors("complete")),
      playSameNames(scene, readSameNameVectors("complete")),
    ];
    const errors = (await Promise.allSettled(plays)).flatMap((play) => {
      if (play.status === "fulfilled") return [];
      return play.reason instanceof AggregateError ? play.reason.errors : [play.reason];
    });
    if (errors.length > 0) throw new AggregateError(errors);
  },
};
