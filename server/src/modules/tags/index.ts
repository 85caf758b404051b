import { createTagOperation } from './create-tag.ts';
import { listTagsOperation } from './list-tags.ts';

export { createTag } from './create-tag.ts';
export { listTags } from './list-tags.ts';
export type { Tag } from './tag.ts';
export { tagLeads } from './tag-leads.ts';

export const tagOperations = [listTagsOperation, createTagOperation] as const;
