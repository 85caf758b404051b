/** What a lead has of its own; everything else that is sent with it is metadata. */
const ownKeys: ReadonlySet<string> = new Set([
  'first_name',
  'last_name',
  'email',
  'phone',
  'company',
  'title',
  'source',
  'external_id',
  'metadata',
  'tags',
  'workflow_id',
  'campaign_id',
  'skip_first_message',
  'force_first_channel',
  'force_first_message',
]);

/** What a read shows and a change cannot set: a client that sends back what it read does not mean it for metadata. */
const shownKeys: ReadonlySet<string> = new Set([
  'id',
  'campaign',
  'active_workflow_run',
  'assigned_user',
  'created_at',
  'updated_at',
  'variables',
  'success',
]);

type Body = Readonly<Record<string, unknown>>;

/** A new lead's metadata: the keys that are none of its own, and over them those of `metadata`. */
export function metadataOfNew(body: Body): Record<string, unknown> {
  return merged(
    body,
    Object.keys(body).filter((key) => !ownKeys.has(key)),
  );
}

/** A change's metadata: the same without what only a read shows. */
export function metadataOfChange(body: Body): Record<string, unknown> {
  return merged(
    body,
    Object.keys(body).filter((key) => !ownKeys.has(key) && !shownKeys.has(key)),
  );
}

function merged(body: Body, extras: readonly string[]): Record<string, unknown> {
  const { metadata } = body;
  return {
    ...Object.fromEntries(extras.map((key) => [key, body[key]])),
    ...(typeof metadata === 'object' && metadata !== null ? metadata : {}),
  };
}
