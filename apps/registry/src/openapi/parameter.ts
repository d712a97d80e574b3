const PARAMETERS = 'margo-registry:parameters';

type Descriptions = Readonly<Record<string, string>>;

/** Says of a property of a query's class what it is for. */
export function Parameter(describe: string): PropertyDecorator {
  return (target, name) => {
    const described: Descriptions = { ...describedBy(target), [name as string]: describe };
    Reflect.defineMetadata(PARAMETERS, described, target);
  };
}

/** Parameters of a query's class with what they are for. */
export function describeParameters(form: new () => object): Descriptions {
  return describedBy(form.prototype as object);
}

function describedBy(target: object): Descriptions {
  return (Reflect.getMetadata(PARAMETERS, target) as Descriptions | undefined) ?? {};
}
