/** Something that the user did at the terminal, or that it said of itself. No other input of a terminal becomes an event. */
export type InputEvent =
  /** A key that types nothing, such as `C-a`, `M-Enter` or `PgUp`. */
  | { readonly kind: "key"; readonly name: string }
  /** Typed characters, without controls. */
  | { readonly kind: "text"; readonly text: string }
  /** A paste, with its line ends as they came. */
  | { readonly kind: "paste"; readonly text: string }
  | { readonly kind: "focus"; readonly hasFocus: boolean }
  /** The terminal has said what background it has. */
  | { readonly kind: "background"; readonly background: "dark" | "light" }
  | MouseEvent;

/** A turn of the wheel, or a click of the main button. Columns and rows are counted from 0. */
export interface MouseEvent {
  readonly kind: "mouse";
  readonly action: "wheel-up" | "wheel-down" | "click";
  readonly column: number;
  readonly row: number;
}
