import { defined } from '../../kernel/defined.ts';
import { fold } from '../understanding/text.ts';
import type { FoundPerson, Item, ItemKind } from './found-person.ts';
import { isContact } from './found-person.ts';

/** What was gathered of one person so far. */
export class Draft {
  readonly items: Item[] = [];

  add(...items: readonly Item[]): this {
    this.items.push(...items);
    return this;
  }

  has(kind: ItemKind): boolean {
    return this.items.some((item) => item.kind === kind);
  }

  get isReachable(): boolean {
    return this.items.some(isContact);
  }

  get hasStrongName(): boolean {
    return this.items.some((item) => item.kind === 'name' && !item.weak);
  }
}

/** The person a draft tells of; undefined where there is no way to reach one. */
export function finish({ items }: Draft): FoundPerson | undefined {
  const valuesOf = (kind: ItemKind) => [
    ...new Set(items.filter((item) => item.kind === kind).map(({ value }) => value)),
  ];
  const [email, ...otherEmails] = valuesOf('email');
  const phones = items.filter((item) => item.kind === 'phone');
  const phone = (phones.find((item) => item.mobile) ?? phones[0])?.value;
  if (email === undefined && phone === undefined) return undefined;
  const { name, businessName } = settleNames(items, email);
  const parts = {
    givenName: valuesOf('givenName')[0],
    middleName: valuesOf('middleName')[0],
    familyName: valuesOf('familyName')[0],
  };
  const otherPhones = [...new Set(phones.map((item) => item.value))].filter((value) => value !== phone);
  return tidy({
    ...(parts.givenName === undefined && parts.familyName === undefined ? { name } : parts),
    email,
    phone,
    businessName,
    title: valuesOf('title')[0],
    website: valuesOf('website')[0],
    place: joined(valuesOf('place'), ', '),
    notes: joined(valuesOf('notes'), '; '),
    other: {
      ...(otherEmails.length > 0 && { otherEmails: otherEmails.join(', ') }),
      ...(otherPhones.length > 0 && { otherPhones: otherPhones.join(', ') }),
    },
  });
}

/** Of two that look like names, the one that the e-mail's domain bears is the business. */
function settleNames(items: readonly Item[], email: string | undefined) {
  const business = items.filter((item) => item.kind === 'businessName').map(({ value }) => value);
  const names = items.filter((item) => item.kind === 'name');
  const labelled = names.find((item) => item.labelled);
  const free = names.filter((item) => item !== labelled);
  const [local = '', domain = ''] = (email ?? '').split('@').map(letters);
  const ofDomain =
    names.length > 1
      ? free.find(({ value }) => letters(value).length > 3 && domain.startsWith(letters(value)))
      : undefined;
  const persons = free.filter((item) => item !== ofDomain);
  const ofLocal = persons.find(({ value }) => bearsName(local, value));
  const name = labelled ?? ofLocal ?? persons.find((item) => !item.weak) ?? persons[0];
  const left = name && persons[persons.indexOf(name) + 1];
  return { name: name?.value, businessName: business[0] ?? ofDomain?.value ?? (labelled ? undefined : left?.value) };
}

/** Whether an e-mail's local part holds a word of the name. */
export function bearsName(local: string, name: string): boolean {
  return fold(name)
    .split(/[^\p{L}]+/u)
    .some((word) => word.length > 2 && local.includes(word));
}

/** Small letters and digits alone. */
export function letters(text: string): string {
  return fold(text).replace(/[^\p{L}\d]/gu, '');
}

function joined(values: readonly string[], by: string): string | undefined {
  return values.length === 0 ? undefined : values.join(by).slice(0, MAX_JOINED);
}

const MAX_JOINED = 2000;

/** The person without what is not known. */
export function tidy({ other, ...person }: { [K in keyof FoundPerson]: FoundPerson[K] | undefined }): FoundPerson {
  return { ...defined(person), other: other ?? {} };
}
