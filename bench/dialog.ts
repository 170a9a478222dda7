/**
 * One talk of twelve turns that every measured system holds: age, topic, questions inside questions with one step back, another topic, back, a third.
 * `back` is the button of that name; every other word is a choice.
 */
export const DIALOG = [
  'primary',
  'class_4',
  'transition-4-5-recommendation',
  'what_it_says',
  'with_limits',
  'back',
  'one_type',
  'other_topics',
  'transition-4-5-timeline',
  'the_talk',
  'other_topics',
  'school-forms',
] as const;
export const LOCALE = 'tr';
