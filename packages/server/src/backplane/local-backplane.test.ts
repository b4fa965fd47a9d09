import { describeBackplane } from "../../test/backplane-contract.ts";
import { LocalBackplane } from "./local-backplane.ts";

describeBackplane("LocalBackplane", async () => {
  const backplane = new LocalBackplane();
  return { backplanes: [backplane], close: () => backplane.close() };
});
