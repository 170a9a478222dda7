import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConversationState,
  MemoryStorage,
  type StatePropertyAccessor,
  type TurnContext,
} from 'botbuilder';
import {
  ComponentDialog,
  DialogSet,
  type DialogState,
  DialogTurnStatus,
  TextPrompt,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import express from 'express';
import { readCompiled } from '../../src/content/compiled.js';
import { createGuide } from '../../src/content/guide.js';
import { LOCALE } from '../dialog.js';
import { listen } from './ready.js';

// The same talk, with the same texts, as botbuilder's own users build it: waterfalls and prompts behind CloudAdapter, state in MemoryStorage.
const guide = createGuide(readCompiled('dist/content.json'), { offerDrafts: true });
const text = (key: string) => guide.texts.text(LOCALE, key, {}, undefined);
const PROMPT = 'prompt';

/** What is said at a place, and where each answer leads. */
interface Place {
  readonly say: readonly string[];
  readonly next: { readonly [answer: string]: string };
}
const RECOMMENDATION = 'transition-4-5-recommendation';
const TIMELINE = 'transition-4-5-timeline';
const PLACES: { readonly [name: string]: Place } = {
  start: { say: ['arrival.hello', 'child-stage.ask_band'], next: { primary: 'primary' } },
  primary: { say: ['child-stage.ask_primary'], next: { class_4: 'menu' } },
  menu: { say: ['menu.after_class_4'], next: { recommendation: 'recommendation', timeline: 'timeline', forms: 'forms' } },
  recommendation: { say: [`${RECOMMENDATION}.short_answer`], next: { what_it_says: 'what_it_says' } },
  what_it_says: { say: [`${RECOMMENDATION}.what_it_says`], next: { with_limits: 'with_limits', one_type: 'one_type' } },
  with_limits: {
    say: ['with_limits', 'several_ways', 'next_step'].map((node) => `${RECOMMENDATION}.${node}`),
    next: { back: 'what_it_says', other_topics: 'menu' },
  },
  one_type: { say: ['one_type', 'several_ways', 'next_step'].map((node) => `${RECOMMENDATION}.${node}`), next: { other_topics: 'menu' } },
  timeline: { say: [`${TIMELINE}.short_answer`], next: { the_talk: 'the_talk' } },
  the_talk: { say: ['the_talk', 'go_on'].map((node) => `${TIMELINE}.${node}`), next: { other_topics: 'menu' } },
  forms: { say: ['school-forms.short_answer'], next: {} },
};

class Guided extends ComponentDialog {
  constructor() {
    super('guided');
    this.addDialog(new TextPrompt(PROMPT));
    for (const [name, { say, next }] of Object.entries(PLACES)) {
      this.addDialog(
        new WaterfallDialog(name, [
          async (step: WaterfallStepContext) => {
            for (const key of say.slice(0, -1)) await step.context.sendActivity(text(key));
            return step.prompt(PROMPT, text(say.at(-1) ?? ''));
          },
          async (step: WaterfallStepContext) => step.replaceDialog(next[String(step.result)] ?? name),
        ]),
      );
    }
    this.initialDialogId = 'start';
  }

  async run(context: TurnContext, accessor: StatePropertyAccessor<DialogState>): Promise<void> {
    const set = new DialogSet(accessor);
    set.add(this);
    const dialog = await set.createContext(context);
    const { status } = await dialog.continueDialog();
    if (status === DialogTurnStatus.empty) await dialog.beginDialog(this.id);
  }
}

const conversations = new ConversationState(new MemoryStorage());
const accessor = conversations.createProperty<DialogState>('dialog');
const guided = new Guided();
class Bot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await guided.run(context, accessor);
      await conversations.saveChanges(context);
      await next();
    });
  }
}
const bot = new Bot();
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const app = express();
app.use(express.json());
app.post('/api/messages', (request, response, next) => {
  adapter.process(request, response, (context) => bot.run(context)).catch(next);
});
listen(app);
