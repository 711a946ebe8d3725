import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const components = join(__dirname, '../../../src/components');
const css = readFileSync(join(components, 'analytics-widget.css'), 'utf8');
const sources = ['.', 'retention']
  .flatMap((folder) => readdirSync(join(components, folder)).map((name) => join(components, folder, name)))
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(name, 'utf8'));

/** Each colour of the card, light and dark. */
const colours = new Map(
  [...css.matchAll(/--lvq-([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, [light, dark] as const],
  ),
);

/** WCAG 2.2: from 1 to 21. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const share = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the style sheet', () => {
  it('measures contrast as the standard does', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21);
    assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54');
  });

  for (const ground of ['surface', 'raised']) {
    for (const name of ['ink', 'muted', 'accent', 'ok', 'warn', 'bad']) {
      [0, 1].forEach((scheme) => {
        it(`has a contrast of 4.5 for ${name} on ${ground}, ${scheme === 0 ? 'light' : 'dark'}`, () => {
          const [text, under] = [colours.get(name)?.[scheme] ?? '', colours.get(ground)?.[scheme] ?? ''];
          assert.match(text + under, /^#.{6}#.{6}$/);
          const ratio = contrast(text, under);
          assert.ok(ratio >= 4.5, `${text} on ${under} is ${ratio.toFixed(2)}`);
        });
      });
    }
  }

  it('takes every colour from those', () => {
    const rules = css.replace(/--lvq-[a-z]+: light-dark[^;]+;/g, '');

    assert.doesNotMatch(rules, /#[0-9a-f]{3,8}\b|rgb|hsl|oklch/);
  });

  it('has classes of its own alone, and nothing that reaches outside the card', () => {
    const selectors = css
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/@[^{]+\{/g, '')
      .match(/[^{}]+(?=\{)/g)
      ?.flatMap((group) => group.trim().split(/,\s*(?![^(]*\))/))
      .filter((selector) => !/^(to|\d+%)$/.test(selector));

    assert.ok(selectors && selectors.length > 40);
    for (const selector of selectors) {
      assert.match(selector, /^\.lvq-/);
    }
  });

  it('heeds those who want no motion, and those who choose their colours', () => {
    assert.match(css, /@media \(prefers-reduced-motion: no-preference\)/);
    assert.match(css, /@media \(forced-colors: active\)/);
    assert.match(css, /font-variant-numeric: tabular-nums/);
  });

  it('loads nothing', () => {
    assert.doesNotMatch(css, /@import|url\(|@font-face/);
  });

  it('knows every class that is rendered', () => {
    const rendered = new Set(sources.flatMap((source) => source.match(/(?<=[ "`'])lvq-[a-z-]+(?=[ "`'$])/g) ?? []));
    const noLooksOfTheirOwn = new Set(['lvq-is-', 'lvq-status-', 'lvq-delta-', 'lvq-message-']);

    assert.ok(rendered.size > 25);
    for (const name of rendered) {
      assert.ok(noLooksOfTheirOwn.has(name) || css.includes(`.${name}`), `${name} is not in the style sheet`);
    }
  });

  it('comes without inline styles in the components, and they without logging', () => {
    for (const source of sources) {
      assert.doesNotMatch(source, /style=|dangerouslySetInnerHTML|console\.|localStorage|document\.cookie/);
    }
  });
});
