/**
 * Lets one transaction at a time make groups members of groups, until it ends: whoever comes second sees what the first one
 * made, so that the two together make no circle. An expression in SQL; it yields nothing.
 */
export const nestingLock = `pg_advisory_xact_lock(hashtextextended('nesting of groups', 3))`;
