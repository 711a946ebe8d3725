import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Puts a compiled CommonJS file and all that it requires into one script for the browser. There is nothing to evaluate at
 * run time, so a page whose policy is `script-src 'self'` may load it.
 */
export function bundle(entry: string): string {
  const ids = new Map<string, number>();
  const modules: string[] = [];
  const add = (file: string): number => {
    const known = ids.get(file);
    if (known !== undefined) {
      return known;
    }
    const id = ids.size;
    ids.set(file, id);
    const resolve = createRequire(file).resolve;
    const source = readFileSync(file, 'utf8').replace(
      /\brequire\((["'])([^"']+)\1\)/g,
      (_, _quote: string, name: string) => `require(${add(resolve(name))})`,
    );
    modules[id] = `function (module, exports, require) {\n${source}\n}`;
    return id;
  };
  const first = add(entry);
  return `'use strict';
(function () {
  var process = { env: { NODE_ENV: 'development' } };
  var modules = [${modules.join(',\n')}];
  var loaded = {};
  function require(id) {
    if (!loaded[id]) {
      loaded[id] = { exports: {} };
      modules[id](loaded[id], loaded[id].exports, require);
    }
    return loaded[id].exports;
  }
  require(${first});
})();
`;
}
