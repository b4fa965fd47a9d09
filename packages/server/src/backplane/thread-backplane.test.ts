import { type BackplaneNetwork, describeBackplane } from "../../test/backplane-contract.ts";
import { HubPort } from "../threads/hub-port.ts";
import { ThreadHub } from "../threads/thread-hub.ts";
import { ThreadBackplane } from "./thread-backplane.ts";

for (const threads of [2, 3]) {
  describeBackplane(`ThreadBackplane of ${threads}`, () => createNetwork(threads));
}

/** Backplanes as threads have them, linked by the ports that threads use, on one event loop. */
async function createNetwork(threads: number): Promise<BackplaneNetwork> {
  const hub = new ThreadHub(0);
  const backplanes = Array.from({ length: threads }, () => {
    const { thread, port } = hub.addThread();
    return new ThreadBackplane(thread, new HubPort(port));
  });
  return {
    backplanes: backplanes as [ThreadBackplane, ...ThreadBackplane[]],
    async close() {
      await Promise.all(backplanes.map((backplane) => backplane.close()));
      hub.close();
    },
  };
}
