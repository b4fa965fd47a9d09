import { displayText } from "@chat/protocol";
import { type ReactNode, useState } from "react";
import { usePolled } from "../api/use-polled.ts";
import type { Connection, ConnectionSort } from "../model/contract.ts";
import { clientFragment } from "../model/route.ts";
import type { RowWindow } from "../model/row-window.ts";
import {
  formatAge,
  formatBytes,
  formatCount,
  refusedWords,
  shownName,
  sumCounts,
  troubleWords,
} from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { Heading } from "../parts/Heading.tsx";
import { type Column, VirtualTable } from "../parts/VirtualTable.tsx";

const EVERY_MS = 1_000;

/** Words and figures of a connection that its cell and its own view share. */
export const slowedWords = ({ isSlowed, slowedMs }: Connection): string =>
  slowedMs === 0 && !isSlowed ? "" : `${isSlowed ? "now, " : ""}${formatAge(slowedMs)}`;

function isTroubled(row: Connection): boolean {
  return row.messagesLost > 0 || troubleWords(row) !== "";
}

const COLUMNS: readonly Column<Connection, ConnectionSort>[] = [
  {
    key: "name",
    label: "Name",
    sort: "name",
    render: (row) => (
      <a href={clientFragment(row.id)} title={shownName(row.name)}>
        <bdi className={row.name === null ? "faint" : ""}>{shownName(row.name)}</bdi>
      </a>
    ),
  },
  {
    key: "trouble",
    label: "Last error",
    sort: "trouble",
    render: (row) => {
      const kinds = refusedWords(row.refused);
      const text = troubleWords(row);
      return <span title={kinds === "" ? text : `${text} (${kinds})`}>{text}</span>;
    },
  },
  {
    key: "refused",
    label: "Refused",
    sort: "refused",
    isNumber: true,
    render: ({ refused }) => {
      const sum = sumCounts(refused);
      return sum === 0 ? "" : <span title={refusedWords(refused)}>{formatCount(sum)}</span>;
    },
  },
  { key: "in", label: "In", sort: "messagesIn", isNumber: true, render: (row) => formatCount(row.messagesIn) },
  { key: "out", label: "Out", sort: "messagesOut", isNumber: true, render: (row) => formatCount(row.messagesOut) },
  {
    key: "waiting",
    label: "Waiting",
    sort: "waitingBytes",
    isNumber: true,
    render: ({ waitingBytes }) => (waitingBytes === 0 ? "" : formatBytes(waitingBytes)),
  },
  { key: "slowed", label: "Slowed", render: slowedWords },
  { key: "framed", label: "Framed", render: ({ isFramed }) => (isFramed ? "yes" : "no") },
  { key: "age", label: "Age", sort: "ageMs", isNumber: true, render: ({ ageMs }) => formatAge(ageMs) },
  {
    key: "ip",
    label: "Address",
    sort: "ip",
    render: ({ ip }) => <span title={displayText(ip)}>{displayText(ip)}</span>,
  },
];

/** Lists the connections: those with trouble come first. */
export function WhoView(): ReactNode {
  const { client, onError } = usePage();
  const [search, setSearch] = useState("");
  const [order, setOrder] = useState<{ sort: ConnectionSort; order: "asc" | "desc" }>({
    sort: "trouble",
    order: "desc",
  });
  const [rows, setRows] = useState<RowWindow>({ offset: 0, limit: 60 });
  const query = { search, ...order, ...rows };
  const { answer, error } = usePolled(
    JSON.stringify(query),
    EVERY_MS,
    async (signal) => ({ ...(await client.connections(query, signal)), offset: query.offset }),
    onError,
  );
  const onSort = (sort: ConnectionSort) => {
    // Names are read from A; of numbers the largest are of interest.
    const first = sort === "name" || sort === "ip" ? "asc" : "desc";
    const other = first === "asc" ? "desc" : "asc";
    setOrder((before) => ({ sort, order: before.sort === sort && before.order === first ? other : first }));
  };
  return (
    <>
      <Heading>Who</Heading>
      <div className="tools">
        <label>
          Search
          <input
            type="search"
            placeholder="name or address"
            maxLength={100}
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        </label>
        <p role="status">
          {answer &&
            `${search === "" ? "" : `${formatCount(answer.matching)} of `}${formatCount(answer.all)} connections, ${formatCount(answer.troubled)} with trouble`}
        </p>
        {error && <p className="error">{error.message}</p>}
      </div>
      <VirtualTable
        label="Connections"
        className="who"
        columns={COLUMNS}
        count={answer?.matching ?? 0}
        rows={answer?.rows ?? []}
        offset={answer?.offset ?? 0}
        keyOf={({ id }) => id}
        isTroubled={isTroubled}
        onWindow={setRows}
        order={order}
        onSort={onSort}
        empty={answer ? "Nobody is there." : "Asking the server …"}
      />
    </>
  );
}
