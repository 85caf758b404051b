export const scopes = [
  'leads:read',
  'leads:write',
  'conversations:read',
  'conversations:write',
  'appointments:read',
  'appointments:write',
  'workflows:read',
  'workflows:write',
  'members:read',
  'members:write',
  'events:read',
  'events:write',
  'keys:write',
] as const;
export type Scope = (typeof scopes)[number];

export const readScopes: readonly Scope[] = scopes.filter((scope) => scope.endsWith(':read'));

export function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text);
}
