import type { Question } from '../places.js';

/** A rival's page as thin as it can be: its own bundle, one question with buttons, and what its back end answers. */
export interface Shell {
  readonly name: 'deep-chat' | '@typebot.io/js' | 'botframework-webchat';
  /** The bundle inside the package. */
  readonly bundle: string;
  readonly body: string;
  /** What must have a box on the screen. */
  readonly readable: string;
  readonly backEnd: { readonly [request: string]: unknown };
}

const BUNDLE = '/bundle.js';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** The question stands in the page itself; only the component has to be loaded. */
function deepChat({ text, buttons }: Question): Shell {
  const classes = 'deep-chat-button deep-chat-suggestion-button';
  const html = buttons.map((label) => `<button class="${classes}">${escaped(label)}</button>`).join('');
  const history = escaped(JSON.stringify([{ text, html }]));
  return {
    name: 'deep-chat',
    bundle: 'dist/deepChat.bundle.js',
    body: `<script type="module" src="${BUNDLE}"></script><deep-chat history="${history}" connect="{&quot;url&quot;:&quot;/turn&quot;}"></deep-chat>`,
    readable: 'deep-chat >>> .message-bubble',
    backEnd: { 'POST /turn': { text: 'ok' } },
  };
}

/** Typebot asks its server for the talk; it shows the question at once, without pretending to type. */
function typebot({ text, buttons }: Question): Shell {
  const id = 'families';
  const settings = { typingEmulation: { enabled: false } };
  const items = buttons.map((content, index) => ({ id: `i${index}`, blockId: 'b2', content }));
  const start = `import Typebot from '${BUNDLE}'; Typebot.initStandard({ typebot: '${id}', apiHost: location.origin });`;
  return {
    name: '@typebot.io/js',
    bundle: 'dist/web.js',
    body: `<script type="module">${start}</script><typebot-standard style="width: 100%; height: 600px"></typebot-standard>`,
    readable: 'typebot-standard >>> .typebot-host-bubble .opacity-100',
    backEnd: {
      [`POST /api/v1/typebots/${id}/startChat`]: {
        sessionId: 's',
        typebot: { id, version: '6.1', settings, theme: {} },
        messages: [{ id: 'm1', type: 'text', content: { type: 'richText', richText: [{ type: 'p', children: [{ text }] }] } }],
        input: { id: 'b2', type: 'choice input', options: {}, items },
      },
    },
  };
}

/** Web Chat opens a Direct Line conversation, then reads its first activities. */
function webChat({ text, buttons }: Question): Shell {
  const actions = buttons.map((title) => ({ type: 'imBack', title, value: title }));
  const activity = {
    type: 'message',
    id: 'a|0',
    from: { id: 'bot', role: 'bot' },
    timestamp: '2026-11-24T12:00:00Z',
    text,
    suggestedActions: { actions },
  };
  const start = `addEventListener('load', () => WebChat.renderWebChat({
    directLine: WebChat.createDirectLine({ domain: location.origin + '/directline', token: 't', webSocket: false }), locale: 'tr-TR',
  }, document.getElementById('chat')));`;
  return {
    name: 'botframework-webchat',
    bundle: 'dist/webchat.js',
    body: `<script defer src="${BUNDLE}"></script><script>${start}</script><div id="chat" style="height: 600px"></div>`,
    readable: '.webchat__text-content',
    backEnd: {
      'POST /directline/conversations': { conversationId: 'c', token: 't', expires_in: 3600 },
      'GET /directline/conversations/c/activities?watermark=': { activities: [activity], watermark: '1' },
      'GET /directline/conversations/c/activities?watermark=1': { activities: [], watermark: '1' },
    },
  };
}

export const shells = (question: Question): Shell[] => [deepChat, typebot, webChat].map((shell) => shell(question));

export function pageOf({ name, body }: Shell): string {
  return `<!doctype html><html lang="tr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${name}</title>${body}</html>`;
}
