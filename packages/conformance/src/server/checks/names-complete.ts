import { Failures } from "../../checks/failure.ts";
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
    const ends = await Promise.allSettled(plays);
    const reasons = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    const failed = reasons.filter((reason) => reason instanceof Failures);
    if (failed.length < reasons.length) throw reasons.find((reason) => !(reason instanceof Failures));
    const isComplete = failed.every((failures) => failures.isComplete);
    if (failed.length > 0)
      throw new Failures(
        failed.flatMap(({ errors }) => errors),
        isComplete,
      );
  },
};
