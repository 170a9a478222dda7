import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { toReply } from '../../src/channels/bot-framework/activities.js';
import { toActivity } from '../../src/channels/directline/activities.js';
import { renderMarkdown, renderPlainText } from '../../src/channels/plain-text/render.js';
import { MessageView } from '../../src/channels/webchat/messages.js';
import type { Guide } from '../../src/content/guide.js';
import type { FlowNode } from '../../src/content/types.js';
import type { Message } from '../../src/effects/present.js';
import { guide as real } from '../support/guide.js';

/** Words of the product stand as their keys, so that the pictures below change with the renderers alone and never with a text. */
const guide: Guide = { ...real, texts: { ...real.texts, text: (_locale, key) => `‹${key}›` } };

const node: FlowNode = {
  kind: 'choices',
  choices: {},
  facts: [],
  terms: ['abitur'],
  dates: [],
  helps: ['class_teacher', 'ki'],
  lines: [],
  numbers: ['violence_women'],
  page: 'schulministerium_empfehlung',
  checked: '2026-11-22',
  step: true,
  private: false,
  desk: false,
  line: 1,
};

const WORDS = {
  de: 'Die Empfehlung ist ein **Rat**.\nRufen Sie an: 116 016. Was möchten Sie tun?',
  ar: 'الكلمة الألمانية هي [[Empfehlung]] وهي **نصيحة**.\nاتصلوا: 116 016. ماذا تريدون؟',
};

function messages(locale: 'de' | 'ar'): [string, Message][] {
  const dir = locale === 'ar' ? 'rtl' : 'ltr';
  const base = { seq: 7, at: Date.parse('2026-11-24T16:00:00Z'), locale, dir, choices: [] } as const;
  const prompt = { promptId: '3', choices: ['one', 'two'] };
  const choices = prompt.choices.map((choice) => ({ choice, promptId: '3', label: locale === 'ar' ? `[[Abitur]] ${choice}` : choice }));
  const place = { flow: 'transition-4-5-recommendation', node: 'short_answer' };
  const answer = { textKey: `${place.flow}.${place.node}`, text: WORDS[locale], topic: place.flow, place, node, prompt, choices };
  return [
    [`an answer, ${dir}`, { ...base, sender: 'bot', ...answer, outdated: true }],
    [
      `the parent's answer, ${dir}`,
      { ...base, sender: 'parent', textKey: 'menu.choices.one', text: choices[0]?.label ?? '', clientId: 'x1' },
    ],
    [
      `a person, ${dir}`,
      { ...base, sender: 'person', name: 'Ayşe K.', text: '**Merhaba** <b>116 016</b>\n[x](https://evil.example) مرحبا' },
    ],
  ];
}

const ALL = [...messages('de'), ...messages('ar')];

/** A person's own words never go through these two. */
describe.each(ALL.filter(([, { sender }]) => sender !== 'person'))('%s', (_what, message) => {
  test('as plain text', () => {
    expect(renderPlainText(guide, message)).toMatchSnapshot();
  });

  test('as Markdown', () => {
    expect(renderMarkdown(guide, message)).toMatchSnapshot();
  });
});

describe.each(ALL)('%s', (_what, message) => {
  test('as a bubble of the page', () => {
    const bubble = <MessageView guide={guide} locale={message.locale} message={message} now first={false} />;
    expect(renderToString(bubble).replaceAll('><', '>\n<')).toMatchSnapshot();
  });

  test('as an activity of Direct Line', () => {
    expect(toActivity({ guide, conversationId: 'c', user: 'dl_1', serviceUrl: 'https://eltern.example/' }, message)).toMatchSnapshot();
  });

  test.each(['msteams', 'webchat'])('as an activity of the Bot Framework for %s', (channel) => {
    expect(toReply(guide, channel, message)).toMatchSnapshot();
  });
});
