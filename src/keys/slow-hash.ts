import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id, 19 MiB, t=2, p=1 (security.md R-AUT-04); the parameters stand in the hash. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const decoy = hash(randomBytes(16).toString('hex'), PARAMETERS);

/** For passwords and receipt codes: slow on purpose, some 40 ms and 19 MiB a call. */
export function slowHash(secret: string): Promise<string> {
  return hash(secret, PARAMETERS);
}

/** Whether the secret fits; without a hash it takes the same time and is `false`, so that nobody learns who is known. */
export async function fitsHash(known: string | undefined, secret: string): Promise<boolean> {
  const fits = await verify(known ?? (await decoy), secret);
  return known !== undefined && fits;
}
