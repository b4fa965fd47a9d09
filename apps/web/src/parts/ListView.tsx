import { type ReactNode, useEffect, useState } from "react";
import { usePolled } from "../api/use-polled.ts";
import type { ConnectionWindow } from "../model/contract.ts";
import type { Order, RowWindow } from "../model/row-window.ts";
import { formatCount } from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { Heading } from "./Heading.tsx";
import { type TableForm, VirtualTable } from "./VirtualTable.tsx";

/** The part of a list that is asked for, and the part that the server gives. */
type ListQuery<Sort extends string> = RowWindow & Order<Sort> & { readonly search: string };
type ListPart<Row> = Omit<ConnectionWindow, "rows"> & { readonly rows: readonly Row[] };

/** The properties of a list that the server searches and sorts. */
export interface ListViewProps<Row, Sort extends string> extends TableForm<Row, Sort> {
  readonly title: string;
  readonly everyMs: number;
  readonly ask: (query: ListQuery<Sort>, signal: AbortSignal) => Promise<ListPart<Row>>;
  /** Words for the rows. */
  readonly noun: string;
}

const TROUBLE_FIRST: Order<string> = { sort: "trouble", order: "desc" };

/** A view of a list of any length: rows with trouble come first. */
export function ListView<Row, Sort extends string>(props: ListViewProps<Row, Sort>): ReactNode {
  const { title, everyMs, ask, noun, empty, ...form } = props;
  const { onError, lists } = usePage();
  const kept = lists.get(title);
  const [search, setSearch] = useState(kept?.search ?? "");
  const [order, setOrder] = useState((kept?.order ?? TROUBLE_FIRST) as Order<Sort>);
  useEffect(() => void lists.set(title, { search, order }), [lists, title, search, order]);
  const [rows, setRows] = useState<RowWindow>({ offset: 0, limit: 60 });
  const query = { search, ...order, ...rows };
  const askPart = async (signal: AbortSignal) => ({ ...(await ask(query, signal)), offset: query.offset });
  const { answer, error } = usePolled(JSON.stringify(query), everyMs, askPart, onError);
  const onSort = (sort: Sort) => {
    // Names are read from A; of numbers the largest are of interest.
    const first = sort === "name" || sort === "ip" ? "asc" : "desc";
    const other = first === "asc" ? "desc" : "asc";
    setOrder((before) => ({ sort, order: before.sort === sort && before.order === first ? other : first }));
  };
  const of = search === "" ? "" : `${formatCount(answer?.matching ?? 0)} of `;
  return (
    <>
      <div className="tools">
        <Heading>{title}</Heading>
        <p role="status">
          {answer && `${of}${formatCount(answer.all)} ${noun}, ${formatCount(answer.troubled)} with trouble`}
        </p>
        {error && <p className="error">{error.message}</p>}
        <label>
          <span className="unseen">Search</span>
          <input
            type="search"
            placeholder="Search: name, address, error"
            maxLength={100}
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        </label>
      </div>
      <VirtualTable
        {...form}
        label={title}
        count={answer?.matching ?? 0}
        rows={answer?.rows ?? []}
        offset={answer?.offset ?? 0}
        onWindow={setRows}
        order={order}
        onSort={onSort}
        empty={answer ? (search === "" ? empty : "Nobody matches the search.") : "Asking the server …"}
      />
    </>
  );
}
