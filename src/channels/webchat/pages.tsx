import type { VNode } from 'preact';
import type { School } from '../../schools/schools.js';
import type { IconName } from './icons.js';
import { Icon, Line, Lines, Page, type Speech, say } from './layout.js';
import { HelpLines } from './messages.js';

interface ArrivalView extends Speech {
  readonly school?: School;
  readonly operator: string;
  /** Best match of `Accept-Language`; shown first. */
  readonly suggested: string;
  readonly topic?: string;
  /** A talk is open on this device. */
  readonly hasTalk: boolean;
  readonly hidden: { readonly [name: string]: string };
}

/** Arrival: who invites, the languages in their own script, who is behind it. */
export function ArrivalPage(view: ArrivalView): VNode {
  const { guide, school, operator, suggested, hasTalk } = view;
  const first = guide.locales.find(({ locale }) => locale === suggested);
  const others = guide.locales.filter((info) => info !== first);
  const href = (locale: string) =>
    `/chat?${new URLSearchParams({ lang: locale, ...(school ? { s: school.code } : {}), ...(view.topic ? { topic: view.topic } : {}) })}`;
  return (
    <Page
      {...view}
      title={say(view, 'ui.languages')}
      icons={['next', 'school', 'people', 'bot', 'shield', 'noname', 'free']}
      languageHref="none"
      skip={{ href: '#main', words: say(view, 'ui.languages') }}
    >
      <main id="main" tabIndex={-1} class="wrap stack pad">
        {school && (
          <div class="topic">
            <span class="ic">
              <Icon name="school" />
            </span>
            <div>
              <p class="small">{say(view, 'ui.school_invites')}</p>
              <p>
                <b>
                  <bdi>{school.name}</bdi>
                </b>
              </p>
              <p class="small">
                {say(view, 'ui.check_word')}{' '}
                <b>
                  <bdi lang="de">{school.checkWord}</bdi>
                </b>
              </p>
            </div>
          </div>
        )}
        <h1>{say(view, 'ui.choose_language')}</h1>
        {hasTalk && <OpenTalk {...view} />}
        <nav aria-label={say(view, 'ui.languages')} class="tiles">
          {first && (
            <a class="tile first" href={href(first.locale)} lang={first.locale} hreflang={first.locale} dir={first.dir}>
              <span>
                {first.name} <small>{say({ guide, locale: first.locale }, 'ui.go_on_here')}</small>
              </span>
              <Icon name="next" flip />
            </a>
          )}
          {others.map(({ locale, name, dir }) => (
            <a key={locale} class="tile" href={href(locale)} lang={locale} hreflang={locale} dir={dir}>
              {name}
            </a>
          ))}
        </nav>
        <section class="card stack" aria-labelledby="who">
          <h2 id="who">{say(view, 'ui.who_is_this')}</h2>
          <ul class="facts">
            <Fact icon="people">
              {say(view, 'ui.run_by')} <b>{operator}</b>
            </Fact>
            {(['first_program', 'no_office', 'no_name', 'free'] as const).map((fact) => (
              <Fact key={fact} icon={FACT_ICONS[fact]}>
                <Line text={say(view, `ui.${fact}`)} locale={view.locale} />
              </Fact>
            ))}
          </ul>
          <p class="small">
            {say(view, 'ui.limits')} <a href={`/limits?lang=${view.locale}`}>{guide.texts.text(view.locale, 'pages.limits.title')}</a>
          </p>
        </section>
      </main>
    </Page>
  );
}

const FACT_ICONS = { first_program: 'bot', no_office: 'shield', no_name: 'noname', free: 'free' } as const;

function Fact({ icon, children }: { readonly icon: IconName; readonly children: unknown }): VNode {
  return (
    <li>
      <span class="ic">
        <Icon name={icon} />
      </span>
      <span>{children as VNode}</span>
    </li>
  );
}

/** On a shared phone the next family must not fall into the talk of the one before. */
function OpenTalk(view: ArrivalView): VNode {
  return (
    <div class="row">
      <a class="btn grow" href="/chat#now">
        {say(view, 'ui.continue_talk')}
      </a>
      <form method="post" action="/chat/forget" class="inline">
        <Hidden fields={view.hidden} />
        <button class="btn grow" type="submit">
          {say(view, 'ui.new_start')}
        </button>
      </form>
    </div>
  );
}

export function Hidden({ fields }: { readonly fields: { readonly [name: string]: string } }): VNode {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** Changing the language within a talk; its history is shown again in the new one. */
export function LanguagePage(view: Speech & { readonly hidden: { readonly [name: string]: string } }): VNode {
  return (
    <Page {...view} title={say(view, 'ui.languages')} icons={[]} skip={{ href: '#main', words: say(view, 'ui.languages') }}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{say(view, 'ui.languages')}</h1>
        <form method="post" action="/chat" class="tiles">
          <Hidden fields={view.hidden} />
          {view.guide.locales.map(({ locale, name, dir }) => (
            <button key={locale} class="tile" name="locale" value={locale} lang={locale} dir={dir} type="submit">
              {name}
            </button>
          ))}
        </form>
        <p>
          <a class="btn" href="/chat#now">
            {say(view, 'ui.continue_talk')}
          </a>
        </p>
      </main>
    </Page>
  );
}

const CARDS = ['violence-at-home', 'suicide-and-despair', 'child-at-risk'];

/** All help cards on one page, from content alone: works with the store away. */
/** The way back for whoever only looked something up. */
export function BackToTalk(view: Speech): VNode {
  return (
    <a class="btn wide" href="/chat#now">
      {say(view, 'ui.continue_talk')}
    </a>
  );
}

export function HelpPage(view: Speech & { readonly card?: string; readonly notice?: string; readonly hasTalk: boolean }): VNode {
  const { guide, locale, card, notice, hasTalk } = view;
  const flows = guide.content.flows;
  const shown = card && CARDS.includes(card) ? [card] : CARDS;
  return (
    <Page
      {...view}
      title={guide.texts.text(locale, 'help-now.title')}
      icons={['phone', 'people']}
      skip={{ href: '#main', words: guide.texts.text(locale, 'help-now.title') }}
      languageHref={`/languages?to=help`}
    >
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{guide.texts.text(locale, 'help-now.title')}</h1>
        {notice && <p class="warn">{notice}</p>}
        <HelpLines guide={guide} locale={locale} numbers={['police', 'emergency'].filter((id) => guide.content.numbers[id])} />
        {hasTalk && <BackToTalk {...view} />}
        {shown.map((name) => (
          <section class="card stack" key={name} aria-labelledby={name}>
            <h2 id={name}>{guide.texts.text(locale, `${name}.title`)}</h2>
            {['card', 'calm'].map((node) => (
              <div key={node} class="text">
                <Lines text={guide.texts.text(locale, `${name}.${node}`)} locale={locale} />
                <HelpLines guide={guide} locale={locale} numbers={flows[name]?.nodes[node]?.numbers ?? []} />
              </div>
            ))}
          </section>
        ))}
      </main>
    </Page>
  );
}

/** A page of the operator's texts: privacy, imprint, accessibility, limits. */
export function TextPage(view: Speech & { readonly page: string }): VNode {
  const { guide, locale, page } = view;
  const title = guide.texts.text(locale, `pages.${page}.title`);
  return (
    <Page {...view} title={title} icons={[]} skip={{ href: '#main', words: title }} languageHref={`/languages?to=${page}`}>
      <main id="main" tabIndex={-1} class="wrap pad text">
        <h1>{title}</h1>
        {guide.texts
          .text(locale, `pages.${page}.body`)
          .split('\n')
          .map((line) =>
            /^\*\*[^*]+\*\*$/.test(line) ? (
              <h2 key={line}>{line.slice(2, -2)}</h2>
            ) : (
              <p key={line}>
                <Line text={line} locale={locale} />
              </p>
            ),
          )}
        {page === 'limits' && <p>{say(view, 'pages.leave_help')}</p>}
      </main>
    </Page>
  );
}

/** Something did not work: what, what still works, and a way on. */
export function ErrorPage(view: Speech & { readonly problem: string; readonly requestId?: string }): VNode {
  return (
    <Page {...view} title={say(view, 'error.title')} icons={['help']} skip={{ href: '#main', words: say(view, 'error.title') }}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{say(view, 'error.title')}</h1>
        <p role="alert">{say(view, `error.${view.problem}`)}</p>
        <div class="row">
          <a class="btn main grow" href="/">
            {say(view, 'ui.home')}
          </a>
          <a class="btn grow" href={`/help?lang=${view.locale}`}>
            <Icon name="help" />
            {say(view, 'ui.help_now')}
          </a>
        </div>
        <p class="small">{say(view, 'error.help_still_works')}</p>
        {view.requestId && (
          <p class="small">
            <bdi>{view.requestId}</bdi>
          </p>
        )}
      </main>
    </Page>
  );
}

/** Languages for a page without a talk. */
export function LanguagesPage(view: Speech & { readonly to: string }): VNode {
  return (
    <Page {...view} title={say(view, 'ui.languages')} icons={[]} skip={{ href: '#main', words: say(view, 'ui.languages') }}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{say(view, 'ui.languages')}</h1>
        <nav class="tiles" aria-label={say(view, 'ui.languages')}>
          {view.guide.locales.map(({ locale, name, dir }) => (
            <a key={locale} class="tile" href={`/${view.to}?lang=${locale}`} lang={locale} hreflang={locale} dir={dir}>
              {name}
            </a>
          ))}
        </nav>
      </main>
    </Page>
  );
}
