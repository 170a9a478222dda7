import type { ComponentChildren, VNode } from 'preact';
import { REPORT_KINDS } from '../../reports/reports.js';
import { Lines, Page, type Speech, say } from './layout.js';
import { BackToTalk } from './pages.js';

/** A short page beside the talk, with a way back where there is a talk. */
interface NoteView extends Speech {
  readonly hasTalk: boolean;
}

/** A text that may be wrong: what it says, and what is wrong with it as buttons. Nothing is typed, so nothing personal is kept. */
export function ReportPage(view: NoteView & { readonly textKey: string; readonly text: string; readonly hash: string }): VNode {
  return (
    <NotePage {...view} title={say(view, 'report.title')}>
      <p>{say(view, 'report.hint')}</p>
      <div class="card text">
        <Lines text={view.text} locale={view.locale} />
      </div>
      <form method="post" action="/report" class="choices">
        <input type="hidden" name="lang" value={view.locale} />
        <input type="hidden" name="key" value={view.textKey} />
        <input type="hidden" name="hash" value={view.hash} />
        {REPORT_KINDS.map((kind) => (
          <button key={kind} class="btn" name="kind" value={kind} type="submit">
            {say(view, `report.${kind}`)}
          </button>
        ))}
      </form>
    </NotePage>
  );
}

export function ThanksPage(view: NoteView): VNode {
  return (
    <NotePage {...view} title={say(view, 'report.thanks')}>
      <p>{say(view, 'report.what_happens')}</p>
    </NotePage>
  );
}

/** A plain link to a topic, to be copied or sent on. */
export function SharePage(view: NoteView & { readonly link: string; readonly topicTitle: string }): VNode {
  return (
    <NotePage {...view} title={say(view, 'share.title')}>
      <p>{say(view, 'share.hint')}</p>
      <p class="card">
        <b>{view.topicTitle}</b>
        <br />
        <a href={view.link}>
          <bdi dir="ltr">{view.link}</bdi>
        </a>
      </p>
    </NotePage>
  );
}

function NotePage({ title, children, ...view }: NoteView & { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <Page guide={view.guide} locale={view.locale} title={title} icons={[]} languageHref="none" skip={{ href: '#main', words: title }}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{title}</h1>
        {children}
        {view.hasTalk && <BackToTalk {...view} />}
      </main>
    </Page>
  );
}
