import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shapeOf, xOf } from '../src/components/retention/geometry';
import type { RetentionPoint } from '../src/components/retention/model';

const points = (...values: (number | null)[]): RetentionPoint[] =>
  values.map((dau, index) => ({ date: `2026-11-${String(index + 1).padStart(2, '0')}`, dau }));

describe('the shape of a sparkline', () => {
  it('runs from the lowest at the foot to the highest at the head', () => {
    const shape = shapeOf(points(10, 20), 130, 40);

    assert.equal(shape?.line, 'M1 36L129 4');
    assert.deepEqual([shape?.low, shape?.high], [10, 20]);
  });

  it('parts at a day that is not known, and never falls to zero there', () => {
    const shape = shapeOf(points(10, 20, null, 20, 10), 130, 40);

    assert.equal(shape?.line, 'M1 36L33 4M97 4L129 36');
    assert.equal(shape?.area, 'M1 40L1 36L33 4L33 40ZM97 40L97 4L129 36L129 40Z');
    assert.equal(shape?.low, 10);
  });

  it('takes a zero that was counted for a zero', () => {
    assert.equal(shapeOf(points(10, 0, 10), 130, 40)?.low, 0);
  });

  it('draws a day between two gaps as a dot', () => {
    const shape = shapeOf(points(10, 20, null, 15, null, 10, 20), 130, 40);

    assert.deepEqual(shape?.lonely.map((spot) => spot.dau), [15]);
  });

  it('dashes the line to a day that is not over, and draws it there only', () => {
    const series = points(10, 20, 15);
    series[2] = { ...series[2]!, partial: true };

    const shape = shapeOf(series, 130, 40);

    assert.equal(shape?.line, 'M1 36L65 4');
    assert.equal(shape?.dashed, 'M65 4L129 20');
  });

  it('dashes on both sides of such a day in the middle', () => {
    const series = points(10, 20, 10);
    series[1] = { ...series[1]!, partial: true };

    const shape = shapeOf(series, 130, 40);

    assert.equal(shape?.line, '');
    assert.equal(shape?.dashed, 'M1 36L65 4M65 4L129 36');
  });

  it('runs level at half height where all days are the same', () => {
    assert.equal(shapeOf(points(7, 7), 130, 40)?.line, 'M1 20L129 20');
  });

  it('is none with one known day, or with none', () => {
    assert.equal(shapeOf(points(null, 5, null), 130, 40), null);
    assert.equal(shapeOf(points(null, null), 130, 40), null);
    assert.equal(shapeOf([], 130, 40), null);
  });

  it('stays inside its box for any series', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const values = Array.from({ length: 14 }, (_, index) => {
        const value = (seed * 7919 + index * 104_729) % 1009;
        return value % 5 === 0 ? null : value ** 3;
      });
      const shape = shapeOf(points(...values), 130, 40);
      assert.equal(shape?.spots.length, values.filter((value) => value !== null).length);
      for (const { x, y } of shape?.spots ?? []) {
        assert.ok(x >= 1 && x <= 129 && y >= 4 && y <= 36, `seed ${seed}: ${x} ${y}`);
      }
    }
  });

  it('has a place for every day, known or not', () => {
    assert.deepEqual([0, 1, 2].map((index) => xOf(index, 3, 130)), [1, 65, 129]);
    assert.equal(xOf(0, 1, 130), 1);
  });
});
