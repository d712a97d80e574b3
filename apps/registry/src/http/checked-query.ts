import { OciError } from '@margo-registry/oci';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FastifyRequest } from 'fastify';

/**
 * The query of a request as an instance of a class whose decorators judge it. Throws `request-invalid`, which names every
 * fault: an unknown parameter, one that is sent twice, a value that does not fit.
 */
export function checkQuery<T extends object>(request: FastifyRequest, form: new () => T): T {
  const parameters = new URLSearchParams(request.url.split('?')[1] ?? '');
  const twice = [...new Set(parameters.keys())].filter((name) => parameters.getAll(name).length > 1);
  const query = plainToInstance(form, Object.fromEntries(parameters), { exposeDefaultValues: true });
  const faults = [
    ...twice.map((name) => `${name} is sent more than once`),
    ...validateSync(query, { whitelist: true, forbidNonWhitelisted: true }).flatMap(({ constraints }) =>
      Object.values(constraints ?? {}),
    ),
  ];
  if (faults.length === 0) return query;
  throw new OciError('request-invalid', {
    message: `The query is not valid: ${faults.join('; ')}.`,
    detail: { faults },
  });
}
