import { PLACES, type Place, text } from '../places.js';

/** An id that goflow takes, the same for the same number. */
const uuid = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** The talk as a goflow flow: a node says what a place says, waits for a message and goes on by its exact words. */
export function goflowAssets(): string {
  const names = Object.keys(PLACES);
  let used = names.length + 1;
  const fresh = () => uuid(used++);
  const node = ([name, { say, next }]: [string, Place]) => {
    const actions = say.map((key) => ({ uuid: fresh(), type: 'send_msg', text: text(key).replaceAll('@', '@@') }));
    const way = (category: string, to: string) => ({ category, to, exit: fresh(), id: fresh() });
    const ways = Object.entries(next).map(([answer, to]) => way(answer, to));
    const other = way('Other', name);
    const router = {
      type: 'switch',
      wait: { type: 'msg' },
      operand: '@input.text',
      categories: [...ways, other].map(({ category, exit, id }) => ({ uuid: id, name: category, exit_uuid: exit })),
      default_category_uuid: other.id,
      cases: ways.map(({ category, id }) => ({ uuid: fresh(), type: 'has_only_phrase', arguments: [category], category_uuid: id })),
    };
    const exits = [...ways, other].map(({ exit, to }) => ({ uuid: exit, destination_uuid: uuid(names.indexOf(to) + 1) }));
    return { uuid: uuid(names.indexOf(name) + 1), actions, router, exits };
  };
  const nodes = Object.entries(PLACES).map(node);
  const flow = { uuid: uuid(0), name: 'Talk', spec_version: '13.0', language: 'tur', type: 'messaging', localization: {}, nodes };
  return JSON.stringify({ flows: [flow] });
}
