import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Transform } from 'class-transformer';
import type { PackageFilter } from '@margo-registry/storage-metadata';

const toNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** Query of the list of applications. Every word must be one of the newest version's. */
export class PackageListQuery {
  @IsOptional()
  @IsString()
  @Length(1, 200)
  organization?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  tag?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  deploymentType?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  architecture?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  text?: string;

  @Transform(toNumber)
  @IsInt()
  @Min(1)
  @Max(1000)
  n = 100;

  @IsOptional()
  @IsString()
  last?: string;
}

/** The words of the query as the catalogue knows them. */
export function filterOf(query: PackageListQuery): PackageFilter {
  const { organization, tag, deploymentType, architecture, text } = query;
  return { organization, tag, 'deployment-type': deploymentType, architecture, text };
}
