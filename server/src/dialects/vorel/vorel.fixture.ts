import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import page from './page.fixture.json' with { type: 'json' };

type Schema = 'Lead' | 'ErrorEnvelope' | 'LeadPage';

const PLACE = 'https://page.example/openapi';

/**
 * What is wrong with a body by the vendor's own document, whose `nullable` is read as OpenAPI 3.0 has it; null where
 * nothing is.
 */
export function findFault(schema: Schema, body: unknown): string | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: PLACE, components: page.components });
  const pageOfLeads = page.paths['/api/v1/leads'].get.responses['200'].content['application/json'].schema;
  const wanted =
    schema === 'LeadPage'
      ? { $id: `${PLACE}/page`, ...JSON.parse(JSON.stringify(pageOfLeads).replaceAll('"#/', `"${PLACE}#/`)) }
      : { $ref: `${PLACE}#/components/schemas/${schema}` };
  return ajv.validate(wanted, body) ? null : ajv.errorsText();
}

/** The names of a lead's keys in the vendor's document. */
export const leadKeys = Object.keys(page.components.schemas.Lead.properties);

/** Where a document lacks something of another, or has it otherwise: its objects may have more. */
export function findLacking(document: unknown, part: unknown, path = '#'): string[] {
  if (typeof part !== 'object' || part === null) {
    return document === part ? [] : [`${path}: ${JSON.stringify(document)} is not ${JSON.stringify(part)}`];
  }
  if (typeof document !== 'object' || document === null) return [`${path} is missing`];
  const isList = Array.isArray(part);
  if (isList !== Array.isArray(document)) return [`${path} is of another kind`];
  const lacking = Object.entries(part).flatMap(([key, value]) =>
    findLacking(Reflect.get(document, key), value, `${path}/${key}`),
  );
  return isList && Reflect.get(document, 'length') !== part.length ? [...lacking, `${path} is longer`] : lacking;
}
