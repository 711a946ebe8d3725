import type { RetentionPoint } from './model';

/** A point of the picture that is known, and where it lies. */
export type Spot = { index: number; x: number; y: number; dau: number; partial: boolean };

export type Shape = {
  /** The lines between neighbours that are both whole days. */
  line: string;
  /** The lines from or to a day that is not over. */
  dashed: string;
  /** What lies under the lines. */
  area: string;
  /** Known days with an unknown one on either side. */
  lonely: Spot[];
  spots: Spot[];
  low: number;
  high: number;
};

/** The picture is stretched, to the sides more than upwards: the room for half a dot differs. */
const sideMargin = 1;
const margin = 4;

/**
 * Lays the points out in a box, from the lowest value at its foot to the highest at its head. Days that are not known
 * part the line; it never crosses them and never falls to 0. Null with fewer than two known days. Pure.
 */
export function shapeOf(points: readonly RetentionPoint[], width: number, height: number): Shape | null {
  const known = points.flatMap(({ dau }) => (dau === null ? [] : [dau]));
  if (known.length < 2) {
    return null;
  }
  const low = Math.min(...known);
  const high = Math.max(...known);
  const y = (dau: number): number =>
    high === low ? height / 2 : height - margin - ((dau - low) / (high - low)) * (height - 2 * margin);
  const runs = runsOf(points).map((run) =>
    run.map(({ index, dau, partial }) => ({ index, dau, partial, x: xOf(index, points.length, width), y: round(y(dau)) })),
  );
  const steps = runs.flatMap((run) => run.slice(1).map((to, index): [Spot, Spot] => [run[index] as Spot, to]));
  const inWords = (pairs: [Spot, Spot][]): string =>
    pairs.map(([from, to]) => `M${from.x} ${from.y}L${to.x} ${to.y}`).join('');
  return {
    line: runs.map((run) => pathOf(run.filter((spot) => !spot.partial))).join(''),
    dashed: inWords(steps.filter(([from, to]) => from.partial || to.partial)),
    area: runs.map((run) => areaOf(run, height)).join(''),
    lonely: runs.flatMap((run) => (run.length === 1 ? run : [])),
    spots: runs.flat(),
    low,
    high,
  };
}

/** Where a point of the series lies from left to right, whether it is known or not. */
export function xOf(index: number, count: number, width: number): number {
  return round(sideMargin + (index / Math.max(1, count - 1)) * (width - 2 * sideMargin));
}

type Known = { index: number; dau: number; partial: boolean };

function runsOf(points: readonly RetentionPoint[]): Known[][] {
  const runs: Known[][] = [];
  points.forEach(({ dau, partial = false }, index) => {
    if (dau === null) {
      return;
    }
    const run = runs[runs.length - 1];
    if (run && run[run.length - 1]?.index === index - 1) {
      run.push({ index, dau, partial });
    } else {
      runs.push([{ index, dau, partial }]);
    }
  });
  return runs;
}

/** Neighbours are joined; a day left out in between parts the path. */
function pathOf(spots: Spot[]): string {
  const broken = (spot: Spot, at: number): boolean => at === 0 || spots[at - 1]?.index !== spot.index - 1;
  const alone = (at: number): boolean => {
    const next = spots[at + 1];
    return next === undefined || broken(next, at + 1);
  };
  return spots
    .map((spot, at) => (broken(spot, at) ? (alone(at) ? '' : `M${spot.x} ${spot.y}`) : `L${spot.x} ${spot.y}`))
    .join('');
}

function areaOf(run: Spot[], height: number): string {
  const first = run[0];
  const last = run[run.length - 1];
  if (!first || !last || first === last) {
    return '';
  }
  return `M${first.x} ${height}${run.map((spot) => `L${spot.x} ${spot.y}`).join('')}L${last.x} ${height}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
