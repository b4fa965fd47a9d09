/** Longest line on which a list stands whole. */
const LINE_COLUMNS = 120;

/** Writes JSON as the formatter of this repository does: a list of texts stands on one line where it fits. */
export function writeJson(value: object): string {
  return `${JSON.stringify(value, null, 2).replace(/^( *"[$\w]+": )\[\s+("[^[\]{}]*")\s+\](,?)$/gm, joinList)}\n`;
}

function joinList(lines: string, key: string, items: string, comma: string): string {
  const joined = `${key}[${items.replace(/,\s+/g, ", ")}]${comma}`;
  return joined.length <= LINE_COLUMNS ? joined : lines;
}
