import { type FoundPerson, findPeople } from './find-people.ts';

export const context = { now: new Date('2026-05-13T09:00:00Z'), timeZone: 'UTC', country: 'US', language: 'en' };

/** Whom a text tells of, without what is empty, so that a row of a test's table says only what was found. */
export function found(text: string, country = 'US'): Record<string, unknown>[] {
  return findPeople(text, { ...context, country }).map(({ other, ...person }: FoundPerson) => ({
    ...person,
    ...(Object.keys(other).length > 0 && { other }),
  }));
}

export const ana = { name: 'Ana Silva', email: 'ana@acme.com', phone: '+14155552671' };
export const bob = { name: 'Bob Ross', email: 'bob@ross.co', phone: '+12125550123' };
