import { useState, type KeyboardEvent, type PointerEvent, type JSX } from 'react';
import { shapeOf, xOf, type Shape, type Spot } from './geometry';
import type { RetentionPoint } from './model';
import { wordsOf, type Words } from './words';

export interface SparklineProps {
  /** Every day of the window, oldest first. */
  points: RetentionPoint[];
  /** What the numbers are, for the sentence that stands for the picture. */
  label: string;
  /** Of the view box; the picture takes the size that the style sheet gives it. By default 130. */
  width?: number;
  /** By default 40. */
  height?: number;
  locale?: string | undefined;
}

/** A small line of daily numbers that pointer and arrow keys can read off; the same numbers stand in a hidden table. */
export function Sparkline({ points, label, width = 130, height = 40, locale }: SparklineProps): JSX.Element {
  const [chosen, setChosen] = useState<number | null>(null);
  const [byKey, setByKey] = useState(false);
  const words = wordsOf(locale);
  const shape = shapeOf(points, width, height);
  if (!shape) {
    return <p className="lvq-spark lvq-spark-none">{tooFew(points, words)}</p>;
  }

  const choose = (index: number | null, key: boolean): void => {
    setChosen(index === null ? null : Math.min(Math.max(index, 0), points.length - 1));
    setByKey(key);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = chosen ?? points.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to, true);
    } else if (event.key === 'Escape') {
      choose(null, false);
    }
  };
  const onPointer = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = ((event.clientX - box.left) / box.width) * width;
    choose(nearest(share, points.length, width), false);
  };

  const point = chosen === null ? undefined : points[chosen];
  return (
    <figure className="lvq-spark">
      <div className="lvq-plot">
        <svg
          className="lvq-svg"
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          tabIndex={0}
          onKeyDown={onKeyDown}
          onFocus={() => choose(chosen ?? shape.spots[shape.spots.length - 1]?.index ?? 0, true)}
          onBlur={() => choose(null, false)}
        >
          <title>{sentence(points, label, shape, words)}</title>
          <path className="lvq-area" d={shape.area} />
          {chosen !== null && (
            <path className="lvq-guide" d={`M${xOf(chosen, points.length, width)} 0V${height}`} />
          )}
          <path className="lvq-line" d={shape.line} />
          <path className="lvq-line lvq-line-open" d={shape.dashed} />
          <path className="lvq-dot" d={shape.lonely.map(dot).join('')} />
          <path className="lvq-dot lvq-dot-on" d={marked(shape, chosen).map(dot).join('')} />
        </svg>
        <div
          className="lvq-hit"
          onPointerMove={onPointer}
          onPointerDown={onPointer}
          onPointerLeave={() => choose(null, false)}
        />
      </div>
      <figcaption className="lvq-caption" aria-live={byKey ? 'polite' : 'off'}>
        {point ? (
          <>
            <span>{words.day(point.date)}</span>
            <span className="lvq-caption-value">
              {words.spoken(point.dau)}
              {point.partial ? ' so far' : ''}
            </span>
          </>
        ) : (
          <>
            <span>
              low {words.count(shape.low)} · high {words.count(shape.high)}
            </span>
            <span>{points.length} days</span>
          </>
        )}
      </figcaption>
      <Numbers points={points} label={label} words={words} />
    </figure>
  );
}

function Numbers({ points, label, words }: { points: RetentionPoint[]; label: string; words: Words }): JSX.Element {
  return (
    <table className="lvq-sr">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Users</th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.date}>
            <th scope="row">{words.day(point.date)}</th>
            <td>
              {words.spoken(point.dau)}
              {point.partial ? ' so far' : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The chosen day if it is known; without a choice, the newest known one. */
function marked(shape: Shape, chosen: number | null): Spot[] {
  const spots = chosen === null ? shape.spots.slice(-1) : shape.spots.filter((spot) => spot.index === chosen);
  return spots;
}

/** A line of no length with round ends: it stays a circle however the picture is stretched. */
function dot({ x, y }: Spot): string {
  return `M${x} ${y}h0`;
}

function nearest(x: number, count: number, width: number): number {
  const first = xOf(0, count, width);
  const last = xOf(count - 1, count, width);
  return Math.round(((x - first) / (last - first)) * (count - 1));
}

function sentence(points: RetentionPoint[], label: string, shape: Shape, words: Words): string {
  const last = shape.spots[shape.spots.length - 1];
  const day = last && points[last.index];
  const unknown = points.length - shape.spots.length;
  return [
    `${label}, ${points.length} days`,
    `low ${words.spoken(shape.low)}`,
    `high ${words.spoken(shape.high)}`,
    ...(last && day ? [`${words.spoken(last.dau)}${last.partial ? ' so far' : ''} on ${words.day(day.date)}`] : []),
    ...(unknown > 0 ? [`${unknown} ${unknown === 1 ? 'day' : 'days'} unknown`] : []),
  ].join(', ');
}

function tooFew(points: RetentionPoint[], words: Words): string {
  const known = points.find((point) => point.dau !== null);
  return known
    ? `One day known so far: ${words.spoken(known.dau)} on ${words.day(known.date)}. A line needs two.`
    : 'No day of this window is known.';
}
