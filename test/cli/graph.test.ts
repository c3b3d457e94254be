import { join } from 'node:path';
import DOMPurify from 'dompurify';
import mermaid from 'mermaid';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { createMachine, setup } from 'xstate';
import { configOf } from '../../checker/export/config.ts';
import { diagramOf } from '../../checker/export/diagram.ts';
import { dotGraph } from '../../checker/export/dot.ts';
import { mermaidDiagram } from '../../checker/export/mermaid.ts';
import { refhold } from './harness.ts';

/** Everything that a machine of a system can have. */
const machine = setup({
  types: { context: {} as { n: number }, input: {} as { n: number } },
  guards: { isFree: () => true },
  actions: { hold: () => undefined },
}).createMachine({
  id: 'end',
  context: ({ input }) => ({ n: input.n }),
  initial: 'note over',
  on: { 'a:b;c #1 "x"': '.up', ignored: {} },
  states: {
    'note over': {
      tags: ['slow', 'odd'],
      on: { go: [{ guard: 'isFree', target: 'up' }, { actions: 'hold' }] },
    },
    up: {
      type: 'parallel',
      states: {
        left: { initial: 'a', states: { a: { always: { guard: () => true, target: 'b' } }, b: {} } },
        right: {
          initial: 'c',
          states: { c: { on: { go: 'd' } }, d: {}, h: { type: 'history', history: 'deep' } },
        },
      },
      on: { back: '.right.h', stop: 'done' },
    },
    done: { type: 'final' },
  },
});

const golden = (name: string): string => join(import.meta.dirname, 'golden', `machine.${name}.golden`);

beforeAll(() => {
  // Without a document, it has nothing to clean; its functions are all that Mermaid's parsers want of it.
  Object.assign(DOMPurify, { addHook: () => undefined, sanitize: (text: string) => text });
});

describe('diagrams', () => {
  it('of Mermaid', async () => {
    const text = mermaidDiagram(diagramOf(machine));
    expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'stateDiagram' });
    await expect(text).toMatchFileSnapshot(golden('mmd'));
  });

  it('of Graphviz', async () => {
    await expect(dotGraph(diagramOf(machine))).toMatchFileSnapshot(golden('dot'));
  });

  it('as the configuration of the machine, from which XState makes the same machine again', async () => {
    const config = configOf(machine, { n: 7 });
    await expect(`${JSON.stringify(config, null, 2)}\n`).toMatchFileSnapshot(golden('json'));
    const again = createMachine(config as never);
    expect(diagramOf(again).root).toEqual(diagramOf(machine).root);
    expect(diagramOf(again).transitions.map(({ from, to }) => [from, to])).toEqual(
      diagramOf(machine).transitions.map(({ from, to }) => [from, to]),
    );
  });

  it('leave out what a machine refuses', () => {
    expect(diagramOf(machine).transitions.map(({ event }) => event)).not.toContain('ignored');
  });
});

describe('refhold graph', () => {
  const graph = (...argv: readonly string[]) => refhold(['graph', ...argv]);

  it('draws each machine once, as a document', async () => {
    const { out, code } = await graph('os-8627');
    expect(code).toBe(0);
    const blocks = [...out.matchAll(/^## ([^\n]*)\n\n```mermaid\n(.*?)```$/gms)];
    const names = blocks.map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('zone');
    for (const [, , text] of blocks) expect(await mermaid.parse(text!)).toBeTruthy();
  });

  it('draws the machine of one actor', async () => {
    expect((await graph('link.ts', 'net0')).out).toMatch(/^stateDiagram-v2\n {2}accTitle: link\n/);
    expect((await graph('link.ts', 'net0', 'snoop', '--format', 'dot')).out.match(/^digraph/gm)).toHaveLength(
      2,
    );
  });

  it('writes one configuration as it is, and several as a list', async () => {
    expect(JSON.parse((await graph('link.ts', 'net0', '--format', 'json')).out)).toMatchObject({
      id: 'link',
      context: { refs: 1 },
      initial: 'visible',
    });
    expect(JSON.parse((await graph('link.ts', '--format', 'json')).out)).toHaveLength(2);
  });

  test.each([
    [['link.ts', 'net'], /RH536.*Did you mean "net0"\?/s],
    [['link.ts', '--format', 'dto'], /RH530.*Did you mean "dot"\?/s],
    [['os-867'], /RH401/],
  ])('refuses %j', async (argv, says) => {
    const { err, code } = await graph(...argv);
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });
});
