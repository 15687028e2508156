import disasterRelief from './disaster-relief.json'
import safetyProduction from './safety-production.json'
import { guideline, type Guideline, type GuidelineItem, type GuidelineName } from '../model.ts'

/**
 * The two national catalogs, checked once when they are first needed: attachments of 应急厅函〔2019〕390号, reconstructed until the
 * attachment itself was loaded.
 */
const loaded = new Map<GuidelineName, Guideline>()
const sources: Record<GuidelineName, unknown> = {
  'safety-production': safetyProduction,
  'disaster-relief': disasterRelief,
}

const official = new Map<GuidelineName, Guideline>()

/** Puts a confirmed official attachment in the place of the draft for this process; null puts the draft back. */
export function standGuideline(name: GuidelineName, standing: Guideline | null): void {
  if (standing) official.set(name, standing)
  else official.delete(name)
}

/** The catalog that holds: the official attachment where it was confirmed, else the draft. */
export const guidelineOf = (name: GuidelineName): Guideline => official.get(name) ?? draftOf(name)

/** What the product is shipped with. */
export function draftOf(name: GuidelineName): Guideline {
  let found = loaded.get(name)
  if (!found) {
    found = guideline.parse(sources[name])
    loaded.set(name, found)
  }
  return found
}

/** Codes of rows that nobody has read in any copy: shown as 待核对, never as missing. */
export const isDrafted = (item: GuidelineItem): boolean => item.confidence === 'drafted'
export const draftedCodes = (guideline: Guideline): ReadonlySet<string> =>
  new Set(guideline.items.filter(isDrafted).map(i => i.code))
/** Whether a local item stands for nothing but such rows. */
export const isUnproven = (codes: readonly string[], drafted: ReadonlySet<string>): boolean =>
  codes.length > 0 && codes.every(c => drafted.has(c))
