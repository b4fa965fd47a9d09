import type { Command } from "./command.ts";

export const raw: Command = {
  name: "/raw",
  argument: "[all]",
  summary: "Show the traffic",
  run: (argument, { store }) => {
    const showsPolls = argument === "all";
    const { overlay } = store.state;
    const isShown = overlay.kind === "traffic" && overlay.showsPolls === showsPolls;
    const traffic = { kind: "traffic", scrolledRows: 0, lastId: null, showsPolls } as const;
    store.dispatch({ kind: "overlay", overlay: isShown ? { kind: "none" } : traffic });
  },
};
