/** What warnings mean. They are no errors: the verdicts stand. */
export const warningCatalogue: Readonly<Record<string, { readonly title: string; readonly fix: string }>> = {
  RHW01: {
    title: 'A machine refuses an event that a step delivers, where it may be meant to take it',
    fix: "`EVENT: {}` is XState's forbidden transition: the step does not exist in that state. If the event is to be accepted without change, give it the state itself as target. If it is to be refused, leave it out where no ancestor handles it.",
  },
};
