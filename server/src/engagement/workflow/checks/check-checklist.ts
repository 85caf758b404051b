import { configProblems } from '../../checklist/item-config.ts';
import { documentTypes } from '../checklist-schema.ts';
import { didYouMean } from './nearest.ts';
import type { Outline } from './outline.ts';
import { error, type Problem, warning } from './problem.ts';

/** The checklist: that a collection has one, and that items name fields that exist and can complete them. */
export function* checkChecklist(outline: Outline): Generator<Problem> {
  if (outline.goal === 'collection' && outline.checklist.length === 0) {
    yield error(['checklist'], 'a workflow whose goal is collection needs a checklist; add `checklist: ...`');
  }
  const fields = outline.fields.flatMap(({ name }) => name ?? []);
  for (const { path, value: group } of outline.checklist) {
    for (const [index, item] of (group?.items ?? []).entries()) {
      const at = [...path, 'items', index];
      for (const { key, message } of configProblems({ ...item, config: item.config ?? null })) {
        yield error([...at, 'config', key], message);
      }
      if (item.field !== undefined && !fields.includes(item.field)) {
        yield error([...at, 'field'], `no field \`${item.field}\`${didYouMean(item.field, fields)}`);
      }
      const isDocument = documentTypes.has(item.fieldType);
      if (isDocument && item.field !== undefined) {
        yield error([...at, 'field'], `${item.fieldType} is a document, which no field can hold; remove \`field\``);
      }
      if (!isDocument && item.field === undefined && item.required) {
        yield warning(at, `no field completes \`${item.code}\`, so a person must; add \`field: ...\``);
      }
    }
  }
}
