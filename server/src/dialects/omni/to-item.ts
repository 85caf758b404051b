import type { NewChecklistItemBody } from './request-schemas.ts';

/** What `addChecklistItem` takes of a body, but for the lead. Omni's rules are one text or several. */
export function toNewItem(body: NewChecklistItemBody) {
  const { label, fieldType, isRequired, code, config, agentInstructions, clientInstructions } = body;
  const rules = typeof body.validationRules === 'string' ? [body.validationRules] : body.validationRules;
  const validationRules = (rules ?? []).filter((rule) => rule !== '');
  return {
    label,
    fieldType,
    isRequired,
    ...(code !== undefined && { code }),
    ...(config && { config }),
    ...(agentInstructions && { agentInstructions }),
    ...(clientInstructions && { clientInstructions }),
    ...(validationRules.length > 0 && { validationRules }),
  };
}
