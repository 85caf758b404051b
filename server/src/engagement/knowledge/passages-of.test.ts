import { describe, expect, it } from 'vitest';
import { passagesOf } from './passages-of.ts';

const texts = (source: string) => passagesOf(source, 'en').passages.map(({ text }) => text);

describe('a text', () => {
  it('is cut by its headings and paragraphs, each with the headings above it', () => {
    const source = '# Home\n\nWe cut.\n\n## Prices\n\nA cut is 45.\n\n### Color ###\n\nFrom 80.\n\n## Dogs\nWelcome.\n';
    expect(passagesOf(source, 'en')).toEqual({
      title: 'Home',
      passages: [
        { heading: '', text: 'We cut.' },
        { heading: 'Prices', text: 'A cut is 45.' },
        { heading: 'Prices · Color', text: 'From 80.' },
        { heading: 'Dogs', text: 'Welcome.' },
      ],
    });
  });

  it('knows headings that are underlined', () => {
    expect(passagesOf('Home\n====\n\nPrices\n---\nA cut is 45.\n', 'en')).toEqual({
      title: 'Home',
      passages: [{ heading: 'Prices', text: 'A cut is 45.' }],
    });
  });

  it('loses no heading of the first level but the title', () => {
    const { title, passages } = passagesOf('# One\n\na\n\n# Two\n\nb\n\n## Three\n\nc', 'en');
    expect([title, ...passages.map(({ heading }) => heading)]).toEqual(['One', '', 'Two', 'Two · Three']);
  });

  it.each([
    ['wrapped\nlines  go\non', ['wrapped lines go on']],
    ['**Bold**, *leaning*, _under_, `code` and snake_case_name', ['Bold, leaning, under, code and snake_case_name']],
    ['See [our map](https://map.example/a) or [here](#top).', ['See our map (https://map.example/a) or here.']],
    ['![A house](house.png) <br> <https://a.example> <!-- draft -->', ['A house https://a.example']],
    ['We take:\n\n- cash\n- [ ] cards\n  2. checks', ['We take:\n• cash\n• [ ] cards\n• checks']],
    ['| What | Price |\n|---|---:|\n| Cut | 45 |', ['• What, Price\n• Cut, 45']],
    ['> quoted\n> twice', ['quoted twice']],
    ['---\ntitle: x\n---\nBody\n\n---\n\nMore', ['Body\nMore']],
    ['```\nnpm start\n```\nrun', ['npm start run']],
    ['a\r\n\r\nb', ['a\nb']],
    ['', []],
    ['# Only a title', []],
  ])('%j is %j', (source, wanted) => {
    expect(texts(source)).toEqual(wanted);
  });

  it('keeps short paragraphs of a heading together and cuts long ones between sentences', () => {
    const sentence = `Words ${'word '.repeat(30).trim()}.`;
    const passages = texts(`${Array(20).fill(sentence).join(' ')}\n\nShort.\n\nShorter.`);
    expect(passages.every((passage) => passage.length <= 1000 && passage.endsWith('.'))).toBe(true);
    expect(passages.join(' ').replaceAll('\n', ' ')).toBe(`${Array(20).fill(sentence).join(' ')} Short. Shorter.`);
    expect(texts('x'.repeat(2500)).map((passage) => passage.length)).toEqual([1000, 1000, 500]);
  });

  it.each(['![', '[a](', '<a', '<!--', '**a', '`', '_a ', '*a', '| ', '> ', '#', '- ', '\\', '=\n', '('])(
    'is read to its end where it is full of %j',
    (part) => {
      const { passages } = passagesOf(`${part.repeat(200_000 / part.length)}\n\nThe end.`, 'en');
      expect(passages.at(-1)?.text).toMatch(/The end\.$/);
    },
  );
});
