// Puts another major version of React in the place of the newest, for all that is loaded: LEVQOR_REACT=17.
const Module = require('node:module');

const major = process.env.LEVQOR_REACT ?? '19';
if (major !== '19') {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (name, ...rest) {
    return resolve.call(this, name.replace(/^(react|react-dom)(?=\/|$)/, `$1${major}`), ...rest);
  };
}
