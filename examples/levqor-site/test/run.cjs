// Runs the compiled tests: all of them on the newest React, and those that render on the oldest and middle ones again.
const { spawnSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const compiled = join(__dirname, '../target/test/test');
const files = readdirSync(compiled).filter((name) => name.endsWith('.test.js'));
const rendering = files.filter((name) => /^(markup|dom)\.test\.js$/.test(name));
let failed = rendering.length !== 2;

for (const [major, names] of [['19', files], ['18', rendering], ['17', rendering]]) {
  console.log(`== React ${major}: ${names.length} files`);
  const { status } = spawnSync(
    process.execPath,
    ['--require', join(__dirname, 'react.cjs'), '--test', ...names.map((name) => join(compiled, name))],
    { stdio: 'inherit', timeout: 300_000, env: { ...process.env, LEVQOR_REACT: major, TZ: 'UTC' } },
  );
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
