import type { VNode } from 'preact';
import type { Pack } from '../../content/types.js';
import type { Message } from '../../effects/present.js';
import { MENU_FLOW } from '../../engine/state.js';
import type { ConversationState, Prompt } from '../../engine/types.js';
import { SESSION_LIMITS } from '../../sessions/sessions.js';
import type { IconName } from './icons.js';
import { Icon, Line, Page, type Speech, say } from './layout.js';
import { MessageView, messageIcons, questionOf } from './messages.js';

/** Everything the conversation page shows. */
export interface ChatView extends Speech {
  readonly state: ConversationState;
  readonly messages: readonly Message[];
  /** Place of the oldest message shown; older ones stand behind a link. */
  readonly hasOlder: boolean;
  /** Hidden fields of every form: the session's token and what a first post needs. */
  readonly hidden: { readonly [name: string]: string };
  readonly script: string;
  readonly draft: boolean;
  /** A link asked for this topic while another talk is open. */
  readonly offeredTopic?: { readonly topic: string; readonly title: string };
  readonly places: readonly Pack[];
}

const IDLE_WARNING_MS = 5 * 60_000;

/** Icons of the page itself. */
const CHAT_ICONS: readonly IconName[] = ['back', 'people', 'next', 'send', 'help', 'door', 'letter'];

export function ChatPage(view: ChatView): VNode {
  const icons = [...CHAT_ICONS, ...messageIcons(view.guide)];
  const title = say(view, 'ui.conversation');
  return (
    <Page
      {...view}
      title={title}
      icons={icons}
      skip={{ href: '#now', words: say(view, 'ui.skip_to_question') }}
      languageHref="/language"
      below={<Dock {...view} />}
    >
      <main id="main" tabIndex={-1} class="wrap" data-mode={view.state.mode} data-seq={view.messages.at(-1)?.seq ?? 0}>
        <h1 class="vh">{title}</h1>
        {view.hasOlder && (
          <p class="note">
            <a href={`/chat?before=${view.messages[0]?.seq ?? 0}`}>{say(view, 'ui.older')}</a>
          </p>
        )}
        <div class="log" role="log" aria-label={title}>
          <Bubbles {...view} />
        </div>
        <Ask {...view} />
        <Idle {...view} />
      </main>
    </Page>
  );
}

/** Shown by the script five minutes before the session ends for want of any act; after that the page leads back to the start. */
function Idle(view: ChatView): VNode {
  const { idleMs } = SESSION_LIMITS.parent;
  return (
    <div class="idle" role="status" data-warn-after={idleMs - IDLE_WARNING_MS} data-end-after={IDLE_WARNING_MS}>
      <div class="card row" hidden>
        <p class="grow">{say(view, 'ui.idle_soon')}</p>
        <button class="btn main" type="button">
          {say(view, 'ui.stay')}
        </button>
      </div>
    </div>
  );
}

/** The bubbles alone; the script appends them. */
export function Bubbles(view: ChatView): VNode {
  const { messages, guide, locale } = view;
  const firstProgram = messages.find(({ sender, seq }) => sender === 'bot' && seq === 1);
  const newest = messages.findLast(({ sender }) => sender !== 'parent') ?? messages.at(-1);
  return (
    <>
      {messages.map((message) => (
        <MessageView
          key={message.seq}
          guide={guide}
          locale={locale}
          message={message}
          now={message === newest}
          first={message === firstProgram}
        />
      ))}
    </>
  );
}

/** What can be done now: the open question's buttons, the input line, ways that are always there. The script replaces it after each turn. */
export function Ask(view: ChatView): VNode {
  const { state, offeredTopic } = view;
  return (
    <section id="ask" class="log" aria-label={say(view, 'ui.what_now')} data-mode={state.mode}>
      {offeredTopic && (
        <Form view={view}>
          <button class="btn main wide" name="topic" value={offeredTopic.topic} type="submit">
            {say(view, 'ui.open_topic', { topic: offeredTopic.title })}
          </button>
        </Form>
      )}
      {state.prompt && <Choices view={view} prompt={state.prompt} />}
      <Beside {...view} />
      {state.prompt?.collect && <Answer view={view} prompt={state.prompt} />}
      {!state.prompt?.collect && <Type view={view} />}
      <p class="status" role="status" data-status data-sending={say(view, 'ui.sending')} data-not-sent={say(view, 'ui.not_sent')} />
    </section>
  );
}

/** Beside the topics: the child's path, and the sheet for a talk, where the language has them. */
function Beside(view: ChatView): VNode | null {
  const { state, guide, locale } = view;
  if (![MENU_FLOW, 'all-topics'].includes(state.flow)) return null;
  const pages = ['path', 'sheet'].filter((page) => guide.texts.has(locale, `${page}.title`));
  const isWhole = Object.keys(guide.flows(locale)).length === Object.keys(guide.content.flows).length;
  return (
    <>
      {pages.length > 0 && (
        <nav class="tiles" aria-label={say(view, 'ui.topics')}>
          {pages.map((page) => (
            <a key={page} class="tile" href={`/${page}?lang=${locale}`}>
              <Icon name={page === 'path' ? 'door' : 'letter'} />
              {say(view, `ui.${page}`)}
            </a>
          ))}
        </nav>
      )}
      {!isWhole && <p class="small">{say(view, 'ui.more_by_person')}</p>}
    </>
  );
}

function Form({ view, children, className }: { readonly view: ChatView; readonly children: unknown; readonly className?: string }): VNode {
  return (
    <form method="post" action="/chat" class={className} data-turn>
      {Object.entries(view.hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children as VNode}
    </form>
  );
}

/** Whether a message asks the question. */
export function asks(message: Message, { promptId }: Prompt): boolean {
  return message.prompt?.promptId === promptId;
}

function Choices({ view, prompt }: { readonly view: ChatView; readonly prompt: Prompt }): VNode | null {
  const { guide, locale, state, messages } = view;
  if (prompt.choices.length === 0) return null;
  const asked = messages.findLast((message) => asks(message, prompt));
  const question = asked && questionOf(asked);
  return (
    <Form view={view}>
      <input type="hidden" name="promptId" value={prompt.promptId} />
      <fieldset>
        <legend class={question ? 'vh' : undefined}>
          {question ? <Line text={question} locale={locale} /> : say(view, 'ui.what_now')}
        </legend>
        <div class="choices">
          {prompt.choices.map((choice) => (
            <button key={choice} class="btn" name="choice" value={choice} type="submit">
              <span>
                <Line text={guide.texts.label(locale, state.flow, choice, state.municipality)} locale={locale} />
              </span>
              <Icon name="next" flip />
            </button>
          ))}
        </div>
      </fieldset>
    </Form>
  );
}

/** The field of an open question: a name, a number, some words, a town. */
function Answer({ view, prompt }: { readonly view: ChatView; readonly prompt: Prompt }): VNode {
  const as = prompt.collect?.as;
  return (
    <Form view={view} className="say">
      <label for="answer">{say(view, 'ui.type_here')}</label>
      {as === 'free_text' ? (
        <textarea id="answer" name="text" rows={4} maxLength={2000} dir="auto" required />
      ) : as === 'municipality' ? (
        <select id="answer" name="text">
          {placeNames(view.places).map(({ id, name }) => (
            <option key={name} value={id}>
              {name}
            </option>
          ))}
          <option value="other">{say(view, 'other_place')}</option>
        </select>
      ) : (
        <input
          id="answer"
          name="text"
          type="text"
          inputMode={as === 'phone_number' ? 'tel' : 'text'}
          dir={as === 'phone_number' ? 'ltr' : 'auto'}
          autoComplete="off"
          maxLength={80}
          enterKeyHint="send"
          required
        />
      )}
      <button class="btn main" type="submit" aria-label={say(view, 'ui.send')}>
        <Icon name="send" flip />
      </button>
    </Form>
  );
}

/** Cities, and the towns of districts with their district, by name. */
function placeNames(places: readonly Pack[]): { id: string; name: string }[] {
  const named = places.flatMap(({ id, name, towns }) => [{ id, name }, ...towns.map((town) => ({ id, name: `${town} (${name})` }))]);
  return named.sort((one, other) => one.name.localeCompare(other.name, 'de'));
}

/** Free words: to the program in the guide, to the person while one is awaited or writes. */
function Type({ view }: { readonly view: ChatView }): VNode {
  const toPerson = view.state.mode !== 'bot';
  return (
    <Form view={view} className="say">
      <label for="text">{say(view, toPerson ? 'ui.write_to_person' : 'ui.or_type')}</label>
      <input
        id="text"
        name="text"
        type="text"
        dir="auto"
        autoComplete="off"
        maxLength={2000}
        enterKeyHint="send"
        aria-describedby="hint"
        required
      />
      <button class="btn main" type="submit" aria-label={say(view, 'ui.send')}>
        <Icon name="send" flip />
      </button>
      <p class="small" id="hint">
        {say(view, 'ui.no_names_hint')}
        {view.draft && !toPerson && <span class="line">{say(view, 'ui.draft_language')}</span>}
      </p>
    </Form>
  );
}

export function Dock(view: ChatView): VNode {
  const { state } = view;
  return (
    <aside class="dock" aria-label={say(view, 'ui.topics')}>
      <div class="wrap">
        {state.mode !== 'bot' && (
          <p class="here">
            {state.moderatorName ? say(view, 'ui.person_writing', { name: state.moderatorName }) : say(view, 'ui.person_waiting')}
          </p>
        )}
        <Form view={view} className="row">
          <button class="btn" name="command" value="back" type="submit">
            <Icon name="back" flip />
            {say(view, 'ui.back')}
          </button>
          {state.mode === 'bot' ? (
            <button class="btn human grow" name="command" value="ask_moderator" type="submit">
              <Icon name="people" />
              {say(view, 'ui.talk_to_person')}
            </button>
          ) : (
            <a class="btn human grow" href={`/chat?now=${view.hidden.activity?.slice(0, 8)}#now`}>
              <Icon name="people" />
              {say(view, 'ui.newer')}
            </a>
          )}
          <a class="btn" href={`/help?lang=${view.locale}`}>
            <Icon name="help" />
            {say(view, 'ui.help_now')}
          </a>
        </Form>
      </div>
    </aside>
  );
}
