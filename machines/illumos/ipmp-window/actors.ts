import { family } from '../../../checker/index.ts';
import type { MachinesOf, StepMaker, View } from '../../../checker/index.ts';
import { mutex } from '../../locks/mutex.ts';
import type { Line } from '../../locks/program.ts';
import { rwlock } from '../../locks/rwlock.ts';
import { thread } from '../../locks/thread.ts';
import { kernel } from '../kernel.ts';
import { ill } from './ill.ts';
import { illgrp } from './illgrp.ts';
import type { Settings } from './options.ts';

/** Threads that look at the ill of the IPMP interface. */
export type AccessorName = 'walker' | 'get' | 'set' | 'join';
export type ThreadName = AccessorName | 'ifconfig' | 'member';

export const accessorNames = ['walker', 'get', 'set', 'join'] as const;

/** The threads of these settings. */
export function threadNames(settings: Settings): ThreadName[] {
  return ['ifconfig', ...([...accessorNames, 'member'] as const).filter((name) => settings[name])];
}

export function makeActors(settings: Settings) {
  return {
    kernel,
    ill_g_lock: rwlock,
    ipsq: mutex,
    ill,
    illgrp,
    ...family(threadNames(settings), () => thread),
  };
}

export type Actors = MachinesOf<ReturnType<typeof makeActors>>;
export type State = View<Actors>;
export type Make = StepMaker<Actors>;
export type WindowLine = Line<Actors>;

/** What fails where a panic comes from. */
export const NULL_ILLGRP = 'ill_grp != NULL';
export const FREED_ILLGRP = 'illgrp is allocated';
export const EMPTY_ILLGRP = 'ig_if is empty';

export const acquire = (by: ThreadName) => ({ type: 'acquire', by }) as const;
export const release = (by: ThreadName) => ({ type: 'release', by }) as const;
export const panic = (by: ThreadName, verify: string, where: string) =>
  ({ type: 'panic', verify, in: where, by }) as const;
