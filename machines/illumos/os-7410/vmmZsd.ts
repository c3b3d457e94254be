import { assign, setup } from 'xstate';

export interface VmmZsdContext {
  /** `vz_active` */
  active: boolean;
  /** Whether it ever was. */
  wasActive: boolean;
  /** `vz_vms` */
  vms: readonly string[];
}

const blank: VmmZsdContext = { active: false, wasActive: false, vms: [] };

/** `vmm_zsd_t` of the zone (io/vmm/vmm_zsd.c): what the callbacks of vmm create, shut down and destroy. */
export const vmmZsd = setup({
  types: {
    context: {} as VmmZsdContext,
    input: {} as { present: boolean },
    events: {} as
      | { type: 'create'; active: boolean }
      | { type: 'shutdown' }
      | { type: 'link'; vm: string }
      | { type: 'unlink'; vm: string }
      | { type: 'unlist' }
      | { type: 'free' },
  },
  guards: { present: ({ context }) => context.active },
  actions: {
    unlink: assign(({ context, event }) =>
      event.type === 'unlink' ? { vms: context.vms.filter((one) => one !== event.vm) } : {},
    ),
  },
}).createMachine({
  id: 'vmmZsd',
  context: ({ input }) => (input.present ? { active: true, wasActive: true, vms: [] } : blank),
  initial: 'made',
  states: {
    made: { always: [{ guard: 'present', target: 'listed' }, { target: 'absent' }] },
    absent: {
      on: {
        create: {
          target: 'listed',
          actions: assign(({ event }) => ({ active: event.active, wasActive: event.active, vms: [] })),
        },
      },
    },
    /** In `vmm_zsd_list`: `vmm_zsd_add_vm` finds it. */
    listed: {
      on: {
        shutdown: { actions: assign({ active: false }) },
        link: { actions: assign(({ context, event }) => ({ vms: [...context.vms, event.vm].sort() })) },
        unlink: { actions: 'unlink' },
        unlist: 'unlisted',
      },
    },
    /** Out of the list, on the way to be freed. */
    unlisted: {
      on: { unlink: { actions: 'unlink' }, free: { target: 'absent', actions: assign(blank) } },
    },
  },
});
