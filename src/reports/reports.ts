import type { Collection, CollectionSpec, Document, Documents } from '../store/documents.js';

export const REPORTS: CollectionSpec = { name: 'reports', indexes: [{ field: 'lastAt' }] };

/** What a reader may say about a text; no words of her own, so that nothing personal is kept. */
export const REPORT_KINDS = ['not_true', 'outdated', 'not_clear', 'bad_language'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** A text that readers found fault with. The hash tells authors whether it was changed since. */
export interface Report {
  readonly textKey: string;
  readonly locale: string;
  readonly textHash: string;
  readonly kind: ReportKind;
  readonly count: number;
  readonly lastAt: number;
}

interface Row extends Document, Report {}

export interface Reports {
  add(report: Omit<Report, 'count' | 'lastAt'>): Promise<void>;
  /** The newest first. */
  all(): Promise<Report[]>;
}

const LISTED = 1000;

/** Counts what readers report, one document for each text, wording, language and kind. Who reported it is never known. */
export function createReports(documents: Documents, now: () => number): Reports {
  const rows: Collection<Row> = documents.collection(REPORTS);
  return {
    async add({ textKey, locale, textHash, kind }) {
      const id = [textKey.replaceAll('.', '_'), locale, textHash, kind].join('-');
      const lastAt = now();
      const first = await rows.insert({ id, textKey, locale, textHash, kind, count: 1, lastAt });
      if (first === 'exists') await rows.update(id, { set: { lastAt }, inc: { count: 1 } });
    },
    async all() {
      const found = await rows.find({ orderBy: 'lastAt', descending: true, limit: LISTED });
      return found.map(({ textKey, locale, textHash, kind, count, lastAt }) => ({ textKey, locale, textHash, kind, count, lastAt }));
    },
  };
}
