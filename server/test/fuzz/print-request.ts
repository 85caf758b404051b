import type { LightMyRequestResponse } from 'fastify';
import type { FuzzRequest } from './requests.ts';

const SHOWN = 1_500;

/** The request as a line for a shell, with `$KEY` for its credential, and the answer under it. */
export function printExchange(request: FuzzRequest, response: LightMyRequestResponse): string {
  const { operation, url, headers, secret, payload } = request;
  const secrets = Object.entries(secret).map(
    ([name, value]) => `"${name}: ${value.startsWith('Bearer ') ? 'Bearer ' : ''}$KEY"`,
  );
  const parts = [
    `curl -i -X ${operation.method} ${quote(`$URL${url}`)}`,
    ...secrets.map((each) => `-H ${each}`),
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(payload === undefined ? [] : [`--data-binary ${quote(payload)}`]),
  ];
  return `${parts.join(' ')}\n    -> ${response.statusCode} ${cut(response.body)}`;
}

/** Quoted for a shell: as it is where all can be read, else with its bytes in hexadecimal. */
function quote(text: string | Buffer): string {
  const bytes = Buffer.from(text);
  const shown = bytes.subarray(0, SHOWN);
  const rest = bytes.length > SHOWN ? ` # and ${bytes.length - SHOWN} bytes more` : '';
  const isPlain = shown.every((byte) => byte >= 0x20 && byte < 0x7f && byte !== 0x27);
  if (isPlain) return `'${shown.toString()}'`.replace(/^'\$URL/, '"$URL"\'') + rest;
  const escaped = [...shown].map((byte) => {
    if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `$'${escaped.join('')}'${rest}`;
}

function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} ...` : text;
}
