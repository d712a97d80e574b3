import type { CrossReferenceRule } from '../cross-references/cross-reference-rule.js';
import type { CompatibilitySwitch } from '../compatibility.js';
import type { JsonSchema } from './json-schema.js';

/** The form of a target's pointer, as data. */
export interface PointerForm {
  /** In the language of RE2. */
  readonly pattern: string;
  /** What it is, as "… is not <form>". */
  readonly form: string;
  /** A sentence without its full stop. */
  readonly remedy: string;
}

/** One way of deploying, as data. The next one needs no code. */
export interface DeploymentType {
  /** The value of `deploymentProfiles[].type`. */
  readonly name: string;
  /** Other names that are let through and reported (switch `type-spelling`). */
  readonly spellings?: readonly string[];
  /** Schema of a component's `properties`. */
  readonly properties: JsonSchema;
  /** What `targets[].pointer` is (SEM-15); absent where it is free. */
  readonly pointer?: PointerForm;
  /** Whether a component is found by `oci://` repository and SemVer revision (SEM-14). */
  readonly ociLocation?: boolean;
  /** Keys of which a component should have one to be found at all, where the schema demands none (SEM-14, milder). */
  readonly locations?: readonly string[];
  /** Whether devices are selected by label (SEM-11). */
  readonly labelSelector?: boolean;
  /** Keys of `properties` that are let through and reported (switch `package-location`). */
  readonly toleratedProperties?: readonly string[];
}

/** Something that is let through and reported while its switch is on. */
export interface ToleratedKey {
  readonly key: string;
  readonly by: CompatibilitySwitch;
}

/** A version of the description, as data. */
export interface Profile {
  readonly name: string;
  /** Other names of the same profile. */
  readonly aliases?: readonly string[];
  /** Values of `apiVersion` that mean this profile. */
  readonly apiVersions: readonly string[];
  /** True where the schema allows any text as `apiVersion`; other values than the above are then reported. */
  readonly anyApiVersion?: boolean;
  /** Where the application's id is. */
  readonly idPath: readonly string[];
  /** Whether `kind: ApplicationDescription` is demanded; where it is absent it is tolerated. */
  readonly kind: 'required' | 'absent';
  readonly deploymentTypes: readonly DeploymentType[];
  /**
   * Schema of the whole description, as a function of the deployment types: every type brings the schema of its
   * components' properties.
   */
  readonly schema: (types: readonly DeploymentType[]) => JsonSchema;
  /** Values of architectures that are let through and reported (switch `architecture`). */
  readonly toleratedArchitectures?: Readonly<Record<string, string>>;
  /** The cross-reference rules that apply. */
  readonly crossReferences: readonly CrossReferenceRule[];
}

/** The same profile with one more deployment type, or with another definition of it. */
export function withDeploymentType(profile: Profile, type: DeploymentType): Profile {
  const others = profile.deploymentTypes.filter(({ name }) => name !== type.name);
  return { ...profile, deploymentTypes: [...others, type] };
}
