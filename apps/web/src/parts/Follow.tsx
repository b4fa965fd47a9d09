import { type ReactNode, useLayoutEffect, useRef } from "react";

/** Distance from the end in pixels within which somebody reads the end. */
const NEAR_END = 24;

/** A scrollable region that stays at its end while things are added, unless somebody has scrolled away from it. */
export function Follow(props: { label: string; version: number; children: ReactNode }): ReactNode {
  const { label, version, children } = props;
  const region = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves when something was added
  useLayoutEffect(() => {
    const element = region.current;
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [version]);
  const onScroll = () => {
    const element = region.current;
    if (element) isAtEnd.current = element.scrollHeight - element.clientHeight - element.scrollTop < NEAR_END;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to scroll it
    <section ref={region} className="follow" aria-label={label} tabIndex={0} onScroll={onScroll}>
      {children}
    </section>
  );
}
