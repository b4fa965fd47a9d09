import stringWidth from "string-width";

/** A grapheme cluster as Ink lays it out. */
export interface MeasuredCluster {
  readonly text: string;
  /** The cells that Ink gives it. */
  readonly cells: number;
  /** True when some terminal may give it another width. */
  readonly isDoubtful: boolean;
}

/** The number of clusters that are remembered. Others choose what is shown, so there has to be a limit. */
const MAX_REMEMBERED_CLUSTERS = 4_096;
/** The longest cluster that is remembered, in UTF-16 units: a family with skin tones has 29. */
const MAX_REMEMBERED_UNITS = 32;

/** Letters of one cell on every terminal: of alphabets without shaping, and in Unicode for long. */
const PLAIN_LETTER =
  /^[[\u00c0-\u024f\u0370-\u03ff\u0400-\u0527\u0531-\u0556\u0561-\u0587\u05d0-\u05ea\u10d0-\u10fa\u1e00-\u1fff]&&\p{L}]$/v;

/** Characters of two cells on every terminal: East Asian ones that have been wide at least since Unicode 5.2. */
const PLAIN_WIDE =
  /^[\u3000-\u3002\u3005-\u3029\u3041-\u3096\u309b-\u30ff\u3105-\u312c\u3131-\u3163\u3165-\u318e\u3400-\u4db5\u4e00-\u9fcb\uac00-\ud7a3\uf900-\ufa2d\ufa30-\ufa6d\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{2a6d6}]$/u;

const remembered = new Map<string, MeasuredCluster>();

/** Measures a cluster as Ink does, and finds out whether every terminal agrees. */
export function measureCluster(text: string): MeasuredCluster {
  const known = remembered.get(text);
  if (known) return known;
  // Ink gives a cell at least to whatever it shows.
  const measured = { text, cells: Math.max(1, stringWidth(text)), isDoubtful: isDoubtful(text) };
  if (text.length <= MAX_REMEMBERED_UNITS) {
    if (remembered.size >= MAX_REMEMBERED_CLUSTERS) remembered.clear();
    remembered.set(text, measured);
  }
  return measured;
}

/**
 * Returns true for emoji, symbols of ambiguous width, clusters of several code points, and scripts whose marks have their
 * own cells on some terminals. A needless doubt costs some bytes; a missing one shifts a row.
 */
function isDoubtful(cluster: string): boolean {
  return !PLAIN_LETTER.test(cluster) && !PLAIN_WIDE.test(cluster) && !/^[ -~]$/.test(cluster);
}
