import type { VNode } from 'preact';
import { day } from '../../content/format.js';
import type { Flow, FlowNode } from '../../content/types.js';
import { Icon, IconSheet, Line, Logo, type Speech } from './layout.js';
import { SHEET_STYLE } from './sheet-style.js';

/** The school's language; the other column is the family's. */
const GERMAN = 'de';
/** Sentences to show when a talk is hard to follow. */
const SENTENCES = [
  ['slowly', 'sound'],
  ['write', 'change'],
  ['interpreter', 'translate'],
] as const;

/** Questions for a talk with the teacher, in the order of the list (fact sheet participation, parent-teacher-talk). */
export const QUESTIONS: readonly string[] = [
  'good_at',
  'next_to_learn',
  'help_at_home',
  'how_in_class',
  'friends',
  'german',
  'which_school',
  'marks',
  'homework',
  'worries',
  'who_helps',
  'again',
];

export interface SheetView extends Speech {
  /** Ticked questions; none = the list to tick. */
  readonly questions: readonly string[];
  /** The answer of a topic to take along instead. */
  readonly flow?: Flow;
  readonly municipality?: string;
  readonly hasTalk: boolean;
}

/** Nothing of it is kept: the address says what stands on the sheet. */
export function SheetPage(view: SheetView): VNode {
  const { guide, locale, flow, questions } = view;
  const { dir } = guide.texts.locale(locale);
  const words = wordsOf(view, locale);
  const ready = flow !== undefined || questions.length > 0;
  return (
    <html lang={locale} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${words('title')} · Elternbrücke`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <style dangerouslySetInnerHTML={{ __html: SHEET_STYLE }} />
      </head>
      <body>
        <IconSheet names={['back', 'sound', 'change', 'translate']} />
        <nav class="tools">
          <a class="btn" href={view.hasTalk ? '/chat' : `/chat?lang=${locale}`}>
            <Icon name="back" flip />
            {words('to_chat')}
          </a>
          {ready && !flow && (
            <a class="btn" href={`/sheet?lang=${locale}`}>
              {words('other_questions')}
            </a>
          )}
        </nav>
        <main class="a4" id="main">
          {flow ? <Answer {...view} flow={flow} /> : ready ? <Asked {...view} /> : <Pick {...view} />}
          {ready && <p class="note">{words('how_to_print')}</p>}
        </main>
      </body>
    </html>
  );
}

function wordsOf({ guide }: Speech, locale: string): (key: string, values?: { [name: string]: string }) => string {
  return (key, values = {}) => guide.texts.text(locale, `sheet.${key}`, values);
}

function Pick(view: SheetView): VNode {
  const { locale } = view;
  const [words, german] = [wordsOf(view, locale), wordsOf(view, GERMAN)];
  return (
    <form method="get" action="/sheet" class="pick">
      <h1>{words('choose')}</h1>
      <p>{words('choose_hint')}</p>
      <input type="hidden" name="lang" value={locale} />
      {QUESTIONS.map((question, place) => (
        <label key={question}>
          <input type="checkbox" name="q" value={question} checked={place < 3} />
          <i class="tick" aria-hidden="true" />
          <span>
            {words(`questions.${question}`)}
            {locale !== GERMAN && (
              <bdi lang="de" dir="ltr">
                {german(`questions.${question}`)}
              </bdi>
            )}
          </span>
        </label>
      ))}
      <button class="btn" type="submit">
        {words('make')}
      </button>
    </form>
  );
}

function Heads({ view, title, german }: { readonly view: SheetView; readonly title: string; readonly german: string }): VNode {
  return (
    <div class="heads">
      <h1>{title}</h1>
      <span class="mid">
        <Logo />
      </span>
      {view.locale !== GERMAN && (
        <p class="h" lang="de" dir="ltr">
          {german}
        </p>
      )}
    </div>
  );
}

function Asked(view: SheetView): VNode {
  const { locale, questions } = view;
  const [words, german] = [wordsOf(view, locale), wordsOf(view, GERMAN)];
  return (
    <>
      <Heads view={view} title={words('my_questions')} german={german('my_questions')} />
      <ol>
        {QUESTIONS.filter((question) => questions.includes(question)).map((question) => (
          <Pair key={question} one={words(`questions.${question}`)} other={german(`questions.${question}`)} locale={locale}>
            <svg class="box" viewBox="0 0 30 30" aria-hidden="true">
              <rect x="2" y="2" width="26" height="26" rx="5" />
            </svg>
          </Pair>
        ))}
      </ol>
      <Sentences {...view} />
      <section class="goal">
        {['goal', 'until'].map((box) => (
          <div key={box}>
            <p>{words(box)}</p>
            {locale !== GERMAN && (
              <p lang="de" dir="ltr">
                {german(box)}
              </p>
            )}
          </div>
        ))}
      </section>
      <End {...view} />
    </>
  );
}

function Pair({
  one,
  other,
  locale,
  children,
}: {
  readonly one: string;
  readonly other: string;
  readonly locale: string;
  readonly children: VNode;
}): VNode {
  return (
    <li class="q">
      <p>{one}</p>
      <span class="mid">{children}</span>
      {locale !== GERMAN && (
        <p lang="de" dir="ltr">
          {other}
        </p>
      )}
    </li>
  );
}

function Sentences(view: SheetView): VNode {
  const { guide, locale } = view;
  const [words, german] = [wordsOf(view, locale), wordsOf(view, GERMAN)];
  const shown = SENTENCES.filter(([sentence]) => locale !== GERMAN || sentence !== 'interpreter');
  return (
    <section class="say" aria-labelledby="say">
      <h2 id="say">
        {words('show_these')}
        {locale !== GERMAN && (
          <span lang="de" dir="ltr">
            {german('show_these_german')}
          </span>
        )}
      </h2>
      <ul>
        {shown.map(([sentence, icon]) => (
          <Pair
            key={sentence}
            one={words(`say.${sentence}`, { language: guide.texts.languageName(locale, locale) })}
            other={german(`say.${sentence}`, { language: guide.texts.languageName(GERMAN, locale) })}
            locale={locale}
          >
            <Icon name={icon} />
          </Pair>
        ))}
      </ul>
    </section>
  );
}

/** An answer side by side: what it says in short, and what to do this week. */
function Answer(view: SheetView & { readonly flow: Flow }): VNode {
  const { guide, locale, flow, municipality } = view;
  const text = (language: string, key: string) => guide.texts.text(language, `${flow.name}.${key}`, {}, municipality);
  const nodes = Object.entries(flow.nodes);
  const [step] = nodes.filter(([, node]) => node.step);
  const shown = [flow.start, ...(step ? [step[0]] : [])].filter((node, place, all) => all.indexOf(node) === place);
  const terms = [...new Set(shown.flatMap((node) => flow.nodes[node]?.terms ?? []))];
  return (
    <>
      <Heads view={view} title={text(locale, 'title')} german={text(GERMAN, 'title')} />
      {shown.map((node) => (
        <div class="two" key={node}>
          <Column locale={locale} text={text(locale, node)} />
          {locale !== GERMAN && <Column locale={GERMAN} text={text(GERMAN, node)} />}
        </div>
      ))}
      {terms.length > 0 && (
        <div class="two">
          <div>
            {terms.map((id) => (
              <p key={id}>
                <bdi lang="de">
                  <b>{guide.content.terms[id]?.german}</b>
                </bdi>
                : {guide.texts.text(locale, `glossary.${id}.word`)}
              </p>
            ))}
          </div>
        </div>
      )}
      <Sentences {...view} />
      <End {...view} checked={flow.nodes[flow.start]?.checked} source={sourceOf(view, flow.nodes[flow.start])} />
    </>
  );
}

function sourceOf({ guide }: SheetView, node: FlowNode | undefined): string | undefined {
  return guide.content.pages[node?.page ?? '']?.site;
}

function Column({ locale, text }: { readonly locale: string; readonly text: string }): VNode {
  return (
    <div lang={locale} dir={locale === GERMAN ? 'ltr' : undefined}>
      {text.split('\n').map((line) => (
        <p key={line}>
          <Line text={line} locale={locale} />
        </p>
      ))}
    </div>
  );
}

function End(view: SheetView & { readonly checked?: string; readonly source?: string }): VNode {
  const { guide, locale, checked, source } = view;
  const checkedOn = checked ? `, ${guide.texts.text(GERMAN, 'common.ui.checked', { day: day(checked) })}` : '';
  return (
    <p class="end">
      <span>{wordsOf(view, locale)('for_you')}</span>
      <span lang="de" dir="ltr">
        Elternbrücke{source ? ` · ${source}` : ''}
        {checkedOn}
      </span>
    </p>
  );
}
