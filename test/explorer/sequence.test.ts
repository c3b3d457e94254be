import { describe, expect, it } from 'vitest';
import { modelOf } from '../../explorer/server/model.ts';
import { runOf } from '../../explorer/server/run.ts';
import { sequenceOf } from '../../explorer/page/sequence/lanes.ts';
import { build, houseSubject, pathOf } from './systems.ts';

describe('a sequence diagram', () => {
  const house = build(houseSubject);
  const model = modelOf(house);
  const diagram = (names: readonly string[]) => sequenceOf(model, runOf(house, pathOf(house, names)).steps);

  it('has a column for everybody who takes part, actors before others', () => {
    expect(diagram(['host: open']).lanes).toEqual(['door', 'host']);
    expect(diagram(['guest: knock', 'host: open']).lanes).toEqual(['door', 'guest', 'host']);
  });

  it('has a row per step: who sent what to whom', () => {
    expect(diagram(['guest: knock', 'guest: knock', 'host: open', 'guest: enter']).rows).toEqual([
      { from: 1, to: [{ lane: 0, event: 'knock' }] },
      { from: 1, to: [{ lane: 0, event: 'knock' }] },
      { from: 2, to: [{ lane: 0, event: 'open' }] },
      { from: 1, to: [{ lane: 1, event: 'enter' }] },
    ]);
  });

  it('does not make up who acts', () => {
    const nobody = { ...model, steps: model.steps.map(({ name, fairness }) => ({ name, fairness })) };
    const { lanes, rows } = sequenceOf(nobody, runOf(house, pathOf(house, ['host: open'])).steps);
    expect(lanes).toEqual(['door']);
    expect(rows[0]!.from).toBeUndefined();
  });
});
