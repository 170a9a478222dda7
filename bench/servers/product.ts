import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssets } from '../../src/channels/webchat/assets.js';
import { composeApp } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { readCompiled } from '../../src/content/compiled.js';
import { createLog } from '../../src/log.js';
import { assemble, openKeys, openStores } from '../../src/parts.js';
import { memoryDocuments } from '../../src/store/memory/documents.js';
import { listen } from './ready.js';

// The real product; `memory` as argument keeps everything in memory instead of the embedded store. Families come from many networks: the driver names
// them, as a proxy would.
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', TRUSTED_PROXIES: 'loopback' });
const stores = process.argv[2] === 'memory' ? { documents: memoryDocuments(), keys: memoryDocuments() } : await openStores(config);
const parts = await assemble({ config, content: readCompiled('dist/content.json'), stores, ring: openKeys(config), now: Date.now });
listen(composeApp(parts, createLog('silent'), readAssets('dist/web')));
