import type { ComponentChildren, VNode } from 'preact';
import type { IconName } from '../channels/webchat/icons.js';
import { Icon, IconSheet, Logo, type Speech } from '../channels/webchat/layout.js';
import type { Person } from '../handover/people.js';
import { CONSOLE_STYLE } from './style.js';

/** Words of the console, under `console.`. */
export function tell({ guide, locale }: Speech, key: string, values: { readonly [name: string]: string } = {}): string {
  return guide.texts.text(locale, `console.${key}`, values);
}

interface FrameProps extends Speech {
  readonly icons: readonly IconName[];
  readonly person?: Person;
  readonly csrf?: string;
  readonly now: number;
  readonly script?: string;
  readonly children: ComponentChildren;
}

/** The frame of every console page; who is logged in sees her presence and her profile. */
export function Frame(props: FrameProps): VNode {
  const { guide, locale, icons, person, script, children } = props;
  return (
    <html lang={locale} dir={guide.texts.locale(locale).dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${tell(props, 'title')} · Elternbrücke`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <style dangerouslySetInnerHTML={{ __html: CONSOLE_STYLE }} />
        {script && <script src={script} type="module" />}
      </head>
      <body>
        <IconSheet names={['person', 'clock', ...icons]} />
        <a class="skip" href="#main">
          {tell(props, 'talk')}
        </a>
        <header class="top">
          <a class="logo" href="/console">
            <Logo />
            <span lang="de">Elternbrücke</span>
          </a>
          {person && <Presence {...props} person={person} />}
          {person && (
            <a class="btn quiet me" href="/console/me">
              <Icon name="person" />
              <span>
                <bdi>{person.name}</bdi>
              </span>
            </a>
          )}
        </header>
        {children}
      </body>
    </html>
  );
}

function Presence(props: FrameProps & { readonly person: Person }): VNode {
  const { person, now, csrf = '' } = props;
  const here = (person.presentUntil ?? 0) > now;
  const until = new Intl.DateTimeFormat('de-DE', { timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(person.presentUntil ?? now);
  return (
    <form method="post" action="/console/presence">
      <input type="hidden" name="csrf" value={csrf} />
      <button class="switch" type="submit" role="switch" aria-checked={here ? 'true' : 'false'} name="present" value={here ? 'no' : 'yes'}>
        {here ? tell(props, 'present', { until }) : tell(props, 'away')}
      </button>
    </form>
  );
}

/** What every form of the desk carries: the session's token, and an id that makes a repeat harmless. */
export function Fields({ csrf, actId }: { readonly csrf: string; readonly actId: string }): VNode {
  return (
    <>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="act" value={actId} />
    </>
  );
}
