import type { VNode } from 'preact';
import type { IconName } from '../channels/webchat/icons.js';
import { Icon, Line, type Speech } from '../channels/webchat/layout.js';
import type { Contact } from '../contacts/contacts.js';
import type { Message } from '../effects/present.js';
import type { QueueRow } from '../handover/desk.js';
import type { Person } from '../handover/people.js';
import type { Request } from '../handover/requests.js';
import { Card } from './card.js';
import { Fields, Frame, tell } from './layout.js';

/** One line of the history: in her language beside what the family read or wrote. */
export interface HistoryLine {
  readonly hers: Message;
  readonly theirs: Message;
}

/** An open talk with everything its owner may see. */
export interface OpenTalk {
  readonly request: Request;
  readonly mine: boolean;
  readonly lines: readonly HistoryLine[];
  readonly contacts: readonly Contact[];
  /** The contact shown in clear, after a reason was given. */
  readonly revealed?: string;
}

export interface DeskView extends Speech {
  readonly person: Person;
  readonly csrf: string;
  readonly actId: string;
  readonly now: number;
  readonly rows: readonly QueueRow[];
  readonly view: 'list' | 'talk' | 'card';
  readonly open?: OpenTalk;
  readonly colleagues: readonly Person[];
  readonly notice?: string;
  readonly script: string;
}

const ICONS: readonly IconName[] = [
  'bot',
  'people',
  'person',
  'check',
  'swap',
  'x',
  'send',
  'lock',
  'phone',
  'list',
  'talk',
  'card',
  'eye',
  'letter',
];
export const OUTCOMES = ['answered', 'referred', 'call_agreed', 'no_reply', 'other'] as const;

export function DeskPage(view: DeskView): VNode {
  const { open } = view;
  return (
    <Frame {...view} icons={ICONS}>
      <main class={`grid ${view.view}-view`} id="main" data-live={open?.request.id ?? ''}>
        <h1 class="vh">{tell(view, 'queue')}</h1>
        <Queue {...view} />
        {open ? <Talk {...view} open={open} /> : <p class="pane talk empty">{tell(view, 'choose_talk')}</p>}
        {open && <Card {...view} open={open} />}
      </main>
      <Tabs {...view} />
    </Frame>
  );
}

function Tabs(view: DeskView): VNode {
  const href = view.open ? `/console/r/${encodeURIComponent(view.open.request.id)}` : undefined;
  const tab = (name: DeskView['view'], icon: IconName, to: string | undefined, words: string) => (
    <a href={to ?? '/console'} aria-current={view.view === name ? 'page' : undefined}>
      <Icon name={icon} />
      {words}
    </a>
  );
  return (
    <nav class="tabs" aria-label={tell(view, 'title')}>
      {tab('list', 'list', '/console', `${tell(view, 'list')} (${view.rows.filter(({ owner }) => owner === 'free').length})`)}
      {tab('talk', 'talk', href, tell(view, 'talk'))}
      {tab('card', 'card', href && `${href}/card`, tell(view, 'card'))}
    </nav>
  );
}

function Queue(view: DeskView): VNode {
  const { rows, guide } = view;
  return (
    <section class="pane listpane" aria-labelledby="queue">
      <header class="stack">
        <h2 id="queue">{tell(view, 'waiting_count', { count_waiting: String(rows.filter(({ owner }) => owner === 'free').length) })}</h2>
        {view.notice && (
          <p class="warn" role="status">
            {tell(view, view.notice)}
          </p>
        )}
      </header>
      {rows.length === 0 && <p class="empty">{tell(view, 'nobody_waits')}</p>}
      <ul class="queue">
        {rows.map((row) => (
          <li key={row.requestId}>
            {row.owner === 'mine' ? (
              <a
                href={`/console/r/${encodeURIComponent(row.requestId)}`}
                aria-current={view.open?.request.id === row.requestId ? 'true' : undefined}
              >
                <RowText {...view} row={row} />
              </a>
            ) : (
              <>
                <div class="row">
                  <RowText {...view} row={row} />
                </div>
                <form method="post" action={`/console/r/${encodeURIComponent(row.requestId)}`}>
                  <Fields {...view} />
                  <button class="main" type="submit" name="do" value="claim">
                    <Icon name="check" />
                    {tell(view, 'take_over')}
                    <span class="vh">
                      : {topicOf(view, row.topic)}, {guide.texts.languageName(view.locale, row.locale)}
                    </span>
                  </button>
                </form>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RowText(view: DeskView & { readonly row: QueueRow }): VNode {
  const { row, guide, now } = view;
  return (
    <>
      <span class="lang" aria-hidden="true">
        {row.locale.toUpperCase()}
      </span>
      <b>{topicOf(view, row.topic)}</b>
      <span class="t">{waited(view, now - row.since)}</span>
      <span class="d">
        {guide.texts.languageName(view.locale, row.locale)} ·{' '}
        {row.municipality ? (guide.content.packs[row.municipality]?.name ?? row.municipality) : tell(view, 'no_place')}
      </span>
      <span class="d">
        {row.owner === 'mine' && (
          <span class="tag human">
            <Icon name="person" />
            {tell(view, 'mine')}
          </span>
        )}
        {row.left && (
          <span class="tag">
            <Icon name="letter" />
            {tell(view, 'left')}
          </span>
        )}
      </span>
    </>
  );
}

function topicOf(view: Speech, topic: string | undefined): string {
  return topic && view.guide.texts.has(view.locale, `${topic}.title`)
    ? view.guide.texts.text(view.locale, `${topic}.title`)
    : tell(view, 'no_topic');
}

function waited(view: Speech, milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  return minutes < 90
    ? tell(view, 'minutes', { minutes: String(minutes) })
    : tell(view, 'hours', { hours: String(Math.round(minutes / 60)) });
}

function Talk(view: DeskView & { readonly open: OpenTalk }): VNode {
  const { open, guide } = view;
  const language = guide.texts.languageName(view.locale, open.request.locale);
  return (
    <section class="pane talk" aria-labelledby="talk">
      <header>
        <div>
          <h2 id="talk">{topicOf(view, open.request.topic)}</h2>
          <p class="small">{language}</p>
        </div>
        <Acts {...view} />
      </header>
      <div class="hist" role="log" aria-label={tell(view, 'talk')} tabIndex={0}>
        {open.lines.map((line) => (
          <Turn key={line.theirs.seq} view={view} line={line} />
        ))}
      </div>
      <form class="reply" method="post" action={`/console/r/${encodeURIComponent(open.request.id)}`} data-reply>
        <Fields {...view} />
        <label for="reply">{tell(view, 'reply')}</label>
        <textarea id="reply" name="text" rows={3} maxLength={2000} dir="auto" aria-describedby="reply-hint" required />
        <p class="small" id="reply-hint">
          {tell(view, 'reply_hint', { language })}
        </p>
        <div class="acts">
          <button class="main" type="submit" name="do" value="say">
            <Icon name="send" flip />
            {tell(view, 'send')}
          </button>
        </div>
      </form>
    </section>
  );
}

function Transfer(view: DeskView & { readonly action: string }): VNode {
  return (
    <form method="post" action={view.action}>
      <Fields {...view} />
      <label for="to">{tell(view, 'transfer_to')}</label>
      <select id="to" name="to">
        {view.colleagues.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit" name="do" value="transfer">
        <Icon name="swap" />
        {tell(view, 'transfer')}
      </button>
    </form>
  );
}

function Acts(view: DeskView & { readonly open: OpenTalk }): VNode {
  const action = `/console/r/${encodeURIComponent(view.open.request.id)}`;
  return (
    <div class="acts">
      <details>
        <summary>{tell(view, 'release')}</summary>
        <form method="post" action={action}>
          <Fields {...view} />
          <p>{tell(view, 'release_hint')}</p>
          <button type="submit" name="do" value="release">
            <Icon name="list" />
            {tell(view, 'release')}
          </button>
        </form>
      </details>
      <details>
        <summary>{tell(view, 'transfer')}</summary>
        {view.colleagues.length === 0 ? <p class="card">{tell(view, 'nobody_else')}</p> : <Transfer {...view} action={action} />}
      </details>
      <details>
        <summary>{tell(view, 'close')}</summary>
        <form method="post" action={action}>
          <Fields {...view} />
          <label for="outcome">{tell(view, 'outcome')}</label>
          <select id="outcome" name="outcome">
            {OUTCOMES.map((outcome) => (
              <option key={outcome} value={outcome}>
                {tell(view, `outcomes.${outcome}`)}
              </option>
            ))}
          </select>
          <button type="submit" name="do" value="close">
            <Icon name="x" />
            {tell(view, 'close')}
          </button>
        </form>
      </details>
    </div>
  );
}

function Turn({ view, line: { hers, theirs } }: { readonly view: DeskView; readonly line: HistoryLine }): VNode {
  const kind = { bot: '', note: '', parent: ' parent', person: ' mod' }[theirs.sender];
  const icon: IconName = { bot: 'bot', note: 'bot', parent: 'people', person: 'person' }[theirs.sender] as IconName;
  const who = {
    bot: tell(view, 'program'),
    note: tell(view, 'happened'),
    parent: tell(view, 'family'),
    person: theirs.name ?? tell(view, 'you'),
  }[theirs.sender];
  const time = new Intl.DateTimeFormat('de-DE', { timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(theirs.at);
  const same = hers.text === theirs.text;
  return (
    <article class={`turn${kind}`}>
      <p class="who">
        <b>
          <Icon name={icon} /> <bdi>{who}</bdi>
        </b>{' '}
        {time} · {tell(view, madeOf(view, theirs))}
      </p>
      {!same && (
        <p class="a">
          <Line text={hers.text} locale={hers.locale} />
        </p>
      )}
      <p class="o" lang={theirs.textKey ? theirs.locale : undefined} dir={theirs.textKey ? theirs.dir : 'auto'}>
        {theirs.textKey ? <Line text={theirs.text} locale={theirs.locale} /> : theirs.text}
      </p>
      {theirs.delivery && <p class="small">{tell(view, `delivery_${theirs.delivery}`)}</p>}
    </article>
  );
}

/** How a line came to be: her trust in it depends on that. */
function madeOf(view: DeskView, { sender, textKey }: Message): string {
  if (sender === 'note') return 'happened';
  if (!textKey) return 'written';
  if (sender === 'parent') return 'button';
  return view.guide.texts.locale(view.locale).review === 'draft' ? 'fixed_text_draft' : 'fixed_text';
}
