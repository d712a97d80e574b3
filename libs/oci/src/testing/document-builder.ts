import { aDescriptor, type JsonDescriptor } from './a-descriptor.js';

/** What manifests and indexes have in common. Every method returns the builder itself. */
export class DocumentBuilder {
  constructor(protected readonly document: Record<string, unknown>) {}

  withSubject(subject: object): this {
    return this.withField('subject', subject);
  }

  withArtifactType(artifactType: string): this {
    return this.withField('artifactType', artifactType);
  }

  withAnnotation(key: string, value: unknown): this {
    return this.withField('annotations', {
      ...(this.document['annotations'] as object | undefined),
      [key]: value,
    });
  }

  /** Sets any field of the document, also to what breaks a rule. */
  withField(name: string, value: unknown): this {
    this.document[name] = value;
    return this;
  }

  withoutField(name: string): this {
    delete this.document[name];
    return this;
  }

  protected append(list: string, entry: object): this {
    return this.withField(list, [...(this.document[list] as object[]), entry]);
  }

  /** The bytes to push: the same for the same calls. */
  build(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(this.document));
  }

  /** Describes what {@link build} returns, for an index or a `subject`. */
  describe(): JsonDescriptor {
    return aDescriptor(this.build(), this.document['mediaType'] as string | undefined);
  }
}
