import type { FieldType } from '../../workflow/definition.ts';
import { findBooleans } from './boolean.ts';
import { findMoney } from './currency.ts';
import { findEmails } from './email.ts';
import { findNames } from './name.ts';
import { findIntegers, findNumbers } from './number.ts';
import { findPhones } from './phone.ts';
import { findPlaces } from './place.ts';
import { findOptionLists, findOptions } from './select.ts';
import { findTexts } from './text.ts';
import { datesIn, dateTimesIn, timesIn } from './times.ts';
import type { Extractor } from './types.ts';
import { findUrls } from './url.ts';

/** The extractor of each field type. */
export const extractors: Readonly<Record<FieldType, Extractor>> = {
  text: findTexts,
  name: findNames,
  place: findPlaces,
  number: findNumbers,
  integer: findIntegers,
  currency: findMoney,
  boolean: findBooleans,
  date: datesIn,
  time: timesIn,
  datetime: dateTimesIn,
  email: findEmails,
  phone: findPhones,
  select: findOptions,
  multiselect: findOptionLists,
  url: findUrls,
};

/** Types from the most telling shape to the least: where two claim the same words, the first has them. */
export const claimOrder: readonly FieldType[] = [
  'email',
  'url',
  'phone',
  'datetime',
  'date',
  'time',
  'currency',
  'multiselect',
  'select',
  'boolean',
  'number',
  'integer',
  'place',
  'name',
  'text',
];
