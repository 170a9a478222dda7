/**
 * The real server, compiled, that kills itself with -9 at a chosen place: `DIE_AFTER=commit` right after a turn is durable and before anything of it is
 * carried out, `DIE_AFTER=log` in the middle of carrying out. `DIE_AT` says at the how many-th time.
 */
import { createServer } from 'node:http';
import { readAssets } from '../../dist/channels/webchat/assets.js';
import { composeApp } from '../../dist/compose.js';
import { readConfig } from '../../dist/config.js';
import { readCompiled } from '../../dist/content/compiled.js';
import { finishOwn, startJobs } from '../../dist/jobs.js';
import { createLog } from '../../dist/log.js';
import { assemble, openKeys, openStores } from '../../dist/parts.js';

const { DIE_AFTER, DIE_AT } = process.env;
let times = 0;

function die() {
  times += 1;
  if (times === Number(DIE_AT)) process.kill(process.pid, 'SIGKILL');
}

function dying(documents) {
  const collection = (spec) => {
    const rows = documents.collection(spec);
    return {
      ...rows,
      async insert(document) {
        const result = await rows.insert(document);
        // Only what is new counts: a start that shows again what its dead self owed must come through.
        const place = DIE_AFTER === 'log' ? 'messages' : 'conversations';
        if (result === 'inserted' && spec.name === place) die();
        return result;
      },
      async update(id, change) {
        const result = await rows.update(id, change);
        // Only a turn writes the state; settling and leasing do not.
        if (DIE_AFTER === 'commit' && spec.name === 'conversations' && change.set && 'state' in change.set) die();
        return result;
      },
    };
  };
  return { ...documents, collection };
}

const config = readConfig(process.env);
const log = createLog('silent');
const stores = await openStores(config);
const parts = await assemble({
  config,
  content: readCompiled('dist/content.json'),
  stores: { ...stores, documents: dying(stores.documents) },
  ring: openKeys(config),
  now: Date.now,
});
if (!config.storeUrl) await finishOwn(parts, log);
const server = createServer(composeApp(parts, log, readAssets('dist/web')));
server.listen(0, '127.0.0.1', () => {
  startJobs(parts, log);
  console.log(`Parents: http://localhost:${server.address().port}/\n`);
});
