/**
 * A line of Markdown as it is said: without marks for bold, code, links and the like. The address of a link stays, as a
 * lead may need it. Every pattern is bounded, as a line may be as long as the text.
 */
export function plainLine(line: string): string {
  return inline(line.replace(/^(?:\s{0,8}>)+\s?/, ''))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The cells of a table's row as one line; undefined where the line is none, empty where it only parts rows. */
export function tableRow(line: string): string | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith('|') || trimmed.length < 3) return undefined;
  if (/^[|:\s-]+$/.test(trimmed)) return '';
  const cells = trimmed.split('|').map(plainLine);
  return cells.filter((cell) => cell !== '').join(', ');
}

function inline(text: string): string {
  return text
    .replaceAll(/<!--[^\n]{0,500}?-->/g, ' ')
    .replaceAll(/!\[([^\][\n]{0,300})\]\([^()\n]{0,500}\)/g, '$1')
    .replaceAll(/\[([^\][\n]{1,300})\]\((https?:[^()\s]{1,500})\)/g, (_all, words: string, url: string) =>
      words === url ? url : `${words} (${url})`,
    )
    .replaceAll(/\[([^\][\n]{1,300})\]\([^()\n]{0,500}\)/g, '$1')
    .replaceAll(/<((?:https?:|mailto:)[^<>\s]{1,500})>/g, '$1')
    .replaceAll(/<\/?[a-zA-Z][^<>\n]{0,300}>/g, ' ')
    .replaceAll(/`([^`\n]{1,300})`/g, '$1')
    .replaceAll(/(\*\*|__)(?=\S)([^*_\n]{1,500})\1/g, '$2')
    .replaceAll(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{1,500})\*/gu, '$1')
    .replaceAll(/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]{1,500})_(?![\p{L}\p{N}])/gu, '$1')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}
