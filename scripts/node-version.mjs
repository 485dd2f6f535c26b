// Imported first by every script, for its effect: newer syntax and flags further on would otherwise end
// in errors that say nothing. It must itself run on any Node that knows modules.
const WANTED = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < WANTED[0] || (major === WANTED[0] && minor < WANTED[1])) {
  console.error(
    `dbosd needs Node ${WANTED.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      'Install a newer one (https://nodejs.org, or a version manager such as nvm) and run the command again.',
  );
  process.exit(1);
}
