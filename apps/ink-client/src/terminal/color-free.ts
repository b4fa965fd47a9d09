/** A sequence that sets the look of the text that follows. */
const LOOK = new RegExp(String.raw`${"\u001b"}\[([\d;:]*)m`, "g");

/** Removes the colours from an output. What is bold, dim or inverse stays: it shows the cursor's row and what is unread. */
export function removeColors(output: string): string {
  return output.replace(LOOK, (sequence, parameters: string) => {
    if (parameters === "") return sequence;
    const kept = withoutColors(parameters.split(";"));
    return kept.length === 0 ? "" : `\u001b[${kept.join(";")}m`;
  });
}

function withoutColors(parameters: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index] ?? "";
    const code = Number.parseInt(parameter || "0", 10);
    // A colour by its number or by its parts takes more parameters, unless they are in this one.
    if ([38, 48, 58].includes(code) && !parameter.includes(":")) index += parameters[index + 1] === "2" ? 4 : 2;
    if (!isColor(code)) kept.push(parameter);
  }
  return kept;
}

function isColor(code: number): boolean {
  return (code >= 30 && code <= 49) || code === 58 || code === 59 || (code >= 90 && code <= 107);
}
