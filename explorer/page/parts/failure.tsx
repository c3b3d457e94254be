import type { VNode } from 'preact';
import type { Failure } from '../../shared/api.ts';

/** An error of the catalogue: what, where, how to mend it. */
export function FailureNote({ failure }: { readonly failure: Failure }): VNode {
  const { code, what, where, fix } = failure;
  return (
    <section class="failure" role="alert">
      <p>
        <strong>✘ {code}</strong>
      </p>
      <pre>{what}</pre>
      {where.length > 0 && <p class="mono dim">{where.join(' › ')}</p>}
      <p>{fix}</p>
    </section>
  );
}
