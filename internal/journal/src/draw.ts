export { createDiagram, type Diagram, type DiagramRow } from "./diagram.ts";
export { drawBytes, drawSentence, type LiveBytes } from "./draw-live.ts";
export { drawSvg } from "./draw-svg.ts";
export { drawText, type TextOptions } from "./draw-text.ts";
export { showBytes } from "./show-bytes.ts";
