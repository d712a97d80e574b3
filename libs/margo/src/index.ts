export const MARGO_PACKAGE_TYPE = 'application/vnd.margo.app.v1+json';
