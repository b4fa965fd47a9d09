/**
 * Checks whether a name is that of a bot: by our convention it ends in "-bot". The wire does not say who is a program, and
 * two bots that answer each other would never stop.
 */
export function isBotName(name: string): boolean {
  return name.toLowerCase().endsWith("-bot");
}
