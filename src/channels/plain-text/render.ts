import type { Message } from '../../effects/present.js';

/** First strong isolate and its end: keep a German word in its own direction inside right-to-left text. */
const ISOLATE = ['\u2068', '\u2069'] as const;

/** A message for channels that show text only: buttons become a numbered list, and the numbers are understood everywhere. */
export function renderPlainText({ text, choices }: Pick<Message, 'text' | 'choices'>): string {
  return [plainWords(text), ...choices.map(({ label }, index) => `${index + 1}. ${plainWords(label)}`)].join('\n');
}

/** Words without marks; German words and digits in groups keep their own order inside right-to-left text. */
function plainWords(text: string): string {
  return text
    .replace(/\*\*/g, '')
    .replace(/\[\[(.+?)\]\]|(\d+(?: \d+)+)/g, (_match, german, digits) => `${ISOLATE[0]}${german ?? digits}${ISOLATE[1]}`);
}
