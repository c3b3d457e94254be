import type { CycleLink, Holder, Wait, WaitGraph } from '../trace/waits/types.ts';

/** What a wait-for graph says, in sentences. */
export interface WaitSentences {
  /** `T1 holds ill_g_lock (W), waits for kstat, held by T2; T2 waits for ill_g_lock` */
  readonly cycles: readonly string[];
  /** Everybody else who waits: `T4 waits for ill_g_lock, held by T3 (R)`. */
  readonly others: readonly string[];
}

export function waitSentences({ waits, cycles }: WaitGraph): WaitSentences {
  const inCycles = cycles.flat();
  const others = waits.filter(
    (wait) => !inCycles.some((link) => link.by === wait.by && link.for === wait.for),
  );
  return { cycles: cycles.map(cycleSentence), others: [...new Set(others.map(waitSentence))] };
}

function cycleSentence(cycle: readonly CycleLink[]): string {
  const [first, last] = [cycle[0]!, cycle.at(-1)!];
  const { for: has, holder } = last;
  if (cycle.length === 1) {
    return holder.how === 'holds'
      ? `${first.by} holds ${named(has, holder)} and waits for it itself`
      : `${first.by} waits for itself`;
  }
  const links = cycle.map((link, i) => {
    // The last wait closes the cycle: the sentence has begun with who is in its way.
    const held = link === last ? '' : inTheWay([link.holder]);
    const waits = `waits for ${link.for}${held}`;
    return i === 0
      ? `${link.by} ${has === link.by ? '' : `${possession(has, holder)}, `}${waits}`
      : `${link.by} ${waits}`;
  });
  return links.join('; ');
}

/** `holds ill_g_lock (W)` */
function possession(what: string, holder: Holder): string {
  const verb = { holds: 'holds', wants: 'is in line for', is: 'is', changed: 'was the last to change' };
  return `${verb[holder.how]} ${named(what, holder)}`;
}

function waitSentence(wait: Wait): string {
  const read = wait.read === undefined ? '' : ` (${wait.read.path} is ${JSON.stringify(wait.read.value)})`;
  return `${wait.by} waits for ${wait.for}${read}${inTheWay(wait.holders)}`;
}

/** `, held by T2 (W)`; nothing where it is plain or not known. */
function inTheWay(holders: readonly Holder[]): string {
  const parts = (['holds', 'wants', 'changed'] as const).flatMap((how) => {
    const names = holders.filter((holder) => holder.how === how).map((holder) => named(holder.name, holder));
    const says = { holds: 'held by', wants: 'wanted before by', changed: 'last changed by' };
    return names.length === 0 ? [] : [`, ${says[how]} ${names.join(' and ')}`];
  });
  return parts.join('');
}

function named(name: string, { mode }: Holder): string {
  return mode === undefined ? name : `${name} (${mode})`;
}
