import type { VNode } from 'preact';
import { dateRange, day, withoutMarks } from '../../content/format.js';
import type { Pack } from '../../content/types.js';
import { type ChildStage, type DatedStep, FORMS, type Path, STAGES, STAGES_WITH_FORM } from '../../path/path.js';
import { Icon, Line, Lines, Page, type Speech } from './layout.js';
import { SchoolPicture } from './school-picture.js';

/** More than these stand folded: a page must be read, not scrolled. */
const FIRST_STEPS = 5;

/** What the page knows of the child; all of it stands in the address, nothing is kept. */
export interface PathChoice extends Partial<ChildStage> {
  readonly place?: string;
}

export interface PathView extends Speech {
  readonly choice: PathChoice;
  readonly path?: Path;
  readonly places: readonly Pack[];
  /** Other children of the open talk, as links: their stages, never names. */
  readonly others: readonly PathChoice[];
  readonly hasTalk: boolean;
}

/** The child's path: where it stands, which doors are open, what comes next. */
export function PathPage(view: PathView): VNode {
  const { choice, path } = view;
  const words = wordsOf(view);
  return (
    <Page {...view} title={words('title')} icons={['door', 'calplus', 'info', 'next', 'back', 'child']} languageHref={`/languages?to=path`}>
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <div class="topic">
          <span class="ic">
            <Icon name="door" />
          </span>
          <h1>{words('title')}</h1>
        </div>
        <Others {...view} />
        <Asking {...view} />
        {path && choice.stage && (
          <>
            <SchoolPicture {...view} stage={choice.stage} form={choice.form} />
            <Steps {...view} path={path} />
          </>
        )}
        <p>
          <a class="btn wide" href={view.hasTalk ? '/chat' : `/chat?lang=${view.locale}`}>
            <Icon name="back" flip />
            {words('to_chat')}
          </a>
        </p>
      </main>
    </Page>
  );
}

function wordsOf({ guide, locale }: Speech, place?: string): (key: string, values?: { [name: string]: string }) => string {
  return (key, values = {}) => guide.texts.text(locale, `path.${key}`, values, place);
}

function stageName({ guide, locale }: Speech, stage: string): string {
  return guide.texts.label(locale, 'child-stage', stage);
}

/** The address of a path. */
function pathAddress(
  page: string,
  locale: string,
  { stage, form, isNew, place }: PathChoice,
  more: { [name: string]: string } = {},
): string {
  const given = { lang: locale, stage, form, new: isNew ? '1' : undefined, place, ...more };
  const parts = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
  return `${page}?${new URLSearchParams(parts)}`;
}

/** Several children: one page each, so that nothing is mixed. */
function Others(view: PathView): VNode | null {
  if (view.others.length === 0) return null;
  return (
    <nav class="stack" aria-label={wordsOf(view)('other_children')}>
      <p class="small">{wordsOf(view)('other_children')}</p>
      <div class="tiles">
        {view.others.map((other) => (
          <a key={other.stage} class="tile" href={pathAddress('/path', view.locale, other)}>
            <Icon name="child" />
            <Line text={stageName(view, other.stage ?? '')} locale={view.locale} />
          </a>
        ))}
      </div>
    </nav>
  );
}

function Asking(view: PathView): VNode {
  const { choice, guide, locale, places } = view;
  const words = wordsOf(view);
  const withForm = choice.stage === undefined || STAGES_WITH_FORM.includes(choice.stage);
  const form = (
    <form method="get" action="/path" class="stack">
      <input type="hidden" name="lang" value={locale} />
      <Choice
        name="stage"
        label={words('ask_stage')}
        chosen={choice.stage}
        options={STAGES.map((stage) => [stage, withoutMarks(stageName(view, stage))])}
      />
      {withForm && (
        <Choice
          name="form"
          label={words('ask_form')}
          chosen={choice.form}
          none={words('any_form')}
          options={FORMS.map((name) => [name, formName(name)])}
        />
      )}
      <Choice
        name="place"
        label={words('ask_place')}
        chosen={choice.place}
        none={guide.texts.text(locale, 'common.other_place')}
        options={places.map(({ id, name }) => [id, name])}
      />
      <label class="row check">
        <input type="checkbox" name="new" value="1" checked={choice.isNew === true} />
        <i class="tick" aria-hidden="true" />
        <span class="grow">{words('ask_new')}</span>
      </label>
      <button class="btn main wide" type="submit">
        {words('show')}
      </button>
    </form>
  );
  if (!choice.stage) return <section class="card stack">{form}</section>;
  const place = places.find(({ id }) => id === choice.place)?.name;
  const said = [stageName(view, choice.stage), choice.form && formName(choice.form), choice.isNew && words('is_new'), place].filter(
    Boolean,
  );
  return (
    <details class="card">
      <summary>
        <span class="grow">
          {words('now')}{' '}
          <b>
            <Line text={said.join(' · ')} locale={locale} />
          </b>
        </span>
        <span class="link">{words('change')}</span>
      </summary>
      {form}
    </details>
  );
}

/** German names of the school forms, as they stand on signs and letters. */
export function formName(form: string): string {
  const named: { readonly [form: string]: string } = { foerderschule: 'Förderschule' };
  return named[form] ?? `${form.charAt(0).toUpperCase()}${form.slice(1)}`;
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly chosen?: string;
  /** Words for "not chosen"; absent = one must be chosen. */
  readonly none?: string;
}

function Choice({ name, label, options, chosen, none }: ChoiceProps): VNode {
  return (
    <p>
      <label for={name}>{label}</label>
      <select id={name} name={name} required={none === undefined}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </p>
  );
}

function Steps(view: PathView & { readonly path: Path }): VNode {
  const { path, locale, choice } = view;
  const words = wordsOf(view);
  return (
    <>
      <section class="card stack" aria-labelledby="steps">
        <h2 id="steps">{words('next_steps')}</h2>
        {path.steps.length > 0 ? <StepList view={view} steps={path.steps.slice(0, FIRST_STEPS)} /> : <p>{words('no_more_this_year')}</p>}
        {path.steps.length > FIRST_STEPS && (
          <details>
            <summary>{words('more_steps', { count: String(path.steps.length - FIRST_STEPS) })}</summary>
            <StepList view={view} steps={path.steps.slice(FIRST_STEPS)} />
          </details>
        )}
        <p class="small">
          {words('frame_hint')} {checkedOn(view, path)}
        </p>
        <a class="btn wide" href={pathAddress('/calendar.ics', locale, choice)} download="elternbruecke.ics">
          <Icon name="calplus" />
          {words('all_to_calendar')}
        </a>
      </section>
      {path.next && (
        <section class="card stack" aria-labelledby="later">
          <h2 id="later">
            {words('next_year')} <Line text={stageName(view, path.next.stage)} locale={locale} />
          </h2>
          <StepList view={view} steps={path.next.steps} />
        </section>
      )}
    </>
  );
}

function StepList({ view, steps }: { readonly view: PathView; readonly steps: readonly DatedStep[] }): VNode {
  return (
    <ol class="steps">
      {steps.map((step) => (
        <Step key={`${step.id}${step.from}`} view={view} step={step} />
      ))}
    </ol>
  );
}

function Step({ view, step }: { readonly view: PathView; readonly step: DatedStep }): VNode {
  const { guide, locale, choice } = view;
  const words = wordsOf(view, choice.place);
  const title = guide.texts.text(locale, `path.steps.${step.id}.title`);
  const helper = guide.texts.text(locale, `common.helpers.${step.asks}`, {}, choice.place);
  const german = step.terms.flatMap((id) => guide.content.terms[id]?.german ?? []).join(' · ');
  return (
    <li>
      <p class={step.kind === 'known' ? 'when' : 'when open'}>{whenOf(view, step)}</p>
      <div class="stack">
        <h3>
          {title}
          {german && (
            <bdi lang="de" class="small line">
              {german}
            </bdi>
          )}
        </h3>
        <Lines text={guide.texts.text(locale, `path.steps.${step.id}.what`)} locale={locale} />
        {step.kind === 'open' && (
          <p class="small">
            <Line text={words('day_unknown', { who: helper })} locale={locale} />
          </p>
        )}
        <p class="row">
          <a
            class="btn"
            href={pathAddress('/calendar.ics', locale, choice, { step: step.id, from: step.from })}
            download={`${step.id}.ics`}
          >
            <Icon name="calplus" />
            {words('to_calendar')}
            <span class="vh">: {title}</span>
          </a>
          {guide.flows(locale)[step.topic] && (
            <a class="btn" href={`/chat?lang=${locale}&topic=${step.topic}`}>
              {words('more')}
              <span class="vh">: {title}</span>
            </a>
          )}
        </p>
      </div>
    </li>
  );
}

/** When the oldest of the shown steps was last checked. */
function checkedOn({ guide, locale }: PathView, { steps }: Path): string {
  const [oldest] = steps.map(({ checked }) => checked).sort();
  return oldest ? guide.texts.text(locale, 'common.ui.checked', { day: day(oldest) }) : '';
}

/** Known days in digits, as on German letters; else the months in words. */
function whenOf(view: PathView, { kind, from, to, isNow }: DatedStep): string {
  if (kind === 'known') return dateRange({ from, to });
  const month = new Intl.DateTimeFormat(view.guide.texts.locale(view.locale).intl, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const [first, last] = [from, to].map((iso) => month.format(new Date(`${iso}T12:00:00Z`)));
  if (isNow) return wordsOf(view)('now_until', { month: last ?? '' });
  return first === last ? `${first}` : `${first} – ${last}`;
}
