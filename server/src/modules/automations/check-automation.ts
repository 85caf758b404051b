import type { Ctx, TxCtx } from '../../db/database.ts';
import type { Condition } from '../../engagement/workflow/condition.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type Issue, invalidInput, notFound } from '../../kernel/errors.ts';
import { requireMember } from '../members/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { type ActionInput, isHttp } from './action.ts';
import { factNameProblem } from './fact-names.ts';
import { namesIn, templateIssues } from './template.ts';

interface Checked {
  readonly conditions?: Condition | null | undefined;
  readonly action?: ActionInput | undefined;
}

/**
 * Raises `forbidden` where the caller could not do itself what it asks for, and `invalid_input` that names every place
 * where a rule could never do what it says.
 */
export function checkAutomation(ctx: Ctx, { conditions, action }: Checked): void {
  if (action) requireScope(ctx, isHttp(action) ? 'leads:read' : 'leads:write');
  const issues = [
    ...(conditions ? conditionIssues(conditions, ['conditions']) : []),
    ...(action ? actionIssues(ctx, action) : []),
  ];
  if (issues.length > 0) throw invalidInput('The automation cannot be so.', issues);
}

/** Raises where an action names a workflow or a member that the workspace does not have. */
export async function requireNamed(ctx: TxCtx, action: ActionInput | undefined): Promise<void> {
  if (!action || isHttp(action)) return;
  const named = action.with;
  if ('workflow' in named && named.workflow && namesIn(named.workflow).length === 0) {
    const found = await findWorkflow(ctx, named.workflow);
    if (!found) throw notFound('workflow');
  }
  if ('memberId' in named) await requireMember(ctx, named.memberId ?? undefined);
}

function conditionIssues(condition: Condition, path: Issue['path']): Issue[] {
  if ('all' in condition) return condition.all.flatMap((part, at) => conditionIssues(part, [...path, 'all', at]));
  if ('any' in condition) return condition.any.flatMap((part, at) => conditionIssues(part, [...path, 'any', at]));
  const { field, operator, value } = condition;
  const problem = factNameProblem(field);
  const wantsValue = operator !== 'known' && operator !== 'unknown';
  return [
    ...(problem === undefined ? [] : [{ path: [...path, 'field'], message: problem }]),
    ...(wantsValue && (value === undefined || value === null)
      ? [{ path: [...path, 'value'], message: 'Give a value, or use the operator unknown.' }]
      : []),
    ...(!wantsValue && value !== undefined
      ? [{ path: [...path, 'value'], message: `${operator} takes no value; remove it.` }]
      : []),
    ...(operator === 'in' && !Array.isArray(value)
      ? [{ path: [...path, 'value'], message: 'The operator in takes a list.' }]
      : []),
  ];
}

function actionIssues(ctx: Ctx, action: ActionInput): Issue[] {
  const { template, path, own } = isHttp(action)
    ? { template: templatesOf(action.http), path: ['action', 'http'], own: httpIssues(ctx, action.http) }
    : { template: action.with, path: ['action', 'with'], own: [] };
  const unknown = namesIn(template, path).flatMap(({ name, path: at }) => {
    const problem = factNameProblem(name);
    return problem === undefined ? [] : [{ path: at, message: `There is no ${name}. ${problem}` }];
  });
  return [...templateIssues(template, path), ...unknown, ...own];
}

type Http = Extract<ActionInput, { http: unknown }>['http'];

function templatesOf({ url, headers, body }: Http): object {
  return { url, headers, body };
}

function httpIssues({ outbound }: Ctx, { method, url, headers, secretHeaders, body }: Http): Issue[] {
  const place = (field: string) => ['action', 'http', field];
  const issues: Issue[] = [];
  // Whatever a lead says of itself must not choose who is told of it.
  const isFixed = /^https?:\/\/[^/?#{}@\s]+([/?#]|$)/i.test(url) && URL.canParse(url.replaceAll(/[{}]/g, ''));
  const refusal = isFixed
    ? outbound.judge(url.replaceAll(/[{}]/g, ''))
    : 'Give an address such as https://crm.example.com/hook, whose host has no place for a value.';
  if (refusal !== undefined) issues.push({ path: place('url'), message: refusal });
  const plainNames = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  for (const name of Object.keys(secretHeaders ?? {})) {
    if (plainNames.has(name.toLowerCase()))
      issues.push({ path: [...place('secretHeaders'), name], message: 'This header is among the others too.' });
  }
  if (method === 'GET' && body !== undefined)
    issues.push({ path: place('body'), message: 'A GET has no body. Use POST, or leave it out.' });
  const type = contentTypeOf(headers);
  const isText = typeof body === 'string';
  if (isText && type !== undefined && !isTextType(type)) {
    const message = `A text is sent as text/plain or application/x-www-form-urlencoded. For ${type} give the body as JSON.`;
    issues.push({ path: place('body'), message });
  }
  if (!isText && body !== undefined && type !== undefined && !/^application\/(.+\+)?json\b/i.test(type))
    issues.push({ path: place('headers'), message: `This body is JSON, not ${type}.` });
  return issues;
}

export function contentTypeOf(headers: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
}

function isTextType(type: string): boolean {
  return /^(text\/plain|application\/x-www-form-urlencoded)\b/i.test(type);
}
