import type { ReactNode } from "react";

/** The heading of a view, to which the focus goes when the view is opened. It is unseen where the bar on top says the same. */
export function Heading({ children, isUnseen }: { children: ReactNode; isUnseen?: boolean }): ReactNode {
  return (
    <h1 tabIndex={-1} className={isUnseen ? "unseen" : ""}>
      {children}
    </h1>
  );
}
