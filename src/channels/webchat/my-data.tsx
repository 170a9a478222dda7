import type { VNode } from 'preact';
import type { AuditEntry } from '../../audit/audit.js';
import type { Contact } from '../../contacts/contacts.js';
import type { Receipt } from '../../contacts/receipts.js';
import { moment } from '../../content/format.js';
import type { Message } from '../../effects/present.js';
import { Icon, Page, type Speech, say } from './layout.js';
import { BackToTalk, Hidden } from './pages.js';

/** Everything kept on a family, as far as the session or the receipt code opens it. */
export interface MyDataView extends Speech {
  readonly talk?: { readonly locale: string; readonly messages: number; readonly expiresAt: number };
  readonly contacts: readonly Contact[];
  readonly receipts: readonly Receipt[];
  /** Who opened the contact, and why. */
  readonly looks: readonly AuditEntry[];
  /** What she asked a person, or left as a message. */
  readonly asked: readonly { readonly at: number; readonly words: string }[];
  /** Words exchanged with a person. */
  readonly answers: readonly Message[];
  readonly hidden: { readonly [name: string]: string };
  /** Outcome of the last act: a key under `common`. */
  readonly notice?: string;
}

const EDITABLE = ['name', 'phone'] as const;
const REASONS = ['call_back', 'correct', 'other'];

export function MyDataPage(view: MyDataView): VNode {
  const title = say(view, 'ui.my_data');
  const knows = view.talk !== undefined || view.contacts.length > 0;
  return (
    <Page
      {...view}
      title={title}
      icons={['lock', 'trash', 'check', 'clock']}
      skip={{ href: '#main', words: title }}
      languageHref="/languages?to=my-data"
    >
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{title}</h1>
        {view.notice && (
          <p class="warn" role="status">
            {say(view, view.notice)}
          </p>
        )}
        <p>{say(view, knows ? 'data.intro' : 'data.no_talk')}</p>
        {view.talk && <BackToTalk {...view} />}
        {view.talk && <Talk {...view} />}
        {knows && <Contacts {...view} />}
        {knows && <Consents {...view} />}
        {view.asked.length + view.answers.length > 0 && <Answers {...view} />}
        {knows && <Whole {...view} />}
        <CodeForm {...view} />
      </main>
    </Page>
  );
}

function when(view: MyDataView, at: number): string {
  return moment(view.guide.texts.locale(view.locale).intl, new Date(at).toISOString());
}

function Talk(view: MyDataView): VNode | null {
  if (!view.talk) return null;
  return (
    <section class="card stack" aria-labelledby="talk">
      <h2 id="talk">{say(view, 'data.this_talk')}</h2>
      <div class="slip">
        <dl>
          <Row term={say(view, 'data.language')}>{view.guide.texts.locale(view.talk.locale).name}</Row>
          <Row term={say(view, 'data.messages')}>{view.talk.messages}</Row>
          <Row term={say(view, 'data.kept_until')}>{when(view, view.talk.expiresAt)}</Row>
        </dl>
      </div>
    </section>
  );
}

function Row({ term, children }: { readonly term: string; readonly children: unknown }): VNode {
  return (
    <div>
      <dt>{term}</dt>
      <dd dir="auto">{children as VNode}</dd>
    </div>
  );
}

function Contacts(view: MyDataView): VNode {
  return (
    <section class="card stack" aria-labelledby="contact">
      <h2 id="contact">{say(view, 'data.contact')}</h2>
      {view.contacts.length === 0 && <p>{say(view, 'data.no_contact')}</p>}
      {view.contacts.map((contact) => (
        <form key={contact.id} method="post" action="/my-data" class="stack">
          <Hidden fields={{ ...view.hidden, contact: contact.id }} />
          <p class="small">
            {say(view, `data.purposes.${contact.purpose}`)} · {say(view, 'data.kept_until')} {when(view, contact.expiresAt)}
          </p>
          {EDITABLE.filter((field) => contact.fields[field] !== undefined).map((field) => (
            <div key={field}>
              <label for={`${field}-${contact.id}`}>{say(view, `data.fields.${field}`)}</label>
              <input
                id={`${field}-${contact.id}`}
                name={field}
                type="text"
                value={contact.fields[field]}
                dir={field === 'phone' ? 'ltr' : 'auto'}
                maxLength={80}
                autoComplete="off"
              />
            </div>
          ))}
          {(['call_when', 'voice_message'] as const).map(
            (field) =>
              contact.fields[field] && (
                <p key={field} class="small">
                  {say(view, `data.fields.${field}`)}: {say(view, `choices.${contact.fields[field]}`)}
                </p>
              ),
          )}
          <div class="row">
            {EDITABLE.some((field) => contact.fields[field] !== undefined) && (
              <button class="btn main grow" name="do" value="correct" type="submit">
                <Icon name="check" />
                {say(view, 'data.correct')}
              </button>
            )}
            <button class="btn grow" name="do" value="withdraw" type="submit">
              <Icon name="trash" />
              {say(view, 'data.withdraw')}
            </button>
          </div>
        </form>
      ))}
      {view.contacts.length > 0 && (
        <>
          <h3>{say(view, 'data.who_looked')}</h3>
          {view.looks.length === 0 && <p class="small">{say(view, 'data.nobody_looked')}</p>}
          {view.looks.map((look) => (
            <p class="small" key={look.at}>
              {say(view, 'data.looked', {
                when: when(view, look.at),
                reason: say(view, `data.reasons.${REASONS.includes(look.reason ?? '') ? look.reason : 'other'}`),
              })}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

function Consents(view: MyDataView): VNode {
  return (
    <section class="card stack" aria-labelledby="consents">
      <h2 id="consents">{say(view, 'data.consents')}</h2>
      {view.receipts.length === 0 && <p>{say(view, 'data.no_consents')}</p>}
      <ul class="facts">
        {view.receipts.map((receipt) => (
          <li key={receipt.id}>
            <span>
              <b>{say(view, `data.purposes.${receipt.purpose}`)}</b>: {say(view, `data.${receipt.answer}`)}
              <span class="line small">
                {say(view, 'data.asked_at', { when: when(view, receipt.at), version: receipt.wordingHash.slice(0, 8) })} ·{' '}
                {view.guide.texts.locale(receipt.locale).name}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answers(view: MyDataView): VNode {
  return (
    <section class="card stack" aria-labelledby="answers">
      <h2 id="answers">{say(view, 'data.answers')}</h2>
      {view.asked.map(({ at, words }) => (
        <div key={at}>
          <p class="small">
            <bdi>{say(view, 'ui.you')}</bdi> · {when(view, at)}
          </p>
          <p dir="auto">{words}</p>
        </div>
      ))}
      {view.answers.map((message) => (
        <div key={message.seq}>
          <p class="small">
            <bdi>{message.sender === 'person' ? message.name : say(view, 'ui.you')}</bdi> · {when(view, message.at)}
          </p>
          <p dir="auto">{message.text}</p>
        </div>
      ))}
    </section>
  );
}

function Whole(view: MyDataView): VNode {
  return (
    <section class="card stack" aria-label={say(view, 'data.delete_all')}>
      <p>
        <a class="btn wide" href={`/my-data/download?lang=${view.locale}`} download>
          {say(view, 'data.download')}
        </a>
      </p>
      <form method="post" action="/my-data">
        <Hidden fields={view.hidden} />
        <button class="btn wide" name="do" value="erase_all" type="submit">
          <Icon name="trash" />
          {say(view, 'data.delete_all')}
        </button>
      </form>
    </section>
  );
}

function CodeForm(view: MyDataView): VNode {
  return (
    <form class="card stack" method="post" action="/my-data">
      <h2>{say(view, 'data.have_code')}</h2>
      <Hidden fields={view.hidden} />
      <div class="say">
        <label for="code">{say(view, 'data.code')}</label>
        <input id="code" name="code" type="text" inputMode="numeric" dir="ltr" autoComplete="off" maxLength={40} />
        <button class="btn main" name="do" value="open" type="submit">
          {say(view, 'data.open')}
        </button>
      </div>
    </form>
  );
}
