import type { TestTenant } from './api.ts';
import type { TestServer } from './server.ts';

/** Sends files to a lead as a browser's form does, with the tenant's live key unless another is given. */
export async function upload(
  { app }: TestServer,
  { liveKey }: TestTenant,
  leadId: string,
  { files, fields = {}, key = liveKey }: Upload,
): ReturnType<TestTenant['ask']> {
  const form = new FormData();
  for (const file of files) form.append('files', file);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const encoded = new Response(form);
  return app.inject({
    method: 'POST',
    url: `/v1/leads/${leadId}/documents`,
    headers: { authorization: `Bearer ${key}`, 'content-type': encoded.headers.get('content-type') ?? '' },
    payload: Buffer.from(await encoded.arrayBuffer()),
  });
}

interface Upload {
  readonly files: readonly File[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly key?: string;
}

export function textFile(name: string, text: string, type = 'text/plain'): File {
  return new File([text], name, { type });
}
