import { writeReport } from '../../checker/report/json.ts';
import type { Reporter } from './reporter.ts';

export const json: Reporter = {
  name: 'json',
  about: 'everything, for programs and for `refhold replay` (schemas/report-1.schema.json)',
  document: true,
  start: () => ({ end: ({ refhold, checks }) => writeReport(refhold, checks) }),
};
