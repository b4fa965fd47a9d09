import { LIGHT } from "../charts/palette.ts";
import { type Html, html } from "./html.ts";

/** The colour that a run has in the charts. */
export function seriesMarker(place: number): Html {
  return html`<span class="marker series-${place % LIGHT.series.length}" aria-hidden="true"></span>`;
}
