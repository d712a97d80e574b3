/** Where the bytes of a blob are: beside the facts (up to the threshold) or in the blob store. */
export type BlobContent = { readonly payload: Uint8Array } | { readonly location: string };
