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
]);

const node = z.strictObject({
  choices: z.record(name, choice).optional(),
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
  off: z.array(flowName).default([]),
});

export const localeSchema = z.strictObject({
  name: z.string().min(1),
  dir: z.enum(['ltr', 'rtl']),
  intl: z.string().min(2),
  review: z.enum(['draft', 'reviewed']),
});

export const crisisSchema = z.record(z.string(), z.array(z.string().min(2)));
