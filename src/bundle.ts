import { rolldown } from 'rolldown';

/** Packages with compiled parts or parts they look for at run time: they stay where npm put them. */
const OUTSIDE = /^(node:|@node-rs\/|@photostructure\/|mongodb)/;

/** Build step: puts our modules and the packages they use together, so that a start reads a handful of files instead of hundreds. */
const bundle = await rolldown({ input: { main: 'dist/main.js' }, platform: 'node', external: OUTSIDE });
await bundle.write({ dir: 'dist/server', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', cleanDir: true });
