import { LOCALE } from '../dialog.js';
import { PLACES, text } from '../places.js';

/**
 * The talk as a Rasa project, by file name. As cheap as Rasa gets: words instead of learning, one rule for each word, one answer for
 * each rule, no context. It can be so because in this talk a word always leads to the same place.
 */
export function rasaProject(): { [file: string]: string } {
  const ways = new Map([['hello', 'start'], ...Object.values(PLACES).flatMap(({ next }) => Object.entries(next))]);
  // `back` alone is an intent of Rasa's own.
  const intentOf = (word: string) => `word_${word}`;
  const intents = [...ways.keys()].map(intentOf);
  const responses = Object.fromEntries(
    Object.entries(PLACES).map(([name, { say }]) => [`utter_${name}`, [{ text: say.map(text).join('\n') }]]),
  );
  const config = {
    recipe: 'default.v1',
    assistant_id: 'talk',
    language: LOCALE,
    pipeline: [{ name: 'KeywordIntentClassifier' }],
    policies: [{ name: 'RulePolicy', enable_fallback_prediction: false }],
  };
  const domain = {
    version: '3.1',
    intents,
    responses,
    session_config: { session_expiration_time: 0, carry_over_slots_to_new_session: true },
  };
  const nlu = { version: '3.1', nlu: [...ways.keys()].map((word) => ({ intent: intentOf(word), examples: `- ${word}\n` })) };
  const rules = [...ways].map(([word, to]) => ({ rule: word, steps: [{ intent: intentOf(word) }, { action: `utter_${to}` }] }));
  return {
    'config.yml': yaml(config),
    'domain.yml': yaml(domain),
    'data/nlu.yml': yaml(nlu),
    'data/rules.yml': yaml({ version: '3.1', rules }),
  };
}

/** JSON is YAML too, but Rasa tells its files apart by bare keys at the beginning of a line. */
function yaml(file: { readonly [key: string]: unknown }): string {
  return Object.entries(file)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}
