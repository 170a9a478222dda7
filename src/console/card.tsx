import type { VNode } from 'preact';
import { Icon } from '../channels/webchat/layout.js';
import type { Contact } from '../contacts/contacts.js';
import type { DeskView, OpenTalk } from './desk-page.js';
import { Fields, tell } from './layout.js';

/** Why a moderator may look at a number; the family sees it. */
export const REASONS = ['call_back', 'correct', 'other'] as const;
const SUMMARY = ['language', 'topic', 'stage', 'place', 'question', 'message'] as const;

/** What the family sent and released: its summary, and the contact behind a reason. */
export function Card(view: DeskView & { readonly open: OpenTalk }): VNode {
  const { open, guide, locale } = view;
  const parts = SUMMARY.filter((part) => open.request.summary[part] !== undefined);
  return (
    <aside class="pane side" aria-label={tell(view, 'card')}>
      <div class="pad stack">
        <section class="card" aria-labelledby="sent">
          <h2 id="sent">{tell(view, 'summary')}</h2>
          <dl>
            {parts.map((part) => (
              <div key={part}>
                <dt>{tell(view, `summary_parts.${part}`)}</dt>
                <dd dir="auto">{guide.texts.put(locale, open.request.summary[part] ?? '')}</dd>
              </div>
            ))}
          </dl>
          <p class="small">
            <Icon name="lock" /> {tell(view, 'never_ask')}
          </p>
        </section>
        <section class="card stack" aria-labelledby="contact">
          <h2 id="contact">{tell(view, 'contact')}</h2>
          {open.contacts.length === 0 && <p>{tell(view, 'no_contact')}</p>}
          {open.contacts.map((contact) => (
            <ContactView key={contact.id} view={view} open={open} contact={contact} />
          ))}
          <form method="post" action={`/console/r/${encodeURIComponent(open.request.id)}`}>
            <Fields {...view} />
            <button type="submit" name="do" value="propose_call">
              <Icon name="phone" />
              {tell(view, 'propose_call')}
            </button>
            <p class="small">{tell(view, 'propose_hint')}</p>
          </form>
        </section>
      </div>
    </aside>
  );
}

function ContactView({ view, open, contact }: { readonly view: DeskView; readonly open: OpenTalk; readonly contact: Contact }): VNode {
  const { guide, locale, person } = view;
  if (open.revealed !== contact.id) {
    return (
      <form method="post" action={`/console/r/${encodeURIComponent(open.request.id)}`} class="stack">
        <Fields {...view} />
        <input type="hidden" name="contact" value={contact.id} />
        <p>{tell(view, 'masked')}</p>
        <label for={`why-${contact.id}`}>{tell(view, 'reveal_why')}</label>
        <select id={`why-${contact.id}`} name="reason">
          {REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {tell(view, `reasons.${reason}`)}
            </option>
          ))}
        </select>
        <button type="submit" name="do" value="reveal">
          <Icon name="eye" />
          {tell(view, 'reveal')}
        </button>
        <p class="small">{tell(view, 'reveal_note')}</p>
      </form>
    );
  }
  return (
    <>
      <dl>
        {(['name', 'phone'] as const).map(
          (field) =>
            contact.fields[field] && (
              <div key={field}>
                <dt>{tell(view, field)}</dt>
                <dd>
                  <bdi dir={field === 'phone' ? 'ltr' : 'auto'}>{contact.fields[field]}</bdi>
                </dd>
              </div>
            ),
        )}
        {(['call_when', 'voice_message'] as const).map(
          (field) =>
            contact.fields[field] && (
              <div key={field}>
                <dt>{tell(view, field)}</dt>
                <dd>{guide.texts.text(locale, `common.choices.${contact.fields[field]}`)}</dd>
              </div>
            ),
        )}
      </dl>
      <p class="small">
        <bdi>{person.name}</bdi> · {person.id.slice(0, 8)}
      </p>
    </>
  );
}
