/**
 * For every TLS connection: who answers is verified, also where the environment says `NODE_TLS_REJECT_UNAUTHORIZED=0`,
 * which somebody may have set for another program. Certificates of one's own are named in the CA bundle.
 */
export const VERIFIED = { rejectUnauthorized: true } as const;
