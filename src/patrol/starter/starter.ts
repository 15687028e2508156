import type { LexiconEntry } from '../model.ts'
import { everyday } from './everyday.ts'
import { office } from './office.ts'
import { organs } from './organs.ts'
import { safety } from './safety.ts'
import { usage } from './usage.ts'

/** Changes when the shipped list changes, so that published texts are looked through again. */
export const starterVersion = 1

/**
 * The list that comes with the program: wrong spellings, names of organs, marks of secrecy, usage. No names of living politicians:
 * a bureau enters those it needs and keeps them up to date. Every entry can be changed or switched off.
 */
export const starter: readonly LexiconEntry[] = [...organs, ...safety, ...office, ...everyday, ...usage]
