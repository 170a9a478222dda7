import { randomBytes } from 'node:crypto';

/** argon2id, 19 MiB, t=2, p=1 (security.md R-AUT-04); the parameters stand in the hash. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
let decoy: Promise<string> | undefined;

/** A native library, loaded with the first secret, so that a start does not wait for it. */
const loadArgon2 = () => import('@node-rs/argon2');

/** For passwords and receipt codes: slow on purpose, some 40 ms and 19 MiB a call. */
export async function slowHash(secret: string): Promise<string> {
  const { hash } = await loadArgon2();
  return hash(secret, PARAMETERS);
}

/** Whether the secret fits; without a hash it takes the same time and is `false`, so that nobody learns who is known. */
export async function fitsHash(known: string | undefined, secret: string): Promise<boolean> {
  // Made at the first check, whoever is known, so that a start is not slowed down and nothing is told by the time it takes.
  decoy ??= slowHash(randomBytes(16).toString('hex'));
  const other = await decoy;
  const { verify } = await loadArgon2();
  const fits = await verify(known ?? other, secret);
  return known !== undefined && fits;
}
