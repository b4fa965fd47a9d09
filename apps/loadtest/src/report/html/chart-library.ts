import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What a page needs of uPlot, as its package has it, license included. */
export interface ChartLibrary {
  readonly script: string;
  readonly style: string;
}

/** Reads the library from where it is installed. Throws when it isn't. */
export function readChartLibrary(): ChartLibrary {
  const { resolve } = createRequire(import.meta.url);
  const read = (file: string) =>
    readFileSync(resolve(`uplot/${file}`), "utf8")
      .replaceAll("\r\n", "\n")
      .trim();
  const license = read("LICENSE").replaceAll("*/", "");
  return { script: `/*!\n${license}\n*/\n${read("dist/uPlot.iife.min.js")}`, style: read("dist/uPlot.min.css") };
}
