// Grapheme clusters are the same in every language; naming one keeps the machine's settings out of it.
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Returns the last offset at or before `index` that is not inside a grapheme cluster. Offsets are in code units. */
export function snapBack(text: string, index: number): number {
  return isCertainBoundary(text, index) ? clamp(text, index) : clusterAt(text, index).start;
}

/** Returns the first offset at or after `index` that is not inside a grapheme cluster. */
export function snapForward(text: string, index: number): number {
  if (isCertainBoundary(text, index)) return clamp(text, index);
  const { start, end } = clusterAt(text, index);
  return start === index ? index : end;
}

/** Returns the start of the cluster that ends at `index`: one step to the left. */
export function previousBoundary(text: string, index: number): number {
  return snapBack(text, index - 1);
}

/** Returns the end of the cluster that starts at `index`: one step to the right. */
export function nextBoundary(text: string, index: number): number {
  return snapForward(text, index + 1);
}

/**
 * Returns true where no look at the whole text is needed: between two ASCII characters there is always a boundary, unless
 * they are CR LF. So typing ASCII costs the same in a line of any length.
 */
function isCertainBoundary(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true;
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before < 0x80 && after < 0x80 && !(before === 0x0d && after === 0x0a);
}

function clusterAt(text: string, index: number): { readonly start: number; readonly end: number } {
  const cluster = graphemes.segment(text).containing(index);
  return cluster ? { start: cluster.index, end: cluster.index + cluster.segment.length } : { start: index, end: index };
}

function clamp(text: string, index: number): number {
  return Math.max(0, Math.min(index, text.length));
}
