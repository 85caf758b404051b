import type { ListQuery, Page } from '../../kernel/list-query.ts';

const MOST = 1_000;
const PAGE = 100;

/** Everything a list has, page by page, newest first and at most 1,000: Nexor's short lists have no pages. */
export async function readPages<T>(read: (query: ListQuery) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const { data, nextCursor } = await read({ limit: PAGE, cursor });
    found.push(...data);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && found.length < MOST);
  return found;
}
