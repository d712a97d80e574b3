import { createECDH, hkdfSync } from 'node:crypto';
import { importJWK, type CryptoKey } from 'jose';
import type { KeyMaterial } from './signing-key.js';

/** The order of P-256 (FIPS 186-5): a private key lies between 1 and this. */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** The P-256 key of that name: always the same one. For tests only: the name is the secret. */
export async function deriveEllipticKey(name: string): Promise<KeyMaterial> {
  const scalar = (readNumber(name) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const publicJwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const privateKey = await importJWK({ ...publicJwk, d: d.toString('base64url') }, 'ES256', {
    extractable: true,
  });
  return { privateKey: privateKey as CryptoKey, publicJwk };
}

/** 64 bits more than the order has, so that no private key is noticeably likelier than another. */
function readNumber(name: string): bigint {
  return BigInt(`0x${Buffer.from(hkdfSync('sha256', name, '', 'P-256', 40)).toString('hex')}`);
}
