import type { Role } from "../checks/check.ts";
import type { Uncovered } from "../verdict/judge.ts";

/** Rules that no check can judge from outside, with the reason. */
export const UNCOVERED: Readonly<Record<Role, Uncovered>> = {
  server: {
    "C-1": "the operator chooses the port",
  },
  client: {},
};
