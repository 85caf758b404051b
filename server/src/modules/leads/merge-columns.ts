import type { Stage } from './lead.ts';
import { isSmallEnough } from './lead-input.ts';

/** Columns that a merge fills one by one where the survivor has nothing. */
const plainColumns = [
  'businessName',
  'title',
  'website',
  'goal',
  'intent',
  'timeline',
  'qualificationNotes',
  'source',
  'externalId',
  'externalPortalLink',
  'activitySummary',
  'timeZone',
  'language',
  'campaignId',
  'assignedMemberId',
  'importedAt',
  'submittedAt',
] as const;

/** Columns that only make sense together. The first says whether there is anything. */
const groups = [
  ['name', 'givenName', 'middleName', 'familyName'],
  ['email', 'emailVerifiedAt'],
  ['phone', 'phoneMatchKey', 'phoneVerifiedAt'],
  ['needsHumanReason'],
  ['qualificationScore', 'rulesScore'],
] as const;

type Fillable = (typeof plainColumns)[number] | (typeof groups)[number][number];
type Json = Readonly<Record<string, unknown>>;

/** What a merge looks at, and may change, of a lead's row. */
export interface MergedRow extends Readonly<Record<Fillable, unknown>> {
  readonly stage: Stage;
  readonly lostReason: string | null;
  readonly needsHuman: boolean;
  readonly owner: 'agent' | 'person';
  readonly tags: readonly string[];
  readonly metadata: Json;
  readonly formResponses: Json;
}

/** What a merge gave to the survivor: enough to take it back where it is still so. */
export interface Filled {
  readonly columns: Readonly<Record<string, { readonly was: unknown; readonly is: unknown }>>;
  readonly tags: readonly string[];
  readonly metadata: Json;
  readonly formResponses: Json;
}

/** A lead that is lost in one place and goes on in another goes on. */
const order: readonly Stage[] = ['lost', 'new', 'engaged', 'qualified', 'booked', 'converted'];

/**
 * What the survivor takes over: what it lacks, the further stage, a person's ownership, tags, and keys of metadata and
 * form answers that it has not. Where those would be too many or too large the survivor's stay as they are.
 */
export function mergeColumns(survivor: MergedRow, merged: MergedRow): Filled {
  const fill: Record<string, unknown> = {};
  for (const column of plainColumns) if (survivor[column] === null) fill[column] = merged[column];
  for (const group of groups) {
    if (survivor[group[0]] === null) for (const column of group) fill[column] = merged[column];
  }
  if (isProvedBy(survivor.email, merged.email))
    fill.emailVerifiedAt = survivor.emailVerifiedAt ?? merged.emailVerifiedAt;
  if (isProvedBy(survivor.phoneMatchKey, merged.phoneMatchKey))
    fill.phoneVerifiedAt = survivor.phoneVerifiedAt ?? merged.phoneVerifiedAt;
  fill.stage = order.indexOf(merged.stage) > order.indexOf(survivor.stage) ? merged.stage : survivor.stage;
  fill.lostReason = survivor.lostReason ?? (fill.stage === 'lost' ? merged.lostReason : null);
  fill.needsHuman = survivor.needsHuman || merged.needsHuman;
  fill.owner = survivor.owner === 'person' ? 'person' : merged.owner;
  const changed = Object.entries(fill).filter(([column, is]) => !isSame(is, Reflect.get(survivor, column)));
  return {
    columns: Object.fromEntries(changed.map(([column, is]) => [column, { was: Reflect.get(survivor, column), is }])),
    tags: newTags(survivor.tags, merged.tags),
    metadata: newKeys(survivor.metadata, merged.metadata),
    formResponses: newKeys(survivor.formResponses, merged.formResponses),
  };
}

/** The columns of the survivor with what it takes over. */
export function withFilled(survivor: MergedRow, filled: Filled): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(filled.columns).map(([column, { is }]) => [column, is])),
    tags: [...survivor.tags, ...filled.tags],
    metadata: { ...filled.metadata, ...survivor.metadata },
    formResponses: { ...filled.formResponses, ...survivor.formResponses },
  };
}

/** The columns of the survivor without what it took over, as far as that still stands there unchanged. */
export function withoutFilled(survivor: MergedRow, filled: Filled): Record<string, unknown> {
  const still = Object.entries(filled.columns).filter(([column, { is }]) => isSame(is, Reflect.get(survivor, column)));
  return {
    ...Object.fromEntries(still.map(([column, { was }]) => [column, was])),
    tags: survivor.tags.filter((tag) => !filled.tags.includes(tag)),
    metadata: withoutKeys(survivor.metadata, filled.metadata),
    formResponses: withoutKeys(survivor.formResponses, filled.formResponses),
  };
}

function isProvedBy(one: unknown, other: unknown): boolean {
  return one !== null && one === other;
}

function newTags(own: readonly string[], others: readonly string[]): string[] {
  const known = new Set(own.map((tag) => tag.toLowerCase()));
  return others.filter((tag) => !known.has(tag.toLowerCase())).slice(0, Math.max(0, 100 - own.length));
}

function newKeys(own: Json, others: Json): Json {
  const added = Object.fromEntries(Object.entries(others).filter(([key]) => !Object.hasOwn(own, key)));
  return isSmallEnough({ ...own, ...added }) ? added : {};
}

function withoutKeys(own: Json, added: Json): Json {
  const stays = ([key, value]: [string, unknown]) => !Object.hasOwn(added, key) || !isSame(added[key], value);
  return Object.fromEntries(Object.entries(own).filter(stays));
}

/** As JSON has them, whatever the order of keys: one of the two may have been stored as JSON, a time as its text. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
