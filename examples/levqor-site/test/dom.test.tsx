import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';
import { after, before, beforeEach, describe, it, mock } from 'node:test';
import type React from 'react';
import type AnalyticsWidgetType from '../src/components/AnalyticsWidget';
import type { AnalyticsWidgetProps } from '../src/components/AnalyticsWidget';
import { answerJson } from './fixtures';

/** What renders into a document: another function in React 17 than in those after it. */
type Mounted = { render: (element: React.ReactElement) => void; unmount: () => void };

let dom: JSDOM;
let react: typeof React;
let AnalyticsWidget: typeof AnalyticsWidgetType;
let act: (run: () => unknown) => Promise<void>;
let mount: (at: Element) => Mounted;
let requests: AbortSignal[];
let stalls: boolean;
let listening: number;

const fetcher: typeof fetch = (_input, init) => {
  const signal = init?.signal as AbortSignal;
  requests.push(signal);
  return stalls ? new Promise(() => {}) : Promise.resolve(Response.json(answerJson()));
};

const props: AnalyticsWidgetProps = { getToken: () => 'a-token-for-the-document', fetcher, locale: 'en-GB' };

before(() => {
  dom = new JSDOM('<!doctype html><main></main>');
  const { window } = dom;
  const globals = { window, document: window.document, navigator: window.navigator, IS_REACT_ACT_ENVIRONMENT: true };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
  // the scheduler of React 17 would keep one open, and with it the process
  Reflect.deleteProperty(globalThis, 'MessageChannel');
  // loaded only now, as React looks for a document when it is loaded
  react = require('react') as typeof React;
  ({ default: AnalyticsWidget } = require('../src/components/AnalyticsWidget') as { default: typeof AnalyticsWidgetType });
  const major = Number.parseInt(react.version, 10);
  const source = (major >= 19 ? react : require('react-dom/test-utils')) as { act: (run: () => Promise<void>) => Promise<void> };
  act = (run) =>
    source.act(async () => {
      run();
      for (let turn = 0; turn < 5; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  mount = major >= 18 ? modern : legacy;
  const { document } = window;
  const { addEventListener, removeEventListener } = document;
  document.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listening += String(args[0]) === 'visibilitychange' ? 1 : 0;
    addEventListener.apply(document, args);
  };
  document.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listening -= String(args[0]) === 'visibilitychange' ? 1 : 0;
    removeEventListener.apply(document, args);
  };
});

beforeEach(() => {
  requests = [];
  stalls = false;
  listening = 0;
  Object.defineProperty(dom.window.document, 'visibilityState', { value: 'visible', configurable: true });
});

after(() => dom.window.close());

function modern(at: Element): Mounted {
  const { createRoot } = require('react-dom/client') as { createRoot: (at: Element) => Mounted };
  return createRoot(at);
}

function legacy(at: Element): Mounted {
  const old = require('react-dom') as {
    render: (element: React.ReactElement, at: Element) => void;
    unmountComponentAtNode: (at: Element) => void;
  };
  return { render: (element) => old.render(element, at), unmount: () => old.unmountComponentAtNode(at) };
}

/** A card in a document whose timers the test turns, and all of which it counts. */
async function withCard(
  element: () => React.ReactElement,
  use: (card: { mounted: Mounted; main: Element; pass: (ms: number) => Promise<void> }) => Promise<void>,
): Promise<void> {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_800_000_000_000 });
  try {
    const main = dom.window.document.querySelector('main') as Element;
    const mounted = mount(main);
    const pass = (ms: number): Promise<void> => act(() => mock.timers.tick(ms));
    await act(() => mounted.render(element()));
    await pass(0);
    await use({ mounted, main, pass });
    await act(() => mounted.unmount());
  } finally {
    mock.timers.reset();
  }
}

const strict = (): React.ReactElement =>
  react.createElement(react.StrictMode, null, react.createElement(AnalyticsWidget, props));

describe('a card in a document', () => {
  it('under StrictMode asks once, and once a minute, from one listener', async () => {
    await withCard(strict, async ({ main, pass }) => {
      assert.equal(requests.length, 1);
      assert.equal(listening, 1);
      assert.match(main.textContent ?? '', /1,254/);

      await pass(64_000);
      assert.equal(requests.length, 2);
      await pass(64_000);
      assert.equal(requests.length, 3);
    });
    assert.equal(listening, 0);
  });

  it('ends its request and its timers when it is taken away', async () => {
    await withCard(strict, async ({ mounted, pass }) => {
      stalls = true;
      await pass(64_000);
      assert.equal(requests.length, 2);

      await act(() => mounted.unmount());
      await pass(600_000);

      assert.equal(requests[1]?.aborted, true);
      assert.equal(requests.length, 2);
      assert.equal(listening, 0);
    });
  });

  it('keeps its timer where only callbacks are new', async () => {
    await withCard(strict, async ({ mounted, pass }) => {
      await pass(30_000);
      const told: string[] = [];
      const more = { ...props, getToken: () => 'another-token-for-the-document', onError: () => told.push('error') };
      await act(() => mounted.render(react.createElement(react.StrictMode, null, react.createElement(AnalyticsWidget, more))));
      assert.equal(requests.length, 1);

      await pass(34_000);
      assert.equal(requests.length, 2);
    });
  });

  it('begins anew at another address, without the numbers of the first', async () => {
    await withCard(strict, async ({ mounted, main, pass }) => {
      stalls = true;
      const elsewhere = react.createElement(AnalyticsWidget, { ...props, endpoint: 'https://other.example/retention' });
      await act(() => mounted.render(react.createElement(react.StrictMode, null, elsewhere)));
      await pass(0);

      assert.equal(requests.length, 2);
      assert.doesNotMatch(main.textContent ?? '', /1,254/);
      assert.ok(main.querySelector('.lvq-is-loading'));
    });
  });

  it('reads its numbers off with the arrow keys', async () => {
    await withCard(strict, async ({ main }) => {
      const picture = main.querySelector('.lvq-svg') as SVGElement;
      const key = (name: string): Promise<void> =>
        act(() => picture.dispatchEvent(new dom.window.KeyboardEvent('keydown', { key: name, bubbles: true })));
      await act(() => picture.focus());
      assert.match(main.querySelector('.lvq-caption')?.textContent ?? '', /25 Nov1,254/);

      await key('ArrowLeft');
      assert.match(main.querySelector('.lvq-caption')?.textContent ?? '', /24 Nov1,286/);
      await key('Escape');
      assert.match(main.querySelector('.lvq-caption')?.textContent ?? '', /low 935/);
    });
  });
});
