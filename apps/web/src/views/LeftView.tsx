import { displayText } from "@chat/protocol";
import { type ReactNode, useState } from "react";
import { usePolled } from "../api/use-polled.ts";
import type { Leave } from "../model/contract.ts";
import type { RowWindow } from "../model/row-window.ts";
import { CALM_LEAVES, countNoun, leaveDetails, leaveWords, shownName } from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { Heading } from "../parts/Heading.tsx";
import { type Column, VirtualTable } from "../parts/VirtualTable.tsx";

const EVERY_MS = 3_000;

const COLUMNS: readonly Column<Leave, never>[] = [
  { key: "at", label: "Time", render: ({ at }) => new Date(at).toLocaleTimeString("en-GB") },
  {
    key: "name",
    label: "Name",
    render: ({ name }) => <bdi title={shownName(name)}>{shownName(name)}</bdi>,
  },
  { key: "reason", label: "Why", render: ({ reason }) => leaveWords(reason) },
  {
    key: "line",
    label: "What is in the log",
    render: (leave) => <span title={displayText(leave.line)}>{leaveDetails(leave)}</span>,
  },
  { key: "ip", label: "Address", render: ({ ip }) => displayText(ip) },
];

/** Lists those who left in the last hour, and why. */
export function LeftView(): ReactNode {
  const { client, onError } = usePage();
  const [search, setSearch] = useState("");
  const [rows, setRows] = useState<RowWindow>({ offset: 0, limit: 60 });
  const { answer, error } = usePolled("leaves", EVERY_MS, (signal) => client.leaves(signal), onError);
  const word = search.toLowerCase();
  const found = (answer ?? []).filter(({ name, ip, line }) =>
    [name ?? "", ip, line].some((text) => text.toLowerCase().includes(word)),
  );
  return (
    <>
      <Heading>Who left</Heading>
      <div className="tools">
        <label>
          Search
          <input
            type="search"
            placeholder="name, address or reason"
            maxLength={100}
            value={search}
            onChange={({ target }) => setSearch(target.value)}
          />
        </label>
        <p role="status">{answer && `${countNoun(found.length, "connection")} in the last hour`}</p>
        {error && <p className="error">{error.message}</p>}
      </div>
      <VirtualTable
        label="Who left"
        className="left"
        columns={COLUMNS}
        count={found.length}
        rows={found.slice(rows.offset, rows.offset + rows.limit)}
        offset={rows.offset}
        keyOf={({ at, name, ip, line }) => `${at} ${name} ${ip} ${line}`}
        isTroubled={({ reason }) => !CALM_LEAVES.has(reason)}
        onWindow={setRows}
        empty={answer ? "Nobody left in the last hour." : "Asking the server …"}
      />
    </>
  );
}
