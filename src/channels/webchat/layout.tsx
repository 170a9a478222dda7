import type { ComponentChildren, VNode } from 'preact';
import type { Guide } from '../../content/guide.js';
import { ICONS, type IconName } from './icons.js';
import { STYLE } from './style.js';

/** What every page of the parents needs to speak. */
export interface Speech {
  readonly guide: Guide;
  readonly locale: string;
}

/** Words of the page itself, under `common.`. */
export function say({ guide, locale }: Speech, key: string, values: { readonly [name: string]: string } = {}): string {
  return guide.texts.text(locale, `common.${key}`, values);
}

export function Icon({ name, flip = false }: { readonly name: IconName; readonly flip?: boolean }): VNode {
  return (
    <svg class={flip ? 'i flip' : 'i'} aria-hidden="true" viewBox="0 0 24 24">
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** The icons a page uses, once. */
export function IconSheet({ names }: { readonly names: readonly IconName[] }): VNode {
  return (
    <svg hidden>
      {[...new Set(names)].map((name) => (
        <symbol key={name} id={`i-${name}`} viewBox="0 0 24 24" dangerouslySetInnerHTML={{ __html: ICONS[name] }} />
      ))}
    </svg>
  );
}

export function Logo(): VNode {
  return (
    <svg viewBox="0 0 34 26" fill="none" aria-hidden="true" focusable="false">
      <path d="M1 20h32" stroke="var(--brand)" stroke-width="3" stroke-linecap="round" />
      <path d="M4 20C4 9 10 4 17 4s13 5 13 16" stroke="var(--brand)" stroke-width="3" stroke-linecap="round" />
      <path d="M11 20V8M17 20V6M23 20V8" stroke="var(--brand)" stroke-width="2" />
      <circle cx="17" cy="4.500" r="3.500" fill="var(--human)" stroke="var(--brand)" stroke-width="1.500" />
    </svg>
  );
}

/**
 * `**bold**` and `[[German word]]` of a text line as elements; nothing else is markup. Digits in groups (116 016) are set apart, since right-to-left
 * text would turn their order round.
 */
export function Line({ text, locale }: { readonly text: string; readonly locale: string }): VNode {
  const parts = text.split(/(\*\*.+?\*\*|\[\[.+?\]\]|\d+(?: \d+)+)/g);
  return (
    <>
      {parts.map((part) => {
        if (part.startsWith('**'))
          return (
            <b key={part}>
              <Line text={part.slice(2, -2)} locale={locale} />
            </b>
          );
        if (part.startsWith('[['))
          return (
            <bdi key={part} lang="de">
              {part.slice(2, -2)}
            </bdi>
          );
        if (/^\d+ \d/.test(part))
          return (
            <bdi key={part} dir="ltr">
              {part}
            </bdi>
          );
        return part;
      })}
    </>
  );
}

/** A text's lines as paragraphs. */
export function Lines({ text, locale }: { readonly text: string; readonly locale: string }): VNode {
  return (
    <>
      {text.split('\n').map((line) => (
        <p key={line}>
          <Line text={line} locale={locale} />
        </p>
      ))}
    </>
  );
}

/** The bar of a phone is narrow: a language's first name is enough there. */
function shortName(name: string): string {
  return name.split(/ [(/]/)[0] ?? name;
}

export interface PageProps extends Speech {
  /** Shown in the tab; neutral on purpose. */
  readonly title: string;
  readonly icons: readonly IconName[];
  readonly skip?: { readonly href: string; readonly words: string };
  readonly script?: string;
  /** Where the language is changed; `none` on the page that lists the languages. */
  readonly languageHref?: string;
  readonly below?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of every page of the parents: top bar with home, language and "leave", content, links. */
export function Page(props: PageProps): VNode {
  const { guide, locale, title, icons, skip, script, languageHref = '/', below, children } = props;
  const { dir, name } = guide.texts.locale(locale);
  return (
    <html lang={locale} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · Elternbrücke`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
        {script && <script src={script} type="module" />}
      </head>
      <body>
        <IconSheet names={['exit', 'globe', ...icons]} />
        <a class="skip" href={skip?.href ?? '#main'}>
          {skip?.words ?? say(props, 'ui.skip_to_question')}
        </a>
        <header class="bar">
          <div class="wrap">
            <a class="logo" href="/">
              <Logo />
              <span class={languageHref === 'none' ? undefined : 'vh'} lang="de">
                Elternbrücke
              </span>
            </a>
            {languageHref !== 'none' && (
              <a class="tool" href={languageHref} aria-label={say(props, 'ui.change_language', { name })}>
                <Icon name="globe" />
                {shortName(name)}
              </a>
            )}
            <a class="leave" href="/weg" rel="noreferrer" data-to={guide.leaveUrl}>
              <Icon name="exit" flip />
              {say(props, 'ui.leave')}
            </a>
          </div>
        </header>
        {children}
        {below}
        <footer class="wrap links">
          {guide.texts.has(locale, 'path.title') && <a href={`/path?lang=${locale}`}>{say(props, 'ui.path')}</a>}
          <a href={`/glossary?lang=${locale}`}>{say(props, 'ui.glossary')}</a>
          <a href={`/my-data?lang=${locale}`}>{say(props, 'ui.my_data')}</a>
          <a href={`/privacy?lang=${locale}`}>{say(props, 'ui.privacy')}</a>
          <a href={`/accessibility?lang=${locale}`}>{say(props, 'ui.accessibility')}</a>
          <a href={`/imprint?lang=${locale}`}>{say(props, 'ui.imprint')}</a>
        </footer>
      </body>
    </html>
  );
}
