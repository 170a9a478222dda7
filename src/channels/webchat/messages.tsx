import type { VNode } from 'preact';
import { day } from '../../content/format.js';
import type { Guide } from '../../content/guide.js';
import type { Message } from '../../effects/present.js';
import { type IconName, isIcon } from './icons.js';
import { Icon, Line, Lines, type Speech, say } from './layout.js';

/** Icons that messages may use; every page with messages carries them, since the script adds bubbles. */
export function messageIcons({ content }: Guide): IconName[] {
  const flows = Object.values(content.flows).flatMap(({ icon, nodes }) => [icon, ...Object.values(nodes).map((node) => node.icon)]);
  return [...new Set<IconName>(['bot', 'check', 'info', 'sound', 'phone', ...flows.filter(isIcon)])];
}

interface MessageProps extends Speech {
  readonly message: Message;
  /** The newest bubble: a turn without script lands here. */
  readonly now: boolean;
  /** The first bubble says in full that a program speaks. */
  readonly first: boolean;
}

/** One bubble of the log. */
export function MessageView(props: MessageProps): VNode {
  const { message } = props;
  switch (message.sender) {
    case 'note':
      return (
        <p class="note" id={anchor(props)} data-seq={message.seq} tabIndex={-1}>
          {message.text.split('\n').map((line) => (
            <span key={line} class="line">
              <Line text={line} locale={message.locale} />
            </span>
          ))}
        </p>
      );
    case 'parent':
      return (
        <article class="msg me" id={anchor(props)} data-seq={message.seq} tabIndex={-1}>
          <p class="who">
            <Icon name="check" />
            {say(props, message.textKey ? 'ui.your_answer' : 'ui.you')}
          </p>
          <Written message={message} />
        </article>
      );
    case 'person':
      return <PersonBubble {...props} />;
    case 'bot':
      return <ProgramBubble {...props} />;
  }
}

function anchor({ now, message }: MessageProps): string {
  return now ? 'now' : `m${message.seq}`;
}

/** Own words of a person: direction by their first strong letter. */
function Written({ message }: { readonly message: Message }): VNode {
  return (
    <>
      {message.text.split('\n').map((line) => (
        <p key={line} dir="auto">
          {message.textKey ? <Line text={line} locale={message.locale} /> : line}
        </p>
      ))}
    </>
  );
}

function PersonBubble(props: MessageProps): VNode {
  const { message } = props;
  const name = message.name ?? '';
  return (
    <article class="msg person" id={anchor(props)} data-seq={message.seq} tabIndex={-1}>
      <div class="head">
        <p class="who">
          <span class="dot" aria-hidden="true">
            {[...name][0]}
          </span>
          <span>
            <b>
              <bdi>{name}</bdi>
            </b>
            <br />
            {say(props, 'ui.person_role')}
          </span>
        </p>
      </div>
      <Written message={message} />
    </article>
  );
}

function ProgramBubble(props: MessageProps): VNode {
  const { message, guide, first } = props;
  const { node } = message;
  const icon = node?.icon ?? guide.content.flows[message.place?.flow ?? '']?.icon;
  const title = message.topic && message.place ? guide.texts.text(message.locale, `${message.place.flow}.title`) : undefined;
  return (
    <article class="msg" id={anchor(props)} data-seq={message.seq} tabIndex={-1}>
      <div class="head">
        <p class="who">
          <span class="dot">
            <Icon name="bot" />
          </span>
          <span>
            <b lang="de">Elternbrücke</b>
            <br />
            {say(props, first ? 'ui.program_not_human' : 'ui.program')}
          </span>
        </p>
        <button class="tool" type="button" data-listen hidden>
          <Icon name="sound" />
          <span>{say(props, 'ui.listen')}</span>
        </button>
      </div>
      {title && (
        <div class="topic">
          <span class="ic">
            <Icon name={isIcon(icon) ? icon : 'bot'} />
          </span>
          <h2>{title}</h2>
        </div>
      )}
      {node?.step ? (
        <div class="week text">
          <Lines text={message.text} locale={message.locale} />
        </div>
      ) : (
        <Lines text={message.text} locale={message.locale} />
      )}
      {message.outdated && <p class="warn">{say(props, 'ui.outdated')}</p>}
      {message.changed && <p class="small">{say(props, 'ui.changed')}</p>}
      <Calls {...props} />
      <Terms {...props} />
      <Helpers {...props} />
      <Source {...props} />
    </article>
  );
}

/** The last line of a question's text, when it asks. */
export function questionOf(message: Message): string | undefined {
  const last = message.text.split('\n').at(-1);
  return isQuestion(last) ? last : undefined;
}

function isQuestion(line: string | undefined): boolean {
  return line !== undefined && /[?؟]\s*$/u.test(line);
}

function Calls(props: MessageProps): VNode | null {
  const { message, guide, locale } = props;
  if (!message.node || message.node.numbers.length === 0) return null;
  return <HelpLines guide={guide} locale={locale} numbers={message.node.numbers} />;
}

/** Help lines as large buttons that call. */
export function HelpLines(props: Speech & { readonly numbers: readonly string[] }): VNode {
  const { guide, locale, numbers } = props;
  return (
    <div class="calls">
      {numbers.map((id) => {
        const line = guide.content.numbers[id];
        return (
          line && (
            <a key={id} class={line.level === 'now' ? 'btn call now' : 'btn call'} href={`tel:${line.call}`}>
              <Icon name="phone" />
              <span>
                <b>
                  <bdi dir="ltr">{line.shown}</bdi>
                </b>
                <Line text={guide.texts.text(locale, `lines.${id}`)} locale={locale} /> · {say(props, `ui.hours_${line.hours}`)}
              </span>
            </a>
          )
        );
      })}
    </div>
  );
}

function Terms(props: MessageProps): VNode | null {
  const { message, guide, locale } = props;
  const terms = message.node?.terms ?? [];
  if (terms.length === 0) return null;
  return (
    <div class="terms">
      {terms.map((id) => (
        <details class="term" key={id}>
          <summary>
            <span>
              {guide.texts.text(locale, `glossary.${id}.word`)}
              <bdi lang="de">{guide.content.terms[id]?.german}</bdi>
            </span>
            <Icon name="info" />
          </summary>
          <p>
            <Line text={guide.texts.text(locale, `glossary.${id}.explain`)} locale={locale} />
          </p>
        </details>
      ))}
    </div>
  );
}

function Helpers(props: MessageProps): VNode | null {
  const { message, guide } = props;
  const helps = message.node?.helps ?? [];
  if (helps.length === 0) return null;
  return (
    <p class="small">
      {say(props, 'ui.who_helps')}{' '}
      {helps.map((id, index) => (
        <span key={id}>
          {index > 0 && ' · '}
          <Line text={guide.texts.text(message.locale, `common.helpers.${id}`, {}, message.municipality)} locale={props.locale} />
        </span>
      ))}
    </p>
  );
}

/** Ways beside the talk: a sheet of this answer, its link, and what to do when it is wrong. */
function Beside(props: MessageProps): VNode | null {
  const { message, locale } = props;
  if (!message.topic || !message.textKey) return null;
  const about = `lang=${locale}&topic=${message.topic}`;
  return (
    <p class="beside">
      {message.node?.step && <a href={`/sheet?${about}`}>{say(props, 'ui.take_along')}</a>}
      {message.node?.step && <a href={`/share?${about}`}>{say(props, 'ui.share')}</a>}
      <a href={`/report?lang=${locale}&key=${message.textKey}`}>{say(props, 'ui.wrong_here')}</a>
    </p>
  );
}

function Source(props: MessageProps): VNode | null {
  const { message, guide } = props;
  const page = guide.content.pages[message.node?.page ?? ''];
  if (!page || !message.node) return null;
  return (
    <div class="foot">
      <p class="small">
        {say(props, 'ui.source')}:{' '}
        <a href={page.url} rel="noreferrer noopener" target="_blank" title={page.title}>
          <bdi lang="de">{page.site}</bdi>
        </a>
        {message.node.checked && <span class="line">{say(props, 'ui.checked', { day: day(message.node.checked) })}</span>}
      </p>
      <Beside {...props} />
    </div>
  );
}
