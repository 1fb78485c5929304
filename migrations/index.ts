import type { MigrationInterface } from 'typeorm';
import { Directory } from './0001-directory';
import { Requests } from './0002-requests';
import { Records } from './0003-records';
import { GatewayRole } from './0004-gateway-role';
import { WholeLife } from './0005-whole-life';
import { ReferenceVersion } from './0006-reference-version';
import { ThreeVariants } from './0007-three-variants';
import { WaysToRoles } from './0008-ways-to-roles';
import { KnownReaders } from './0009-known-readers';

/** Every migration, in the order in which they run. A merged one is never edited. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Directory,
  Requests,
  Records,
  GatewayRole,
  WholeLife,
  ReferenceVersion,
  ThreeVariants,
  WaysToRoles,
  KnownReaders,
];
