import { expect, it } from 'vitest';
import { createFileLinks } from './file-links.ts';

const links = createFileLinks(Buffer.alloc(32, 1), 'https://desk.example.com');
const link = {
  documentId: '01890000-0000-7000-8000-00000000000a',
  workspaceId: '01890000-0000-7000-8000-00000000000b',
  expiresAt: new Date('2026-03-02T10:00:00.123Z'),
};
const tokenOf = (address: string) => address.slice(address.lastIndexOf('/') + 1);

it('opens what it signed', () => {
  const address = links.sign(link);
  expect(address).toMatch(/^https:\/\/desk\.example\.com\/files\/[\w-]{94}$/);
  expect(links.open(tokenOf(address))).toEqual(link);
});

it('opens nothing with a bit changed, cut, grown, or signed by another installation', () => {
  const token = tokenOf(links.sign(link));
  const bytes = Buffer.from(token, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const other = Buffer.from(bytes);
    other.writeUInt8(other.readUInt8(at) ^ 1, at);
    expect(links.open(other.toString('base64url')), `byte ${at}`).toBeUndefined();
  }
  for (const wrong of ['', token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`, '../../etc/passwd']) {
    expect(links.open(wrong), wrong).toBeUndefined();
  }
  const others = createFileLinks(Buffer.alloc(32, 2), 'https://desk.example.com');
  expect(others.open(token)).toBeUndefined();
});
