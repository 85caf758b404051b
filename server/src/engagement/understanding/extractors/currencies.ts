/** Countries by the currency they use, ISO 3166 and ISO 4217. */
const countriesByCurrency: Readonly<Record<string, string>> = {
  USD: 'US PR EC SV PA GU VI',
  EUR: 'AT BE HR CY EE FI FR DE GR IE IT LV LT LU MT NL PT SK SI ES AD MC SM VA ME XK BG',
  GBP: 'GB IM JE GG',
  CAD: 'CA',
  AUD: 'AU',
  NZD: 'NZ',
  MXN: 'MX',
  BRL: 'BR',
  ARS: 'AR',
  CLP: 'CL',
  COP: 'CO',
  PEN: 'PE',
  UYU: 'UY',
  CHF: 'CH LI',
  SEK: 'SE',
  NOK: 'NO',
  DKK: 'DK',
  ISK: 'IS',
  PLN: 'PL',
  CZK: 'CZ',
  HUF: 'HU',
  RON: 'RO',
  TRY: 'TR',
  INR: 'IN',
  PKR: 'PK',
  BDT: 'BD',
  LKR: 'LK',
  NPR: 'NP',
  CNY: 'CN',
  JPY: 'JP',
  KRW: 'KR',
  TWD: 'TW',
  HKD: 'HK',
  SGD: 'SG',
  MYR: 'MY',
  THB: 'TH',
  IDR: 'ID',
  PHP: 'PH',
  VND: 'VN',
  AED: 'AE',
  SAR: 'SA',
  QAR: 'QA',
  KWD: 'KW',
  ILS: 'IL',
  EGP: 'EG',
  MAD: 'MA',
  ZAR: 'ZA',
  NGN: 'NG',
  KES: 'KE',
  GHS: 'GH',
  UAH: 'UA',
  RUB: 'RU',
  GEL: 'GE',
  DOP: 'DO',
  CRC: 'CR',
  GTQ: 'GT',
  BOB: 'BO',
  PYG: 'PY',
  JMD: 'JM',
  TTD: 'TT',
};

const byCountry = new Map(
  Object.entries(countriesByCurrency).flatMap(([code, countries]) =>
    countries.split(' ').map((country) => [country, code]),
  ),
);
const dollars = new Set(['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'TWD', 'JMD', 'TTD']);
const pesos = new Set(['MXN', 'ARS', 'CLP', 'COP', 'UYU', 'PHP', 'DOP']);
const krones = new Set(['SEK', 'NOK', 'DKK', 'ISK']);
const symbols: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  '₩': 'KRW',
  '₺': 'TRY',
  '₪': 'ILS',
  '₴': 'UAH',
  '฿': 'THB',
  '₫': 'VND',
  '₱': 'PHP',
  '₦': 'NGN',
  r$: 'BRL',
  us$: 'USD',
  a$: 'AUD',
  au$: 'AUD',
  c$: 'CAD',
  ca$: 'CAD',
  nz$: 'NZD',
  s$: 'SGD',
  hk$: 'HKD',
  mx$: 'MXN',
  zł: 'PLN',
};

/** The currency of a country, ISO 4217; USD where the country is not known. */
export function currencyOfCountry(country: string): string {
  return byCountry.get(country.toUpperCase()) ?? 'USD';
}

/** The code meant by a symbol or a word's unit where `home` is the currency used otherwise; undefined for no unit. */
export function currencyOfUnit(unit: string, home: string): string | undefined {
  if (unit === '$') return dollars.has(home) || pesos.has(home) ? home : 'USD';
  if (unit === 'peso') return pesos.has(home) ? home : 'MXN';
  if (unit === 'krone') return krones.has(home) ? home : 'SEK';
  if (unit === '¥' && home === 'CNY') return 'CNY';
  const known = symbols[unit.toLowerCase()];
  if (known) return known;
  return /^[A-Z]{3}$/.test(unit) && codes.has(unit) ? unit : undefined;
}

const codes = new Set(Object.keys(countriesByCurrency));
