import { DirectLine } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import { XMLHttpRequest } from 'xhr2';

// The stock client is made for browsers and looks for these two by name.
Object.assign(globalThis, { WebSocket, XMLHttpRequest });

/** An activity as a client sees it. */
export interface SeenActivity {
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly from: { readonly id: string; readonly role: string; readonly name?: string };
  readonly suggestedActions?: { readonly actions: readonly { readonly type: string; readonly title: string; readonly value: object }[] };
  readonly channelData: {
    readonly textKey?: string;
    readonly sender: string;
    readonly dir: string;
    readonly clientActivityID?: string;
    readonly choices: readonly { readonly choice: string; readonly promptId: string; readonly label: string }[];
  };
}

/** The stock client, with what it has received so far. */
export class StockClient {
  readonly seen: SeenActivity[] = [];
  private readonly client: DirectLine;
  private readonly watch: { unsubscribe(): void };

  constructor(url: string, token: string, { stream, locale }: { stream: boolean; locale?: string }) {
    const conversationStartProperties = locale === undefined ? undefined : { locale };
    this.client = new DirectLine({
      token,
      domain: `${url}/v3/directline`,
      webSocket: stream,
      pollingInterval: 200,
      conversationStartProperties,
    });
    this.watch = this.client.activity$.subscribe((activity) => this.seen.push(JSON.parse(JSON.stringify(activity))));
  }

  /** Waits for an activity that fits, among those received after the given place. */
  async next(fits: (activity: SeenActivity) => boolean, after = 0, what = 'an activity'): Promise<SeenActivity> {
    const until = Date.now() + 15_000;
    while (Date.now() < until) {
      const found = this.seen.slice(after).find(fits);
      if (found) return found;
      await new Promise((later) => setTimeout(later, 20));
    }
    throw new Error(`${what} did not come; seen: ${this.seen.map(({ channelData, text }) => channelData.textKey ?? text).join(', ')}`);
  }

  /** Sends an activity and resolves to the id it got. */
  send(activity: { readonly [field: string]: unknown }): Promise<string> {
    const whole = { from: { id: 'whoever' }, type: 'message', text: '', ...activity } as const;
    return new Promise((sent, failed) => this.client.postActivity(whole).subscribe(sent, failed));
  }

  /** Presses an offered button as a chat client does, and waits for the question that follows. */
  async press(choice: string): Promise<SeenActivity> {
    const asked = this.seen.findLast(({ suggestedActions }) => suggestedActions);
    const action = asked?.suggestedActions?.actions.find(({ value }) => 'choice' in value && value.choice === choice);
    if (!action) throw new Error(`No button ${choice}`);
    const before = this.seen.length;
    const clientActivityID = `test-${before}-${choice}`;
    const id = await this.send({ text: action.title, value: action.value, channelData: { clientActivityID } });
    const own = await this.next(({ channelData }) => channelData.clientActivityID === clientActivityID, before, 'the own activity');
    if (own.id !== id || own.text !== action.title)
      throw new Error(`The own activity came back as ${own.id}: ${own.text}, sent ${id}: ${action.title}`);
    return this.next(({ suggestedActions }) => suggestedActions !== undefined, before, `the question after ${choice}`);
  }

  end(): void {
    this.watch.unsubscribe();
    this.client.end();
  }
}

/** A talk through the HTTP API alone. */
export async function callDirectLine(
  url: string,
  method: string,
  path: string,
  bearer?: string,
  body?: unknown,
): Promise<{ status: number; headers: Headers; body: { readonly [field: string]: never } }> {
  const response = await fetch(`${url}/v3/directline${path}`, {
    method,
    headers: { ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}
