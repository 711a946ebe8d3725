import type { JSX, ReactNode } from 'react';
import type { Retention } from './model';
import { changeOf, enDash, type Change, type Words } from './words';

/** The big number: users of the day, and how it compares with the same weekday of last week. */
export function DayFigure({ data, words }: { data: Retention; words: Words }): JSX.Element {
  const change = changeOf(data.dau, data.weekBefore.dau);
  return (
    <dl className="lvq-lead">
      <Figure
        short="DAU"
        long="Daily active users"
        value={data.dau}
        words={words}
        note={<Delta change={change} against={<span className="lvq-note">vs last {words.weekday(data.asOf)}</span>} words={words} />}
      />
    </dl>
  );
}

/** A remark that is short where the card is narrow, and still in full for ears. */
function Remark({ full, brief }: { full: string; brief: string }): JSX.Element {
  return (
    <span className="lvq-note">
      <span className="lvq-wide">{full}</span>
      <span className="lvq-narrow" aria-hidden="true">
        {brief}
      </span>
    </span>
  );
}

/** The three that follow from more than one day. */
export function WindowFigures({ data, words }: { data: Retention; words: Words }): JSX.Element {
  const { wau, mau, weekBefore, windowIncomplete } = data;
  const note = (value: number | null, before: number | null, days: number): ReactNode =>
    value === null && windowIncomplete ? (
      <Remark full={`needs ${days} days of log`} brief={`needs ${days} d`} />
    ) : (
      <Delta change={changeOf(value, before)} against={<Remark full="in 7 days" brief="7 d" />} words={words} />
    );
  return (
    <dl className="lvq-row">
      <Figure short="WAU" long="Weekly active users" value={wau} words={words} note={note(wau, weekBefore.wau, 7)} />
      <Figure short="MAU" long="Monthly active users" value={mau} words={words} note={note(mau, weekBefore.mau, 30)} />
      <div className="lvq-figure">
        <dt className="lvq-label">Stickiness</dt>
        <dd className="lvq-value">
          {data.stickiness === null ? <Unknown /> : <data value={data.stickiness}>{words.percent(data.stickiness)}</data>}
        </dd>
        <dd className="lvq-note">DAU / MAU</dd>
      </div>
    </dl>
  );
}

type FigureProps = { short: string; long: string; value: number | null; words: Words; note: ReactNode };

function Figure({ short, long, value, words, note }: FigureProps): JSX.Element {
  return (
    <div className="lvq-figure">
      <dt className="lvq-label">
        <abbr className="lvq-abbr" title={long}>
          {short}
        </abbr>
      </dt>
      <dd className="lvq-value">
        {value === null ? (
          <Unknown />
        ) : (
          <data value={value} title={words.spoken(value)}>
            {words.count(value)}
          </data>
        )}
      </dd>
      <dd className="lvq-note-line">{note}</dd>
    </div>
  );
}

function Unknown(): JSX.Element {
  return (
    <>
      <span aria-hidden="true">{enDash}</span>
      <span className="lvq-sr">unknown</span>
    </>
  );
}

const arrows = { up: '▲', down: '▼', level: '■' } as const;

type DeltaProps = { change: Change | null; against: ReactNode; words: Words };

function Delta({ change, against, words }: DeltaProps): JSX.Element {
  if (!change) {
    return <span className="lvq-note">no day to compare</span>;
  }
  const { direction, ratio, by } = change;
  const amount = ratio === null ? words.count(by) : words.percent(ratio);
  return (
    <>
      <span className={`lvq-delta lvq-delta-${direction}`}>
        <span aria-hidden="true">{arrows[direction]} </span>
        <span className="lvq-sr">{direction} </span>
        {amount}
      </span>{' '}
      {against}
    </>
  );
}
