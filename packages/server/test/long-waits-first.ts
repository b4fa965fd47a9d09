import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Suites that mostly wait in real time: for elections, leases and time limits. */
const LONG_WAITS = ["nats-cluster.test.ts", "nats-attacks.test.ts", "nats.test.ts"];

/** Starts with the suites that wait long, so that the others run meanwhile and no run ends with waiting. */
export class LongWaitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waitsLong = ({ moduleId }: TestSpecification) =>
      LONG_WAITS.some((suite) => moduleId.endsWith(`/test/${suite}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(waitsLong), ...sorted.filter((file) => !waitsLong(file))];
  }
}
