/**
 * Makes the parents' page smoother where there is script: no full page loads, live words from a person, reading aloud. Without it everything works
 * by forms and links. Keeps nothing on the device.
 */

const TIMEOUT_MS = 15_000;
const RETRY_MS = 1_000;
const LEAVE_KEY_TIMES = 3;

interface TrustedPolicy {
  createHTML(html: string): string;
}
declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy };
  }
}

// Only our own server's fragments pass here; they are escaped by its templates.
const policy = window.trustedTypes?.createPolicy('server-fragment', { createHTML: (html) => html });

const main = document.querySelector('main');
const log = document.querySelector('[role=log]');
let stream: EventSource | undefined;
let sending = false;
let reading = false;
/** Something may have come that this page has not read. */
let news = false;

function lastSeq(): string {
  return main?.dataset.seq ?? '0';
}

function parse(html: string): HTMLElement | null {
  const template = document.createElement('template');
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content.querySelector('[data-seq]');
}

type Field = HTMLInputElement | HTMLTextAreaElement;

function fieldNow(): Field | undefined {
  const field = document.querySelector('#text, #answer');
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : undefined;
}

/** Puts an answer in place: new bubbles are added, the open question and the dock replaced. `sent` are the words it answers, none for news. */
function put(fragment: HTMLElement, sent?: string): void {
  const [bubbles, ask, dock] = fragment.children;
  const asked = document.querySelector('#ask');
  if (!main || !log || !bubbles || !ask || !asked || !dock) return;
  if (fragment.dataset.lang !== document.documentElement.lang) {
    location.assign('/chat#now');
    return;
  }
  const held = document.activeElement;
  log.querySelector('#now')?.removeAttribute('id');
  const added = [...bubbles.children].filter((bubble) => Number(bubble.getAttribute('data-seq')) > Number(lastSeq()));
  log.append(...added);
  main.dataset.seq = fragment.dataset.seq;
  main.dataset.mode = fragment.dataset.mode;
  document.querySelector('.dock')?.replaceWith(dock);
  const newest = added.find((bubble) => !bubble.classList.contains('me')) ?? added[0];
  // One message of a talk is read together with what stands above it, a whole answer from its beginning.
  newest?.scrollIntoView({ block: main.dataset.mode === 'moderator' && added.length === 1 ? 'center' : 'start' });
  if (sent !== undefined || !isSame(asked, ask)) replaceAsk(asked, ask, sent);
  offerListening();
  follow();
  countIdle();
  if (newest instanceof HTMLElement && !document.activeElement?.matches('#ask *') && !held?.isConnected)
    newest.focus({ preventScroll: true });
}

/** Whether two renderings of the open question differ in nothing but their activity ids. Then the one under a writing hand stays as it is. */
function isSame(one: Element, other: Element): boolean {
  const [bare, otherBare] = [one, other].map((part) => {
    const copy = document.importNode(part, true);
    for (const id of copy.querySelectorAll('input[name=activity]')) id.remove();
    return copy.outerHTML;
  });
  return bare === otherBare;
}

/** What is being written goes along, with its place and, as long as it was not sent, with its activity id: a second try stays harmless. */
function replaceAsk(asked: Element, ask: Element, sent: string | undefined): void {
  const before = fieldNow();
  const focused = before === document.activeElement;
  const activity = before?.form?.querySelector<HTMLInputElement>('[name=activity]')?.value;
  asked.replaceWith(ask);
  const after = fieldNow();
  if (!before || !after || after.id !== before.id) return;
  if (before.value !== sent) after.value = before.value;
  const next = after.form?.querySelector<HTMLInputElement>('[name=activity]');
  if (sent === undefined && next && activity) next.value = activity;
  // Who writes with a person writes on; an answer of the program is read from its bubble.
  if (!focused || main?.dataset.mode === 'bot') return;
  after.focus();
  after.setSelectionRange(before.selectionStart, before.selectionEnd);
}

function tell(words: string): void {
  const status = document.querySelector('[data-status]');
  if (status) status.textContent = words;
}

function words(name: string): string {
  return document.querySelector('[data-status]')?.getAttribute(`data-${name}`) ?? '';
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === 'string') body.set(name, value);
  submitter?.setAttribute('aria-busy', 'true');
  sending = true;
  tell(words('sending'));
  try {
    const response = await fetch('/chat', {
      method: 'POST',
      body,
      headers: { 'x-fragment': '1', 'x-after': lastSeq() },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const fragment = response.ok ? parse(await response.text()) : null;
    if (fragment) put(fragment, body.get('text') ?? '');
    // A page that is no fragment (a help card, an error) is shown as the form would show it.
    else submitWhole(form, submitter);
  } catch {
    // The words stay in the field, the same activity id makes a second try harmless.
    submitter?.removeAttribute('aria-busy');
    tell(words('not-sent'));
  } finally {
    sending = false;
  }
  if (news) await readOn();
}

/** As without script: a form that is sent by script alone leaves out its pressed button. */
function submitWhole(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const pressed = document.createElement('input');
    Object.assign(pressed, { type: 'hidden', name: submitter.name, value: submitter.value });
    form.append(pressed);
  }
  form.submit();
}

/** Reads what came since, one reading at a time; what comes during a reading, or while a turn is being sent, is read after it. */
async function readOn(): Promise<void> {
  news = true;
  if (reading) return;
  reading = true;
  while (news && !sending) {
    news = false;
    try {
      await readOnce();
    } catch {
      // The net is gone or slow: tried again as long as somebody may be writing.
      if (stream) setTimeout(() => void readOn(), RETRY_MS);
    }
  }
  reading = false;
}

/**
 * A consent renews the session's token, so that a reading on its way may still carry the old one: only a second refusal means that the talk was ended
 * elsewhere, and the page says so.
 */
async function readOnce(): Promise<void> {
  const after = lastSeq();
  const read = () => fetch(`/chat/since/${after}`, { headers: { 'x-fragment': '1' }, signal: AbortSignal.timeout(TIMEOUT_MS) });
  let response = await read();
  if (response.status === 404) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    response = await read();
    if (response.status === 404) return location.reload();
  }
  if (response.status >= 500) throw new Error(`the talk answers ${response.status}`);
  const fragment = response.ok ? parse(await response.text()) : null;
  // A turn sent meanwhile knows more than this reading.
  if (sending || after !== lastSeq()) news = true;
  else if (fragment && (fragment.dataset.seq !== after || fragment.dataset.mode !== main?.dataset.mode)) put(fragment);
}

const idle = document.querySelector<HTMLElement>('.idle');
const idleWarning = idle?.querySelector<HTMLElement>('[hidden]');
let idleTimer: number | undefined;

/** Counts anew until the session ends for want of any act; never while a person is awaited or writes. */
function countIdle(): void {
  clearTimeout(idleTimer);
  if (!idle || !idleWarning) return;
  idleWarning.hidden = true;
  if (main?.dataset.mode !== 'bot') return;
  idleTimer = setTimeout(() => {
    idleWarning.hidden = false;
    idleTimer = setTimeout(() => location.replace('/'), Number(idle.dataset.endAfter));
  }, Number(idle.dataset.warnAfter));
}

/** Live only while a person is or may be writing. */
function follow(): void {
  const live = main?.dataset.mode === 'waiting' || main?.dataset.mode === 'moderator';
  if (live && !stream) {
    stream = new EventSource('/chat/stream');
    stream.onmessage = () => void readOn();
  } else if (!live) {
    stream?.close();
    stream = undefined;
  }
}

function offerListening(): void {
  const voice = speechSynthesis.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(document.documentElement.lang));
  if (!voice) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-listen][hidden]')) {
    button.hidden = false;
    button.addEventListener('click', () => listen(button, voice));
  }
}

function listen(button: HTMLButtonElement, voice: SpeechSynthesisVoice): void {
  const speaking = button.getAttribute('aria-pressed') === 'true';
  speechSynthesis.cancel();
  for (const other of document.querySelectorAll('[data-listen]')) other.removeAttribute('aria-pressed');
  if (speaking) return;
  const bubble = button.closest('.msg');
  const text = [...(bubble?.querySelectorAll('p:not(.who):not(.small)') ?? [])].map(({ textContent }) => textContent).join('\n');
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.onend = () => button.removeAttribute('aria-pressed');
  button.setAttribute('aria-pressed', 'true');
  speechSynthesis.speak(utterance);
}

function leaveQuickly(): void {
  let escapes = 0;
  const leave = document.querySelector<HTMLAnchorElement>('.leave');
  const go = () => {
    document.body.replaceChildren();
    // The server ends the session; leaving does not wait for it and works without it.
    fetch('/weg', { keepalive: true, redirect: 'manual' }).catch(() => undefined);
    location.replace(leave?.dataset.to ?? '/weg');
  };
  leave?.addEventListener('click', (event) => {
    event.preventDefault();
    go();
  });
  document.addEventListener('keydown', ({ key }) => {
    escapes = key === 'Escape' ? escapes + 1 : 0;
    if (escapes >= LEAVE_KEY_TIMES) go();
  });
}

document.addEventListener('submit', (event) => {
  const { target, submitter } = event;
  if (!(target instanceof HTMLFormElement) || !target.hasAttribute('data-turn')) return;
  event.preventDefault();
  if (submitter?.getAttribute('aria-busy') === 'true') return;
  void send(target, submitter);
});
if ('speechSynthesis' in window) {
  offerListening();
  speechSynthesis.addEventListener('voiceschanged', offerListening);
}
leaveQuickly();
follow();
countIdle();
// Reading on is an act for the server too: the session goes on.
idle?.querySelector('button')?.addEventListener('click', () => {
  countIdle();
  void readOn();
});

export {};
