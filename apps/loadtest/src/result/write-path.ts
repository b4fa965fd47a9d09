/** Writes the path of a key in a file as in JavaScript: `samples[3].clients`. */
export function writePath(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.join("").replace(/^\./, "") || "the top";
}
