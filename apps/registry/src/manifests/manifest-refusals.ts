import { OciError } from '@margo-registry/oci';

export function missing(references: readonly { digest: string; kind: string }[]): OciError {
  const names = references.map(({ digest }) => digest).join(', ');
  return new OciError('manifest-blob-unknown', {
    message: `the manifest refers to content that is not in this repository: ${names}; push it first`,
    detail: references,
  });
}

export function conditionFailed(current: string | null): OciError {
  return new OciError('precondition-failed', { detail: { current } });
}

export function fixed({ tag, digest }: { readonly tag: string; readonly digest: string }): OciError {
  return new OciError('version-fixed', {
    message: `the version ${tag} of this application has been accepted and stays at ${digest}; push the change under a new version`,
    detail: { tag, digest },
  });
}

export function wrongSize(mismatch: { digest: string; stated: number; stored: number }): OciError {
  return new OciError('manifest-invalid', {
    message: `the descriptor of ${mismatch.digest} states ${mismatch.stated} bytes, but the stored content has ${mismatch.stored}; correct its size`,
    detail: mismatch,
  });
}
