import type { VNode } from 'preact';
import { REPORT_KINDS } from '../../reports/reports.js';
import { Lines, Page, type Speech, say } from './layout.js';
import { BackToTalk } from './pages.js';

/** A text that may be wrong: what it says, and what is wrong with it as buttons. Nothing is typed, so nothing personal is kept. */
export function ReportPage(
  view: Speech & { readonly textKey: string; readonly text: string; readonly hash: string; readonly hasTalk: boolean },
): VNode {
  const title = say(view, 'report.title');
  return (
    <Page {...view} title={title} icons={[]} languageHref="none" skip={{ href: '#main', words: title }}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{title}</h1>
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
        {view.hasTalk && <BackToTalk {...view} />}
      </main>
    </Page>
  );
}

export function ThanksPage(view: Speech & { readonly hasTalk: boolean }): VNode {
  const title = say(view, 'report.thanks');
  return (
    <Page {...view} title={title} icons={[]} languageHref="none" skip={{ href: '#main', words: title }}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{title}</h1>
        <p>{say(view, 'report.what_happens')}</p>
        {view.hasTalk && <BackToTalk {...view} />}
      </main>
    </Page>
  );
}

/** A plain link to a topic, to be copied or sent on. */
export function SharePage(view: Speech & { readonly link: string; readonly topicTitle: string; readonly hasTalk: boolean }): VNode {
  const title = say(view, 'share.title');
  return (
    <Page {...view} title={title} icons={[]} languageHref="none" skip={{ href: '#main', words: title }}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{title}</h1>
        <p>{say(view, 'share.hint')}</p>
        <p class="card">
          <b>{view.topicTitle}</b>
          <br />
          <a href={view.link}>
            <bdi dir="ltr">{view.link}</bdi>
          </a>
        </p>
        {view.hasTalk && <BackToTalk {...view} />}
      </main>
    </Page>
  );
}
