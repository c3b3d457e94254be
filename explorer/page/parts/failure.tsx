import type { ComponentChildren, VNode } from 'preact';
import type { Failure } from '../../shared/api.ts';

/** An error of the catalogue: what, where, how to mend it; and a way out, where there is one. */
export function FailureNote(props: {
  readonly failure: Failure;
  readonly children?: ComponentChildren;
}): VNode {
  const { failure, children } = props;
  const { code, what, where, fix } = failure;
  return (
    <section class="failure" role="alert">
      <p>
        <strong>✘ {code}</strong>
      </p>
      <pre>{what}</pre>
      {where.length > 0 && <p class="mono dim">{where.join(' › ')}</p>}
      <p>{fix}</p>
      {children}
    </section>
  );
}
