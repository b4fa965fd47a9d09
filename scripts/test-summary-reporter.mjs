import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Place of a package's test summary, in its directory. Turbo keeps it together with a result that it keeps. */
export const SUMMARY_FILE = join(".turbo", "test-summary.json");

/**
 * Writes the summary of a package's tests: how many there are of each kind, and each file that failed with its failed tests and
 * why they failed.
 */
export default class TestSummaryReporter {
  #root = "";

  onInit(vitest) {
    this.#root = vitest.config.root;
  }

  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: 0, skipped: 0, unhandledErrors: unhandledErrors.length, failures: [] };
    for (const module of modules) {
      const failedTests = [];
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        summary[state === "pending" ? "skipped" : state] += 1;
        if (state === "failed") failedTests.push({ name: test.fullName, reasons: errors.map(reasonOf) });
      }
      if (module.ok()) continue;
      const file = relative(this.#root, module.moduleId);
      summary.failures.push({ file, project: module.project.name, tests: failedTests });
    }
    const path = join(this.#root, SUMMARY_FILE);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(summary));
  }
}

/** Returns an error's message, and where it was thrown. */
function reasonOf({ message, stacks }) {
  const [place] = stacks ?? [];
  return place ? `${message} (${basename(place.file)}:${place.line})` : message;
}
