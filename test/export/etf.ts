/** A reader of LTSmin's tables, as its manual (etf(5)) describes them, and a search through what they say. */

interface Table {
  readonly rows: readonly (readonly string[])[];
}

export interface EtfModel {
  readonly variables: readonly string[];
  readonly first: readonly number[];
  readonly tables: readonly Table[];
  readonly maps: ReadonlyMap<string, Table>;
  readonly sorts: ReadonlyMap<string, readonly string[]>;
}

export function readEtf(text: string): EtfModel {
  const tables: Table[] = [];
  const maps = new Map<string, Table>();
  const sorts = new Map<string, string[]>();
  let variables: string[] = [];
  let first: number[] = [];
  for (const [, head, body] of text.matchAll(/^begin (.*)\n((?:(?!end ).*\n)*)end /gm)) {
    const lines = body!.split('\n').filter((line) => line !== '');
    const [kind, name] = head!.split(' ');
    const rows = lines.map((line) => line.trim().split(/\s+/));
    if (kind === 'state') variables = rows.flat();
    else if (kind === 'init') first = rows.flat().map(Number);
    else if (kind === 'trans') tables.push({ rows });
    else if (kind === 'map') maps.set(name!.split(':')[0]!, { rows });
    else if (kind === 'sort')
      sorts.set(
        name!,
        lines.map((line) => line.replace(/^"|"$/g, '')),
      );
  }
  return { variables, first, tables, maps, sorts };
}

/** States with their distances, edges as `from label to`, and where each map is first true. */
export function walkEtf({ first, tables, maps, sorts }: EtfModel): {
  distances: Map<string, number>;
  edges: string[];
  findings: Map<string, number>;
} {
  const labels = sorts.get('step')!;
  const distances = new Map([[first.join(), 0]]);
  const edges: string[] = [];
  const findings = new Map<string, number>();
  const queue = [first];
  for (const state of queue) {
    const distance = distances.get(state.join())!;
    for (const [name, { rows }] of maps) {
      const row = rows.find((cells) =>
        cells.slice(0, -1).every((cell, i) => cell === '*' || Number(cell) === state[i]),
      );
      if (row?.at(-1) === '1' && !findings.has(name)) findings.set(name, distance);
    }
    for (const { rows } of tables) {
      for (const cells of rows) {
        const pairs = cells
          .slice(0, -1)
          .map((cell) => (cell === '*' ? undefined : cell.split('/').map(Number)));
        if (!pairs.every((pair, i) => pair === undefined || pair[0] === state[i])) continue;
        const next = state.map((local, i) => pairs[i]?.[1] ?? local);
        edges.push(`${state.join()} ${labels[Number(cells.at(-1))]!} ${next.join()}`);
        if (distances.has(next.join())) continue;
        distances.set(next.join(), distance + 1);
        queue.push(next);
      }
    }
  }
  return { distances, edges, findings };
}
