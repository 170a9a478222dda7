import { z } from 'zod';

/** What authors may write; everything else is refused with file and place. See docs/content.md. */
const flowName = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case');
const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be snake_case');
const slot = z.string().regex(/^(child\.)?[a-z][a-z0-9_]*$/, 'must be a slot such as call_when or child.stage');
const day = z.iso.date('must be a day such as 2026-11-22');
const target = z.string().regex(/^((call|go):[a-z][a-z0-9-]*|[a-z][a-z0-9_]*)$/, 'must be a node, call:<flow> or go:<flow>');
const slotValues = z.record(slot, z.string());
const facts = z.array(z.string().min(1)).default([]);

const choice = z.union([target.transform((to) => ({ to, set: undefined })), z.strictObject({ to: target, set: slotValues.optional() })]);

const action = z.union([
  z.strictObject({ save_contact: z.strictObject({ consent: name }) }),
  z.strictObject({ leave_message: z.strictObject({ consent: name }) }),
  z.strictObject({ hand_over: z.strictObject({}) }),
  z.strictObject({ cancel_request: z.strictObject({}) }),
  z.strictObject({ erase: z.strictObject({}) }),
  z.strictObject({ add_child: z.strictObject({}) }),
  z.strictObject({ switch_child: z.strictObject({}) }),
]);

const node = z.strictObject({
  choices: z.record(name, choice).optional(),
  topics: z.array(flowName).min(1).optional(),
  offer: name.optional(),
  slot: slot.optional(),
  collect: z
    .strictObject({
      slot,
      as: z.enum(['first_name', 'phone_number', 'free_text', 'municipality']),
      sensitive: z.boolean().default(false),
      optional: z.boolean().default(false),
    })
    .optional(),
  consent: name.optional(),
  do: action.optional(),
  if: z.record(slot, z.union([z.string(), z.array(z.string()).min(1)])).optional(),
  then: target.optional(),
  else: target.optional(),
  call: flowName.optional(),
  end: z.literal(true).optional(),
  silent: z.literal(true).optional(),
  facts,
  terms: z.array(name).max(2, 'at most 2 terms in one bubble').default([]),
  dates: z.array(name).default([]),
  helps: z.array(name).default([]),
  numbers: z.array(name).default([]),
  lines: z.array(name).default([]),
  page: name.optional(),
  checked: day.optional(),
  until: day.optional(),
  icon: name.optional(),
  step: z.boolean().default(false),
  private: z.boolean().default(false),
  desk: z.boolean().default(false),
});
export type RawNode = z.infer<typeof node>;

export const flowSchema = z.strictObject({
  flow: flowName,
  topic: flowName.optional(),
  discreet: z.boolean().default(false),
  icon: name.optional(),
  sheet: z.string().optional(),
  page: name.optional(),
  checked: day.optional(),
  start: name,
  nodes: z.record(name, node),
});
export type RawFlow = z.infer<typeof flowSchema>;

export const termsSchema = z.record(name, z.strictObject({ german: z.string().min(1), facts }));

export const pagesSchema = z.record(
  name,
  z.strictObject({
    url: z.url({ protocol: /^https$/, error: 'must be an https address' }),
    site: z.string().min(1),
    title: z.string().min(1),
  }),
);

export const datesSchema = z.record(name, z.strictObject({ from: day, to: day, facts, checked: day }));

const span = z.strictObject({ from: day, to: day }).refine(({ from, to }) => from <= to, 'must not end before it begins');
const month = z.int().min(1).max(12);
/** A month's place in the school year, August first. */
const place = (number: number) => (number + 4) % 12;
const step = z.strictObject({
  id: name,
  topic: flowName,
  stages: z.array(name).min(1),
  forms: z.array(name).default([]),
  new: z.boolean().default(false),
  months: z.tuple([month, month]).refine(([first, last]) => place(first) <= place(last), 'must be in the order of a school year'),
  known: z.array(span).default([]),
  asks: name,
  facts: z.array(z.string().min(1)).min(1),
  checked: day,
  terms: z.array(name).max(2).default([]),
});
export const stepsSchema = z.array(step);

export const numbersSchema = z.record(
  name,
  z.strictObject({
    call: z.string().regex(/^\+?[0-9]+$/, 'must hold digits only'),
    shown: z.string().min(1),
    hours: z.enum(['always', 'ask']),
    level: z.literal('now').optional(),
    facts,
    checked: day,
  }),
);

export const packSchema = z.strictObject({
  name: z.string().min(1),
  facts: z.record(name, z.string()).default({}),
  checked: day,
  sources: z.array(z.string().min(1)).default([]),
  towns: z.array(z.string().min(1)).default([]),
  dates: z.record(name, z.array(span).min(1)).default({}),
  off: z.array(flowName).default([]),
});

export const localeSchema = z.strictObject({
  name: z.string().min(1),
  dir: z.enum(['ltr', 'rtl']),
  intl: z.string().min(2),
  review: z.enum(['draft', 'reviewed']),
});

/** The list of topics that must be answered. */
export const topicsSchema = z.record(flowName, z.strictObject({ area: flowName, tier: z.union([z.literal(1), z.literal(2)]) }));

const kaoaEntry = z.strictObject({
  label: z.string().min(1),
  answered: z.array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9_]+$/, 'must be <flow>.<node>')).min(1),
});
/** The official KAoA catalogue's codes, and the nodes that answer them. */
export const kaoaSchema = z.strictObject({ categories: z.record(z.string(), kaoaEntry), elements: z.record(z.string(), kaoaEntry) });

/** Text key → the native speaker's own name or office, the day, and the hash of the words that were read. */
export const reviewsSchema = z.record(z.string(), z.strictObject({ by: z.string().min(1), on: day, hash: z.string().min(1) }));
/** Text key → hash of the German words it was translated from. */
export const basedOnSchema = z.record(z.string(), z.string());

/** Fact id → hash of its line. */
export const factsIndexSchema = z.record(z.string(), z.string());

/** Topic → how parents ask for it. */
export const questionsSchema = z.record(flowName, z.array(z.string().min(2)).min(1));

/** Words for the search; see `SearchWords`. */
export const searchWordsSchema = z.strictObject({
  noise: z.array(z.string().min(1)),
  same: z.array(z.array(z.string().min(1)).min(2)),
  elsewhere: z.array(z.string().min(1)),
  topics: z.record(flowName, z.string().min(1)).default({}),
});

const phrases = z.array(z.string().min(2));

/** Words of danger; see `CrisisWords`. */
export const crisisSchema = z
  .strictObject({
    not: phrases,
    phrases: z.record(flowName, phrases),
    signs: z.record(z.string(), z.array(z.string().min(1)).min(1)),
    together: z.record(flowName, z.array(z.array(z.string()).min(2))),
  })
  .superRefine(({ signs, together }, context) => {
    for (const [card, rules] of Object.entries(together))
      for (const [place, rule] of rules.entries())
        for (const sign of rule)
          if (!signs[sign]) context.addIssue({ code: 'custom', path: ['together', card, place], message: `knows no sign "${sign}"` });
  });
