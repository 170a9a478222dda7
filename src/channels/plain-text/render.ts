import { day } from '../../content/format.js';
import type { Guide } from '../../content/guide.js';
import type { Message } from '../../effects/present.js';

type Direction = Message['dir'];

/** How a channel writes what is more than letters. */
interface Marks {
  bold(words: string): string;
  german(word: string): string;
  link(words: string, address: string): string;
  readonly lineBreak: string;
  readonly dir: Direction;
}

function plainMarks(dir: Direction): Marks {
  return {
    bold: (words) => words,
    german: (word) => isolated(dir, word),
    link: (words, address) => `${words}: ${isolated(dir, address.replace(/^tel:/, ''))}`,
    lineBreak: '\n',
    dir,
  };
}

function markdownMarks(dir: Direction): Marks {
  return {
    bold: (words) => `**${words}**`,
    german: (word) => isolated(dir, `*${word}*`),
    link: (words, address) => isolated(dir, `[${words}](${address})`),
    lineBreak: '\n\n',
    dir,
  };
}

/** Words and digits of another direction keep their own order inside right-to-left text: first strong isolate and its end. */
function isolated(dir: Direction, words: string): string {
  return dir === 'rtl' ? `\u2068${words}\u2069` : words;
}

/** A message for channels that show text only: buttons become a numbered list, and the numbers are understood everywhere. */
export function renderPlainText(guide: Guide, message: Message): string {
  const choices = message.choices.map(({ label }, index) => `${index + 1}. ${renderLabel(label, message.dir)}`);
  return [render(guide, message, plainMarks(message.dir)), ...choices].join('\n');
}

/** A message for channels that show Markdown and buttons of their own. Only the guide's words go through here, never a person's. */
export function renderMarkdown(guide: Guide, message: Message): string {
  return render(guide, message, markdownMarks(message.dir));
}

/** A button's words, without any marks. */
export function renderLabel(label: string, dir: Direction): string {
  return inWords(plainMarks(dir), label);
}

/** The text, then what the page shows as buttons and small print: who can be called, who helps, the official page and when it was checked. */
function render(guide: Guide, message: Message, marks: Marks): string {
  const { locale, node, text, outdated } = message;
  const say = (key: string, values?: { readonly [name: string]: string }) => inWords(marks, guide.texts.text(locale, key, values));
  const page = node?.page === undefined ? undefined : guide.content.pages[node.page];
  const calls = (node?.numbers ?? []).flatMap((id) => {
    const line = guide.content.numbers[id];
    return line
      ? [`${marks.link(inWords(marks, line.shown), `tel:${line.call}`)} ${say(`lines.${id}`)} · ${say(`common.ui.hours_${line.hours}`)}`]
      : [];
  });
  const helps = (node?.helps ?? []).map((id) => say(`common.helpers.${id}`));
  const checked = node?.checked ? ` · ${say('common.ui.checked', { day: day(node.checked) })}` : '';
  return [
    ...text.split('\n').map((line) => inWords(marks, line)),
    ...(outdated ? [say('common.ui.outdated')] : []),
    ...calls,
    ...(helps.length > 0 ? [`${say('common.ui.who_helps')} ${helps.join(' · ')}`] : []),
    ...(page ? [`${say('common.ui.source')}: ${marks.link(page.site, page.url)}${checked}`] : []),
  ].join(marks.lineBreak);
}

/** Our marks in those of the channel; German words and digits in groups keep their own order inside right-to-left text. */
function inWords(marks: Marks, text: string): string {
  return text.replace(/\*\*(.+?)\*\*|\[\[(.+?)\]\]|(\d+(?: \d+)+)/g, (_match, bold, german, digits) => {
    if (bold !== undefined) return marks.bold(inWords(marks, bold));
    if (german !== undefined) return marks.german(german);
    return isolated(marks.dir, digits);
  });
}
