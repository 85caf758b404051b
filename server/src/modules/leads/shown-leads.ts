import type { Ctx, Database } from '../../db/database.ts';
import { onceFor } from '../../engagement/understanding/keep.ts';
import { JsonOf } from '../../kernel/json-of.ts';
import { Recent } from '../../kernel/recent.ts';
import type { Lead } from './lead.ts';

/** A lead as the API shows it at one of its revisions. */
export class ShownLead extends JsonOf<Lead> {
  readonly revision: number;
  #lead: Lead | undefined;

  constructor(revision: number, text: string) {
    super(text, String(revision));
    this.revision = revision;
  }

  /** Shared with whoever reads it next: not to be changed. */
  override parse(): Lead {
    this.#lead ??= super.parse();
    return this.#lead;
  }
}

/** Characters of JSON, some 6,000 leads; with what was parsed of it, twice as many bytes. */
const MOST_CHARACTERS = 16_000_000;
const MOST_PAGES = 2_000;
/** Of whom it is remembered that they were read. */
const MOST_READ = 10_000;

/**
 * What this process has read of leads lately. It shows nothing of it before the database has said, within the caller's
 * workspace, that the lead is still of this revision (docs/adr/0046). Only what has committed is kept here: a revision
 * that is rolled back comes again with other words.
 */
const leadsOf = onceFor((_: Database) => new Recent<string, ShownLead>(MOST_CHARACTERS, ({ text }) => text.length));
/** What is read once among many is not read again soon: a lead is kept from its second reading on. */
const readOf = onceFor((_: Database) => new Recent<string, true>(MOST_READ, () => 1));
/** The ids that stood on a page when it was read last. */
const pagesOf = onceFor((_: Database) => new Recent<string, readonly string[]>(MOST_PAGES, () => 1));

type Reader = Pick<Ctx, 'db' | 'workspace'>;

/** The lead as this process knows it: to be shown only where the database has the same revision for the same caller. */
export function recallLead({ db, workspace }: Reader, id: string): ShownLead | undefined {
  return leadsOf(db).get(workspace.id + id);
}

/** What the statement said of a lead that its caller knew like that: without words where the revision is the same. */
export function toShown(
  { db, workspace }: Reader,
  known: ShownLead | undefined,
  { id, revision, shown }: { readonly id: string; readonly revision: number; readonly shown: string | null },
): ShownLead {
  if (shown === null) {
    if (known?.revision !== revision) throw new Error('a statement left out the words of a lead that was not known');
    return known;
  }
  const lead = new ShownLead(revision, shown);
  const [key, read] = [workspace.id + id, readOf(db)];
  if (read.get(key)) leadsOf(db).set(key, lead);
  else read.set(key, true);
  return lead;
}

/** What is known of the leads that stood on this page, by their ids. */
export function recallPage(reader: Reader, page: string): ReadonlyMap<string, ShownLead> {
  const known = new Map<string, ShownLead>();
  for (const id of pagesOf(reader.db).get(page) ?? []) {
    const lead = recallLead(reader, id);
    if (lead) known.set(id, lead);
  }
  return known;
}

export function keepPage({ db }: Reader, page: string, ids: readonly string[]): void {
  pagesOf(db).set(page, ids);
}
