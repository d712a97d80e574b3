// Loaded before a program: an old Node would only complain of words that it does not know. In the language of old ones.
/* global process */
'use strict';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    'Node.js 20.19 or newer is needed, and ' +
      process.execPath +
      ' is ' +
      process.versions.node +
      ': install a newer one, or name its program in MARGO_NODE.\n',
  );
  process.exit(78);
}
