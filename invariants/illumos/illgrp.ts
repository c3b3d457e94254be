import { never } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { FREED_ILLGRP, NULL_ILLGRP } from '../../machines/illumos/ipmp-window/actors.ts';
import type { AccessorName, Actors } from '../../machines/illumos/ipmp-window/actors.ts';

/** I2 */
export function illgrpWhereIpmp(accessors: readonly AccessorName[]): Property<Actors> {
  return never(
    'an IPMP ill that can be found has an illgrp',
    (s) => {
      const { panic } = s.kernel.context;
      return panic?.verify === NULL_ILLGRP && isOneOf(accessors, panic.by) && { panic };
    },
    {
      about: 'Who finds the ill and sees that IS_IPMP is true may follow ill_grp.',
      cites: ['Clearview IPMP review: SLIFNAME .. I_PLINK'],
    },
  );
}

/** I1 */
export function noFreedIllgrp(accessors: readonly AccessorName[]): Property<Actors> {
  return never(
    'no illgrp is used after it is freed',
    (s) => {
      const { panic } = s.kernel.context;
      return panic?.verify === FREED_ILLGRP && isOneOf(accessors, panic.by) && { panic };
    },
    {
      about: 'An illgrp that was found through its ill stays until its finder is done with it.',
      cites: ['Clearview IPMP review: the mirror of the window, I_PUNLINK .. ill_delete'],
    },
  );
}

/** I5 */
export function closeNeverFails(): Property<Actors> {
  return never(
    'a close never fails',
    (s) => s.kernel.context.panic?.by === 'ifconfig' && { panic: s.kernel.context.panic },
    {
      about: 'What can be refused is refused in I_PUNLINK; the close meets what it can undo.',
      cites: ['Clearview IPMP: unplumbing an active group fails in I_PUNLINK'],
    },
  );
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
