import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { FileLink, FileLinks } from './files.ts';

const PAYLOAD_BYTES = 38;
const MAC_BYTES = 32;

/**
 * Links `<publicUrl>/files/<token>`: the token is base64url of the document's id, the workspace's id, the expiry in
 * milliseconds (6 bytes) and their HMAC-SHA256 under a key derived from the installation's secret.
 */
export function createFileLinks(secretKey: Buffer, publicUrl: string): FileLinks {
  // Made into a key once: of bytes it would be at each link, which takes five times as long as the HMAC.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', 'foyer file links', 32)));
  const macOf = (payload: Buffer) => createHmac('sha256', key).update(payload).digest();
  return {
    addressOf: (path) => publicUrl + path,
    sign: (link) => {
      const payload = encode(link);
      return `${publicUrl}/files/${Buffer.concat([payload, macOf(payload)]).toString('base64url')}`;
    },
    open: (token) => {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== PAYLOAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
      const payload = bytes.subarray(0, PAYLOAD_BYTES);
      return timingSafeEqual(macOf(payload), bytes.subarray(PAYLOAD_BYTES)) ? decode(payload) : undefined;
    },
  };
}

function encode({ documentId, workspaceId, expiresAt }: FileLink): Buffer {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload.write(documentId.replaceAll('-', ''), 0, 16, 'hex');
  payload.write(workspaceId.replaceAll('-', ''), 16, 16, 'hex');
  payload.writeUIntBE(expiresAt.getTime(), 32, 6);
  return payload;
}

function decode(payload: Buffer): FileLink {
  return {
    documentId: uuidAt(payload, 0),
    workspaceId: uuidAt(payload, 16),
    expiresAt: new Date(payload.readUIntBE(32, 6)),
  };
}

function uuidAt(payload: Buffer, start: number): string {
  return payload.toString('hex', start, start + 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
