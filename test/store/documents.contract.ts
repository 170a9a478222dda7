import { describe, expect, test } from 'vitest';
import type { Collection, CollectionSpec, Document, Documents } from '../../src/store/documents.js';

interface Row extends Document {
  readonly kind?: string;
  readonly rank?: number;
  readonly code?: string;
  readonly map?: { readonly [key: string]: string | number };
}

let opened = 0;

/** What every adapter of the documents port must do; no `if` for an adapter. */
export function describeDocuments(name: string, open: () => Promise<Documents>): void {
  async function rows(): Promise<Collection<Row>> {
    const spec: CollectionSpec = {
      name: `rows_${++opened}`,
      indexes: [{ field: 'kind' }, { field: 'rank' }, { field: 'code', unique: true }],
    };
    const documents = await open();
    await documents.prepare([spec]);
    return documents.collection<Row>(spec);
  }

  describe(`${name} keeps the documents contract`, () => {
    test('what was inserted is read as it was, whatever the characters', async () => {
      const collection = await rows();
      const row: Row = { id: 'a:1', kind: 'x', rank: 1.5, map: { تركي: 'çğıİ', deep: 7 }, nothing: null, list: [1, 'b', { c: true }] };
      expect(await collection.insert(row)).toBe('inserted');
      expect(await collection.get('a:1')).toEqual(row);
      expect(await collection.get('a:2')).toBeUndefined();
    });

    test('an id or a unique value is taken once; absent unique values do not clash', async () => {
      const collection = await rows();
      expect(await collection.insert({ id: '1', code: 'c' })).toBe('inserted');
      expect(await collection.insert({ id: '1', code: 'd' })).toBe('exists');
      expect(await collection.insert({ id: '2', code: 'c' })).toBe('exists');
      expect(await collection.insert({ id: '3' })).toBe('inserted');
      expect(await collection.insert({ id: '4' })).toBe('inserted');
      expect(await collection.get('2')).toBeUndefined();
    });

    test('a change sets, unsets and counts, inside maps too, and leaves the rest', async () => {
      const collection = await rows();
      await collection.insert({ id: '1', kind: 'x', rank: 1, map: { a: 1, b: 2 } });
      expect(
        await collection.update('1', {
          set: { kind: 'y', 'map.c': 'new', 'other.deep.er': 5 },
          unset: ['map.a', 'absent.path'],
          inc: { rank: 2, 'map.b': 3 },
        }),
      ).toBe('updated');
      expect(await collection.get('1')).toEqual({ id: '1', kind: 'y', rank: 3, map: { b: 5, c: 'new' }, other: { deep: { er: 5 } } });
    });

    test('a guard that does not hold changes nothing', async () => {
      const collection = await rows();
      await collection.insert({ id: '1', kind: 'x' });
      expect(await collection.update('1', { where: { kind: 'z' }, set: { kind: 'lost' } })).toBe('missed');
      expect(await collection.update('1', { where: { rank: null }, set: { kind: 'y' } })).toBe('updated');
      expect(await collection.update('2', { set: { kind: 'nobody' } })).toBe('missed');
      expect(await collection.remove('1', { kind: 'x' })).toBe(false);
      expect(await collection.get('1')).toEqual({ id: '1', kind: 'y' });
      expect(await collection.remove('1', { kind: 'y' })).toBe(true);
      expect(await collection.remove('1')).toBe(false);
    });

    test('a change of nothing only asks the guard', async () => {
      const collection = await rows();
      await collection.insert({ id: '1', kind: 'x' });
      expect(await collection.update('1', { where: { kind: 'x' } })).toBe('updated');
      expect(await collection.update('1', { where: { kind: 'z' }, unset: [] })).toBe('missed');
      expect(await collection.get('1')).toEqual({ id: '1', kind: 'x' });
    });

    test('of many changes on one version exactly one wins', async () => {
      const collection = await rows();
      await collection.insert({ id: '1', rank: 0 });
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => collection.update('1', { where: { rank: 0 }, set: { rank: 1, kind: `w${index}` } })),
      );
      expect(results.filter((result) => result === 'updated')).toHaveLength(1);
    });

    test('a hundred guarded writers lose no count', async () => {
      const collection = await rows();
      await collection.insert({ id: '1', rank: 0 });
      const add = async (): Promise<void> => {
        const rank = (await collection.get('1'))?.rank ?? 0;
        if ((await collection.update('1', { where: { rank }, set: { rank: rank + 1 } })) === 'missed') await add();
      };
      await Promise.all(Array.from({ length: 100 }, add));
      expect((await collection.get('1'))?.rank).toBe(100);
    });

    test('of many inserts of one id exactly one wins', async () => {
      const collection = await rows();
      const results = await Promise.all(Array.from({ length: 10 }, (_, index) => collection.insert({ id: '1', rank: index })));
      expect(results.filter((result) => result === 'inserted')).toHaveLength(1);
    });

    test('finds by equal values and open ranges, in order, up to the limit', async () => {
      const collection = await rows();
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          collection.insert({
            id: `r${String(index).padStart(2, '0')}`,
            kind: index % 2 ? 'odd' : 'even',
            ...(index < 10 ? { rank: index % 5 } : {}),
          }),
        ),
      );
      const ids = async (query: Parameters<typeof collection.find>[0]) => (await collection.find(query)).map(({ id }) => id);
      expect(await ids({ equals: { kind: 'odd' }, limit: 3 })).toEqual(['r01', 'r03', 'r05']);
      expect(await ids({ range: { field: 'rank', above: 2, below: 4 }, orderBy: 'rank', limit: 10 })).toEqual(['r03', 'r08']);
      expect(await ids({ range: { field: 'rank', below: 2 }, orderBy: 'rank', limit: 10 })).toEqual(['r00', 'r05', 'r01', 'r06']);
      expect(await ids({ range: { field: 'rank', above: 2 }, orderBy: 'rank', descending: true, limit: 3 })).toEqual(['r09', 'r04', 'r08']);
      expect(await ids({ range: { field: 'id', above: 'r04', below: 'r08' }, limit: 10 })).toEqual(['r05', 'r06', 'r07']);
      expect(await ids({ range: { field: 'id', above: 'r00', below: 'r99' }, orderBy: 'id', descending: true, limit: 2 })).toEqual([
        'r11',
        'r10',
      ]);
      expect(await collection.count({ kind: 'odd' })).toBe(6);
    });

    test('searched fields follow a change', async () => {
      const collection = await rows();
      await collection.insert({ id: '1', kind: 'x', rank: 1, active: true });
      await collection.update('1', { set: { kind: 'y' }, unset: ['rank'] });
      expect(await collection.find({ equals: { kind: 'x' }, limit: 9 })).toEqual([]);
      expect(await collection.find({ range: { field: 'rank', above: 0 }, limit: 9 })).toEqual([]);
      expect(await collection.find({ equals: { kind: 'y' }, limit: 9 })).toHaveLength(1);
    });

    test('what a caller does with a document afterwards changes nothing in the store', async () => {
      const collection = await rows();
      const row = { id: '1', map: { a: 1 } };
      await collection.insert(row);
      row.map.a = 2;
      expect((await collection.get('1'))?.map).toEqual({ a: 1 });
    });

    test('a thousand documents are read page by page without a gap', async () => {
      const collection = await rows();
      await Promise.all(Array.from({ length: 1000 }, (_, index) => collection.insert({ id: `d${String(index).padStart(4, '0')}` })));
      const seen: string[] = [];
      for (;;) {
        const page = await collection.find({ range: { field: 'id', above: seen.at(-1) ?? '' }, limit: 300 });
        if (page.length === 0) break;
        seen.push(...page.map(({ id }) => id));
      }
      expect(seen).toEqual(Array.from({ length: 1000 }, (_, index) => `d${String(index).padStart(4, '0')}`));
    });
  });
}
