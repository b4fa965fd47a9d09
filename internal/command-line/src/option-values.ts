import { z } from "zod";

/** The value of an option that is a whole number, written in digits alone: neither `1e3` nor `0x10`. */
export function wholeNumber(min: number, max: number) {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max));
}

/** The value of a switch: `--quiet`, `--quiet=false`, or `1` and `0` as variables have it. */
export function trueOrFalse() {
  return z.stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] });
}
