/** How the API behaves as a whole: the description of its OpenAPI document, in Markdown. */
export const apiGuide = `JSON in camelCase; ids are UUIDs; times are ISO 8601 in UTC with milliseconds.

**Keys.** Send \`Authorization: Bearer <key>\` or \`X-API-Key: <key>\`. A test key sees and makes test leads only.

**Lists** are newest first: \`{"data": [...], "nextCursor": "..."}\`. Send \`nextCursor\` back as \`cursor\` for the next
page; it is \`null\` on the last. A cursor stays good when its row has gone.

**Errors** are problems (RFC 9457): \`code\` for programs, \`detail\` for people, \`errors\` with the place of each thing that
is wrong, \`requestId\` to find it in the log. Unknown fields and parameters are refused, so a misspelt one is heard of.
What belongs to another workspace is a 404, as if it were not there.

**Sending again.** Every create takes an \`Idempotency-Key\`, but an upload and what answers with a secret, which must not be
stored: a key, an intake hook. The same request with the same key within 24 hours is answered as the first time
(\`Idempotency-Replayed: true\`); with another body it is a 422; while the first is still running, a 409. Failures are not
remembered: they wrote nothing, so sending again is safe.

**Limits** are told in \`RateLimit\` and \`RateLimit-Policy\`; over them is a 429 with \`Retry-After\`. They are counted by key,
and for an intake hook by hook (300 a minute); without a valid one by address, and what a valid one does never counts there.

**Bodies** are at most 1 MB, 20 levels deep and 20,000 keys and entries, in UTF-8. Files are sent as multipart/form-data, up
to 100 MB each; the links by which documents are fetched need no key and last an hour.
`;
