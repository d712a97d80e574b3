// Loaded before a program: an old Node would only complain of words that it does not know. In the language of old ones.
'use strict';
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    'Node.js 20.19 or newer is needed, and ' +
      process.execPath +
      ' is ' +
      process.versions.node +
      ': install a newer one, or name its program in MARGO_NODE.\n',
  );
  process.exit(78);
}
