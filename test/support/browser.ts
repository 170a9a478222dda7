import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { REAL_PARTS } from './mongo-wire.js';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = [process.env.CHROMIUM_PATH, ...PATHS].find((path) => path !== undefined && existsSync(path));

/** Whether the browser tests are left out here; never in the pipeline. */
export const NO_BROWSER = found === undefined && !REAL_PARTS;
if (NO_BROWSER)
  console.warn('\nSKIPPED: the browser tests. They need Chromium; install it, or name it in CHROMIUM_PATH, and run npm test again.\n');

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: found,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}

/** Notes what a page should never do: script errors, broken policy, requests to elsewhere. */
export function watchPage(page: Page, own: string): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/404|401/.test(message.text())) problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(own) && !request.url().startsWith('https://neutral.example'))
      problems.push(`request to ${request.url()}`);
  });
  return problems;
}
