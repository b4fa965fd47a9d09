import { displayText } from "@chat/protocol";
import type { ReactNode } from "react";
import type { Leave } from "../model/contract.ts";
import { formatCount, leaveWords, shownName } from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { ListView } from "../parts/ListView.tsx";
import type { Column } from "../parts/VirtualTable.tsx";

const EVERY_MS = 3_000;

const COLUMNS: readonly Column<Leave, "at" | "trouble">[] = [
  { key: "at", label: "Time", sort: "at", render: ({ at }) => new Date(at).toLocaleTimeString("en-GB") },
  {
    key: "name",
    label: "Name",
    render: ({ name }) => (
      <bdi className={name === null ? "faint" : ""} title={name === null ? "" : shownName(name)}>
        {name === null ? "no name" : shownName(name)}
      </bdi>
    ),
  },
  {
    key: "reason",
    label: "How",
    render: ({ reason, times }) => leaveWords(reason) + (times === 1 ? "" : ` ×${formatCount(times)}`),
  },
  {
    key: "trouble",
    label: "Trouble",
    sort: "trouble",
    render: ({ line, trouble }) => (
      <span className={trouble === null ? "faint" : ""} title={displayText(line)}>
        {displayText(trouble ?? line)}
      </span>
    ),
  },
  { key: "ip", label: "Address", render: ({ ip }) => displayText(ip) },
];

/** Lists those who left in the last hour, and why: those whose clients were wrong come first. */
export function LeftView(): ReactNode {
  const { client } = usePage();
  return (
    <ListView
      title="Who left"
      className="left"
      columns={COLUMNS}
      everyMs={EVERY_MS}
      ask={(query, signal) => client.leaves(query, signal)}
      keyOf={({ at, name, ip, line }) => `${at} ${name} ${ip} ${line}`}
      classOf={({ trouble }) => (trouble === null ? "" : "troubled")}
      noun="in the last hour"
      empty="Nobody left in the last hour."
    />
  );
}
