import { expect, test } from 'vitest';
import { AUDIT, chainHash, createAudit } from '../../src/audit/audit.js';
import { memoryDocuments } from '../../src/store/memory/documents.js';

test('every entry holds the hash of the one before, so that a change anywhere shows', async () => {
  const documents = memoryDocuments();
  const audit = createAudit(documents);
  for (let at = 1; at <= 20; at++) await audit.append({ event: 'claimed', actor: 'm1', subject: `request-${at}`, at });
  const rows = await documents
    .collection<{ id: string; chain: string; seq: number; previous: string; hash: string; entry: string }>(AUDIT)
    .find({ limit: 100 });
  const intact = (entries: typeof rows) =>
    entries.every(
      (row, index) =>
        row.previous === (entries[index - 1]?.hash ?? '') && row.hash === chainHash(row.chain, row.seq, row.previous, row.entry),
    );
  expect(intact(rows)).toBe(true);
  for (const index of rows.keys()) {
    expect(intact(rows.map((row, at) => (at === index ? { ...row, entry: row.entry.replace('m1', 'm2') } : row)))).toBe(false);
    if (index < rows.length - 1) expect(intact(rows.filter((_row, at) => at !== index))).toBe(false);
  }
  expect((await audit.about('request-7')).map(({ subject }) => subject)).toEqual(['request-7']);
});
