import { describe, expect, it } from 'vitest';
import { judgeTarget, readAllowed, refuseAddresses } from './judge-target.ts';

const none = readAllowed([]);
const refusalOf = (url: string, allowed = none) => {
  const target = judgeTarget(url, allowed);
  return 'refusal' in target ? target.refusal : undefined;
};

describe('without a setting', () => {
  it.each([
    ['https://127.0.0.1/', /a loopback address/],
    ['https://127.0.0.1./', /a loopback address/],
    ['https://2130706433/', /a loopback address/],
    ['https://017700000001/', /a loopback address/],
    ['https://0177.0.0.1/', /a loopback address/],
    ['https://0x7f000001/', /a loopback address/],
    ['https://0x7f.1/', /a loopback address/],
    ['https://127.1/', /a loopback address/],
    ['https://①②⑦.⓪.⓪.①/', /a loopback address/],
    ['https://0/', /a reserved address/],
    ['https://[::1]/', /a loopback address/],
    ['https://[::ffff:127.0.0.1]/', /a loopback address/],
    ['https://[::ffff:a9fe:a9fe]/', /a link-local address/],
    ['https://[64:ff9b::169.254.169.254]/', /a link-local address/],
    ['https://169.254.169.254/latest/meta-data', /a link-local address/],
    ['https://localhost/', /a name inside a network/],
    ['https://LOCALHOST./', /a name inside a network/],
    ['https://app.localhost/', /a name inside a network/],
    ['https://metadata/', /a name inside a network/],
    ['https://me:secret@example.com/', /name and password/],
    ['https://example.com@127.0.0.1/', /name and password/],
    ['http://example.com/', /begin with https/],
    ['http://8.8.8.8/', /begin with https/],
    ['ftp://example.com/', /begin with https/],
    ['file:///etc/passwd', /begin with https/],
    ['example.com/hook', /no address/],
    ['https://', /no address/],
  ])('%s is refused', (url, reason) => {
    expect(refusalOf(url)).toMatch(reason);
  });

  it.each([
    'https://example.com/hook?a=b',
    'https://example.com./',
    'https://8.8.8.8:8443/',
    'https://[2606:4700::1]/',
  ])('%s may be asked', (url) => {
    expect(refusalOf(url)).toBeUndefined();
  });

  it('a name that stands for an address inside, among others or alone, is refused', () => {
    const target = judgeTarget('https://example.com', none);
    if ('refusal' in target) throw new Error(target.refusal);
    expect(refuseAddresses(target, ['8.8.8.8'], none)).toBeUndefined();
    expect(refuseAddresses(target, ['8.8.8.8', '10.0.0.1'], none)).toMatch(/a private address/);
    expect(refuseAddresses(target, ['::ffff:127.0.0.1'], none)).toMatch(/a loopback address/);
  });
});

describe('what the admin allows', () => {
  const allowed = readAllowed(['10.0.0.0/8', '::1', 'crm.internal', 'n8n']);

  it('may be asked, also without encryption', () => {
    for (const url of [
      'http://10.1.2.3/',
      'https://10.1.2.3/',
      'http://[::1]:8080/',
      'http://n8n:5678/',
      'https://CRM.internal./',
    ]) {
      expect(refusalOf(url, allowed), url).toBeUndefined();
    }
  });

  it('is that and no more', () => {
    expect(refusalOf('http://8.8.8.8/', allowed)).toMatch(/begin with https/);
    expect(refusalOf('https://127.0.0.1/', allowed)).toMatch(/a loopback address/);
    expect(refusalOf('https://169.254.169.254/', allowed)).toMatch(/a link-local address/);
  });

  it('is a network for a name that stands for an address of it', () => {
    const target = judgeTarget('http://db.example.com/', allowed);
    if ('refusal' in target) throw new Error(target.refusal);
    expect(refuseAddresses(target, ['10.0.0.9'], allowed)).toBeUndefined();
    expect(refuseAddresses(target, ['8.8.8.8'], allowed)).toMatch(/begin with https/);
    expect(refuseAddresses(target, ['10.0.0.9', '192.168.0.1'], allowed)).toMatch(/a private address/);
  });
});
