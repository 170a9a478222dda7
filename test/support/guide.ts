import { createGuide, type Guide } from '../../src/content/guide.js';
import { loadContent } from '../../src/content/load.js';
import type { Content } from '../../src/content/types.js';

/** The product's real content and guide, read once a test file. */
export const content: Content = loadContent(process.cwd());
export const guide: Guide = createGuide(content, { offerDrafts: true, general: { operator: 'Testbetreiber' } });
export const TODAY = '2026-11-24';
/** Languages that have every topic. */
export const LOCALES = ['de', 'tr', 'ar', 'en'] as const;
/** All offered languages; the others have the essential part. */
export const OFFERED = guide.locales.map(({ locale }) => locale);
