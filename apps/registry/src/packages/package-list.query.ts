import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { Transform } from 'class-transformer';
import { Parameter } from '../openapi/parameter.js';
import type { PackageFilter } from '@margo-registry/storage-metadata';

const toNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

const CURSOR = /^[^:]*:/;

/** Query of the list of applications. Every word must be one of the newest version's. */
export class PackageListQuery {
  @Parameter('Name of an organization of the newest version.')
  @IsOptional()
  @IsString()
  @Length(1, 200)
  organization?: string;

  @Parameter('A tag word of the newest version.')
  @IsOptional()
  @IsString()
  @Length(1, 200)
  tag?: string;

  @Parameter('helm or compose, say: a deployment type that the newest version offers.')
  @IsOptional()
  @IsString()
  @Length(1, 200)
  deploymentType?: string;

  @Parameter('A processor architecture that the newest version names.')
  @IsOptional()
  @IsString()
  @Length(1, 200)
  architecture?: string;

  @Parameter('Text in name or tagline.')
  @IsOptional()
  @IsString()
  @Length(1, 200)
  text?: string;

  @Parameter('Size of a page.')
  @Transform(toNumber)
  @IsInt()
  @Min(1)
  @Max(1000)
  n = 100;

  @Parameter('Go on behind this application: repository, colon, application id, as Link says.')
  @IsOptional()
  @Matches(CURSOR, {
    message: 'last is a repository, a colon and an application id; take it from the Link header',
  })
  last?: string;
}

/** The words of the query as the catalogue knows them. */
export function filterOf(query: PackageListQuery): PackageFilter {
  const { organization, tag, deploymentType, architecture, text } = query;
  return { organization, tag, 'deployment-type': deploymentType, architecture, text };
}
