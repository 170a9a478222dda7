import type { VNode } from 'preact';
import type { Speech } from '../channels/webchat/layout.js';
import type { Hours, Person } from '../handover/people.js';
import { Frame, tell } from './layout.js';

interface AccountView extends Speech {
  readonly now: number;
  readonly notice?: string;
}

export function LoginPage(view: AccountView): VNode {
  return (
    <Frame {...view} icons={[]}>
      <main class="narrow stack" id="main">
        <h1>{tell(view, 'login')}</h1>
        {view.notice && (
          <p class="alert" role="alert">
            {tell(view, view.notice)}
          </p>
        )}
        <form method="post" action="/console/login" class="card stack">
          <div>
            <label for="login">{tell(view, 'login_name')}</label>
            <input id="login" name="login" type="text" autoComplete="username" required maxLength={80} />
          </div>
          <div>
            <label for="password">{tell(view, 'password')}</label>
            <input id="password" name="password" type="password" autoComplete="current-password" required maxLength={128} />
          </div>
          <button class="main" type="submit">
            {tell(view, 'login')}
          </button>
        </form>
      </main>
    </Frame>
  );
}

/** Opening the link shows this form; only sending it uses the link up. */
export function JoinPage(view: AccountView & { readonly token?: string }): VNode {
  return (
    <Frame {...view} icons={[]}>
      <main class="narrow stack" id="main">
        <h1>{tell(view, 'join_title')}</h1>
        {view.notice && (
          <p class="alert" role="alert">
            {tell(view, view.notice)}
          </p>
        )}
        {view.token && (
          <form method="post" action={`/console/join/${view.token}`} class="card stack">
            <p>{tell(view, 'join_intro')}</p>
            <ProfileFields {...view} />
            <div>
              <label for="login">{tell(view, 'login_name')}</label>
              <input id="login" name="login" type="text" autoComplete="username" required minLength={3} maxLength={80} />
            </div>
            <div>
              <label for="password">{tell(view, 'password')}</label>
              <input
                id="password"
                name="password"
                type="password"
                autoComplete="new-password"
                required
                minLength={15}
                maxLength={128}
                aria-describedby="password-hint"
              />
              <p class="small" id="password-hint">
                {tell(view, 'password_hint')}
              </p>
            </div>
            <button class="main" type="submit">
              {tell(view, 'join')}
            </button>
          </form>
        )}
      </main>
    </Frame>
  );
}

export function ProfilePage(view: AccountView & { readonly person: Person; readonly csrf: string }): VNode {
  return (
    <Frame {...view} icons={[]}>
      <main class="narrow stack" id="main">
        <h1>{tell(view, 'me')}</h1>
        {view.notice && (
          <p class="warn" role="status">
            {tell(view, view.notice)}
          </p>
        )}
        <form method="post" action="/console/me" class="card stack">
          <input type="hidden" name="csrf" value={view.csrf} />
          <ProfileFields {...view} />
          <button class="main" type="submit">
            {tell(view, 'save')}
          </button>
        </form>
        <form method="post" action="/console/logout">
          <input type="hidden" name="csrf" value={view.csrf} />
          <button type="submit">{tell(view, 'logout')}</button>
        </form>
      </main>
    </Frame>
  );
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

function ProfileFields(view: Speech & { readonly person?: Person }): VNode {
  const { guide, locale, person } = view;
  const hoursOf = (weekday: number): Hours | undefined => person?.hours.find((hours) => hours.weekday === weekday);
  return (
    <>
      <div>
        <label for="name">{tell(view, 'name_label')}</label>
        <input id="name" name="name" type="text" value={person?.name} required maxLength={60} autoComplete="off" />
      </div>
      <div>
        <label for="organisation">{tell(view, 'organisation')}</label>
        <input id="organisation" name="organisation" type="text" value={person?.organisation} maxLength={120} autoComplete="organization" />
      </div>
      <div>
        <label for="locale">{tell(view, 'console_language')}</label>
        <select id="locale" name="locale">
          {guide.locales.map((info) => (
            <option key={info.locale} value={info.locale} selected={info.locale === (person?.locale ?? locale)} lang={info.locale}>
              {info.name}
            </option>
          ))}
        </select>
      </div>
      <fieldset>
        <legend>
          <b>{tell(view, 'languages')}</b>
        </legend>
        <div class="checks">
          {guide.locales.map((info) => (
            <label key={info.locale} lang={info.locale}>
              <input type="checkbox" name="languages" value={info.locale} checked={person?.languages.includes(info.locale)} />
              {info.name}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>
          <b>{tell(view, 'places')}</b>
        </legend>
        <div class="checks">
          {Object.values(guide.content.packs).map((place) => (
            <label key={place.id}>
              <input type="checkbox" name="places" value={place.id} checked={person?.places.includes(place.id)} />
              {place.name}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>
          <b>{tell(view, 'hours_title')}</b>
        </legend>
        <p class="small">{tell(view, 'hours_hint')}</p>
        {WEEKDAYS.map((weekday) => {
          const day = tell(view, `weekdays.${weekday}`);
          return (
            <div class="hoursrow" key={weekday}>
              <span>{day}</span>
              <input type="time" name={`from_${weekday}`} value={hoursOf(weekday)?.from} aria-label={`${day} ${tell(view, 'from')}`} />
              <input type="time" name={`to_${weekday}`} value={hoursOf(weekday)?.to} aria-label={`${day} ${tell(view, 'to')}`} />
            </div>
          );
        })}
      </fieldset>
    </>
  );
}
