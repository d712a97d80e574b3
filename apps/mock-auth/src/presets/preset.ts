/** Where an issuer is, as whoever asks for a preset reaches it. */
export interface IssuerPlace {
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The audience of tokens that ask for none. */
  readonly audience: string;
  /** The address of an endpoint such as `/oauth/token`. */
  readonly endpoint: (path: string) => string;
}

/** A file that goes beside the settings, under a name that they mention. */
export interface PresetFile {
  readonly name: string;
  readonly content: string;
}

/** What somebody needs in order to work with this issuer. */
export interface PresetReport {
  readonly name: string;
  readonly describe: string;
  /** Environment of the program under test. */
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly PresetFile[];
  /** Entries that a scenario with this preset has: the shape of the file of identities. */
  readonly identities: Readonly<Record<string, readonly unknown[]>>;
}
