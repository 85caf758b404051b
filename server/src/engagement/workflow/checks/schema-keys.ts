import { workflowJsonSchema } from '../json-schema.ts';
import { isRecord, type Path } from './problem.ts';

let root: Record<string, unknown> | undefined;

/** The keys that a workflow may have in the object at a path; of all variants where there are several. */
export function allowedKeys(path: Path): string[] {
  root ??= workflowJsonSchema();
  let nodes = variants(root);
  for (const step of path) {
    nodes = nodes.flatMap((node) => variants(typeof step === 'number' ? node.items : property(node, step)));
  }
  return [...new Set(nodes.flatMap((node) => (isRecord(node.properties) ? Object.keys(node.properties) : [])))];
}

function property(node: Record<string, unknown>, name: string): unknown {
  if (isRecord(node.properties) && Object.hasOwn(node.properties, name)) return node.properties[name];
  return node.additionalProperties;
}

/** A schema with its references followed and its alternatives side by side. */
function variants(node: unknown): Record<string, unknown>[] {
  if (!isRecord(node)) return [];
  if (typeof node.$ref === 'string') {
    const name = node.$ref.replace('#/$defs/', '');
    return isRecord(root?.$defs) ? variants(root.$defs[name]) : [];
  }
  if (Array.isArray(node.anyOf)) return node.anyOf.flatMap(variants);
  return [node];
}
