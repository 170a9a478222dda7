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

function lastSeq(): string {
  return main?.dataset.seq ?? '0';
}

function parse(html: string): HTMLElement | null {
  const template = document.createElement('template');
  template.innerHTML = policy ? policy.createHTML(html) : html;
  return template.content.querySelector('[data-seq]');
}

/** Puts a turn's answer in place: new bubbles are added, the open question and the dock replaced. */
function put(fragment: HTMLElement, typed: string): void {
  const [bubbles, ask, dock] = fragment.children;
  if (!main || !log || !bubbles || !ask || !dock) return;
  if (fragment.dataset.lang !== document.documentElement.lang) {
    location.assign('/chat#now');
    return;
  }
  const held = document.activeElement;
  log.querySelector('#now')?.removeAttribute('id');
  const added = [...bubbles.children].filter((bubble) => Number(bubble.getAttribute('data-seq')) > Number(lastSeq()));
  log.append(...added);
  document.querySelector('#ask')?.replaceWith(ask);
  document.querySelector('.dock')?.replaceWith(dock);
  main.dataset.seq = fragment.dataset.seq;
  main.dataset.mode = fragment.dataset.mode;
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>('#text, #answer');
  if (typed && field && !(field instanceof HTMLSelectElement)) field.value = typed;
  offerListening();
  follow();
  countIdle();
  const newest = added.find((bubble) => !bubble.classList.contains('me')) ?? added[0];
  newest?.scrollIntoView({ block: 'start' });
  if (newest instanceof HTMLElement && !held?.isConnected) newest.focus({ preventScroll: true });
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
    if (fragment) put(fragment, '');
    // A page that is no fragment (a help card, an error) is shown as the form would show it.
    else submitWhole(form, submitter);
  } catch {
    // The words stay in the field, the same activity id makes a second try harmless.
    submitter?.removeAttribute('aria-busy');
    tell(words('not-sent'));
  } finally {
    sending = false;
  }
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

/**
 * Reads what came since. While a turn is being sent its answer brings the news. A consent renews the session's token, so that a reading on its way may
 * still carry the old one: only a second refusal means that the talk was ended elsewhere, and the page says so.
 */
async function readOn(again = false): Promise<void> {
  if (sending) return;
  const typed = document.querySelector<HTMLInputElement>('#text')?.value ?? '';
  const response = await fetch(`/chat/since/${lastSeq()}`, { headers: { 'x-fragment': '1' } }).catch(() => undefined);
  if (sending) return;
  if (response?.status === 404) {
    if (again) location.reload();
    else setTimeout(() => void readOn(true), RETRY_MS);
    return;
  }
  const fragment = response?.ok ? parse(await response.text()) : null;
  if (fragment && (fragment.dataset.seq !== lastSeq() || fragment.dataset.mode !== main?.dataset.mode)) put(fragment, typed);
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
