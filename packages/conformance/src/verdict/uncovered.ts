import type { Role } from "../checks/check.ts";
import type { Uncovered } from "./judge.ts";

const OFFER = "an offer that a program may leave out";

/** Rules that no check can judge from outside, with the reason. */
export const UNCOVERED: Readonly<Record<Role, Uncovered>> = {
  server: {
    "C-1": "the operator chooses the port",
    "C-5": "functions of a library: run the vectors `create` and `decode` in the server's own tests",
    "C-15": OFFER,
    "C-36": OFFER,
    "C-37": OFFER,
    "C-75": OFFER,
    "C-76": "only an operator can disconnect a user",
    "C-93": "only a network that goes away without a sign would show it",
    "C-101": OFFER,
    "C-102": OFFER,
  },
  client: {
    "C-1": "the kit says which port the program has to use",
    "C-5": "functions inside of the program: run the vectors `create` and `decode` in its own tests",
    "C-6": "a function inside of the program, and any address is right",
    "C-102": OFFER,
  },
};
