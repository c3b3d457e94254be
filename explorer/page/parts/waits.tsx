import type { VNode } from 'preact';
import { waitSentences } from '../../../checker/report/waits.ts';
import type { WaitGraph } from '../../shared/api.ts';

/** Who waits for whom at the end of a trace: cycles first. */
export function Waits({ graph }: { readonly graph: WaitGraph }): VNode {
  const { cycles, others } = waitSentences(graph);
  return (
    <section class="waits" aria-label="Who waits for whom">
      <h3>Deadlock</h3>
      <ul>
        {cycles.map((cycle) => (
          <li key={cycle} class="cycle">
            {cycle}
          </li>
        ))}
        {others.map((other) => (
          <li key={other}>{other}</li>
        ))}
      </ul>
    </section>
  );
}
