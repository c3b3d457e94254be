// Prints the counts of a vitest run, from its JSON report, as one plain line.
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
// A file that does not even load has no tests to count.
const broken = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
);
const skipped = numPendingTests + numTodoTests;
console.log(
  `\n${numPassedTests} passed, ${numFailedTests + broken.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
