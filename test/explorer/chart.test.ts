import { describe, expect, it } from 'vitest';
import { and, not, setup } from 'xstate';
import { drawingOf } from '../../explorer/server/chart.ts';
import { partsOf } from '../../explorer/page/machines/graph.ts';
import { door } from './systems.ts';

describe('a machine as a drawing', () => {
  const { chart } = drawingOf(door);

  it('has its states with their kinds and where they begin', () => {
    const [shut, ajar, wide] = chart.root.children;
    expect(shut).toMatchObject({ id: 'door.shut', key: 'shut', kind: 'compound', initial: true });
    expect(shut!.children.map(({ key, initial }) => [key, initial])).toEqual([
      ['unlocked', true],
      ['locked', false],
    ]);
    expect(ajar).toMatchObject({ kind: 'atomic', initial: false });
    expect(wide!.tags).toEqual(['passable']);
  });

  it('has its transitions with their guards', () => {
    expect(chart.edges.map(({ from, event, guard, to }) => [from, event, guard, ...to])).toEqual([
      ['door.shut', 'knock', 'patient'],
      ['door.shut.unlocked', 'open', undefined, 'door.ajar'],
      ['door.shut.unlocked', 'lock', undefined, 'door.shut.locked'],
      ['door.ajar', 'close', undefined, 'door.shut'],
      ['door.ajar', '', '?', 'door.wide'],
      ['door.wide', 'close', undefined, 'door.shut'],
    ]);
  });

  it('shows what guards are made of, parallel, final and history states', () => {
    const machine = setup({
      types: { events: {} as { type: 'go' } },
      guards: { a: () => true, b: () => true },
    }).createMachine({
      id: 'm',
      type: 'parallel',
      states: {
        x: {
          initial: 'h',
          states: {
            h: { type: 'history', target: 'i' },
            i: { on: { go: { guard: and(['a', not('b')]), target: 'f' } } },
            f: { type: 'final' },
          },
        },
        y: {},
      },
    });
    const drawing = drawingOf(machine).chart;
    expect(drawing.root).toMatchObject({ kind: 'parallel' });
    expect(drawing.root.children.map(({ initial }) => initial)).toEqual([false, false]);
    expect(drawing.root.children[0]!.children.map(({ kind }) => kind)).toEqual([
      'history',
      'atomic',
      'final',
    ]);
    expect(drawing.edges[0]!.guard).toBe('and(a, not(b))');
  });
});

describe('the parts of a drawing', () => {
  it('are arrows between states, and lines inside those that are not left', () => {
    const { arrows, inside } = partsOf(drawingOf(door).chart);
    expect(inside.get('door.shut')!.map(({ text }) => text)).toEqual(['knock [patient]']);
    expect(
      arrows.map(({ from, to, always, lines }) => [from, to, always, lines.map(({ text }) => text)]),
    ).toEqual([
      ['door.shut.unlocked', 'door.ajar', false, ['open']],
      ['door.shut.unlocked', 'door.shut.locked', false, ['lock']],
      ['door.ajar', 'door.shut', false, ['close']],
      ['door.ajar', 'door.wide', true, ['always [?]']],
      ['door.wide', 'door.shut', false, ['close']],
    ]);
  });

  it('are one arrow where several events lead the same way', () => {
    const machine = setup({ types: { events: {} as { type: 'a' } | { type: 'b' } } }).createMachine({
      id: 'm',
      initial: 'x',
      on: { b: '.y' },
      states: { x: { on: { a: 'y', b: 'y' } }, y: { on: { a: { target: 'y', reenter: true } } } },
    });
    const { arrows, inside } = partsOf(drawingOf(machine).chart);
    expect(arrows).toHaveLength(1);
    expect(arrows[0]!.lines.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(inside.get('m.y')!.map(({ text }) => text)).toEqual(['a ↻']);
    expect(inside.get('m')!.map(({ text }) => text)).toEqual(['b → y']);
  });
});
