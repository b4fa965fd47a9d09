import type { WorkerSample } from "../../src/generator/worker-sampler.ts";

/** The sample of a worker that has no clients and nothing to do. */
export const IDLE_WORKER: WorkerSample = {
  joined: 0,
  mostJoined: 0,
  notBack: 0,
  heardAtUs: null,
  lostAtUs: null,
  isOwed: false,
  joins: 0,
  rejoins: 0,
  cutOffs: 0,
  sent: 0,
  received: 0,
  overdueAnswers: 0,
  histograms: {},
  errors: {},
  details: {},
  loopDelayP99Ms: 1,
  loopUtilization: 0.1,
  serverKind: null,
};
