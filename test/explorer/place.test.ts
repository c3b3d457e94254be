import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPath, writePath } from '../../explorer/shared/path.ts';
import { readPlace, systemParams, views, writePlace } from '../../explorer/shared/place.ts';
import type { Place } from '../../explorer/shared/place.ts';

const path = fc.array(fc.nat({ max: 50_000 }), { maxLength: 40 });

describe('a path in an address', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(path, (steps) => {
        expect(readPath(writePath(steps))).toEqual(steps);
      }),
    );
  });

  it.each(['.', '1..2', '-1', '1.2.', 'A', '1 2', '../..', '1234567'])('is not %j', (text) => {
    expect(readPath(text)).toBeUndefined();
  });
});

describe('the address of the page', () => {
  const place: fc.Arbitrary<Place> = path.chain((steps) =>
    fc.record(
      {
        scenario: fc.string({ minLength: 1 }),
        variant: fc.string(),
        set: fc.dictionary(
          fc.string().filter((name) => !name.includes('=') && name !== '__proto__'),
          fc.string(),
        ),
        path: fc.constant(steps),
        at: fc.nat({ max: steps.length }),
        property: fc.string(),
        loop: fc.nat({ max: 1000 }),
        view: fc.constantFrom(...views),
        search: fc.string({ minLength: 1 }),
      },
      { requiredKeys: ['scenario', 'set', 'path', 'at', 'view'] },
    ),
  );

  it('says where the page is, and nothing is lost', () => {
    fc.assert(
      fc.property(place, (given) => {
        expect(readPlace(writePlace(given))).toEqual(given);
      }),
    );
  });

  it('keeps the key of the model with the path that it belongs to', () => {
    const at = { ...readPlace('?scenario=a'), model: 'e376d437' };
    expect(writePlace({ ...at, path: [1, 2], at: 2 })).toBe('?scenario=a&path=1.2&model=e376d437');
    expect(writePlace(at)).toBe('?scenario=a');
  });

  it('stays inside the path, whatever it says', () => {
    expect(readPlace('?path=1.2&at=9').at).toBe(2);
    expect(readPlace('?path=1.2&at=x').at).toBe(2);
    expect(readPlace('?path=..&view=nowhere')).toMatchObject({ path: [], at: 0, view: 'machines' });
  });

  it('names the system with what decides it, and nothing else', () => {
    const query = '?scenario=a&variant=b&set=c%3Dd%3De&path=1&property=p&view=space&q=x';
    expect(systemParams(readPlace(query)).toString()).toBe('scenario=a&variant=b&set=c%3Dd%3De');
  });
});
