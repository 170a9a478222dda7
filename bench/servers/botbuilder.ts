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
import { heap } from '../heap.js';
import { PLACES, text } from '../places.js';
import { listen } from './ready.js';

// The same talk, with the same texts, as botbuilder's own users build it: waterfalls and prompts behind CloudAdapter, state in MemoryStorage.
const PROMPT = 'prompt';

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
app.get('/heap', (_request, response) => {
  response.json(heap());
});
listen(app);
