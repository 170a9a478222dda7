import { rolldown } from 'rolldown';

/** Build step: puts our own modules together, so that a start reads a handful of files instead of ninety. Packages stay outside, where npm put them. */
const bundle = await rolldown({ input: { main: 'dist/main.js' }, platform: 'node', external: /^[^./]/ });
await bundle.write({ dir: 'dist/server', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', cleanDir: true });
