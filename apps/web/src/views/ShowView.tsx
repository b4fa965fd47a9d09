import { displayText } from "@chat/protocol";
import type { ReactNode } from "react";
import { rates } from "../model/samples.ts";
import { formatCount, sumCounts } from "../model/words.ts";
import { usePage } from "../page-context.ts";
import { Chart } from "../parts/Chart.tsx";
import { type Figure, FigureList } from "../parts/FigureList.tsx";
import { Heading } from "../parts/Heading.tsx";
import { TroubleList } from "../parts/TroubleList.tsx";
import { VerdictLine } from "../parts/VerdictLine.tsx";

const MAX_WORST = 4;

/** The page for a wall: large, with what everybody may see. */
export function ShowView(props: { hidesNames: boolean; onHideNames: (hides: boolean) => void }): ReactNode {
  const { hidesNames, onHideNames } = props;
  const { samples, verdict, worst } = usePage();
  const last = samples.at(-1);
  const seconds = samples.map(({ at }) => (at - (last?.at ?? 0)) / 1_000);
  const fromClients = rates(samples, ({ totals }) => totals.messagesIn);
  const figures: readonly Figure[] = [
    ["users", formatCount(last?.now.totals.users ?? 0)],
    ["messages a second", formatCount(fromClients.at(-1) ?? 0)],
    ["refused so far", formatCount(sumCounts(last?.now.totals.refusedMessages ?? {}))],
  ];
  // The first is that of the network.
  const { addresses: [address] = [], port } = last?.now.chat ?? {};
  return (
    <main className="show" id="view">
      <div className="tools">
        <Heading>{address === undefined ? "Chat" : `${displayText(address)} : ${port}`}</Heading>
        <button type="button" aria-pressed={hidesNames} onClick={() => onHideNames(!hidesNames)}>
          Hide names
        </button>
        <button type="button" onClick={() => void toggleFullscreen()}>
          Full screen
        </button>
        <a href="#now">Back</a>
      </div>
      <VerdictLine verdict={verdict} />
      <FigureList className="large" figures={figures} />
      <TroubleList rows={worst.slice(0, MAX_WORST)} hidesNames={hidesNames} />
      <Chart
        title="Messages a second"
        seconds={seconds}
        format={formatCount}
        height={180}
        lines={[
          { label: "from clients", values: fromClients },
          { label: "to clients", values: rates(samples, ({ totals }) => totals.messagesOut) },
        ]}
      />
    </main>
  );
}

/** A browser may refuse it: then nothing changes. */
async function toggleFullscreen(): Promise<void> {
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  await change.catch(() => undefined);
}
