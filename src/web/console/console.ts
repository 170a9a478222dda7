/** Keeps the desk fresh: when the queue or the open talk changes, the page is read again; what is being written stays. */

const TIMEOUT_MS = 15_000;
const RETRY_MS = 3_000;

interface TrustedPolicy {
  createHTML(html: string): string;
}
declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy };
  }
}

// Only our own server's pages pass here; they are escaped by its templates.
const policy = window.trustedTypes?.createPolicy('server-fragment', { createHTML: (html) => html });
const main = document.querySelector('main[data-live]');

function parse(html: string): Document {
  const trusted = policy ? policy.createHTML(html) : html;
  return new DOMParser().parseFromString(trusted, 'text/html');
}

function scrollToNewest(): void {
  const history = document.querySelector('.hist');
  if (history) history.scrollTop = history.scrollHeight;
  // On a phone the history is part of the page: the field to write in stands below the newest words.
  if (history && history.scrollHeight === history.clientHeight) document.querySelector('.reply')?.scrollIntoView({ block: 'end' });
}

let reading = false;
/** Something may have changed since the page was read. */
let news = false;

/** One reading at a time, and one more after it for what changed meanwhile: an older state never comes over a newer one. */
async function readAgain(): Promise<void> {
  news = true;
  if (reading) return;
  reading = true;
  while (news) {
    news = false;
    try {
      await refresh();
    } catch {
      // The net is gone or slow.
      setTimeout(() => void readAgain(), RETRY_MS);
    }
  }
  reading = false;
}

async function refresh(): Promise<void> {
  const response = await fetch(location.href, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.status >= 500) throw new Error(`the desk answers ${response.status}`);
  if (!response.ok) return;
  if (response.redirected) {
    location.assign(response.url);
    return;
  }
  const fresh = parse(await response.text());
  for (const part of ['.listpane', '.hist', '.tabs']) {
    const [now, next] = [document.querySelector(part), fresh.querySelector(part)];
    if (!now || !next || now.innerHTML === next.innerHTML) continue;
    now.replaceWith(document.adoptNode(next));
    if (part === '.hist') scrollToNewest();
  }
  // The card holds fields a moderator may be using; it changes only when what was released changes.
  const [card, nextCard] = [document.querySelector('.side'), fresh.querySelector('.side')];
  if (
    card &&
    nextCard &&
    !card.contains(document.activeElement) &&
    card.textContent !== nextCard.textContent &&
    !card.querySelector('bdi[dir=ltr]')
  ) {
    card.replaceWith(document.adoptNode(nextCard));
  }
}

if (main) {
  const talk = main.getAttribute('data-live') ?? '';
  const stream = new EventSource(`/console/stream?${new URLSearchParams({ r: talk })}`);
  stream.onmessage = () => void readAgain();
  scrollToNewest();
}

export {};
