// biome-ignore-all lint/a11y/useSemanticElements: rows that have a place of their own can't be those of a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the links and buttons in the cells take the focus
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the keyboard has to scroll it
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { type Order, type RowWindow, visibleWindow } from "../model/row-window.ts";

/** A column of a table. */
export interface Column<Row, Key extends string> {
  readonly key: string;
  readonly label: string;
  /** Set when the table can be sorted by it. */
  readonly sort?: Key;
  readonly isNumber?: boolean;
  readonly render: (row: Row) => ReactNode;
}

/** The form in which rows of one kind are shown. */
export interface TableForm<Row, Key extends string> {
  /** A class that gives the columns their widths. */
  readonly className: string;
  readonly columns: readonly Column<Row, Key>[];
  readonly keyOf: (row: Row) => string;
  /** A class for a row: `troubled`, and `now` while the trouble lasts. */
  readonly classOf: (row: Row) => string;
  /** The words for a table without rows. */
  readonly empty: string;
}

/** The properties of a table of which only the visible rows exist. */
export interface VirtualTableProps<Row, Key extends string> extends TableForm<Row, Key> {
  readonly label: string;
  /** Number of all rows. */
  readonly count: number;
  /** Rows that are here, and the number of the first. */
  readonly rows: readonly Row[];
  readonly offset: number;
  readonly onWindow: (window: RowWindow) => void;
  readonly order: Order<Key>;
  readonly onSort: (sort: Key) => void;
}

/** A table of any length. It is a scrollable region that the keyboard reaches; its rows have one height, set by the style sheet. */
export function VirtualTable<Row, Key extends string>(props: VirtualTableProps<Row, Key>): ReactNode {
  const { label, className, columns, count, rows, offset, keyOf, classOf, onWindow, order, onSort, empty } = props;
  const viewport = useRef<HTMLElement>(null);
  const [rowHeight, setRowHeight] = useState(32);
  const known = useRef<RowWindow>({ offset: 0, limit: 0 });
  const report = () => {
    const element = viewport.current;
    if (!element) return;
    const next = visibleWindow(element.scrollTop, element.clientHeight, rowHeight, count);
    if (next.offset === known.current.offset && next.limit === known.current.limit) return;
    known.current = next;
    onWindow(next);
  };
  useLayoutEffect(report);
  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const measure = () => setRowHeight(Number.parseFloat(getComputedStyle(element).getPropertyValue("--row")) || 32);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={viewport} className={`table ${className}`} tabIndex={0} aria-label={label} onScroll={report}>
      <div role="table" aria-label={label} aria-rowcount={count + 1} aria-colcount={columns.length}>
        <div role="rowgroup" className="head">
          <div role="row" aria-rowindex={1} className="row">
            {columns.map(({ key, label: text, sort, isNumber }) => (
              <div
                key={key}
                role="columnheader"
                className={`cell ${key} ${isNumber ? "number" : ""}`}
                aria-sort={order.sort === sort ? (order.order === "asc" ? "ascending" : "descending") : undefined}
              >
                {sort ? (
                  <button type="button" onClick={() => onSort(sort)}>
                    {text}
                    {order.sort === sort && <span aria-hidden="true">{order.order === "asc" ? " ↑" : " ↓"}</span>}
                  </button>
                ) : (
                  text
                )}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="body" style={{ height: count * rowHeight }}>
          {rows.map((row, index) => (
            <div
              key={keyOf(row)}
              role="row"
              aria-rowindex={offset + index + 2}
              className={`row ${classOf(row)}`}
              style={{ top: (offset + index) * rowHeight }}
            >
              {columns.map(({ key, isNumber, render }) => (
                <div key={key} role="cell" className={`cell ${key} ${isNumber ? "number" : ""}`}>
                  {render(row)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
      {count === 0 && <p className="empty faint">{empty}</p>}
    </section>
  );
}
