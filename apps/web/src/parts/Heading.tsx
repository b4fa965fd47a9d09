import type { ReactNode } from "react";

/** The heading of a view, to which the focus goes when the view is opened. */
export function Heading({ children }: { children: ReactNode }): ReactNode {
  return <h1 tabIndex={-1}>{children}</h1>;
}
