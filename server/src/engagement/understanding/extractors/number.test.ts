import { describe, expect, it } from 'vitest';
import { context, field } from '../test-fields.ts';
import { findMoney } from './currency.ts';
import { findIntegers, findNumbers } from './number.ts';

describe('number', () => {
  it.each([
    ['3', [3]],
    ['3 bedrooms and 2 baths', [3, 2]],
    ['3bed 2bath', [3, 2]],
    ['1,500', [1500]],
    ['1,500.75', [1500.75]],
    ['1.500.000', [1_500_000]],
    ['2.5', [2.5]],
    ['2k', [2000]],
    ['1.5 million', [1_500_000]],
    ['-4', [-4]],
    ['minus four', [-4]],
    ['twenty-two', [22]],
    ['one hundred and five', [105]],
    ['two hundred fifty thousand', [250_000]],
    ['a million', [1_000_000]],
    ['a hundred', [100]],
    ['two and a half', [2.5]],
    ['a couple of rooms', [2]],
    ['half a dozen', [6]],
    ['about a dozen', [12]],
    ['single', [1]],
    ['2-3', [2]],
    ['between 5 and 7', [5]],
    ['three and four', [3, 4]],
    ['just one please', [1]],
    ['one bedroom', [1]],
    ['2 lakh', [200_000]],
  ])('%j holds %j', (text, values) => {
    expect(findNumbers(text, context).map((span) => span.value)).toEqual(values);
  });

  it.each([
    'the second one',
    'find me one in town',
    'one of them',
    'this one',
    'the 3rd',
    '14:30',
    'B12',
    'abc',
    'I like that one',
    'v1.2.3',
  ])('%j holds none', (text) => {
    expect(findNumbers(text, context)).toEqual([]);
  });

  it('reads separators as the country writes them', () => {
    expect(findNumbers('1.500', { ...context, country: 'DE' })[0]?.value).toBe(1500);
    expect(findNumbers('1.500', context)[0]?.value).toBe(1.5);
    expect(findNumbers('2,5', { ...context, country: 'DE' })[0]?.value).toBe(2.5);
  });

  it('is surer of a number that is the whole answer', () => {
    const [alone] = findNumbers('about 4', context, { asked: true });
    const [among] = findNumbers('we were 4 when we came', context, { asked: true });
    expect(alone?.confidence).toBeGreaterThan(among?.confidence ?? 1);
  });

  it('takes no fraction for a whole number', () => {
    expect(findIntegers('2.5', context)).toEqual([]);
  });
});

describe('units of time', () => {
  const years = field({ key: 'years', label: 'Years in business', type: 'number' });
  it.each([
    ['6 months', 0.5],
    ['3 years', 3],
    ['2 years and 6 months', 2.5],
    ['18 months or so', 1.5],
    ['since 2019', 7],
    ['three and a half years', 3.5],
    ['4', 4],
  ])('%j is %d years', (text, value) => {
    expect(findNumbers(text, context, { field: years }).map((span) => span.value)).toEqual([value]);
  });

  it('leaves a field without a unit alone', () => {
    const rooms = field({ key: 'rooms', label: 'Rooms', type: 'number' });
    expect(findNumbers('6 months', context, { field: rooms })[0]?.value).toBe(6);
  });
});

describe('money', () => {
  const budget = field({ key: 'budget', type: 'currency', hints: ['budget', 'max'] });
  it.each([
    ['US', '$1,500', 1500, 'USD'],
    ['US', '500 dollars', 500, 'USD'],
    ['US', 'around 500k', 500_000, 'USD'],
    ['US', '£200', 200, 'GBP'],
    ['US', '200 quid', 200, 'GBP'],
    ['US', '€ 3.50', 3.5, 'EUR'],
    ['US', 'EUR 300', 300, 'EUR'],
    ['US', '300 eur', 300, 'EUR'],
    ['CA', '$200', 200, 'CAD'],
    ['GB', '$200', 200, 'USD'],
    ['GB', '250k', 250_000, 'GBP'],
    ['DE', '1.500,50 €', 1500.5, 'EUR'],
    ['IN', 'rs 5 lakh', 500_000, 'INR'],
    ['US', 'half a million dollars', 500_000, 'USD'],
    ['US', 'US$ 40', 40, 'USD'],
    ['MX', '500 pesos', 500, 'MXN'],
    ['US', '$1.2m', 1_200_000, 'USD'],
  ])('in %s, %j is %d %s', (country, text, amount, currency) => {
    expect(findMoney(text, { ...context, country })[0]?.value).toEqual({ amount, currency });
  });

  it('takes the upper end of a range for a limit, the lower one otherwise, and is less sure', () => {
    const rent = field({ key: 'rent', type: 'currency' });
    const [upper] = findMoney('between $1000 and $1500', context, { field: budget });
    const [lower] = findMoney('between $1000 and $1500', context, { field: rent });
    expect(upper?.value).toEqual({ amount: 1500, currency: 'USD' });
    expect(lower?.value).toEqual({ amount: 1000, currency: 'USD' });
    expect(upper?.confidence).toBeLessThan(findMoney('$1500', context)[0]?.confidence ?? 0);
    expect(findMoney('400 to 500k', context, { field: budget })[0]?.value).toEqual({
      amount: 500_000,
      currency: 'USD',
    });
  });

  it("uses the field's own currency for a bare number", () => {
    const euros = field({ key: 'amount', type: 'currency', currency: 'EUR' });
    expect(findMoney('800', context, { field: euros })[0]?.value).toEqual({ amount: 800, currency: 'EUR' });
  });
});
