/** Who is there without a file: known secrets, for a first try and for tests. */
export const DEVELOPMENT_IDENTITIES = {
  clients: [
    { id: 'wfm', secret: 'wfm-secret', rights: [{ repository: '*', actions: ['pull'] }] },
    { id: 'publisher', secret: 'publisher-secret', rights: [{ repository: '*', actions: ['pull', 'push'] }] },
    { id: 'admin', secret: 'admin-secret', rights: [{ repository: '*', actions: ['*'] }] },
    { id: 'registry', secret: 'registry-secret', introspect: true },
  ],
  workloads: [{ spiffe: '*', rights: [{ repository: '*', actions: ['pull'] }] }],
};
