import { createCipheriv, createDecipheriv, createHash, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps what others gave us under their trust: seals texts for the database, and opens them again. */
export interface Secrets {
  /** `place` is where the text is kept, such as its table and ids: it opens for the same place only. */
  seal(text: string, place: string): string;
  /** Raises a plain Error for what was sealed for another place, was changed, or under a key that is not here any more. */
  open(sealed: string, place: string): string;
  /** Whether it was sealed under the key that is used now: else it is to be sealed anew. */
  isCurrent(sealed: string): boolean;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under keys derived from the installation's: the first seals, all open. What is sealed reads
 * `<version>.<key's name>.<base64url of IV, text and tag>`.
 */
export function createSecrets(installationKeys: readonly Buffer[]): Secrets {
  const keys = installationKeys.map(derive);
  const [current] = keys;
  if (!current) throw new Error('there is no key to seal with');
  return {
    seal: (text, place) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${current.name}.${sealed.toString('base64url')}`;
    },
    open: (sealed, place) => {
      const [version, name, text = ''] = sealed.split('.');
      const found = keys.find((key) => key.name === name);
      if (version !== 'v1' || !found) throw new Error(`a secret of ${place} was sealed under a key that is not here`);
      const bytes = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', found.key, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
    isCurrent: (sealed) => sealed.startsWith(`v1.${current.name}.`),
  };
}

function derive(installationKey: Buffer) {
  const key = Buffer.from(hkdfSync('sha256', installationKey, '', 'foyer sealed secrets', 32));
  return { key: createSecretKey(key), name: createHash('sha256').update(key).digest('hex').slice(0, 8) };
}
